"""A figure over several teams has the number of teams behind it, and is rounded once, here.

An engine adds up doubles in any order, so sums differ in their last bits. To make equal sums equal, they are first
rounded to nine decimals, and then shown with four, halves away from zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from levelbook.core.frozen import frozen
from levelbook.core.text.rounding import four_places

SETTLED_PLACES: Final = 9


def settled(value: float) -> float:
    """Round a sum, or a figure from one, so that it no longer depends on the order of adding."""
    return round(float(value), SETTLED_PLACES) + 0.0


def shown(value: float | None) -> float | None:
    """Round to the four places that JSON has."""
    return None if value is None else four_places(Fraction(repr(settled(value))))


@frozen
class TeamMean:
    """A figure over several teams: the sum, and the number of teams."""

    total: float
    teams: int

    @classmethod
    def of(cls, total: float | None, teams: int) -> TeamMean:
        return cls(float(total or 0), int(teams))

    @property
    def mean(self) -> float | None:
        """Return the mean; None without a team."""
        return settled(self.total / self.teams) if self.teams else None

    def __add__(self, other: TeamMean) -> TeamMean:
        return TeamMean(self.total + other.total, self.teams + other.teams)


NOTHING: Final = TeamMean(0.0, 0)


@frozen
class Standing:
    """The mean figures of several teams, with the range that is still open."""

    level: TeamMean
    """The mean over teams that have answered anything."""
    low: TeamMean
    high: TeamMean
    evidenced: TeamMean
    target: TeamMean

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Standing:
        """Make it from the sums of a query."""
        rest = {name: TeamMean.of(row[f"{name}_sum"], row["teams"]) for name in ("low", "high", "evidenced", "target")}
        return cls(level=TeamMean.of(row["level_sum"], row["levels"]), **rest)

    @classmethod
    def together(cls, parts: Iterable[Standing]) -> Standing:
        """Combine the figures of several groups of teams."""
        found = list(parts)
        return cls(*(sum((getattr(one, each.name) for one in found), NOTHING) for each in fields(cls)))

    @property
    def teams(self) -> int:
        return self.low.teams


def shape(value: Any) -> Any:
    """Return what `--json` prints of a report: a mean with the number of teams behind it, days as text."""
    if isinstance(value, TeamMean):
        return {"mean": shown(value.mean), "teams": value.teams}
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: shape(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): shape(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [shape(item) for item in value]
    if isinstance(value, float):
        return shown(value)
    return value.isoformat() if isinstance(value, date) else value
