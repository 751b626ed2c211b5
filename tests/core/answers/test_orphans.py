"""What a book says of things that its questionnaire does not have is named, with what was probably meant."""

from __future__ import annotations

from hypothesis import given

from levelbook.core.answers.answers import Answer, AnswerBook, Evidence, Step
from levelbook.core.answers.orphans import Orphan, meant, orphans
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN
from support.any_books import TINY, books
from support.builders import a_book
from support.examples import examples


def guess(book: AnswerBook) -> str:
    """What was meant by the only orphan of a book."""
    (orphan,) = orphans(book, TINY)
    return meant(orphan, book, TINY)


def test_everything_that_the_questionnaire_does_not_have_is_named_with_its_place() -> None:
    answer = Answer(
        level=1,
        unmet=("c1-a", "gone"),
        met=("c9-z",),
        here={"lost": "in the wiki"},
        steps=(Step(text="Do"), Step(text="Do more", from_action="reach-9-a")),
        evidence=(Evidence(kind="hearsay"),),
    )
    book = a_book(TINY, {"s1.p1": answer, "s1.gone": Answer(level=2)}, {"role": ("saas", "cloud"), "size": "small"})

    assert orphans(book, TINY) == (
        Orphan("choice", "role", "cloud"),
        Orphan("fact", "size"),
        Orphan("criterion", "s1.p1", "gone", ("unmet", 1)),
        Orphan("criterion", "s1.p1", "c9-z", ("met", 0)),
        Orphan("criterion", "s1.p1", "lost", ("here", "lost")),
        Orphan("action", "s1.p1", "reach-9-a", ("steps", 1, "from")),
        Orphan("evidence", "s1.p1", "hearsay", ("evidence", 0, "kind")),
        Orphan("practice", "s1.gone"),
    )
    assert [one.kind for one in orphans(book, TINY) if one.is_answer] == ["choice", "fact", "practice"]


def test_not_known_is_a_choice_of_every_fact() -> None:
    assert orphans(a_book(TINY, profile={"exposure": NOT_KNOWN}), TINY) == ()


def test_the_practice_that_asks_in_the_words_that_were_answered_is_meant_whatever_its_name() -> None:
    asked = TINY.wording("s3.p2", inherited=False)

    assert guess(a_book(TINY, {"s1.p11": Answer(level=2, wording=asked)})) == "s3.p2"


def test_else_the_nearest_name_in_the_section_is_meant_unless_it_has_an_answer_of_its_own() -> None:
    assert guess(a_book(TINY, {"s1.p11": Answer(level=2)})) == "s1.p1"
    assert guess(a_book(TINY, {"s1.p11": Answer(level=2), "s1.p1": Answer(level=0)})) != "s1.p1"


def test_a_practice_that_moved_to_another_section_is_meant_by_its_name() -> None:
    assert guess(a_book(TINY, {"elsewhere.p3": Answer(level=2)})) == "s1.p3"


def test_where_nothing_is_near_nothing_is_guessed() -> None:
    assert guess(a_book(TINY, {"elsewhere.quite-different": Answer(level=2)})) == ""


def test_misspelt_facts_choices_criteria_and_kinds_have_their_nearest() -> None:
    assert guess(a_book(TINY, profile={"rolle": "saas"})) == "role"
    assert guess(a_book(TINY, profile={"exposure": "pubic"})) == "public"
    assert guess(a_book(TINY, {"s1.p1": Answer(level=1, unmet=("c1-aa",))})) == "c1-a"
    assert guess(a_book(TINY, {"s1.p1": Answer(level=1, evidence=(Evidence(kind="testet"),))})) == "tested"


@examples(60)
@given(books())
def test_whatever_a_book_says_each_orphan_is_named_once_and_a_guess_is_something_that_there_is(
    book: AnswerBook,
) -> None:
    found = orphans(book, TINY)

    assert len(set(found)) == len(found)
    there = {"", NOT_KNOWN, *TINY.practices, *TINY.facts_by_id, *TINY.kinds_by_id}
    there |= {choice.id for fact in TINY.facts for choice in fact.choices}
    there |= {part for practice in TINY.practices.values() for part in (*practice.criteria, *practice.actions)}
    assert {meant(orphan, book, TINY) for orphan in found} <= there
