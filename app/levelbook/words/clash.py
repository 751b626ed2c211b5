"""This module puts both in view where somebody else said something else in the same field of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from levelbook.core.answers.answers import Answer
from levelbook.core.answers.merge import differing_fields, keeping_lost_words
from levelbook.words.merging import version_words


def clash_words(number: str, mine: Answer, theirs: Answer) -> str:
    """Say what an answer says now, and what was not written: `4.2 says level 3 now; you said level 2.`"""
    fields = differing_fields(mine, theirs)
    return f"{number} says {version_words(theirs, fields)} now; you said {version_words(mine, fields)}."


def with_lost_words(mine: Answer, theirs: Answer, day: date) -> Answer:
    """Return `theirs` with the words of `mine` that it does not have in its note, unconfirmed; as it is without any.

    A level that was pressed is pressed again; what somebody typed is not typed again.
    """
    fields = [name for name in differing_fields(mine, theirs) if _has_words(mine, name)]
    if not fields:
        return theirs
    return keeping_lost_words(theirs, not_taken_words(mine, fields, day))


def not_taken_words(lost: Answer, fields: Sequence[str], day: date) -> str:
    """Say for the note what was not taken, so that nobody's words are gone."""
    return f"Not taken on {day.isoformat()}, since others had answered meanwhile: {version_words(lost, fields)}"


def _has_words(answer: Answer, field: str) -> bool:
    """Tell whether somebody typed what stands in a field, as `differing_fields` names it."""
    kind, _, name = field.partition(" ")
    if field == "claim":
        reasons = (answer.not_applicable, answer.level_reason, answer.target_reason, answer.accepted, answer.ask_whom)
        return any(reasons)
    if field.startswith("here."):
        return bool(answer.here.get(field.removeprefix("here.")))
    if kind == "evidence":
        return any(name in (piece.reference, piece.kind) for piece in answer.evidence)
    if kind == "step":
        return any(name in (step.from_action, step.text) for step in answer.steps)
    return bool(getattr(answer, field, None))
