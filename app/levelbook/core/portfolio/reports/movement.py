"""Changes in a quarter, like for like: each team compared with the edition before its first of the quarter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.figures import TeamMean, settled
from levelbook.core.portfolio.reports.scope import Rows


@frozen
class MovedPractice:
    """The change of a practice, over the teams that answered the same question before."""

    practice: str
    title: str
    section: str
    up: int
    down: int
    change: TeamMean


@frozen
class MovedTeam:
    """The change of a team, like for like: its last edition and the one before its first of the quarter."""

    team: str
    name: str
    row: str
    practices: int
    before: float
    after: float
    before_exact: str
    after_exact: str

    @property
    def change(self) -> float:
        return settled(self.after - self.before)


@frozen
class MovedRow:
    """The change of a row's teams."""

    row: str
    title: str
    before: TeamMean
    after: TeamMean

    @property
    def change(self) -> float:
        """Return the change of the mean of its teams."""
        return settled((self.after.mean or 0) - (self.before.mean or 0))


@frozen
class Movement:
    """The changes in a quarter, like for like; a team counts once, however many editions it sealed."""

    rows: tuple[MovedRow, ...]
    practices: tuple[MovedPractice, ...]
    """Practices that fell, then those that rose, largest change first."""
    teams: tuple[MovedTeam, ...]
    """Teams that fell, then those that rose, largest change first."""

    @property
    def fell(self) -> tuple[MovedPractice, ...]:
        """Return the practices that fell, the most first."""
        return tuple(one for one in self.practices if one.change.total < 0)

    @property
    def rose(self) -> tuple[MovedPractice, ...]:
        """Return the practices that rose, the most first."""
        return tuple(one for one in reversed(self.practices) if one.change.total > 0)

    @property
    def fell_and_rose(self) -> tuple[MovedPractice, ...]:
        """Return the practices that rose in some teams by as many levels as they fell in others, most falls first."""
        evened_out = (one for one in self.practices if one.down and not one.change.total)
        return tuple(sorted(evened_out, key=lambda one: (-one.down, one.practice)))

    @property
    def teams_that_fell(self) -> tuple[MovedTeam, ...]:
        """Return the teams whose level fell, the most first."""
        return tuple(one for one in self.teams if one.change < 0)


def movement_of(by_practice: Rows, by_team: Rows, titles: Mapping[str, str]) -> Movement:
    """Build the report from lines of the queries `moved_practices` and `moved_teams`; a practice's are added up."""
    summed: dict[str, dict[str, Any]] = {}
    for line in by_practice:
        held = summed.get(line["practice"])
        added = ("teams", "up", "down", "change_sum")
        summed[line["practice"]] = {**held, **{name: held[name] + line[name] for name in added}} if held else {**line}
    moved = [
        MovedPractice(
            line["practice"],
            line["title"],
            line["section"],
            int(line["up"]),
            int(line["down"]),
            TeamMean.of(line["change_sum"], line["teams"]),
        )
        for line in summed.values()
    ]
    each = [
        MovedTeam(
            line["team"],
            line["name"],
            line["row"],
            line["like_practices"],
            *(line[name] for name in ("like_before", "like_after", "like_before_exact", "like_after_exact")),
        )
        for line in by_team
    ]
    return Movement(
        tuple(_moved_row(row, titles.get(row, row), each) for row in sorted({one.row for one in each})),
        tuple(sorted(moved, key=lambda line: (line.change.total, line.practice))),
        tuple(sorted(each, key=lambda line: (line.change, line.team))),
    )


def _moved_row(row: str, title: str, teams: Iterable[MovedTeam]) -> MovedRow:
    mine = [one for one in teams if one.row == row]
    sides = (TeamMean.of(sum(getattr(one, side) for one in mine), len(mine)) for side in ("before", "after"))
    return MovedRow(row, title, *sides)
