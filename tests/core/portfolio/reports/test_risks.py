"""Accepted risks are counted by the month in which they run out."""

from __future__ import annotations

from datetime import date

from levelbook.core.portfolio.reports.risks import risks_of
from levelbook.words.portfolio import past_risks

TODAY = date(2026, 11, 29)


def test_a_risk_is_past_from_the_day_after_its_last_one_and_its_month_says_how_many_are() -> None:
    days = (date(2026, 10, 31), date(2026, 11, 28), TODAY, date(2027, 1, 1))
    row = {"team": "wards", "name": "Wards", "practice": "data.backups", "title": "Backups", "level": 1, "target": 2}
    months = [
        {"year": year, "month": month, "risks": risks, "teams": 1}
        for year, month, risks in ((2026, 10, 1), (2026, 11, 2), (2027, 1, 1))
    ]

    found = risks_of(months, [{**row, "reason": "", "until": day} for day in days], TODAY)

    assert [one.is_past for one in found.risks] == [True, True, False, False]
    assert [(one.month, one.past) for one in found.months] == [("2026-10", 1), ("2026-11", 1), ("2027-01", 0)]
    assert [past_risks(one) for one in found.months] == ["past", "1 past", ""]
