"""A trend says where teams stood at the end of each quarter."""

from __future__ import annotations

from levelbook.core.portfolio.reports.trend import trend_of

SUMS = {"teams": 2, "old": 1, "levels": 2} | {
    f"{name}_sum": value
    for name, value in {"level": 4.0, "low": 3.0, "high": 5.0, "evidenced": 2.0, "target": 6.0}.items()
}


def test_each_quarter_of_a_trend_begins_with_all_rows_together() -> None:
    found = trend_of(
        [{"quarter": quarter, "row": row, "new": 1, **SUMS} for quarter in ("2026-Q3", "2026-Q4") for row in "ab"]
    )

    assert [(point.quarter, point.row, point.teams, point.new) for point in found[:3]] == [
        ("2026-Q3", "", 4, 2),
        ("2026-Q3", "a", 2, 1),
        ("2026-Q3", "b", 2, 1),
    ]
