"""Accepted risks by the month in which they expire."""

from __future__ import annotations

from collections import Counter
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
    past: int
    """Of the risks, the number whose last day is over."""


@frozen
class Risk:
    """An accepted risk of a team."""

    until: date
    team: str
    name: str
    practice: str
    title: str
    level: int
    target: int | None
    reason: str
    is_past: bool
    """The last day on which it was accepted is over."""


@frozen
class Risks:
    """Accepted risks by expiry, earliest first."""

    months: tuple[RiskMonth, ...]
    risks: tuple[Risk, ...]


def risks_of(months: Rows, each: Rows, as_of: date) -> Risks:
    """Build the report from the queries `risk_months` and `risk_list`."""
    risks = tuple(
        Risk(
            *(line["until"], line["team"], line["name"], line["practice"], line["title"], line["level"]),
            *(line["target"], line["reason"], line["until"] < as_of),
        )
        for line in each
    )
    past = Counter(f"{risk.until:%Y-%m}" for risk in risks if risk.is_past)
    named = ((f"{line['year']:04}-{line['month']:02}", line) for line in months)
    return Risks(
        tuple(RiskMonth(month, int(line["risks"]), int(line["teams"]), past[month]) for month, line in named), risks
    )
