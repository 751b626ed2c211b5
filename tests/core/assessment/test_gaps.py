"""Show the roadmap: the gaps in the order to close them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from levelbook.core.answers.answers import Accepted, Answer, Step
from levelbook.core.assessment.gaps import Gap, day_of_step, owner_and_due, roadmap
from levelbook.core.assessment.scoring import score
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.export.json import gaps_shape
from support.builders import DAY, a_book, tiny_questionnaire

IMPACTS = {f"s1.p{number}": {"impact": impact} for number, impact in enumerate((3, 1, 2, 3, 1, 1), start=1)}


def gaps(answers: dict[str, Answer]) -> tuple[Gap, ...]:
    questionnaire = tiny_questionnaire(1, 6, changes=IMPACTS, default_target=2)
    book = a_book(questionnaire, answers)
    return roadmap(score(tailor(questionnaire, {}), book.answers, DAY))


def test_waves_come_in_order_and_within_a_wave_the_higher_priority_first() -> None:
    accepted = Accepted(level=0, by="H", until=DAY + timedelta(days=1), reason="r")
    found = gaps(
        {
            "s1.p1": Answer(level=0),
            "s1.p2": Answer(level=1),
            "s1.p3": Answer(level=0),
            "s1.p4": Answer(level=1),
            "s1.p5": Answer(level=0, accepted=accepted),
            "s1.p6": Answer(unsure=True),
        }
    )

    assert [(gap.score.id, gap.wave) for gap in found] == [
        ("s1.p6", "find-out"),
        ("s1.p1", "now"),
        ("s1.p3", "next"),
        ("s1.p4", "next"),
        ("s1.p2", "later"),
        ("s1.p5", "accepted"),
    ]


def test_a_practice_at_its_target_is_not_on_it() -> None:
    everything = {f"s1.p{number}": Answer(level=2) for number in range(1, 7)}

    assert gaps(everything) == ()


def test_its_shape_names_the_easiest_action_of_the_next_level_and_who_finds_out() -> None:
    found = gaps_shape(
        gaps({"s1.p1": Answer(level=1), "s1.p2": Answer(unsure=True, ask_whom="Tom", ask_by=DAY, owner="Ana")}), {}
    )
    by_id = {gap["id"]: gap for gap in found}

    assert (by_id["s1.p1"]["action"], by_id["s1.p1"]["effort"]) == ("reach-2-b", "S")
    assert (by_id["s1.p2"]["owner"], by_id["s1.p2"]["due"]) == ("Tom", DAY.isoformat())
    assert (by_id["s1.p2"]["level"], by_id["s1.p2"]["gap"], by_id["s1.p2"]["gap_known"]) == (None, 2, False)


LATER = DAY + timedelta(days=9)


@pytest.mark.parametrize(
    ("answer", "owner", "due"),
    [
        (Answer(level=1, owner="Priya", due=DAY), "Priya", DAY),
        (
            Answer(level=1, steps=(Step(text="b", owner="Tom", due=LATER), Step(text="a", owner="Ana", due=DAY))),
            "Ana",
            DAY,
        ),
        (Answer(level=1, steps=(Step(text="a", owner="Ana", due=DAY, done_on=DAY), Step(text="b"))), "", None),
        (Answer(level=1, owner="Priya", steps=(Step(text="a", owner="Ana", due=DAY),)), "Priya", None),
        (Answer(level=1, owner="Priya", steps=(Step(text="a", due=DAY),)), "Priya", DAY),
        (Answer(level=1, due=LATER, steps=(Step(text="a", owner="Ana", due=DAY),)), "Ana", LATER),
        (Answer(level=1, steps=(Step(text="a", owner="Ana"),)), "Ana", None),
        (Answer(level=1, steps=(Step(text="a", due=DAY), Step(text="b", owner="Tom", due=LATER))), "Tom", LATER),
        (Answer(level=1, steps=(Step(text="a", due=DAY), Step(text="b", owner="Tom"))), "Tom", None),
    ],
)
def test_who_and_when_a_practice_does_not_name_are_those_of_its_first_step_with_an_owner(
    answer: Answer, owner: str, due: date | None
) -> None:
    assert owner_and_due(answer) == (owner, due)
    gap = next(gap for gap in gaps({"s1.p1": answer}) if gap.score.id == "s1.p1")
    assert (gap.owner, gap.due) == (owner, due)


@pytest.mark.parametrize(
    ("step", "changes", "day"),
    [
        (Step(text="a"), {}, LATER),
        (Step(text="a", owner="Priya"), {}, LATER),
        (Step(text="a", due=DAY), {}, DAY),
        (Step(text="a", owner="Tom"), {}, None),
        (Step(text="a"), {"due": DAY - timedelta(days=1)}, None),
        (Step(text="a"), {"level": 2}, None),
    ],
    ids=["the owner's", "also by name", "its own", "somebody else's", "late gap", "no gap"],
)
def test_a_step_without_a_day_is_its_owner_s_by_the_day_of_the_target(
    step: Step, changes: dict[str, Any], day: date | None
) -> None:
    answer = Answer(level=1, owner="Priya", due=LATER, steps=(step,)).changed(**changes)
    questionnaire = tiny_questionnaire(1, 1, default_target=2)
    card = score(tailor(questionnaire, {}), a_book(questionnaire, {"s1.p1": answer}).answers, DAY)
    assert day_of_step(card["s1.p1"], step, DAY) == day
