"""What came back into a book, or went out of it, is found by comparing it with the editions before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.assessment import Assessment, PastEdition
from levelbook.core.assessment.since_last_edition import (
    answers_from_earlier_editions,
    facts_from_earlier_editions,
    missing_answers,
    missing_facts,
    renamed_answers,
)
from levelbook.core.questionnaire.questionnaire import FactValue
from support.builders import DAY, a_book, an_answer, tiny_questionnaire

TINY = tiny_questionnaire(2)
FIRST = an_answer(1).signed()
SECOND = (
    FIRST.changed(level=3)
    .answered(by="Ana", at=datetime(2027, 2, 19, 12, tzinfo=UTC), wording="91c07d2e", after="q1")
    .signed()
)


def since(answers: dict[str, Answer], profile: dict[str, FactValue]) -> Assessment:
    """The open book after two editions, whose answers and facts differ: s1.p1 was at 1, then at 3."""
    q1 = Assessment("q1", TINY, a_book(TINY, {"s1.p1": FIRST}, {"exposure": "public"}), DAY)
    q2 = replace(
        q1,
        name="q2",
        book=a_book(TINY, {"s1.p1": SECOND}, {"exposure": "staff-only"}),
        last_edition="q1",
        last_answers=q1.book.answers,
        last_profile=q1.book.profile,
    )
    editions = (
        PastEdition("q1", 1, DAY, lambda: q1, read_revs=lambda: frozenset({FIRST.rev})),
        PastEdition("q2", 2, date(2027, 2, 20), lambda: q2, "q1", read_revs=lambda: frozenset({SECOND.rev})),
    )
    return Assessment(
        "now",
        TINY,
        a_book(TINY, answers, profile),
        date(2027, 3, 1),
        "q2",
        q2.book.answers,
        q2.book.profile,
        editions=editions,
    )


def test_a_book_that_says_what_the_last_edition_says_brought_nothing_back_and_misses_nothing() -> None:
    now = since({"s1.p1": SECOND}, {"exposure": "staff-only"})

    assert answers_from_earlier_editions(now) == ()
    assert facts_from_earlier_editions(now) == ()
    assert (missing_answers(now), missing_facts(now), renamed_answers(now)) == ((), (), frozenset())


def test_an_answer_and_a_fact_of_an_earlier_edition_are_found_when_they_are_back() -> None:
    now = since({"s1.p1": FIRST}, {"exposure": "public"})

    assert answers_from_earlier_editions(now) == ("s1.p1",)
    assert facts_from_earlier_editions(now) == ("exposure",)


def test_an_answer_and_a_fact_that_are_gone_are_missing() -> None:
    now = since({}, {})

    assert (missing_answers(now), missing_facts(now)) == (("s1.p1",), ("exposure",))


def test_an_answer_under_another_id_was_renamed_and_is_not_missing() -> None:
    now = since({"s1.p2": SECOND}, {"exposure": "staff-only"})

    assert renamed_answers(now) == {"s1.p2"}
    assert missing_answers(now) == ()
