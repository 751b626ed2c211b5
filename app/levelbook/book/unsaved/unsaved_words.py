"""This module keeps typed text that was not saved in the answer's note, so that nobody has to type it again."""

from __future__ import annotations

from datetime import date

from levelbook.core.answers.answers import Answer
from levelbook.core.answers.merge import changed_fields, with_lost_words_in_note
from levelbook.core.questionnaire.questionnaire import Practice
from levelbook.words.edit_conflicts import not_taken_words


def with_lost_words(mine: Answer, theirs: Answer, day: date, practice: Practice | None, *, base: Answer) -> Answer:
    """Return `theirs` with the words of `mine` that it does not have in its note; as it is without any.

    practice: that both answer; None where the questionnaire has it no longer.
    base: the answer that both began from. What `mine` only has from there, others have replaced, and nobody lost it.

    A level that was pressed is pressed again; what somebody typed is not typed again.
    """
    fields = [name for name in changed_fields(mine, theirs, base) if _has_words(mine, name)]
    if not fields:
        return theirs
    return with_lost_words_in_note(theirs, not_taken_words(mine, theirs, fields, day, practice), fields)


def _has_words(answer: Answer, field: str) -> bool:
    """Return whether somebody typed what is in a field, as `differing_fields` names it."""
    kind, _, name = field.partition(" ")
    if field == "claim":
        reasons = (answer.not_applicable, answer.level_reason, answer.target_reason, answer.accepted, answer.ask_whom)
        return any(reasons) or any(vote.reason for vote in answer.votes)
    if field.startswith("here."):
        return bool(answer.here.get(field.removeprefix("here.")))
    if kind == "evidence":
        return any(name in (piece.reference, piece.kind) for piece in answer.evidence)
    if kind == "step":
        return any(name in (step.from_action, step.text) for step in answer.steps)
    return bool(getattr(answer, field, None))
