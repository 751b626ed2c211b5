"""What an undo says of a sitting, for each thing that can change in one."""

from __future__ import annotations

from datetime import date

import pytest

from levelbook.core.answers.sittings import EvidenceToBring, Parked, Participant, Sitting, TakenOn
from levelbook.words.sitting_changes import sitting_change_words

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("is_now", "words"),
    [
        (Sitting(parked=(Parked(text="Who pays?"),)), "“Who pays?” is parked."),
        (Sitting(participants=(Participant(name="ana"),)), "ana is on the list."),
        (Sitting(minutes="We met."), "“We met.” is in the minutes."),
        (Sitting(minutes="We met.\nTwice.\n\nAll."), "“We met.” and 2 more lines are in the minutes."),
        (Sitting(planned_minutes=60), "The sitting has 60 minutes."),
        (Sitting(next_round=date(2027, 2, 22)), "The next round is on 22 February 2027."),
        (Sitting(closed=True), "The sitting is closed."),
        (Sitting(taken_on=(TakenOn(practice="s1.p1", step="Read"),)), "“Read” is taken on."),
        (Sitting(proofs=(EvidenceToBring(practice="s1.p1", what="a record"),)), "“a record” is to be brought."),
        (Sitting(pulled_out=("s1.p1",)), "1 practice is taken out of the lists."),
    ],
)
def test_each_thing_is_said_both_ways(is_now: Sitting, words: str) -> None:
    assert sitting_change_words(Sitting(), is_now, DAY) == words
    assert sitting_change_words(is_now, Sitting(), DAY) not in ("", words)


def test_an_undo_says_how_many_practices_are_back_in_the_lists() -> None:
    was, is_now = Sitting(pulled_out=("s1.p1", "s1.p2", "s2.p1")), Sitting(pulled_out=("s2.p1",))

    assert sitting_change_words(was, is_now, DAY) == "2 practices are back in the lists."


def test_what_became_of_an_item_and_who_may_be_named_is_said() -> None:
    was = Sitting(parked=(Parked(text="Keys"),), participants=(Participant(name="Ana"),))
    is_now = Sitting(
        parked=(Parked(text="Keys", outcome="given", owner="Ana"),), participants=(Participant(name="Ana", named=True),)
    )

    assert sitting_change_words(was, is_now, DAY) == "Ana may be named. “Keys” is given to Ana."
    assert sitting_change_words(is_now, was, DAY) == "Ana may not be named. “Keys” is undecided."


def test_an_undo_says_that_what_others_changed_since_stays() -> None:
    was, held = (Sitting(parked=(Parked(text="Keys", outcome="given", owner=name),)) for name in ("Ana", "Tom"))

    said = sitting_change_words(was, Sitting(parked=(Parked(text="Keys"),)), DAY, held)
    assert said == "“Keys” has been changed by others since, and stays given to Tom."


@pytest.mark.parametrize(
    ("was", "is_now", "held", "words"),
    [
        (
            Sitting(parked=(Parked(text="Keys"),)),
            Sitting(),
            Sitting(parked=(Parked(text="Keys", outcome="given", owner="Tom"),)),
            "“Keys” has been changed by others since, and stays given to Tom.",
        ),
        (
            Sitting(taken_on=(TakenOn(practice="s1.p1", step="Read"),)),
            Sitting(),
            Sitting(taken_on=(TakenOn(practice="s1.p1", step="Read", owner="Tom"),)),
            "“Read” has been changed by others since, and stays taken on.",
        ),
        (
            Sitting(proofs=(EvidenceToBring(practice="s1.p1", what="a record"),)),
            Sitting(),
            Sitting(proofs=(EvidenceToBring(practice="s1.p1", what="a record", who="Tom"),)),
            "“a record” has been changed by others since, and stays to be brought: Tom.",
        ),
        (
            Sitting(participants=(Participant(name="Ana"),)),
            Sitting(),
            Sitting(participants=(Participant(name="Ana", named=True),)),
            "Ana has been changed by others since, and stays on the list.",
        ),
        (
            Sitting(planned_minutes=75),
            Sitting(planned_minutes=60),
            Sitting(planned_minutes=90),
            "The sitting's length has been changed by others since, and stays 90 minutes.",
        ),
        (
            Sitting(next_round=date(2027, 2, 22)),
            Sitting(),
            Sitting(next_round=date(2027, 3, 1)),
            "The day of the next round has been changed by others since, and stays 1 March 2027.",
        ),
        (
            Sitting(minutes="We met."),
            Sitting(),
            Sitting(minutes="We met. All of us."),
            "Others have changed the minutes since: look whether “We met.” is in them.",
        ),
    ],
)
def test_an_undo_does_not_say_that_something_is_gone_which_others_have_changed_since(
    was: Sitting, is_now: Sitting, held: Sitting, words: str
) -> None:
    assert sitting_change_words(was, is_now, DAY, held) == words
    assert sitting_change_words(was, is_now, DAY, was) not in ("", words), "it is not on the disk yet"


def test_an_undo_of_a_line_whose_words_are_in_another_one_says_that_it_is_gone() -> None:
    earlier = Sitting(minutes="Ask Tom about the budget")
    noted = Sitting(minutes="Ask Tom about the budget\nthe budget")

    assert sitting_change_words(noted, earlier, DAY, earlier) == "“the budget” is no longer in the minutes."
