"""Quarters have the days that a calendar says, and are read as people type them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.portfolio.quarters import Quarter


@given(st.dates(min_value=date(2, 1, 1), max_value=date(9990, 1, 1)))
def test_a_day_is_in_its_quarter_and_quarters_follow_each_other_without_a_hole(day: date) -> None:
    quarter = Quarter.of(day)

    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.after.first_day == quarter.last_day + timedelta(days=1)
    assert quarter.after.before == quarter
    assert quarter.before < quarter < quarter.after


@given(st.dates(min_value=date(1, 1, 1)))
def test_what_is_written_is_read_back_and_sorts_as_text(day: date) -> None:
    quarter = Quarter.of(day)

    assert Quarter.parse(str(quarter)) == quarter
    assert (str(quarter) < "2026-Q3") == (quarter < Quarter(2026, 3))


@pytest.mark.parametrize("typed", ["2026-Q4", "2026q4", "Q4 2026", " 2026 Q4 "])
def test_a_quarter_is_read_as_people_type_it(typed: str) -> None:
    assert Quarter.parse(typed) == Quarter(2026, 4)


@pytest.mark.parametrize("typed", ["2026-Q5", "2026", "Q4", "", "26-Q1", "0000-Q1", "2026-Q4-1"])
def test_anything_else_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="2026-Q4"):
        Quarter.parse(typed)
