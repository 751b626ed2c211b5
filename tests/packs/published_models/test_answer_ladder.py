"""Answers of a model are put on a scale in their order, and what lies between two of them counts as the lower one."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.packs.published_models.answer_ladder import ModelAnswer, on_scale


def answers(*values: float) -> list[ModelAnswer]:
    return [ModelAnswer(f"Answer {at}", F(str(value))) for at, value in enumerate(values)]


def test_as_many_answers_as_levels_are_one_each() -> None:
    ladder = on_scale(answers(0, 0.25, 0.5), 2)

    assert ladder.statements == ("Answer 0.", "Answer 1.", "Answer 2.")
    assert ladder.values == (0, 0.25, 0.5)


def test_yes_and_no_stand_at_the_ends_and_count_as_no_between() -> None:
    ladder = on_scale([ModelAnswer("No.", F(0)), ModelAnswer("Yes", F(2))], 4)

    assert ladder.values == (0, 0, 0, 0, 2)
    assert (ladder.statements[0], ladder.statements[4]) == ("No.", "Yes.")
    assert ladder.statements[2] == "More than “No” and less than “Yes”; by the model it counts as the former."


def test_answers_that_are_worth_the_same_are_one_level() -> None:
    assert on_scale(answers(3, 3, 1), 2).statements[0] == "Answer 0 / Answer 1."


@pytest.mark.parametrize("values", [(1,), (2, 2), (0, 1, 2, 3)])
def test_answers_that_do_not_fit_are_refused(values: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="from 2 to 3"):
        on_scale(answers(*values), 2)


@given(st.lists(st.integers(0, 50), min_size=2, max_size=8, unique=True).map(sorted), st.integers(0, 6))
def test_every_answer_has_its_level_in_order_whatever_the_scale(values: list[int], more: int) -> None:
    top = len(values) - 1 + more

    ladder = on_scale(answers(*values), top)

    assert len(ladder.values) == len(ladder.statements) == top + 1
    assert list(ladder.values) == sorted(ladder.values)
    assert sorted(set(ladder.values)) == values
    assert ladder.values[top] == values[-1]
    assert sum(not one.startswith("More than") for one in ladder.statements) == len(values)
