"""Two versions of one sitting become one that loses nothing, and a change is made in what others wrote meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.sitting_changes import with_all_of, with_change
from levelbook.core.answers.sittings import (
    EvidenceToBring,
    Parked,
    Participant,
    Sitting,
    TakenOn,
    left_open,
    with_decision,
)
from support.builders import DAY, NOON
from support.examples import examples
from support.growth import lines_run

LATER = DAY + timedelta(days=90)
PROOF = EvidenceToBring(practice="s1.p1", what="The restore log", who="Bea", by=DAY + timedelta(days=18))


ITEM = Parked(text="Who owns the gateway?", practice="s1.p1")


def test_a_change_to_thousands_of_items_takes_time_in_proportion_to_their_number() -> None:
    def lines(number: int) -> int:
        before = tuple(ITEM.changed(text=f"Question {place}") for place in range(number))
        after, now = (tuple(one.changed(by=name) for one in before) for name in ("Ana", "Tom"))
        undone, done, held = Sitting(parked=before), Sitting(parked=after), Sitting(parked=(*now, *after))
        assert with_change(held, done, undone).parked == (*now, *before)
        return lines_run(lambda: with_change(held, done, undone))

    assert lines(200) < 6 * lines(50)


def test_a_decision_that_others_overtook_stays_theirs_and_adds_no_item_when_mine_is_undone() -> None:
    mine, theirs = ITEM.decided("given", owner="Ana"), ITEM.decided("settled", decision="Platform does.")
    my_proof, their_proof = PROOF.changed(who="Ana"), PROOF.changed(outcome="dropped", reason="gone")
    before, after = Sitting(parked=(ITEM,), proofs=(PROOF,)), Sitting(parked=(mine,), proofs=(my_proof,))

    held = Sitting(parked=(theirs,), proofs=(their_proof,))
    assert with_change(held, after, before) == held
    assert with_change(Sitting(), after, before) == Sitting(), "what others removed stays removed"


@pytest.mark.parametrize(
    ("held", "left"),
    [
        ("Old.\nMine.\nTheirs.", "Old.\nTheirs."),
        ("Theirs.\n\nOld.\nMine.", "Theirs.\n\nOld."),
        ("Old.\nMine, reworded by them.", "Old.\nMine, reworded by them."),
    ],
)
def test_a_line_of_the_minutes_is_taken_back_after_others_wrote_into_them_too(held: str, left: str) -> None:
    before, after = Sitting(minutes="Old."), Sitting(minutes="Old.\nMine.")

    assert with_change(Sitting(minutes=held), after, before).minutes == left


def test_a_reworded_line_of_the_minutes_is_back_in_its_place_after_others_added_one() -> None:
    before, after = Sitting(minutes="One.\nTwo."), Sitting(minutes="First.\nTwo.")

    assert with_change(Sitting(minutes="First.\nTwo.\nTheirs."), after, before).minutes == "One.\nTwo.\nTheirs."


def test_two_versions_of_a_long_sitting_become_one_in_time_proportional_to_their_length() -> None:
    def lines(number: int) -> int:
        steps = tuple(TakenOn(practice="s1.p1", step=f"Step {place}") for place in range(number))
        mine, theirs = Sitting(taken_on=steps), Sitting(taken_on=tuple(one.changed(owner="Ana") for one in steps))
        assert len(with_all_of(mine, theirs, DAY).taken_on) == 2 * number
        return lines_run(lambda: with_all_of(mine, theirs, DAY))

    assert lines(200) < 6 * lines(50)


def test_two_versions_of_a_sitting_hold_evidence_once_with_what_became_of_it() -> None:
    settled = Sitting(proofs=(PROOF.changed(outcome="kept"),))

    assert with_all_of(Sitting(proofs=(PROOF,)), settled, DAY).proofs == settled.proofs
    assert with_all_of(settled, Sitting(proofs=(PROOF,)), DAY).proofs == settled.proofs


def test_two_items_of_the_same_words_each_keep_what_was_decided_on_them() -> None:
    """As where two machines parked one each, and somebody merged the files."""
    theirs = ITEM.changed(by="Tom")
    decided = with_decision((ITEM, theirs), theirs, theirs.decided("settled", decision="ok"))

    assert [(item.by, item.outcome) for item in decided] == [("", None), ("Tom", "settled")]
    carried = with_decision(decided, ITEM, ITEM.decided("carried"))
    assert left_open([(DAY, Sitting(parked=carried))]) == (ITEM.changed(since=DAY),)
    assert with_change(
        Sitting(parked=carried, minutes="x"), Sitting(parked=carried), Sitting(parked=decided)
    ).parked == (decided)


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
