"""A sitting's parked items go on until somebody decides, and two versions of one sitting lose nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, Evidence
from levelbook.core.answers.sittings import (
    Parked,
    Participant,
    Proof,
    Sitting,
    TakenOn,
    agreed_next_round,
    joined,
    left_open,
    numbered,
    still_to_bring,
    with_all_of,
    with_decision,
    without,
)
from levelbook.errors import UsedWrongly
from support.builders import DAY, NOON
from support.examples import examples

LATER = DAY + timedelta(days=90)
PROOF = Proof(practice="s1.p1", what="The restore log", who="Bea", by=DAY + timedelta(days=18))
ITEM = Parked(text="Who owns the gateway?", practice="s1.p1")


def test_the_latest_sitting_says_when_to_meet_again_and_only_after_the_edition() -> None:
    first, second = Sitting(next_round=LATER), Sitting(next_round=LATER + timedelta(days=7))

    assert agreed_next_round([(DAY, first), (DAY + timedelta(days=1), second)], DAY) == second.next_round
    assert agreed_next_round([(DAY, first)], LATER) is None


def test_what_was_given_to_somebody_stays_open_and_what_was_settled_does_not() -> None:
    given_, settled = ITEM.decided("given", owner="Ana", due=LATER), ITEM.decided("settled", decision="Platform does.")

    assert left_open([(DAY, Sitting(parked=(given_,)))]) == (given_.changed(since=DAY),)
    assert left_open([(DAY, Sitting(parked=(given_,))), (LATER, Sitting(parked=(settled.changed(since=DAY),)))]) == ()


def test_what_was_carried_is_open_again_with_its_first_day() -> None:
    carried = Sitting(parked=(ITEM.decided("carried"),))

    assert left_open([(DAY, carried)]) == (ITEM.changed(since=DAY),)


def test_what_nobody_decided_on_is_open_in_the_last_sitting_only() -> None:
    undecided = Sitting(parked=(ITEM,))

    assert left_open([(DAY, undecided)]) == (ITEM.changed(since=DAY),)
    assert left_open([(DAY, undecided), (LATER, Sitting())]) == ()


@pytest.mark.parametrize(
    ("seen_on", "is_open"),
    [(None, True), (DAY - timedelta(days=1), True), (DAY, True), (DAY + timedelta(days=1), False)],
)
def test_evidence_stays_to_be_brought_until_its_practice_has_some_that_was_seen_after_the_sitting(
    seen_on: date | None, *, is_open: bool
) -> None:
    held = [(DAY, Sitting(proofs=(PROOF,)))]
    answer = Answer(level=2, evidence=(Evidence(kind="log", seen_on=seen_on),))

    assert still_to_bring(held, {}) == ((DAY, PROOF),)
    assert still_to_bring(held, {"s1.p1": answer}) == (((DAY, PROOF),) if is_open else ())
    assert still_to_bring(held, {"s1.p2": answer}) == ((DAY, PROOF),), "evidence of another practice is no answer"


def test_evidence_that_is_agreed_on_anew_has_its_latest_day_and_stands_once() -> None:
    anew = PROOF.changed(who="Tom", by=LATER)

    assert still_to_bring([(DAY, Sitting(proofs=(PROOF,))), (LATER, Sitting(proofs=(anew,)))], {}) == ((LATER, anew),)
    assert (PROOF.is_late(LATER), anew.is_late(LATER), PROOF.changed(by=None).is_late(LATER)) == (True, False, False)


def test_an_item_is_late_once_its_day_is_past_and_only_while_somebody_has_it() -> None:
    given_ = ITEM.decided("given", owner="Ana", due=DAY)

    assert not given_.is_late(DAY)
    assert given_.is_late(LATER)
    assert not given_.decided("settled", decision="done").is_late(LATER)


def test_another_outcome_leaves_nothing_of_the_earlier_one() -> None:
    assert ITEM.decided("given", owner="Ana", due=DAY).decided("carried") == ITEM.changed(outcome="carried")


def test_steps_are_counted_by_who_took_them_on_the_most_first() -> None:
    steps = tuple(
        TakenOn(practice="s1.p1", step=name, owner=who) for name, who in [("a", "Tom"), ("b", "Ana"), ("c", "Ana")]
    )

    assert list(Sitting(taken_on=(*steps, TakenOn(practice="s1.p2", step="d"))).load().items()) == [
        ("Ana", 2),
        ("Tom", 1),
        ("", 1),
    ]


def test_a_number_beyond_the_list_is_answered_with_how_many_there_are() -> None:
    assert numbered([ITEM], 1, "parked item") is ITEM
    with pytest.raises(UsedWrongly) as caught:
        numbered([ITEM], 2, "parked item")
    assert (caught.value.args[0], caught.value.remedy) == ("There is no parked item number 2.", "There are 1.")


def test_an_item_of_the_same_words_and_day_is_not_joined_twice() -> None:
    other = ITEM.changed(text="Who pays?")

    assert joined((ITEM,), (ITEM.changed(since=DAY), other), DAY) == (ITEM, other)


def test_a_decision_is_about_one_item_only() -> None:
    other = ITEM.changed(since=LATER)

    decided = with_decision((ITEM, other), other.decided("settled", decision="ok"))

    assert [item.outcome for item in decided] == [None, "settled"]


def test_only_the_first_equal_one_is_taken_out() -> None:
    assert without((1, 2, 1), 1) == (2, 1)
    assert without((1, 2), 3) == (1, 2)


names = st.sampled_from(["Ana", "ana", "Tom", "Noor Haas"])
practices = st.lists(st.sampled_from(["s1.p1", "s1.p2", "s2.p1"]), unique=True, max_size=3).map(tuple)
parked = st.lists(
    st.builds(Parked, text=st.sampled_from(["a", "b"]), since=st.sampled_from([None, DAY, LATER])), max_size=2
)
sittings = st.builds(
    Sitting,
    begun_at=st.sampled_from([None, NOON]),
    next_round=st.sampled_from([None, LATER]),
    closed=st.booleans(),
    taken_up=practices,
    pulled_out=practices,
    minutes=st.sampled_from(["", "Agreed.", "Agreed.\nAnd more."]),
    participants=st.lists(
        st.builds(Participant, name=names), max_size=2, unique_by=lambda one: one.name.casefold()
    ).map(tuple),
    parked=parked.map(tuple),
)


@examples(80)
@given(sittings, sittings)
def test_two_versions_of_a_sitting_become_one_that_says_all_that_either_said(held: Sitting, other: Sitting) -> None:
    both = with_all_of(held, other, DAY)

    for one in (held, other):
        assert set(one.taken_up) <= set(both.taken_up)
        assert set(one.pulled_out) <= set(both.pulled_out)
        assert set(one.minutes.split("\n")) - {""} <= set(both.minutes.split("\n"))
        assert {name.casefold() for name in one.names} <= {name.casefold() for name in both.names}
        assert {(item.text, item.since or DAY) for item in one.parked} <= {
            (item.text, item.since or DAY) for item in both.parked
        }
        assert both.closed >= one.closed
    assert with_all_of(both, other, DAY) == both, "a second time nothing is added"
