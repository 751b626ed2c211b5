"""Accepted risks by the month in which they expire."""

from __future__ import annotations

from datetime import date

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.reports.scope import Rows


@frozen
class RiskMonth:
    """The number of accepted risks that expire in a month."""

    month: str
    """Such as 2027-03."""
    risks: int
    teams: int
    is_past: bool


@frozen
class Risk:
    """An accepted risk of a team."""

    until: date
    team: str
    name: str
    practice: str
    level: int
    target: int | None
    reason: str


@frozen
class Risks:
    """Accepted risks by expiry, earliest first."""

    months: tuple[RiskMonth, ...]
    risks: tuple[Risk, ...]


def risks_of(months: Rows, each: Rows, as_of: date) -> Risks:
    """Build the report from the queries `risk_months` and `risk_list`."""
    return Risks(
        tuple(
            RiskMonth(
                f"{line['year']:04}-{line['month']:02}",
                int(line["risks"]),
                int(line["teams"]),
                (line["year"], line["month"]) < (as_of.year, as_of.month),
            )
            for line in months
        ),
        tuple(Risk(**{name: line[name] for name in Risk.__dataclass_fields__}) for line in each),
    )
