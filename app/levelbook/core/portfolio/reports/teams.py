"""Each team with its last edition, and how far it is from the middle of its unit."""

from __future__ import annotations

from datetime import date
from typing import Final

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.figures import settled
from levelbook.core.portfolio.reports.scope import Rows


@frozen
class TeamLine:
    """A team with its last edition's figures, and the same as fractions."""

    team: str
    name: str
    unit: str
    row: str
    place: str | None
    edition_name: str
    digest: str
    sealed_on: date
    round_on: date | None
    age_days: int
    is_old: bool
    practices: int
    answered: int
    level: float | None
    low: float | None
    high: float | None
    evidenced: float | None
    target: float | None
    level_exact: str | None
    low_exact: str | None
    high_exact: str | None
    evidenced_exact: str | None
    target_exact: str | None
    like_before_exact: str | None
    like_after_exact: str | None


def team_lines(found: Rows) -> tuple[TeamLine, ...]:
    """Make it of the query `team_list`."""
    names = tuple(TeamLine.__dataclass_fields__)
    return tuple(TeamLine(**{name: line[name] for name in names}) for line in found)


@frozen
class Distance:
    """The distance of a team from the median of its unit."""

    team: str
    name: str
    unit: str
    level: float
    level_exact: str
    unit_median: float
    unit_teams: int
    distance: float


def distances_of(found: Rows) -> tuple[Distance, ...]:
    """Make it of the query `spread`, the furthest first."""
    lines = [
        Distance(**{name: line[name] for name in _SPREAD}, distance=settled(line["level"] - line["unit_median"]))
        for line in found
    ]
    return tuple(sorted(lines, key=lambda line: (-abs(line.distance), line.team)))


_SPREAD: Final = ("team", "name", "unit", "level", "level_exact", "unit_median", "unit_teams")
