"""A list about a portfolio says the same wherever it is read, and is sorted by what it says."""

from __future__ import annotations

from datetime import date
from typing import Any

from levelbook.core.portfolio.figures import TeamMean
from levelbook.core.portfolio.reports.lateness import LateTeam
from levelbook.core.portfolio.reports.practices import Gain
from levelbook.words import portfolio_columns as columns


def late(**given: Any) -> LateTeam:
    plain: dict[str, Any] = {
        "team": "alder",
        "name": "Alder",
        "unit": "retail",
        "row": "retail",
        "sealed_on": date(2026, 8, 1),
        "is_round_late": False,
        "round_days_late": None,
        "never_sealed": False,
        "steps_late": 0,
        "step_days_late": None,
    }
    return LateTeam(**{**plain, **given})


def test_a_row_is_said_column_by_column_below_its_heads() -> None:
    gain = Gain("a.b", "Output filtering", "a", 3, 1, TeamMean(0.5, 10), TeamMean(1.0, 10))
    shown = (columns.PRACTICE, *columns.GAINS)

    assert columns.heads(shown) == ("Practice", "Low teams", "Not settled", "One level", "To target")
    assert list(columns.cells(shown, [gain])) == [("Output filtering", "3", "1", "+0.050", "+0.100")]
    assert columns.figures(shown) == (1, 2, 3, 4)


def test_who_never_sealed_is_the_latest_and_whose_round_is_not_overdue_has_no_place_in_the_order() -> None:
    overdue = next(column for column in columns.LATE if column.head == "Round overdue")
    teams = [
        late(never_sealed=True),
        late(is_round_late=True),
        late(is_round_late=True, round_days_late=30),
        late(is_round_late=True, round_days_late=4),
    ]

    assert [overdue.said(one) for one in teams] == ["no edition collected", "no round ended", "30 days", "4 days"]
    assert sorted(teams, key=overdue.value, reverse=True) == teams
    assert overdue.value(late()) is None
