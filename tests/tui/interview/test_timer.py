"""The clock of the interview: off until wanted, told the time, never waited for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from levelbook.book.session import Session
from levelbook.book.sittings.close import Closing
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.answers import Vote
from levelbook.core.answers.edits import Edit
from levelbook.tui.app import LevelbookApp
from levelbook.tui.open_sitting.timer import PracticeTimer
from levelbook.tui.open_sitting.timer_words import clock_words
from support.builders import NOON
from support.pilot import SIZES, Size, interview, press, shows, text_of

sizes = pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x36"])


class Watch:
    """What the session takes for now."""

    def __init__(self, session: Session) -> None:
        self.now: datetime = NOON
        session.clock = lambda: self.now

    def goes(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_a_timekeeper_counts_for_the_practice_at_hand_and_in_all() -> None:
    keeper = PracticeTimer()
    keeper.turn_to("a", at(0))
    keeper.start(at(1))
    keeper.turn_to("b", at(4))
    keeper.turn_to("a", at(6))

    assert (keeper.seconds_here(at(7)), keeper.seconds(at(7))) == (4 * 60, 6 * 60)


def test_what_passes_while_it_is_off_does_not_count() -> None:
    keeper = PracticeTimer()
    keeper.turn_to("a", at(0))
    keeper.start(at(0))
    keeper.stop(at(2))
    keeper.turn_to("b", at(5))
    keeper.turn_to("a", at(9))
    keeper.start(at(10))

    assert keeper.seconds_here(at(11)) == 3 * 60


def test_a_clock_that_is_set_back_takes_nothing_away() -> None:
    keeper = PracticeTimer()
    keeper.turn_to("a", at(0))
    keeper.start(at(0))
    keeper.turn_to("b", at(3))

    assert keeper.seconds(at(-60)) == 3 * 60


@pytest.mark.parametrize(
    ("here", "minutes", "settled", "words"),
    [
        (190, 41, False, "3:10 here · 41 min elapsed, 90 planned, 49 left"),
        (241, 41, False, "4:01 here: time to decide, park or vote? · 41 min elapsed, 90 planned, 49 left"),
        (241, 41, True, "4:01 here: time to move on? · 41 min elapsed, 90 planned, 49 left"),
        (190, 80, False, "3:10 here · 80 min elapsed of 90 planned: time for the close?"),
        (999, 1409, False, "16:39 here · open for 23 hours, 90 minutes planned: time is up, close now?"),
        (999, 95, False, "16:39 here · 95 min elapsed of 90 planned: time is up, close now?"),
    ],
)
def test_it_nudges_in_words_and_the_close_comes_first(here: int, minutes: int, settled: bool, words: str) -> None:
    assert clock_words(here, minutes * 60, meant=240, planned_minutes=90, settled=settled).words.plain == words


def test_without_a_plan_it_only_counts() -> None:
    assert (
        clock_words(61, 41 * 60, meant=120, planned_minutes=None, settled=False).words.plain
        == "1:01 here · 41 min elapsed"
    )


@sizes
async def test_it_is_off_until_somebody_wants_it(session: Session, size: Size) -> None:
    Workshop(session).begin(90)
    watch = Watch(session)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert " here" not in text_of(app)
        await press(pilot, "C")
        watch.goes(1.5)
        interview(app).tick()
        await shows(pilot, "1:30 · 89 min left")
        await shows(pilot, "1 of 12")
        await press(pilot, "C")
        assert "1:30" not in text_of(app)
        await shows(pilot, "Clock hidden. The sitting's time goes on.")


@sizes
async def test_the_clock_of_a_practice_goes_on_where_it_stopped(session: Session, size: Size) -> None:
    watch = Watch(session)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "C")
        watch.goes(1)
        await press(pilot, "enter")
        await shows(pilot, "0:00 here · 1 min elapsed")
        watch.goes(1)
        await press(pilot, "left")
        await shows(pilot, "1:00 here · 2 min elapsed")


@sizes
async def test_longer_than_meant_it_asks_and_where_people_differ_more_is_meant(session: Session, size: Size) -> None:
    session.apply("s1.p2", Edit(votes=(Vote(level=0, count=1), Vote(level=4, count=1))))
    watch = Watch(session)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "C")
        watch.goes(2.5)
        interview(app).tick()
        await shows(pilot, "decide, park or vote?")
        await press(pilot, "2")
        await shows(pilot, "move on?")
        await press(pilot, "enter")
        watch.goes(2.5)
        interview(app).tick()
        await shows(pilot, "2:30 here · 5 min elapsed")


@sizes
async def test_other_screens_belong_to_the_sitting_and_to_no_practice(session: Session, size: Size) -> None:
    watch = Watch(session)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "C", "f5")
        await pilot.pause()
        watch.goes(5)
        await press(pilot, "f3")
        await shows(pilot, "0:00 here · 5 min elapsed")
        await press(pilot, "i")
        watch.goes(1)
        await press(pilot, "escape")
        await shows(pilot, "1:00 here · 6 min elapsed")


async def test_the_clock_counts_from_the_beginning_of_the_sitting_also_after_a_restart(session: Session) -> None:
    watch = Watch(session)
    Workshop(session).begin(90)
    watch.goes(41)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "C")
        await shows(pilot, "0:00 · 49 min left")
        await press(pilot, "f8")
        await shows(pilot, "41 min elapsed, 90 planned, 49 left")


async def test_once_the_sitting_is_closed_the_clock_says_nothing_of_the_minutes_that_were_planned(
    session: Session,
) -> None:
    workshop = Workshop(session)
    workshop.begin(90)
    Closing(workshop).close()
    watch = Watch(session)
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "C")
        watch.goes(1)
        interview(app).tick()
        await shows(pilot, "1 min elapsed")
        assert "planned" not in text_of(app) and " left" not in text_of(app)
