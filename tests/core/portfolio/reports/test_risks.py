"""Accepted risks are counted by the month in which they run out."""

from __future__ import annotations

from datetime import date

from levelbook.core.portfolio.reports.risks import risks_of

TODAY = date(2026, 11, 29)


def test_a_month_of_risks_says_whether_it_is_past() -> None:
    months = [
        {"year": year, "month": month, "risks": 3, "teams": 2} for year, month in ((2026, 10), (2026, 11), (2027, 1))
    ]

    found = risks_of(months, [], TODAY)

    assert [(one.month, one.is_past) for one in found.months] == [
        ("2026-10", True),
        ("2026-11", False),
        ("2027-01", False),
    ]
