"""An answer and a book of them: what they say, how they change, and how a change outside is noticed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given

from levelbook.core.answers.answers import NOTHING, Answer, AnswerBook, Evidence, Status, Step
from support.any_books import answers
from support.builders import DAY, NOON, a_full_answer, an_answer, tiny_questionnaire
from support.examples import examples

PRACTICE = tiny_questionnaire(1, 1).practices["s1.p1"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (Answer(level=0), "answered"),
        (Answer(unsure=True), "unsure"),
        (Answer(not_applicable="no models of our own"), "not-applicable"),
        (Answer(note="to be discussed"), "unanswered"),
    ],
)
def test_an_answer_has_one_status(answer: Answer, status: Status) -> None:
    assert answer.status == status


def test_an_answer_says_one_thing_only() -> None:
    with pytest.raises(ValueError, match="at most one of level, unsure and not_applicable"):
        Answer(level=1, unsure=True)


def test_a_level_claims_its_criteria_and_all_below_but_those_unmet() -> None:
    assert Answer(level=2, unmet=("c1-b",), met=("c4-a",)).claims(PRACTICE) == ("c1-a", "c2-a", "c2-b", "c4-a")


def test_without_a_level_only_what_is_ticked_is_claimed() -> None:
    assert Answer(unsure=True, met=("c2-a",)).claims(PRACTICE) == ("c2-a",)


def test_another_level_needs_another_reason() -> None:
    answer = Answer(level=2, level_reason="the gateway came")

    assert answer.at_level(PRACTICE, 2).level_reason == "the gateway came"
    assert answer.at_level(PRACTICE, 3).level_reason == ""
    assert answer.as_unsure().level_reason == answer.as_not_applicable("gone").level_reason == ""


def test_a_file_holds_only_what_was_said_and_unknown_keys_last() -> None:
    answer = Answer(level=0, unknown={"colour": "red"}, here={"c1-a": "so"}, steps=(Step(text="Do", from_action="x"),))

    assert list(answer.table.items()) == [
        ("level", 0),
        ("here", {"c1-a": "so"}),
        ("steps", [{"text": "Do", "from": "x"}]),
        ("colour", "red"),
    ]
    assert NOTHING.is_empty


def test_content_leaves_out_who_and_when_and_a_claim_its_reason() -> None:
    answer = an_answer(2, level_reason="audited")

    assert answer.content == {"level": 2, "level_reason": "audited", "wording": "91c07d2e"}
    assert answer.claim == {"level": 2, "wording": "91c07d2e"}


@examples(60)
@given(answers())
def test_a_signature_holds_until_anything_in_the_answer_changes(answer: Answer) -> None:
    signed = answer.signed()

    assert not signed.edited_outside
    assert signed.signed() is signed
    if not signed.is_empty:
        assert signed.changed(note=signed.note + " and more").edited_outside


def test_a_moment_is_signed_alike_in_every_time_zone() -> None:
    tokyo = NOON.astimezone(timezone(timedelta(hours=9)))

    assert Answer(level=1, answered_at=NOON).true_rev == Answer(level=1, answered_at=tokyo).true_rev


def test_confirming_leaves_who_answered_and_when() -> None:
    later = datetime(2027, 2, 1, 9, tzinfo=UTC)

    confirmed = an_answer(2).confirmed(by="Tom", at=later, wording="00000000", after="2026-11-22")

    assert (confirmed.answered_by, confirmed.answered_at) == ("Noor", NOON)
    assert (confirmed.confirmed_by, confirmed.confirmed_at, confirmed.wording) == ("Tom", later, "00000000")
    assert not confirmed.edited_outside


def test_a_cleared_answer_keeps_what_is_not_about_the_level() -> None:
    full = a_full_answer(2, unknown={"colour": "red"}, evidence=(Evidence(kind="tested", seen_on=DAY),))

    assert set(full.cleared().table) == {"note", "owner", "due", "steps", "evidence", "colour"}


def test_open_steps_are_those_that_nobody_has_done() -> None:
    assert [step.text for step in a_full_answer().open_steps] == ["Do it"]


def test_an_empty_answer_and_an_empty_fact_leave_the_book() -> None:
    book = AnswerBook("tiny", "1.0.0", profile={"role": ("saas",)}, answers={"s1.p1": Answer(level=1)})

    assert book.with_answer("s1.p1", NOTHING).answers == {}
    assert book.with_fact("role", ()).profile == book.with_fact("role", None).profile == {}
    assert book.with_fact("exposure", "public").profile == {"role": ("saas",), "exposure": "public"}
    assert book.answer("s9.p9") is NOTHING
