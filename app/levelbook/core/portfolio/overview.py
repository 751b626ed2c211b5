"""An overview holds everything on a portfolio's page: every report, and the distribution of teams by level."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.reports.heatmap import Heatmap
from levelbook.core.portfolio.reports.lateness import LateTeam
from levelbook.core.portfolio.reports.movement import Movement
from levelbook.core.portfolio.reports.practices import Gain, Proof, Shortfall
from levelbook.core.portfolio.reports.risks import Risks
from levelbook.core.portfolio.reports.scope import ReportScope
from levelbook.core.portfolio.reports.teams import TeamLine
from levelbook.core.portfolio.reports.trend import TrendPoint

BIN: Final = 0.5
"""Levels that one bar of the distribution covers."""


@frozen
class Overview:
    """The content of a portfolio's page, for one question."""

    organisation: str
    asked: ReportScope
    heatmap: Heatmap
    trend: tuple[TrendPoint, ...]
    movement: Movement
    late: tuple[LateTeam, ...]
    risks: Risks
    gains: tuple[Gain, ...]
    practices: tuple[Shortfall, ...]
    proof: tuple[Proof, ...]
    teams: tuple[TeamLine, ...]


@frozen
class Bin:
    """A bin counts the teams whose level is at least `least`, and below `below`; the last one holds its end too."""

    least: float
    below: float
    teams: int


def distribution(teams: Iterable[TeamLine], top: int) -> tuple[Bin, ...]:
    """Count teams by their level, from 0 to `top`. Teams that have answered nothing are in none."""
    counts = [0] * round(top / BIN)
    for team in teams:
        if team.level is not None:
            counts[min(int(team.level / BIN), len(counts) - 1)] += 1
    return tuple(Bin(number * BIN, (number + 1) * BIN, count) for number, count in enumerate(counts))
