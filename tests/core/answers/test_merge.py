"""Two versions of one answer are merged field by field; what both sides changed differently is a conflict."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Accepted, Answer, Evidence, Step, Vote
from levelbook.core.answers.merge import CLAIM, differing_fields, merge_answers, merge_books
from support.builders import NOON, a_book, tiny_questionnaire
from support.offers import an_offer

BASE = Answer(
    level=2,
    note="As before.",
    owner="Priya",
    here={"limits": "30 an hour"},
    evidence=(Evidence(kind="documented", reference="https://wiki.example/limits"),),
    steps=(Step(text="Read a sample"),),
).answered(by="Noor", at=NOON, wording="91c07d2e", after="")


def said(by: str = "Ana", minutes: int = 1, **changes: Any) -> Answer:
    return BASE.changed(**changes).answered(by=by, at=NOON + timedelta(minutes=minutes), wording="91c07d2e", after="")


def test_what_only_one_side_changed_is_taken_whole_with_its_signature() -> None:
    theirs = said(level=3)

    assert merge_answers(BASE, BASE, theirs).answer is theirs
    assert merge_answers(BASE, theirs, BASE).answer is theirs
    assert merge_answers(BASE, theirs, theirs).answer is theirs


def test_different_fields_merge_into_an_answer_that_nobody_has_confirmed_yet() -> None:
    ours = said("Ana", level=3, evidence=(*BASE.evidence, Evidence(kind="sampled", reference="log")))
    theirs = said(
        "Tom", 2, note="Doubtful.", here={"limits": "20 an hour", "spend": "no"}, steps=(*BASE.steps, Step(text="Cap"))
    )

    merged = merge_answers(BASE, ours, theirs)

    assert merged.conflicts == ()
    assert (merged.answer.level, merged.answer.note, merged.answer.owner) == (3, "Doubtful.", "Priya")
    assert merged.answer.here == {"limits": "20 an hour", "spend": "no"}
    assert [piece.reference for piece in merged.answer.evidence] == ["https://wiki.example/limits", "log"]
    assert [step.text for step in merged.answer.steps] == ["Read a sample", "Cap"]
    assert merged.answer.answered_by == "Ana", "whose level it is"
    assert merged.answer.confirmed_at is None
    assert not merged.answer.edited_outside


@pytest.mark.parametrize(
    ("mine", "other", "conflict"),
    [
        ({"level": 3}, {"level": 1}, "claim"),
        ({"level": 3}, {"unmet": ("spend",)}, "claim"),
        ({"level": 3}, {"level": None, "unsure": True}, "claim"),
        ({"level": 3}, {"target": 4, "target_reason": "the board"}, "claim"),
        ({"unmet": ("spend",)}, {"accepted": Accepted(level=2, by="A", until=date(2027, 1, 1), reason="r")}, "claim"),
        ({"votes": (Vote(level=2, count=3),)}, {"level": 3}, "claim"),
        ({"note": "a"}, {"note": "b"}, "note"),
        ({"owner": "Ana"}, {"owner": ""}, "owner"),
        ({"due": date(2027, 1, 1)}, {"due": date(2027, 1, 2)}, "due"),
        ({"here": {"limits": "1"}}, {"here": {}}, "here.limits"),
        (
            {"evidence": (Evidence(kind="sampled", reference="https://wiki.example/limits"),)},
            {"evidence": ()},
            "evidence https://wiki.example/limits",
        ),
        ({"steps": (Step(text="Read a sample", owner="Ana"),)}, {"steps": ()}, "step Read a sample"),
        ({"unknown": {"colour": "red"}}, {"unknown": {"colour": "blue"}}, "colour"),
    ],
)
def test_what_both_sides_changed_differently_is_a_conflict_and_either_side_can_be_taken(
    mine: dict[str, Any], other: dict[str, Any], conflict: str
) -> None:
    ours, theirs = said("Ana", **mine), said("Tom", **other)

    merged, turned = merge_answers(BASE, ours, theirs), merge_answers(BASE, ours, theirs, take="theirs")

    assert merged.conflicts == turned.conflicts == (conflict,) == differing_fields(ours, theirs)
    assert merged.answer.content == ours.content
    assert turned.answer.content == theirs.content


def test_the_order_of_criteria_is_no_difference() -> None:
    ours, theirs = said(unmet=("a", "b"), note="x"), said(unmet=("b", "a"), owner="Tom")

    assert merge_answers(BASE, ours, theirs).conflicts == ()


def test_who_only_confirmed_does_not_stand_against_who_changed() -> None:
    confirmed = BASE.confirmed(by="Tom", at=NOON + timedelta(days=1), wording="91c07d2e", after="")
    changed = said(level=3)

    assert merge_answers(BASE, confirmed, changed).answer == changed
    assert merge_answers(BASE, changed, confirmed).answer == changed


@pytest.mark.parametrize("reviewed", [{}, {"level": 3}, {"evidence": ()}, {"here": {"limits": "20 an hour"}}])
def test_a_promise_or_a_remark_of_the_other_side_takes_no_confirmation_back(reviewed: dict[str, Any]) -> None:
    ours = BASE.changed(**reviewed).confirmed(by="Tom", at=NOON + timedelta(days=1), wording="91c07d2e", after="q1")
    theirs = BASE.changed(owner="Ana", note="By May?", due=date(2027, 5, 1), steps=()).signed()

    for merged in (merge_answers(BASE, ours, theirs).answer, merge_answers(BASE, theirs, ours).answer):
        assert (merged.claim, merged.owner, merged.note, merged.steps) == (ours.claim, "Ana", "By May?", ())
        assert (merged.confirmed_by, merged.confirmed_after) == ("Tom", "q1")
        assert not merged.edited_outside


def test_who_confirmed_has_not_seen_a_vote_on_the_other_side() -> None:
    ours = BASE.confirmed(by="Tom", at=NOON + timedelta(days=1), wording="91c07d2e", after="q1")
    theirs = BASE.changed(votes=(Vote(level=1, count=2),), owner="Ana").signed()

    assert merge_answers(BASE, ours, theirs).answer == theirs


def test_a_vote_that_settled_nothing_stays_open_until_the_side_that_settled_it_comes_in() -> None:
    voted = BASE.changed(votes=(Vote(level=1, count=2),), left_open=True).signed()
    settled = voted.confirmed(by="Tom", at=NOON + timedelta(days=1), wording="91c07d2e", after="q1")
    owned = voted.changed(owner="Ana").signed()

    for merged in (merge_answers(voted, settled, owned).answer, merge_answers(voted, owned, settled).answer):
        assert (merged.left_open, merged.owner, merged.confirmed_by) == (False, "Ana", "Tom")
    assert merge_answers(BASE, voted, said(owner="Ana")).answer.left_open


def test_two_pieces_of_one_reference_are_two() -> None:
    twice = (*BASE.evidence, *BASE.evidence)
    merged = merge_answers(BASE, said(evidence=twice), said(note="x"))

    assert merged.answer.evidence == twice


def test_an_answer_that_was_edited_outside_stays_marked() -> None:
    outside = BASE.changed(note="By hand.")
    merged = merge_answers(BASE, outside, said(owner="Tom"))

    assert merged.answer.note == "By hand."
    assert merged.answer.owner == "Tom"
    assert merged.answer.edited_outside


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "level": st.integers(0, 4),
    "note": st.sampled_from(["", "a", "b"]),
    "owner": st.sampled_from(["", "Ana", "Tom"]),
    "unmet": st.lists(st.sampled_from(["a", "b"]), unique=True).map(tuple),
    "here": st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["1", "2"])),
    "evidence": st.lists(
        st.builds(Evidence, kind=st.sampled_from(["asserted", "tested"]), reference=st.sampled_from(["", "x", "y"])),
        max_size=3,
    ).map(tuple),
    "steps": st.lists(
        st.builds(Step, text=st.sampled_from(["p", "q"]), owner=st.sampled_from(["", "A"])), max_size=3
    ).map(tuple),
}
ANSWERS = st.fixed_dictionaries({}, optional=VALUES).map(lambda values: Answer(**values).signed())


@given(ANSWERS, ANSWERS, ANSWERS)
def test_a_merge_holds_only_what_a_side_says_and_never_half_a_claim(base: Answer, ours: Answer, theirs: Answer) -> None:
    merged = merge_answers(base, ours, theirs)
    answer = merged.answer

    assert any(
        all(getattr(answer, name) == getattr(side, name) for name in CLAIM if name not in ("unmet", "met"))
        and set(answer.unmet) == set(side.unmet)
        for side in (ours, theirs)
    )
    assert answer.note in (ours.note, theirs.note)
    assert all(line in (ours.here.get(key), theirs.here.get(key)) for key, line in answer.here.items())
    assert {piece.reference for piece in answer.evidence} <= {
        piece.reference for side in (ours, theirs) for piece in side.evidence
    }
    assert answer.is_empty or not answer.edited_outside


@given(ANSWERS, ANSWERS, ANSWERS)
def test_a_clean_merge_is_the_same_from_either_side_but_for_the_order_of_lists(
    base: Answer, ours: Answer, theirs: Answer
) -> None:
    one, other = merge_answers(base, ours, theirs), merge_answers(base, theirs, ours)

    assert sorted(one.conflicts) == sorted(other.conflicts)
    if not one.conflicts:
        assert not differing_fields(one.answer, other.answer)


def test_facts_answers_and_unknown_keys_of_a_book_merge_each_on_its_own() -> None:
    questionnaire = tiny_questionnaire()
    base = a_book(questionnaire)
    first, second = list(questionnaire.practices)[:2]
    ours = base.with_answer(first, Answer(level=1).signed()).with_fact("exposure", "public")
    theirs = base.with_answer(second, Answer(level=2).signed()).with_fact("exposure", "staff")

    merged = merge_books(base, ours, theirs)

    assert merged.book.answers == {first: ours.answer(first), second: theirs.answer(second)}
    assert (merged.facts, merged.answers, merged.other) == (("exposure",), {}, ())
    assert not merged.is_clean
    assert merged.book.profile["exposure"] == "public"


def test_what_is_taken_over_is_part_of_the_claim() -> None:
    """A level that one side capped and an offer that the other side confirmed would be an answer that nobody gave."""
    practice = tiny_questionnaire(1, 1).practices["s1.p1"]
    taken = an_offer().taken("s1.p1")
    assert taken is not None
    base = Answer().taking_over(practice, taken).signed()
    ours = base.toggled(practice, "c3-a").signed()
    theirs = base.taking_over(practice, taken.changed(edition="q4", digest="4", level=2)).signed()

    merged = merge_answers(base, ours, theirs)

    assert merged.conflicts == ("claim",)
    assert merged.answer.offer == ours.offer
    assert merge_answers(base, base.changed(note="Seen.").signed(), theirs).answer.offer == theirs.offer
