"""This module gives way to others who answered the same meanwhile: their answer stays, and no typed word is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.merge import changed_fields, with_lost_words_in_note
from levelbook.core.questionnaire.questionnaire import Practice, Questionnaire
from levelbook.words.edit_conflicts import edit_conflict_words, not_taken_words


def given_way(
    mine: Mapping[str, Answer], theirs: AnswerBook, base: AnswerBook, questionnaire: Questionnaire, day: date
) -> tuple[AnswerBook, list[str]]:
    """Return the book of others with the words of these answers in the notes of theirs, and a sentence for each.

    mine: the answers that were not saved, by practice id. base: the book that both began from.
    """
    merged, said = theirs, []
    for name, answer in mine.items():
        practice, other, before = questionnaire.practices[name], theirs.answer(name), base.answer(name)
        said.append(edit_conflict_words(questionnaire.numbers[name], answer, other, before, practice))
        merged = merged.with_answer(name, with_lost_words(answer, other, day, practice, base=before))
    return merged, said


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
