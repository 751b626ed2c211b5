"""A sitting's parked items go on until somebody decides, and steps and days are counted as people mean them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from levelbook.core.answers.sittings import (
    Parked,
    Sitting,
    TakenOn,
    agreed_next_round,
    joined,
    left_open,
    numbered,
    with_decision,
    without,
)
from levelbook.core.errors import UsedWrongly
from support.builders import DAY, NOON

LATER = DAY + timedelta(days=90)
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


def test_what_a_merge_adds_to_an_earlier_sitting_is_open_also_after_the_next_one_began() -> None:
    merged = Sitting(begun_at=NOON, closed=True, parked=(ITEM,))

    assert left_open([(DAY, merged), (LATER, Sitting())]) == (ITEM.changed(since=DAY),)


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


@pytest.mark.parametrize("spelt", ["ana lima", "ANA LIMA", "Ana  Lima"])
def test_a_name_in_another_case_is_counted_as_the_same_person(spelt: str) -> None:
    steps = [TakenOn(practice="s1.p1", step=name, owner=who) for name, who in [("a", "Ana Lima"), ("b", spelt)]]

    assert Sitting(taken_on=tuple(steps)).load() == {"Ana Lima": 2}


def test_a_number_beyond_the_list_is_answered_with_how_many_there_are() -> None:
    assert numbered([ITEM], 1, "parked item") is ITEM
    with pytest.raises(UsedWrongly) as caught:
        numbered([ITEM], 2, "parked item")
    assert (caught.value.args[0], caught.value.remedy) == ("There is no parked item number 2.", "There is 1.")
    with pytest.raises(UsedWrongly) as caught:
        numbered([ITEM, ITEM], 3, "parked item")
    assert caught.value.remedy == "There are 2."


def test_an_item_of_the_same_words_and_day_is_not_joined_twice() -> None:
    other = ITEM.changed(text="Who pays?")

    assert joined((ITEM,), (ITEM.changed(since=DAY), other), DAY) == (ITEM, other)


def test_a_decision_is_about_one_item_only() -> None:
    other = ITEM.changed(since=LATER)

    decided = with_decision((ITEM, other), other, other.decided("settled", decision="ok"))

    assert [item.outcome for item in decided] == [None, "settled"]


def test_only_the_first_equal_one_is_taken_out() -> None:
    assert without((1, 2, 1), 1) == (2, 1)
    assert without((1, 2), 3) == (1, 2)
