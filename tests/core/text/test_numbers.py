"""A number is read exactly, or refused before anything is worked out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.text.numbers import exact_number, minutes_of_text


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("-0.25", Fraction(-1, 4)), ("70/43", Fraction(70, 43)), ("1e-3", Fraction(1, 1000)), (".5", 0.5)],
)
def test_a_number_is_read_as_it_was_written(text: str, number: Fraction) -> None:
    assert exact_number(text) == number


@given(st.fractions())
def test_every_fraction_comes_back_as_itself(number: Fraction) -> None:
    assert exact_number(str(number)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_float_comes_back_as_the_decimal_that_it_is_written_as(number: float) -> None:
    assert exact_number(repr(number)) == Fraction(repr(number))


@pytest.mark.parametrize("text", ["", "one", "nan", "inf", "1_0", "1/0", "2/-1", "²", "٣", " 1", "1e1000", "9" * 401])
def test_what_is_no_number_or_would_take_too_long_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="this"):
        exact_number(text)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("90", 90), ("90 min", 90), ("1h30", 90), ("2 H", 120), ("2 hours", 120), ("1:15", 75), ("1,5h", 90), ("0", 0)],
)
def test_a_length_of_time_is_read_as_people_type_it(typed: str, minutes: int) -> None:
    assert minutes_of_text(typed) == minutes


@pytest.mark.parametrize("typed", ["", "soon", "min", "-5", "1h2h", "٩٠", "1_0", "123456", "1.5"])
def test_what_is_no_length_of_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no length of time"):
        minutes_of_text(typed)
