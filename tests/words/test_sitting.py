"""The sentences about a sitting that command line and app share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from levelbook.core.answers.answers import Answer, Step, Vote
from levelbook.core.answers.sittings import Parked, Sitting, TakenOn
from levelbook.words.parked_items import parked_count_words
from levelbook.words.sitting import (
    advice,
    doubled_words,
    late_steps,
    load_words,
    still_named_words,
    taken_on_by_words,
    time_words,
    who_by_words,
)
from support.builders import DAY as TODAY
from support.builders import a_book, an_assessment, tiny_questionnaire

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("planned", "elapsed", "said"),
    [
        (90, 40, "40 min elapsed, 90 planned, 50 left"),
        (90, 95, "95 min elapsed, 90 planned, 5 over"),
        (90, 599, "599 min elapsed, 90 planned, 509 over"),
        (90, 1409, "open for 23 hours, 90 minutes planned"),
        (None, 1409, "open for 23 hours"),
        (90, None, "90 minutes planned"),
        (None, 40, "40 min elapsed"),
        (None, None, ""),
    ],
)
def test_elapsed_planned_and_left_are_said_as_far_as_they_are_known(
    planned: int | None, elapsed: int | None, said: str
) -> None:
    assert time_words(planned, None if elapsed is None else timedelta(minutes=elapsed)) == said


def taken_on(*owners: str) -> Sitting:
    return Sitting(
        taken_on=tuple(TakenOn(practice="s1.p1", step=f"Step {n}", owner=who) for n, who in enumerate(owners))
    )


def test_steps_are_counted_by_person() -> None:
    assert load_words(taken_on("Ana", "Tom", "Ana", "")) == "4 steps: Ana 2, Tom 1, 1 without a name"
    assert load_words(taken_on("", "Ana", "")) == "3 steps: Ana 1, 2 without a name", "names come first"
    assert load_words(taken_on()) == "No steps taken on yet"


def test_three_to_seven_steps_are_enough_and_three_for_one_person() -> None:
    assert advice(taken_on("Ana"), 0) == ["Aim for 3 to 7 steps; you have 1."]
    assert advice(taken_on("Ana", "Ana", "Tom"), 0) == []
    assert advice(taken_on(*["Ana"] * 4, *["Tom"] * 2, *["Noor"] * 2), 0) == [
        "8 steps are a lot for one round. Which 7 matter most?",
        "Ana has 4: can somebody else take one?",
    ]
    assert advice(taken_on(), 0) == []
    assert advice(taken_on("Ana").changed(closed=True), 1) == [], "it is too late for advice"


def test_a_step_that_is_taken_on_with_a_day_that_is_past_is_pointed_out() -> None:
    assert advice(taken_on("Ana"), 1)[-1] == "The day of one step is past. By when now?"
    assert advice(taken_on("Ana"), 2)[-1] == "The days of 2 steps are past."


def test_a_step_taken_on_is_late_while_its_answer_has_it_open_and_counts() -> None:
    questionnaire, past = tiny_questionnaire(1, 1), TODAY - timedelta(days=1)
    taken = TakenOn(practice="s1.p1", step="Write it down", owner="Ana", due=past)

    def said(answer: Answer) -> str:
        now = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": answer}))
        assert late_steps(Sitting(taken_on=(taken,)), now) == ("late" in taken_on_by_words(taken, now))
        return taken_on_by_words(taken, now)

    step = Step(text="Write it down", owner="Ana", due=past)
    assert said(Answer(level=1, steps=(step,))) == "Ana, by 21 November, late"
    assert said(Answer(level=1, steps=(replace(step, due=TODAY),))) == "Ana, by 21 November"
    assert said(Answer(level=1, steps=(replace(step, done_on=past),))) == "Ana, done on 21 November"
    assert said(Answer(not_applicable="No such thing", steps=(step,))) == "Ana, by 21 November"
    assert said(Answer(level=1)) == "Ana, by 21 November", "the step was removed"


def test_what_nobody_takes_is_nobodys_yet() -> None:
    today = date(2026, 11, 28)
    assert who_by_words("Ana", date(2026, 12, 4), today) == "Ana, by 4 December"
    assert who_by_words("", None, today) == "nobody yet"


def test_what_somebody_still_does_is_late_once_its_day_is_past() -> None:
    today = date(2026, 11, 28)
    assert who_by_words("Ana", date(2026, 11, 27), today) == "Ana, by 27 November, late"
    assert who_by_words("Ana", today, today) == "Ana, by 28 November"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["Tom"], ""),
        (["Ana", "Tom"], "Ana is on the list already."),
        (["ana"], "ana (as Ana) is on the list already."),
        (["Tom", "tom"], "Tom is on the list once, though entered twice."),
        (["Ana", "Noor", "Tom", "Tom"], "Ana and Noor are on the list already. Tom is on the list once,"),
    ],
)
def test_a_name_that_is_on_the_list_already_is_named(typed: list[str], said: str) -> None:
    assert doubled_words(typed, ["Ana", "Noor"]).startswith(said)
    assert bool(said) == bool(doubled_words(typed, ["Ana", "Noor"]))


@pytest.mark.parametrize(
    ("new", "taken_over", "said"),
    [
        (0, 0, ""),
        (2, 0, "2 items parked"),
        (1, 1, "1 item parked, 1 from an earlier sitting"),
        (0, 2, "2 parked items from earlier sittings"),
    ],
)
def test_what_a_sitting_took_over_does_not_count_as_parked_in_it(new: int, taken_over: int, said: str) -> None:
    items = [Parked(text="Who pays?")] * new + [Parked(text="Who reads it?", since=DAY)] * taken_over
    assert parked_count_words(items) == said


def test_votes_that_have_the_name_of_somebody_who_no_longer_agrees_are_named() -> None:
    questionnaire = tiny_questionnaire(1, 8)

    def said(practices: int) -> str:
        votes = (Vote(level=1, count=1, who="Ana"), Vote(level=2, count=1, who="Tom"))
        answers = {f"s1.p{number}": Answer(level=1, votes=votes) for number in range(1, practices + 1)}
        return still_named_words(an_assessment(questionnaire, a_book(questionnaire, answers)), "ana")

    assert said(0) == ""
    assert said(1) == "1.1 still has ana's name beside a vote. A new vote leaves it out."
    assert said(2) == "1.1 and 1.2 still have ana's name beside a vote. A new vote leaves it out."
    assert said(7).startswith("1.1, 1.2, 1.3, 1.4 and 3 more still have ")
