"""Words of a form that nobody saved are there again, and never over what somebody saved meanwhile."""

from __future__ import annotations

from datetime import timedelta

from levelbook.core.answers.drafts import KEPT_FOR, Draft
from support.builders import NOON

DRAFT = Draft(
    form="Note", practice="s1.p1", rev="1a2b3c4d", kept_at=NOON, before={"note": "Old."}, typed={"note": "New."}
)


def test_a_field_that_was_typed_in_holds_what_was_typed() -> None:
    assert DRAFT.value("note", "Somebody else's.") == "New."


def test_a_field_that_nobody_touched_holds_what_it_holds_now() -> None:
    assert DRAFT.changed(typed={"note": "Old."}).value("note", "Somebody else's.") == "Somebody else's."
    assert DRAFT.value("owner", "Ana") == "Ana"


def test_a_field_that_was_emptied_stays_empty() -> None:
    assert DRAFT.changed(typed={}).value("note", "Old.") == ""


def test_a_draft_is_over_after_its_time_and_not_before() -> None:
    assert not DRAFT.is_over(NOON + KEPT_FOR)
    assert DRAFT.is_over(NOON + KEPT_FOR + timedelta(seconds=1))


def test_drafts_of_one_form_are_told_apart_by_practice_and_answer() -> None:
    others = (DRAFT.changed(practice="s1.p2"), DRAFT.changed(rev="00000000"), DRAFT.changed(form="Owner"))

    assert DRAFT.changed(typed={"note": "Newer."}).identity == DRAFT.identity
    assert DRAFT.identity not in {one.identity for one in others}
