"""Rows with everything in the questionnaire about one practice beyond its levels, in four parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from levelbook.book.session import Session
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.questionnaire.citations import cited, in_force
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.core.questionnaire.questionnaire import Practice
from levelbook.tui import labels
from levelbook.tui.literal_text import EMPTY, content, join, line
from levelbook.tui.widgets.rows import Row
from levelbook.words.practice_state import bulletin_words

Part = Literal["ask", "references", "threats", "see-also"]
PARTS: tuple[Part, ...] = ("ask", "references", "threats", "see-also")

BLANK = Row(EMPTY)


def rows(session: Session, score: PracticeScore, part: Part, frameworks: Mapping[str, Framework]) -> list[Row]:
    """Draw one part; `frameworks` are those whose titles have been read so far."""
    practice = score.practice
    if part == "ask":
        return _ask(score)
    if part == "references":
        counting = in_force(session.questionnaire, session.now.tailoring, practice.references)
        return _cited(practice, counting, frameworks) or [_nothing("No sources are listed.")]
    if part == "threats":
        new = [bulletin_words(one, session.now.on) for one in session.now.threatened.get(score.id, ())]
        listed = _cited(practice, practice.threats, frameworks)
        shown = [*_list("New since your last round", new), *([BLANK, *listed] if listed else ())]
        return shown[1:] or [_nothing("No threats are listed.")]
    return _see_also(session, practice) or [_nothing("No related practices.")]


def _ask(score: PracticeScore) -> list[Row]:
    """Prompts first: they are what a facilitator looks for in the room."""
    practice = score.practice
    shown = _list("Any level above the lowest needs this", practice.quality)
    shown += _list("Ask", practice.ask)
    if practice.why:
        shown += [BLANK, _heading("Why"), Row(content(practice.why), lead=line("  "))]
    shown += [BLANK, _heading("The rule"), Row(line(practice.rule, "strong"), lead=line("  "))]
    shown += _list("Why it applies, and its target", tuple(labels.reasons(score)) or score.placement.decisive)
    for level in practice.levels:
        shown += _list(f"What proves level {level.level}", level.evidence)
    shown += _list("Get from the provider", practice.provider_evidence)
    shown += _list("While the answer is unknown", practice.meanwhile)
    shown += _list("Do not", practice.avoid)
    shown += _list("Measure", practice.metrics)
    return shown[1:] if shown and shown[0] is BLANK else shown


def _nothing(text: str) -> Row:
    return Row(line(text, "dim"))


def _heading(text: str) -> Row:
    return Row(line(text, "head"))


def _list(heading: str, items: Sequence[str]) -> list[Row]:
    if not items:
        return []
    return [BLANK, _heading(heading), *(Row(line(item), lead=line("  – ", "dim")) for item in items)]


# References and dangers


def _cited(practice: Practice, references: Iterable[str], frameworks: Mapping[str, Framework]) -> list[Row]:
    """List references by framework, each item with its title."""
    shown: list[Row] = []
    for one in cited(practice, references, frameworks):
        shown += [BLANK, _heading(one.framework)]
        shown += [Row(line(title), lead=line(f"  {item}  ", "blue")) for item, title in one.items]
    return shown[1:]


# See also


def _see_also(session: Session, practice: Practice) -> list[Row]:
    """Practices that this one leans on, and those that lean on it, with what was answered there."""
    known = session.questionnaire.practices
    here = [name for name in practice.see_also if name in known]
    from_there = [name for name, other in known.items() if practice.id in other.see_also and name not in here]
    shown: list[Row] = []
    for heading, ids in (("This practice refers to", here), ("Practices that refer to this one", from_there)):
        if ids:
            shown += [BLANK, _heading(heading)]
            for name in ids:
                shown += _other(session, session.now.scorecard[name])
    return shown[1:]


def _other(session: Session, other: PracticeScore) -> list[Row]:
    number = session.questionnaire.numbers[other.id]
    said = labels.state(session, other)
    rows = [
        Row(line(other.practice.title), lead=line(f"{number:<5}", "blue"), key=other.id),
        Row(said, lead=line("     ")),
    ]
    if other.answer.note:
        note = join(line("note: ", "dim"), content(other.answer.note))
        rows.append(Row(note, lead=line("     "), lines=2))
    return rows
