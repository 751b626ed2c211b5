"""Days are added up without leaving the calendar, which ends with the year 9999."""

from __future__ import annotations

from datetime import date, timedelta


def days_after(day: date, days: int) -> date:
    """Return the day so many days later; the last one of all where there is no such day."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
