"""Reports on single teams: levels by section, practices, and the content of an edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from levelbook.core.frozen import frozen


class TeamHeat(NamedTuple):
    """A team's row of the heatmap, by its last edition."""

    team: str
    name: str
    unit: str
    edition: int
    sealed_on: date
    is_old: bool
    practices: int
    answered: int
    level: float | None
    low: float | None
    high: float | None
    evidenced: float | None
    target: float | None
    sections: tuple[float | None, ...]
    """Its level in each section of the heatmap; None if nothing in a section is answered, or counts."""


def team_heat(found: Iterable[Sequence[Any]]) -> Iterable[TeamHeat]:
    """Build the report from rows with the columns of a team, followed by its levels by section."""
    fixed = len(TeamHeat._fields) - 1
    for row in found:
        yield TeamHeat._make((*row[:fixed], tuple(row[fixed:])))


@frozen
class TeamPractice:
    """A practice in a team's edition."""

    practice: str
    title: str
    section: str
    scope: str
    status: str
    counts: bool
    essential: bool
    level: int | None
    evidenced: int | None
    target: int | None
    before: int | None
    """The level in the edition before; None if it was not asked or answered in the same wording."""

    @property
    def gap(self) -> int | None:
        """Return the distance to its target; None if it is not settled, or does not count."""
        if self.level is None or self.target is None or not self.counts:
            return None
        return max(self.target - self.level, 0)

    @property
    def change(self) -> int | None:
        """Return how far the level moved, like for like."""
        return None if self.level is None or self.before is None else self.level - self.before


@frozen
class TeamEdition:
    """A team's last edition, as far as a portfolio holds it."""

    team: str
    name: str
    unit: str
    edition: Mapping[str, Any]
    """The row of the table `editions`."""
    facts: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, str]
    """Id to title, in the order of the questionnaire."""
    practices: tuple[TeamPractice, ...]
    steps: tuple[Mapping[str, Any], ...]
    risks: tuple[Mapping[str, Any], ...]
    evidence: tuple[Mapping[str, Any], ...]
    trend: tuple[tuple[str, float | None], ...]
    """Its level at the end of each quarter."""

    def of(self, kind: str, practice: str) -> tuple[Mapping[str, Any], ...]:
        """Return the steps, risks or evidence of a practice."""
        rows: tuple[Mapping[str, Any], ...] = getattr(self, kind)
        return tuple(row for row in rows if row["practice"] == practice)


def practices_of(found: Iterable[Mapping[str, Any]]) -> tuple[TeamPractice, ...]:
    """Make them of rows of the table `scores`, in the order of the questionnaire."""
    return tuple(
        TeamPractice(
            practice=row["practice"],
            title=row["title"],
            section=row["section"],
            scope=row["scope"],
            status=row["status"],
            counts=bool(row["counts"]),
            essential=bool(row["essential"]),
            level=row["level"],
            evidenced=row["evidenced"],
            target=row["target"],
            before=row["before_level"] if row["same_words"] else None,
        )
        for row in sorted(found, key=lambda row: (row["position"], row["practice"]))
    )


def facts_of(found: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    """Gather rows of the table `facts`: fact to choices."""
    facts: dict[str, tuple[str, ...]] = {}
    for row in found:
        facts[row["fact"]] = (*facts.get(row["fact"], ()), row["choice"])
    return {fact: tuple(sorted(choices)) for fact, choices in sorted(facts.items())}


@frozen
class PracticeOfTeam:
    """A practice in one team, among all teams that it counts for."""

    team: str
    name: str
    unit: str
    level: int | None
    evidenced: int | None
    target: int | None
    before: int | None

    @property
    def gap(self) -> int | None:
        """Return by how much it is below its target; None where it is not settled."""
        return None if self.level is None or self.target is None else max(self.target - self.level, 0)

    @property
    def change(self) -> int | None:
        """Return how far the level moved, like for like."""
        return None if self.level is None or self.before is None else self.level - self.before
