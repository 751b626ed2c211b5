"""What two machines recorded of one meeting is merged item by item, or is a contradiction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from levelbook.core.answers.sitting_merge import merge_sittings
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Participant, Sitting, TakenOn
from support.builders import DAY, NOON

PAYS, LUNCH = Parked(text="Who pays?"), Parked(text="Lunch")
LOG = EvidenceToBring(practice="s1.p1", what="the log")
BASE = Sitting(
    begun_at=NOON, planned_minutes=90, minutes="Began late.\nTom left.", parked=(PAYS,), proofs=(LOG,),
    participants=(Participant(name="Ana"),), taken_up=("s1.p1",), unknown={"room": "4.02"},
)  # fmt: skip


def test_what_only_one_side_added_changed_or_removed_is_in_the_merged_sitting() -> None:
    step = TakenOn(practice="s1.p1", step="Ask them", owner="Ana")
    ours = BASE.changed(
        parked=(PAYS.decided("settled"), LUNCH), minutes="Began late.\nTom left.\nWe decide.", taken_up=(),
        participants=(*BASE.participants, Participant(name="Tom")),
    )  # fmt: skip
    theirs = BASE.changed(
        closed=True, next_round=DAY, minutes="Began late.\nThey wait.", taken_on=(step,), taken_up=("s1.p1", "s1.p2"),
        proofs=(LOG.changed(outcome="kept"),), unknown={"room": "5.01"},
    )  # fmt: skip

    merged = ours.changed(
        closed=True, next_round=DAY, minutes="Began late.\nWe decide.\nThey wait.", taken_on=(step,),
        taken_up=("s1.p2",), proofs=theirs.proofs, unknown={"room": "5.01"},
    )  # fmt: skip
    assert merge_sittings(BASE, ours, theirs) == merged


def test_two_sides_that_began_the_same_sitting_have_the_earlier_beginning() -> None:
    ours = Sitting(begun_at=NOON + timedelta(minutes=5), parked=(LUNCH,))
    theirs = Sitting(begun_at=NOON, parked=(PAYS, LUNCH))

    assert merge_sittings(Sitting(), ours, theirs) == Sitting(begun_at=NOON, parked=(LUNCH, PAYS))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({"next_round": DAY}, {"next_round": DAY + timedelta(days=1)}),
        ({"parked": (PAYS.decided("settled"),)}, {"parked": (PAYS.decided("carried"),)}),
        ({"parked": ()}, {"parked": (PAYS.decided("carried"),)}),
        ({"participants": (Participant(name="Bo"),)}, {"participants": (Participant(name="Bo", named=True),)}),
        ({"unknown": {"room": "1"}}, {"unknown": {"room": "2"}}),
    ],
)
def test_what_both_sides_changed_differently_is_taken_whole_from_one(
    ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    sides = (BASE, BASE.changed(**ours), BASE.changed(**theirs, closed=True))
    assert merge_sittings(*sides) == sides[1].changed(closed=True)
    assert merge_sittings(*sides, take="theirs") == sides[2]
    assert merge_sittings(BASE, BASE.changed(**ours), BASE.changed(**ours)) == BASE.changed(**ours)
