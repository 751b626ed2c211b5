"""Rows that come back from outside are judged one by one: which change an answer, and which cannot be taken.

Only what is unambiguous is taken. A row is refused whole where the answer was changed meanwhile, where it stands in
another row's place, and where one of its cells cannot be meant; the others are none the worse for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from levelbook.core.answers.edits import Edit, TailoredPractice, apply
from levelbook.core.answers.said_outside import NOT_APPLICABLE, NOT_SENT, REV, UNSURE, Said, said_of
from levelbook.core.assessment.assessment import Assessment
from levelbook.errors import LevelbookError
from levelbook.frozen import frozen


@frozen
class ReturnedRow:
    """A row that came back."""

    place: str
    """Where it stands, such as `Answers, row 7`."""
    practice_id: str
    rev: str
    sent: str
    title: str
    """What the row shows of the practice; empty where it shows nothing."""
    said: Said
    absent: frozenset[str] = frozenset()
    """Fields of `Said` for which it has no column; they stay as they are."""
    fault: str = ""
    """What keeps it from being read, in a sentence; then `said` holds only what could be read."""


@frozen
class RowElsewhere:
    """What an assessment that was made elsewhere says of a practice; what it leaves empty, it does not say."""

    place: str
    """Where it stands, such as `Interview, row 18`."""
    practice_id: str
    said: Said
    fault: str = ""
    """What keeps it from being taken, in a sentence."""


@frozen
class RowChange:
    """A change that a row asks for, and that can be made."""

    place: str
    practice_id: str
    before: Said
    after: Said
    edit: Edit

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what it changes, in the order of `Said`."""
        return _changed(self.before, self.after)


@frozen
class RowRefusal:
    """A row that is not taken."""

    place: str
    practice_id: str
    why: str
    changed_elsewhere: bool = False
    """Somebody else changed the answer since the row was sent."""


@frozen
class TakingIn:
    """What came back: the changes that can be made, the rows that are refused, and how many nobody touched."""

    changes: tuple[RowChange, ...]
    refused: tuple[RowRefusal, ...]
    untouched: int

    @property
    def edits(self) -> dict[str, Edit]:
        """The changes by practice id, as a book takes them."""
        return {change.practice_id: change.edit for change in self.changes}


def judge_rows(rows: Sequence[ReturnedRow], now: Assessment, shown: Assessment) -> TakingIn:
    """Judge every row.

    now: the record as it stands. shown: the same with names as they are shown to others, which is what was sent.
    """
    counted = Counter(row.practice_id for row in rows)
    changes: list[RowChange] = []
    refused: list[RowRefusal] = []
    untouched = 0
    for row in rows:
        if row.sent == NOT_SENT:
            untouched += 1
            continue
        answer = shown.book.answer(row.practice_id)
        before = said_of(answer)
        after = replace(row.said, **{name: getattr(before, name) for name in row.absent})
        why = _out_of_place(row, now, counted[row.practice_id]) or row.fault
        if not why and after.fingerprint(row.practice_id) == row.sent:
            untouched += 1
            continue
        if elsewhere := not why and row.rev != REV + answer.rev:
            why = "Somebody changed this answer in the book since the row was sent."
        if not why and before.fingerprint(row.practice_id) != row.sent:
            why = "Its hidden columns are not those that were sent with it."
        try:
            if why:
                raise ValueError(why)
            changes.append(_change(row.place, row.practice_id, before, after, now))
        except (ValueError, LevelbookError) as error:
            refused.append(RowRefusal(row.place, row.practice_id, _in_words(error), elsewhere))
    return TakingIn(tuple(changes), tuple(refused), untouched)


def judge_elsewhere(rows: Sequence[RowElsewhere], now: Assessment, shown: Assessment) -> TakingIn:
    """Judge what an assessment says that was made elsewhere, and knows nothing of this book.

    It answers what nobody has answered here. Where the book says something else, the row is refused: nobody can tell
    which of the two came later. Its notes are taken where there is none. `now` and `shown` as for `judge_rows`.
    """
    counted = Counter(row.practice_id for row in rows)
    changes: list[RowChange] = []
    refused: list[RowRefusal] = []
    untouched = 0
    for row in rows:
        practice = now.practice(row.practice_id)
        before = said_of(shown.book.answer(row.practice_id)) if practice else Said()
        why = row.fault or ("" if practice else f"The questionnaire has no practice “{row.practice_id}”.")
        if not why and row.said.answer in ("", before.answer):
            untouched += 1
            continue
        if not why and counted[row.practice_id] > 1:
            why = "It is there more than once."
        if answered := not why and bool(before.answer):
            why = "The book has another answer already, which stays. `levelbook answer` changes it."
        after = replace(before, answer=row.said.answer, reason=row.said.reason, note=before.note or row.said.note)
        try:
            if why:
                raise ValueError(why)
            changes.append(_change(row.place, row.practice_id, before, after, now))
        except (ValueError, LevelbookError) as error:
            refused.append(RowRefusal(row.place, row.practice_id, _in_words(error), answered))
    return TakingIn(tuple(changes), tuple(refused), untouched)


def _change(place: str, practice_id: str, before: Said, after: Said, now: Assessment) -> RowChange:
    """The change from one to the other, tried out. Raises ValueError, LevelbookError where it cannot be made."""
    edit = _edit(before, after)
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


def _edit(before: Said, after: Said) -> Edit:
    """The edit that leads from one to the other. Raises ValueError where it cannot be meant."""
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


def _said(after: Said) -> dict[str, Any]:
    if after.answer == UNSURE:
        return {"unsure": True}
    if after.answer == NOT_APPLICABLE:
        return {"not_applicable": after.reason}
    return {"level": int(after.answer)}


def _try_out(edit: Edit, practice_id: str, now: Assessment) -> None:
    asked = TailoredPractice(now.questionnaire, now.questionnaire.practices[practice_id], now.tailoring[practice_id])
    apply(edit, now.book.answer(practice_id), asked)


def _changed(before: Said, after: Said) -> tuple[str, ...]:
    names: Iterable[str] = Said.__dataclass_fields__
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _in_words(error: Exception) -> str:
    return " ".join(error.lines()) if isinstance(error, LevelbookError) else str(error)
