"""This module writes a book as an evaluation log of Gemara, the model for automated governance of the OpenSSF.

A Gemara result is one of six words and has no level: the level is in the message. The file is JSON, which every
reader of Gemara's YAML takes as well.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.text.cleaning import spoken_day, start_of_day
from levelbook.core.text.json_text import json_text
from levelbook.export.source import ExportSource
from levelbook.words.practice_state import next_work_words
from levelbook.words.standing import standing_words

GEMARA_VERSION: Final = "1.5.0"
EVIDENCE: Final = "evidence"
"""Names the team's own evidence among the references; each piece says where it is."""

Shape = dict[str, Any]


def export(source: ExportSource) -> bytes:
    """Return the log, with an evaluation for each practice."""
    now, known = source.assessment, source.assessment.questionnaire
    following = {gap.score.id: next_work_words(gap) for gap in now.roadmap}
    evaluations = [_evaluation(one, following.get(one.id, ""), source) for one in now.scorecard.practices.values()]
    log = {
        "metadata": {
            "id": f"{known.id}-{now.name}",
            "type": "EvaluationLog",
            "gemara-version": GEMARA_VERSION,
            "version": now.name,
            "date": _moment(now.on),
            "description": f"{source.team} answered {known.title} as a self-assessment. {standing_words(now)}",
            "author": {"id": "team", "name": source.team, "type": "Human"},
            "mapping-references": [
                {"id": known.id, "title": known.title, "version": known.version},
                {"id": EVIDENCE, "title": f"Evidence of {source.team}", "version": now.name},
            ],
        },
        "result": _together([one["result"] for one in evaluations]),
        "target": {"id": "system", "name": source.about or source.team, "type": "Software"},
        "evaluations": evaluations,
    }
    return json_text(log).encode("utf-8")


def _evaluation(one: PracticeScore, recommendation: str, source: ExportSource) -> Shape:
    entry = {"reference-id": source.assessment.questionnaire.id, "entry-id": one.id}
    result, message = _result(one, source)
    log = {
        "requirement": entry,
        "description": one.practice.question,
        "result": result,
        "message": message,
        "applicability": [one.scope],
        "steps": ["The team assessed itself."],
        "steps-executed": int(one.settled),
        "confidence-level": _confidence(one),
    }
    if one.settled:
        log["start"] = _moment(one.answer.answered_at or source.assessment.on)
    if recommendation:
        log["recommendation"] = recommendation
    if pieces := _evidence(one):
        log["evidence"] = pieces
    return {
        "name": one.practice.title,
        "result": result,
        "message": message,
        "control": entry,
        "assessment-logs": [log],
    }


def _confidence(one: PracticeScore) -> str:
    if not one.settled:
        return "Undetermined"
    if not one.has_proof:
        return "Low"
    return "High" if one.backing == "proven" else "Medium"


def _result(one: PracticeScore, source: ExportSource) -> tuple[str, str]:
    if one.scope == "not-applicable":
        return "Not Applicable", "; ".join(one.placement.scope_because) or "It does not apply to this team."
    if one.status == "not-applicable":
        return "Not Applicable", one.answer.not_applicable
    if one.level is None:
        needed = f"the target is {one.target}."
        return ("Unknown", f"Unsure; {needed}") if one.status == "unsure" else ("Not Run", f"Not answered; {needed}")
    level = source.assessment.questionnaire.scale[one.low].number_and_name
    proven = f", and level {one.evidenced} is proven" if one.has_proof else ", and none is proven"
    message = f"Level {level} is claimed{proven}; the target is {one.target}."
    accepted = one.answer.accepted
    if accepted is not None and one.accepted_holds:
        message += f" The risk is accepted until {spoken_day(accepted.until)}: {accepted.reason}"
    return ("Failed" if one.gap else "Passed"), message


def _evidence(one: PracticeScore) -> list[Shape]:
    """Give the pieces whose day is known, which Gemara wants of each."""
    found: list[Shape] = []
    for number, piece in enumerate(one.answer.all_evidence, start=1):
        if piece.seen_on is not None and piece.reference:
            place: Shape = {"reference-id": EVIDENCE, "coordinate": piece.reference}
            if re.fullmatch(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s]+", piece.reference):
                place["download-url"] = piece.reference
            found.append(
                {
                    "id": f"{one.id}.{number}",
                    "type": piece.kind,
                    "collected-at": _moment(piece.seen_on),
                    "description": piece.reference,
                    "source": place,
                }
            )
    return found


def _together(results: list[str]) -> str:
    """Return the outcome of all: what is open is no success, and what failed is a failure."""
    if "Failed" in results:
        return "Failed"
    if "Unknown" in results or "Not Run" in results:
        return "Needs Review" if "Passed" in results else "Not Run"
    return "Passed" if "Passed" in results else "Not Applicable"


def _moment(when: date | datetime) -> str:
    if isinstance(when, datetime):
        return when.strftime("%Y-%m-%dT%H:%M:%SZ")
    return start_of_day(when)
