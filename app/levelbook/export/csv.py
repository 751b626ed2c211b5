"""This module writes a CSV file with one row a practice: what is said of it, and what is computed of that.

The first columns come back with `levelbook import answers` (docs/exchange.md). The file is as RFC 4180 has it, in UTF-8
without a byte-order mark. No cell acts as a formula (`core/text/formula_guard.py`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from levelbook.core.answers.answers import Evidence, Step
from levelbook.core.answers.external_answer import REV, TEAM_COLUMN, external_answer_of
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.text.formula_guard import formula_safe, kept_as_text
from levelbook.export.source import ExportSource


def export(source: ExportSource) -> bytes:
    """Return the file; practices are in the questionnaire's order."""
    now = source.assessment
    sections = now.questionnaire.sections_by_id
    rows = [
        {
            **_row(
                one, sections[one.practice.section].title, now.questionnaire.wording(one.id, inherited=one.inherited)
            ),
            TEAM_COLUMN: source.team,
        }
        for one in now.scorecard.practices.values()
    ]
    return table(tuple(rows[0]), [tuple(str(cell) for cell in row.values()) for row in rows])


def table(heads: Sequence[str], rows: Iterable[Sequence[str | float]]) -> bytes:
    """Return rows as a CSV file whose first line names the columns. A figure keeps its sign; it cannot act."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(formula_safe, heads))  # a section may be one, which another team named
    writer.writerows([formula_safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")


def _row(one: PracticeScore, section: str, wording: str) -> Mapping[str, object]:
    said = external_answer_of(one.answer)
    counted = {
        "target": one.target,
        "low": one.low,
        "high": one.high,
        "evidenced": "" if one.evidenced is None else one.evidenced,
        "gap": one.gap,
        "priority": one.priority,
        "confirmed": _yes_or_no(one.confirmed),
    }
    return {
        "id": one.id,
        "rev": REV + one.answer.rev,
        "sent": said.sent(one.id, wording),
        "section": section,
        "title": one.practice.title,
        "question": one.practice.question,
        **asdict(said),
        **{name: kept_as_text(getattr(said, name)) for name in ("reason", "note", "owner")},
        "scope": one.scope,
        "status": one.status,
        "counts": _yes_or_no(one.counts),
        **{name: value if one.counts else "" for name, value in counted.items()},
        "impact": one.practice.impact,
        "evidence": "\n".join(_evidence(piece, team) for piece, team in one.answer.evidence_by_team),
        "steps": "\n".join(_step(step) for step in one.answer.steps),
    }


def _evidence(piece: Evidence, team: str) -> str:
    about = ", ".join(filter(None, (str(piece.seen_on or ""), f"of {team}" if team else "")))
    return f"{piece.kind}: {piece.reference}" + (f" ({about})" if about else "")


def _step(step: Step) -> str:
    about = [
        step.owner,
        f"due {step.due}" if step.due else "",
        step.ticket,
        f"done {step.done_on}" if step.done_on else "",
    ]
    said = ", ".join(filter(None, about))
    return f"{step.text} ({said})" if said else step.text


def _yes_or_no(holds: bool) -> str:
    return "yes" if holds else "no"
