"""What a team owes and has kept, and what it could take on next."""

from __future__ import annotations

from datetime import timedelta

from levelbook.core.answers.answers import Answer, Step
from levelbook.core.assessment.promises import Suggestion, kept, late, outcomes_of, promises_of, same_step, suggestion
from levelbook.words.promises import promise_words
from support.builders import DAY
from support.promising_team import ANSWERS, PAST, SOON, a_card


def test_a_step_without_a_name_is_its_practices_owners() -> None:
    assert [(one.kind, one.who) for one in promises_of(a_card(ANSWERS)["s1.p1"])] == [
        ("gap", "Priya"),
        ("step", "Ana"),
        ("step", "Priya"),
        ("done", "Priya"),
    ]


def test_late_are_steps_things_to_find_out_and_gaps_whose_own_day_is_past_the_oldest_first() -> None:
    card = a_card({**ANSWERS, "s1.p2": Answer(level=1, owner="Ana", due=PAST - timedelta(days=1))})

    assert [(one.score.id, one.kind) for one in late(card.counting, DAY)] == [
        ("s1.p2", "gap"),
        ("s1.p1", "step"),
        ("s1.p3", "find-out"),
    ]
    assert late(card.counting, PAST - timedelta(days=1)) == ()


def test_kept_are_steps_that_were_done_and_what_was_found_out_and_closed_since_the_last_edition() -> None:
    old, new = Step(text="Old", done_on=PAST), Step(text="Promised", from_action="reach-1-a")
    fresh = Step(text="Fresh", done_on=PAST)
    before = a_card({
        "s1.p1": Answer(level=0, steps=(old, new)),
        "s1.p2": Answer(level=0, owner="Ana", due=SOON),
        "s1.p3": Answer(unsure=True, ask_whom="Tom"),
    })  # fmt: skip
    now = a_card({
        "s1.p1": Answer(level=0, steps=(old, new.changed(text="Reworded", done_on=DAY), fresh)),
        "s1.p2": Answer(level=2, owner="Ana", due=SOON),
        "s1.p3": Answer(level=0),
    })  # fmt: skip
    pairs = ((before[name], now[name]) for name in ("s1.p1", "s1.p2", "s1.p3"))

    found = kept(outcome for pair in pairs for outcome in outcomes_of(*pair, DAY))

    assert [promise_words(one) for one in found] == ["Reworded", "Fresh", "Gap closed: P2", "Found out: P3"]


def test_the_suggestion_is_the_least_work_that_nobody_has_taken_on() -> None:
    taken = (Step(text="x", from_action="reach-2-b", done_on=DAY),)
    card = a_card({"s1.p1": Answer(level=1), "s1.p2": Answer(level=1, steps=taken), "s1.p3": Answer(level=4)})

    assert suggestion(card["s1.p1"]) == Suggestion("Set up b for level 2.", "S", "reach-2-b")
    assert suggestion(card["s1.p2"]) == Suggestion("Set up a for level 2.", "M", "reach-2-a")
    assert suggestion(card["s1.p3"]) is None


def test_of_an_inherited_practice_the_suggestion_is_what_to_ask_the_provider_for() -> None:
    asked = Step(text="Ask the provider for their report on p2")
    card = a_card({"s2.p1": Answer(level=0), "s2.p2": Answer(level=0, steps=(asked,))}, saas=True)

    assert suggestion(card["s2.p1"]) == Suggestion("Ask the provider for their report on p1")
    assert suggestion(card["s2.p2"]) is None


def test_a_promise_is_late_from_the_day_after_its_own_and_never_once_it_is_kept() -> None:
    open_, done = Step(text="Do it", due=DAY), Step(text="Did it", due=PAST, done_on=DAY)
    found = promises_of(a_card({"s1.p1": Answer(level=0, steps=(open_, done))})["s1.p1"])

    assert [(one.step.text, one.is_late(DAY), one.is_late(SOON)) for one in found] == [
        ("Do it", False, True),
        ("Did it", False, False),
    ]


def test_steps_are_one_promise_by_their_action_or_else_by_their_words() -> None:
    action = Step(text="Read logs", from_action="reach-1-a")

    assert same_step(action, action.changed(text="Read all logs"))
    assert not same_step(action, action.changed(from_action="reach-1-b"))
    assert same_step(action, Step(text="Read logs"))
    assert not same_step(action, Step(text="Read all logs"))
