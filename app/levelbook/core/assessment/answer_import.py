"""This module judges imported rows one by one: which change an answer, and which are refused.

Only unambiguous rows are imported. A row is refused as a whole if the answer has changed meanwhile, if it stands in
another row's place, or if one of its cells makes no sense. Other rows are not affected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from levelbook.core.answers.edits import Edit, TailoredPractice, apply
from levelbook.core.answers.external_answer import (
    NOT_APPLICABLE,
    NOT_SENT,
    REV,
    UNSURE,
    ExternalAnswer,
    as_sent,
    external_answer_of,
)
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import LevelbookError
from levelbook.core.frozen import frozen
from levelbook.core.text.cell_error import HOLDS_ERROR, is_cell_error
from levelbook.core.text.misread_text import misread

_BEGINNING: Final = 500
"""Characters by which a text is known that was cut because no cell holds all of it."""


@frozen
class ReturnedRow:
    """A row of an exported file that came back."""

    place: str
    """The row's location, such as `Answers, row 7`."""
    practice_id: str
    rev: str
    sent: str
    title: str
    """The practice's title in the row; may be empty."""
    said: ExternalAnswer
    absent: frozenset[str] = frozenset()
    """Fields of `ExternalAnswer` for which the file has no column; they stay unchanged."""
    fault: str = ""
    """The reason why it cannot be read, as a sentence; `said` then holds only the readable fields."""


@frozen
class RowElsewhere:
    """An answer to a practice in an assessment made with another tool; empty fields say nothing."""

    place: str
    """The row's location, such as `Interview, row 18`."""
    practice_id: str
    said: ExternalAnswer
    fault: str = ""
    """The reason why it cannot be imported, as a sentence."""
    wording: str = ""
    """The digest of the words that it answers; empty if the file does not say."""
    shows_other_words: bool = False
    """True if the file shows words that are not those asked here."""
    unmet: tuple[str, ...] = ()
    """Ids of the criteria up to its level that are not met."""
    met: tuple[str, ...] = ()
    """Ids of the criteria above its level that are met."""


@frozen
class RowChange:
    """A change that a row asks for, and that is possible."""

    place: str
    practice_id: str
    before: ExternalAnswer
    after: ExternalAnswer
    edit: Edit

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the changed fields, in the order of `ExternalAnswer`."""
        return _changed(self.before, self.after)


@frozen
class RowRefusal:
    """A row that is refused, with the reason."""

    place: str
    practice_id: str
    why: str
    changed_elsewhere: bool = False
    """True if somebody else changed the answer since the row was sent."""


@frozen
class AnswerImport:
    """The result of an import: possible changes, refused rows, and the number of untouched rows."""

    changes: tuple[RowChange, ...]
    refused: tuple[RowRefusal, ...]
    untouched: int

    @property
    def edits(self) -> dict[str, Edit]:
        """The changes as edits by practice id."""
        return {change.practice_id: change.edit for change in self.changes}


def judge_rows(rows: Sequence[ReturnedRow], now: Assessment, shown: Assessment) -> AnswerImport:
    """Judge every row.

    now: the present assessment. shown: the same with names as shown to others, which is what was sent.
    """
    counted = Counter(row.practice_id for row in rows)
    changes: list[RowChange] = []
    refused: list[RowRefusal] = []
    untouched = 0
    for row in rows:
        answer = shown.book.answer(row.practice_id)
        before = external_answer_of(answer)
        if row.sent == NOT_SENT:
            if why := _not_for_answering(row, REV + answer.rev, before, now):
                refused.append(RowRefusal(row.place, row.practice_id, why))
            else:
                untouched += 1
            continue
        after = replace(row.said, **{name: getattr(before, name) for name in row.absent})
        if after.answer != before.answer and after.reason == before.reason:
            after = replace(after, reason="")  # it was the reason of the answer before
        why = _out_of_place(row, now, counted[row.practice_id]) or row.fault
        sent, wording = as_sent(row.sent)
        if not why and (after.fingerprint(row.practice_id) == sent or after == before):  # the book says so already
            untouched += 1
            continue
        if elsewhere := not why and row.rev != REV + answer.rev:
            why = "Somebody changed this answer in the book since the row was sent."
        if not why and before.fingerprint(row.practice_id) != sent:
            why = "Its hidden columns are not those that were sent with it."
        if not why and wording and wording != _wording(row.practice_id, now):
            why = "What is asked has changed since the row was sent."
        try:
            if why:
                raise ValueError(why)
            changes.append(_change(row.place, row.practice_id, before, after, now))
        except (ValueError, LevelbookError) as error:
            refused.append(RowRefusal(row.place, row.practice_id, _in_words(error), elsewhere))
    return AnswerImport(tuple(changes), tuple(refused), untouched)


def judge_elsewhere(rows: Sequence[RowElsewhere], now: Assessment, shown: Assessment) -> AnswerImport:
    """Judge the rows of an assessment made with another tool, which knows nothing about this book.

    It answers unanswered practices. If the book has another answer, the row is refused, because nobody can tell
    which of the two is later. Its notes are imported if the book has none. `now` and `shown` as for `judge_rows`.
    """
    counted = Counter(row.practice_id for row in rows)
    changes: list[RowChange] = []
    refused: list[RowRefusal] = []
    untouched = 0
    for row in rows:
        practice = now.practice(row.practice_id)
        before = external_answer_of(shown.book.answer(row.practice_id)) if practice else ExternalAnswer()
        why = row.fault or ("" if practice else f"The questionnaire has no practice “{row.practice_id}”.")
        note = before.note or row.said.note
        is_known = row.said.answer in ("", before.answer)
        if not why and ((is_known and note == before.note) or _says_what_facts_say(row, now)):
            untouched += 1
            continue
        if not why and counted[row.practice_id] > 1:
            why = "It is there more than once."
        answers_other_words = row.wording and row.wording != _wording(row.practice_id, now)
        if not why and not is_known and (answers_other_words or row.shows_other_words):
            why = "It answers other words than those that are asked here."
        if answered := not why and not is_known and bool(before.answer):
            why = "The book has another answer already, which stays. `levelbook answer` changes it."
        said = before if is_known else row.said
        after = replace(before, answer=said.answer, reason=said.reason, note=note)
        try:
            if why:
                raise ValueError(why)
            exceptions = {} if is_known else {"unmet": row.unmet or None, "met": row.met or None}
            changes.append(_change(row.place, row.practice_id, before, after, now, **exceptions))
        except (ValueError, LevelbookError) as error:
            refused.append(RowRefusal(row.place, row.practice_id, _in_words(error), answered))
    return AnswerImport(tuple(changes), tuple(refused), untouched)


def _must_be_typed(before: ExternalAnswer, after: ExternalAnswer) -> None:
    """Refuse a text that a program made, as it would take the place of what people wrote. Raises ValueError."""
    for name in _changed(before, after):
        text = getattr(after, name)
        if is_cell_error(text):
            raise ValueError(f"{name} {HOLDS_ERROR}, “{text.strip()}”: write the words themselves.")
        if found := misread(getattr(before, name), text):
            char, shown = found
            raise ValueError(
                f"{name}: “{char}” came back as “{shown}”, because a program read or saved the file in another "
                "encoding. Open it as UTF-8, or use `levelbook export xlsx`."
            )


def _says_what_facts_say(row: RowElsewhere, now: Assessment) -> bool:
    """Tell whether a row says that a practice does not apply, of one that the team's facts leave out.

    Written down as an answer, it would still be left out once these facts have changed.
    """
    return row.said.answer == NOT_APPLICABLE and now.tailoring[row.practice_id].scope == "not-applicable"


def _change(
    place: str, practice_id: str, before: ExternalAnswer, after: ExternalAnswer, now: Assessment, **exceptions: Any
) -> RowChange:
    """Try out the change from one to the other. Raises ValueError, LevelbookError if it is impossible.

    exceptions: `unmet` and `met` of the edit, if the file names any.
    """
    _must_be_typed(before, after)
    edit = replace(_edit(before, after), **exceptions)
    _try_out(edit, practice_id, now)
    return RowChange(place, practice_id, before, after, edit)


def _out_of_place(row: ReturnedRow, now: Assessment, times: int) -> str:
    practice = now.practice(row.practice_id)
    if not row.practice_id:
        return "It has no id, so the practice is unknown."
    if practice is None:
        return f"The questionnaire has no practice “{row.practice_id}”."
    if times > 1:
        return f"Its id is in {times} rows, so one was pasted over another."
    if row.title and row.title != practice.title:
        return f"It shows “{row.title}” and has the id of “{practice.title}”: something was pasted out of place."
    return ""


def _not_for_answering(row: ReturnedRow, rev: str, before: ExternalAnswer, now: Assessment) -> str:
    """Return why a row that was not sent for answering is refused, though somebody typed in it; empty if nobody did.

    Where the answer has changed since, nobody can tell what was typed from what was sent.
    """
    if row.rev != rev or now.practice(row.practice_id) is None:
        return ""
    does_apply = now.tailoring[row.practice_id].scope != "not-applicable"
    answer = before.answer if does_apply else ""  # the cell of one that does not apply has words that are no answer
    asked = {"answer": answer, "note": before.note, "owner": before.owner, "due": before.due}
    if all(name in row.absent or _is_as_sent(getattr(row.said, name), text) for name, text in asked.items()):
        return ""
    return (
        "A text of it is too long for a cell, so its row takes no answer. `levelbook answer` changes it."
        if does_apply
        else "By the team's facts it does not apply, so its row takes no answer. `levelbook profile` changes the facts."
    )


def _is_as_sent(said: str, sent: str) -> bool:
    """Tell whether a cell holds what was sent, of which a workbook shows only the beginning where it is too long."""
    return said == sent or (len(sent) > len(said) > _BEGINNING and sent.startswith(said[:_BEGINNING]))


def _wording(practice_id: str, now: Assessment) -> str:
    """Return the digest of the words that are asked here."""
    return now.questionnaire.wording(practice_id, inherited=now.tailoring[practice_id].scope == "inherited")


def _edit(before: ExternalAnswer, after: ExternalAnswer) -> Edit:
    """Return the edit that leads from one to the other. Raises ValueError if it makes no sense."""
    changed = _changed(before, after)
    values: dict[str, Any] = {name: getattr(after, name) for name in ("note", "owner") if name in changed}
    if "due" in changed:
        values["due"] = date.fromisoformat(after.due) if after.due else ""
    if "answer" in changed:
        if not after.answer:
            raise ValueError("Its answer was emptied. `levelbook answer PRACTICE --clear` takes an answer back.")
        values |= _said(after)
    elif "reason" in changed and after.answer == NOT_APPLICABLE:
        values["not_applicable"] = after.reason
    if "reason" in changed and after.answer != NOT_APPLICABLE:
        values["level_reason"] = after.reason
    return Edit(**values)


def _said(after: ExternalAnswer) -> dict[str, Any]:
    if after.answer == UNSURE:
        return {"unsure": True}
    if after.answer == NOT_APPLICABLE:
        return {"not_applicable": after.reason}
    return {"level": int(after.answer)}


def _try_out(edit: Edit, practice_id: str, now: Assessment) -> None:
    answer = now.book.answer(practice_id)
    level = answer.level if edit.level is None else edit.level
    if edit.level_reason and level is not None and now.is_unmoved(practice_id, level):
        unmoved = f"The last edition has level {level} too, so there is no move to give a reason for."
        raise ValueError(f"{unmoved} A note takes other words.")
    asked = TailoredPractice(now.questionnaire, now.questionnaire.practices[practice_id], now.tailoring[practice_id])
    apply(edit, answer, asked)


def _changed(before: ExternalAnswer, after: ExternalAnswer) -> tuple[str, ...]:
    names: Iterable[str] = ExternalAnswer.__dataclass_fields__
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _in_words(error: Exception) -> str:
    return " ".join(error.lines()) if isinstance(error, LevelbookError) else str(error)
