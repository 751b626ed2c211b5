"""Show the level of the teams at the end of each quarter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.figures import Standing
from levelbook.core.portfolio.reports.scope import WHOLE, Rows


@frozen
class TrendPoint:
    """The figures of a row's teams at the end of a quarter."""

    quarter: str
    row: str
    teams: int
    new: int
    """How many sealed an edition in the quarter."""
    old: int
    overall: Standing


def trend_of(found: Rows) -> tuple[TrendPoint, ...]:
    """Make it of the query `trend`, with a row for all before the others of a quarter."""
    points: list[TrendPoint] = []
    for quarter in sorted({line["quarter"] for line in found}):
        rows = [_point(line) for line in found if line["quarter"] == quarter]
        teams, new, old = (sum(getattr(point, name) for point in rows) for name in ("teams", "new", "old"))
        together = Standing.together(point.overall for point in rows)
        points += [TrendPoint(quarter, WHOLE, teams, new, old, together), *rows]
    return tuple(points)


def _point(line: Mapping[str, Any]) -> TrendPoint:
    teams, new, old = (int(line[name]) for name in ("teams", "new", "old"))
    return TrendPoint(line["quarter"], line["row"], teams, new, old, Standing.of(line))
