"""Days are added up within the calendar."""

from __future__ import annotations

from datetime import date, timedelta

from levelbook.core.text.day_arithmetic import days_after
from support.builders import DAY


def test_days_are_counted_by_the_calendar() -> None:
    assert days_after(date(2028, 2, 28), 2) == date(2028, 3, 1)
    assert days_after(DAY, 0) == DAY


def test_a_sum_beyond_the_calendar_is_its_last_day() -> None:
    assert days_after(date.max - timedelta(days=1), 36_500) == date.max
