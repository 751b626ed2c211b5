"""Figures are rounded half up, and a change is printed so that whoever adds it up finds that it adds up."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.text.rounding import MOST_PLACES, four_places, movement, one_decimal
from support.examples import examples
from support.printed_numbers import number

LEVELS = st.fractions(0, 4, max_denominator=400)
CHANGES = st.fractions(-2, 2, max_denominator=400)


@examples(150)
@given(LEVELS, LEVELS, CHANGES, CHANGES)
def test_before_after_change_and_parts_add_up_as_printed(old: F, new: F, first: F, second: F) -> None:
    parts = (first, second, new - old - first - second)
    said = movement(old, new, parts)

    assert number(said.after) - number(said.before) == number(said.change) == sum(map(number, said.parts))
    wrong = [abs(number(text) - part) for text, part in zip(said.parts, parts, strict=True)]
    assert max(wrong) <= F(2, 10**said.places), "nothing is further off than a digit that gave way"
    if said.places < MOST_PLACES:
        assert (number(said.change) != 0) == (old != new), "a level that moved is not printed as one that did not"


def test_as_few_decimals_as_do() -> None:
    def printed(old: F, new: F, *parts: F) -> tuple[str, ...]:
        said = movement(old, new, parts)
        return said.before, said.after, said.change, *said.parts

    assert printed(F(15, 10), F(17, 10), F(3, 10), F(-1, 10)) == ("1.5", "1.7", "+0.2", "+0.3", "−0.1")
    assert printed(F(174, 100), F(176, 100)) == ("1.74", "1.76", "+0.02")
    assert printed(F(1), F(11, 10), F(1, 20), F(1, 20)) == ("1.00", "1.10", "+0.10", "+0.05", "+0.05")
    assert printed(F(2), F(2), F(1, 3), F(-1, 3)) == ("2.0", "2.0", "0.0", "+0.3", "−0.3")


def test_people_read_two_decimals_at_most_and_a_smaller_move_says_which_way_it_went() -> None:
    up, down, stays = (movement(F(1802, 1000), F(1802, 1000) + F(by, 1000)) for by in (1, -1, 0))

    assert (up.before, up.after, up.change_words) == ("1.80", "1.80", "up by less than 0.01")
    assert (down.after, down.change_words) == ("1.80", "down by less than 0.01")
    assert stays.change_words == "0.0"
    alike = movement(F(17244, 10_000), F(17179, 10_000), [F(-64, 10_000) - F(1, 10_000), F(0)])
    assert (alike.before, alike.after, alike.change_words) == ("1.72", "1.72", "down by less than 0.01")
    assert alike.parts == ("0.00", "0.00"), "as much as the change that is printed"
    assert (movement(F(1628, 1000), F(1774, 1000)).before, movement(F(1628, 1000), F(1774, 1000)).places) == ("1.63", 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (F(0), "0.0"),
        (F(31, 20), "1.6"),
        (F(1549, 1000), "1.5"),
        (F(4), "4.0"),
        (F(199, 100), "2.0"),
        (F(-1, 4), "-0.3"),
        (F(-1, 100), "0.0"),
        (F(1234, 100), "12.3"),
    ],
)
def test_people_see_one_decimal_half_up(value: F, shown: str) -> None:
    """1.55 is 1.6, which floating point would not say."""
    assert one_decimal(value) == shown


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (None, None),
        (F(1, 3), 0.3333),
        (F(2, 3), 0.6667),
        (F(5, 100_000), 0.0001),
        (F(-1, 3), -0.3333),
    ],
)
def test_json_holds_four_places(value: F | None, number: float | None) -> None:
    """And null where there is nothing."""
    assert four_places(value) == number


@given(st.fractions(min_value=-10, max_value=10))
def test_rounding_never_moves_a_number_by_more_than_half_a_place(value: F) -> None:
    """In either direction, and alike for both signs."""
    assert abs(F(one_decimal(value)) - value) <= F(1, 20)
    assert one_decimal(-value).lstrip("-") == one_decimal(value).lstrip("-")
