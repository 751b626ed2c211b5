"""The lists about a portfolio, column by column: what each front end shows of a row, and by what it can be sorted.

The command line, the pages and the app take their columns from here, so that a list says the same wherever it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, Generic, Protocol, TypeVar

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.figures import Standing, TeamMean
from levelbook.core.portfolio.reports.comparison import ComparedFigure
from levelbook.core.portfolio.reports.heatmap import HeatRow
from levelbook.core.portfolio.reports.lateness import LateTeam
from levelbook.core.portfolio.reports.movement import MovedPractice, MovedRow, MovedTeam
from levelbook.core.portfolio.reports.practices import Gain, Proof, Shortfall
from levelbook.core.portfolio.reports.risks import Risk, RiskMonth
from levelbook.core.portfolio.reports.team_details import PracticeOfTeam, TeamHeat, TeamPractice
from levelbook.core.portfolio.reports.teams import Distance, TeamLine
from levelbook.core.portfolio.reports.trend import TrendPoint
from levelbook.words import portfolio as words
from levelbook.words.figures import listed, plural

T = TypeVar("T")
T_contra = TypeVar("T_contra", contravariant=True)


@frozen
class Column(Generic[T_contra]):
    """A column of a list."""

    head: str
    said: Callable[[T_contra], str]
    """The content of the cell."""
    value: Callable[[T_contra], Any]
    """The sort key of a row; rows with None come last."""
    is_figure: bool = True
    """Figures are at the right of their cell, words at the left."""
    is_id: bool = False
    """Ids of practices begin alike, so one that is too long for its cell keeps its end."""


def heads(columns: Iterable[Column[T]]) -> tuple[str, ...]:
    """Return what is above the columns."""
    return tuple(column.head for column in columns)


def cells(columns: Sequence[Column[T]], rows: Iterable[T]) -> Iterator[tuple[str, ...]]:
    """Yield what is in each row."""
    for row in rows:
        yield tuple(column.said(row) for column in columns)


def figures(columns: Iterable[Column[T]]) -> tuple[int, ...]:
    """Return the places of the columns that hold figures, from 0."""
    return tuple(place for place, column in enumerate(columns) if column.is_figure)


# --- Columns that several lists have ----------------------------------------------------------------------------------


class _OfTeam(Protocol):
    @property
    def team(self) -> str: ...

    @property
    def name(self) -> str: ...


class _InUnit(Protocol):
    @property
    def unit(self) -> str: ...


class _Sealed(Protocol):
    @property
    def sealed_on(self) -> date | None: ...


class _OfPractice(Protocol):
    @property
    def practice(self) -> str: ...

    @property
    def title(self) -> str: ...


TEAM: Final = Column[_OfTeam](
    "Team", lambda one: words.team(one.name, one.team), lambda one: one.name.casefold(), is_figure=False
)
UNIT: Final = Column[_InUnit]("Unit", lambda one: words.unit(one.unit), lambda one: one.unit, is_figure=False)
LAST_EDITION: Final = Column[_Sealed](
    "Last edition", lambda one: words.day(one.sealed_on), lambda one: one.sealed_on, is_figure=False
)
PRACTICE: Final = Column[_OfPractice](
    "Practice", lambda one: one.title, lambda one: one.title.casefold(), is_figure=False
)
PRACTICE_ID: Final = Column[_OfPractice](
    "Practice", lambda one: one.practice, lambda one: one.practice, is_figure=False, is_id=True
)
"""The same by its id, to type into another command."""


def _count(head: str, of: Callable[[T], int]) -> Column[T]:
    return Column(head, lambda one: str(of(one)), of)


def _count_of_any(head: str, of: Callable[[T], int]) -> Column[T]:
    """A count of what most rows have none of."""
    return Column(head, lambda one: str(of(one) or ""), lambda one: of(one) or None)


def _mean(head: str, of: Callable[[T], TeamMean]) -> Column[T]:
    return Column(head, lambda one: words.mean(of(one)), lambda one: of(one).mean)


def _whole(head: str, of: Callable[[T], int | None]) -> Column[T]:
    return Column(head, lambda one: words.whole(of(one)), of)


def _level(head: str, of: Callable[[T], float | None]) -> Column[T]:
    return Column(head, lambda one: words.level(of(one)), of)


def _rise(head: str, of: Callable[[T], TeamMean]) -> Column[T]:
    return Column(head, lambda one: words.change(of(one).mean or 0, 3), lambda one: of(one).mean or 0)


COUNTS_AS_PROVEN: Final = "Counts as proven"
"""The head of what evidence proves, over several practices."""
ACCEPTED_AT: Final = "Accepted at"
"""The head of the level that a risk is accepted for, which the team's own may be above."""
ON_WORD_ALONE: Final = "Levels that need no evidence count as proven on the teams' word alone."
"""Said beside figures under that head: a team without any evidence has a number there too."""
ON_ITS_WORD_ALONE: Final = "Levels that need no evidence count as proven on the team's word alone."
"""The same of one team."""


class _Standing(Protocol):
    @property
    def overall(self) -> Standing: ...


_STANDING: Final[tuple[Column[_Standing], ...]] = (
    Column("Level", lambda one: words.level_range(one.overall), lambda one: one.overall.level.mean),
    _mean("Target", lambda one: one.overall.target),
    _mean(COUNTS_AS_PROVEN, lambda one: one.overall.evidenced),
)


# --- The lists --------------------------------------------------------------------------------------------------------

HEAT: Final[tuple[Column[HeatRow], ...]] = (
    Column("Unit", lambda one: one.title, lambda one: one.title.casefold(), is_figure=False),
    _count("Teams", lambda one: one.teams),
    *_STANDING,
)
"""The columns before the sections of a heatmap."""


def section(id_: str, title: str) -> Column[HeatRow]:
    """Return the column of a section in a heatmap."""
    return _mean(title, lambda one: one.level_in(id_))


TREND: Final[tuple[Column[TrendPoint], ...]] = (
    Column("Quarter", lambda one: one.quarter, lambda one: one.quarter, is_figure=False),
    _count("Teams", lambda one: one.teams),
    _count("New", lambda one: one.new),
    _count("Old", lambda one: one.old),
    *_STANDING,
)

LATE: Final[tuple[Column[LateTeam], ...]] = (
    TEAM,
    UNIT,
    LAST_EDITION,
    Column("Round overdue", words.overdue, words.days_overdue, is_figure=False),
    Column("Steps late", words.late_steps, lambda one: one.step_days_late, is_figure=False),
)

RISK_MONTHS: Final[tuple[Column[RiskMonth], ...]] = (
    Column("Expire in", lambda one: one.month, lambda one: one.month, is_figure=False),
    _count("Risks", lambda one: one.risks),
    _count("Teams", lambda one: one.teams),
    Column("", words.past_risks, lambda one: one.past, is_figure=False),
)
_RISK_OF: Final[tuple[Column[Risk], ...]] = (
    Column("Until", words.last_day, lambda one: one.until, is_figure=False),
    TEAM,
)
_RISK_ACCEPTED: Final[tuple[Column[Risk], ...]] = (
    _count(ACCEPTED_AT, lambda one: one.level),
    Column("Target", lambda one: words.NO_FIGURE if one.target is None else str(one.target), lambda one: one.target),
    Column("Why", lambda one: one.reason, lambda one: one.reason.casefold(), is_figure=False),
)
RISKS: Final[tuple[Column[Risk], ...]] = (*_RISK_OF, PRACTICE, *_RISK_ACCEPTED)
RISKS_BY_ID: Final[tuple[Column[Risk], ...]] = (*_RISK_OF, PRACTICE_ID, *_RISK_ACCEPTED)
"""The same with the practices' ids, to type into another command."""

GAINS: Final[tuple[Column[Gain], ...]] = (
    _count("Low teams", lambda one: one.low_teams),
    _count("Not settled", lambda one: one.unsettled),
    _rise("One level", lambda one: one.one_level),
    _rise("To target", lambda one: one.to_target),
)
"""Columns after the practice."""

OFFERED: Final[tuple[Column[Gain], ...]] = (
    _count_of_any("Could take it over", lambda one: one.could_take),
    Column("From", lambda one: listed(one.offered_by), lambda one: one.offered_by or None, is_figure=False),
)
"""Columns after the practice: existing offers that other teams do not use."""

TO_OFFER: Final[tuple[Column[Gain], ...]] = (
    _count_of_any("Could use it", lambda one: one.could_be_given),
    Column("Done by", lambda one: listed(one.held_by), lambda one: one.held_by or None, is_figure=False),
)
"""Columns after the practice: practices that a team with other offers could also offer."""

SHORTFALLS: Final[tuple[Column[Shortfall], ...]] = (
    _count("Teams below target", lambda one: one.short),
    _count("Of", lambda one: one.teams),
    _count("Not settled", lambda one: one.unsettled),
    _mean("Level", lambda one: one.level),
    _mean("Target", lambda one: one.target),
)
"""Columns after the practice."""

PROOF: Final[tuple[Column[Proof], ...]] = (
    _count("Teams", lambda one: one.claimed.teams),
    _mean("Claimed", lambda one: one.claimed),
    _mean(COUNTS_AS_PROVEN, lambda one: one.evidenced),
    _count("Teams with less evidence", lambda one: one.unproven),
)
"""Columns after the practice."""

ANSWERED: Final = Column[words.OwnFigures](
    "Answered", lambda one: f"{one.answered} of {one.practices}", words.answered_share
)
TEAMS: Final[tuple[Column[TeamLine], ...]] = (
    TEAM,
    UNIT,
    Column("Level", words.team_range, lambda one: one.level),
    _level("Target", lambda one: one.target),
    _level(COUNTS_AS_PROVEN, lambda one: one.evidenced),
    ANSWERED,
    LAST_EDITION,
    Column("", lambda one: "old" if one.is_old else "", lambda one: one.is_old, is_figure=False),
)

TEAM_HEAT: Final[tuple[Column[TeamHeat], ...]] = (
    TEAM,
    Column("Level", words.team_range, lambda one: one.level),
)
"""The columns before the sections in a heatmap of teams."""
TEAM_HEAT_MORE: Final[tuple[Column[TeamHeat], ...]] = (
    _level("Target", lambda one: one.target),
    _level(COUNTS_AS_PROVEN, lambda one: one.evidenced),
    ANSWERED,
    UNIT,
    LAST_EDITION,
    Column("", lambda one: "old" if one.is_old else "", lambda one: one.is_old, is_figure=False),
)
"""The columns behind those of its sections."""


TEAM_PRACTICES: Final[tuple[Column[TeamPractice], ...]] = (
    PRACTICE,
    Column("Level", words.practice_level, lambda one: one.level),
    _whole("Target", lambda one: one.target if one.counts else None),
    _whole(COUNTS_AS_PROVEN, lambda one: one.evidenced),
    _whole("Below", lambda one: one.gap or None),
    Column("Moved", words.practice_change, lambda one: one.change),
)
PRACTICE_TEAMS: Final[tuple[Column[PracticeOfTeam], ...]] = (
    TEAM,
    UNIT,
    Column("Level", words.practice_level, lambda one: one.level),
    _whole("Target", lambda one: one.target),
    _whole(COUNTS_AS_PROVEN, lambda one: one.evidenced),
    _whole("Below", lambda one: one.gap or None),
    Column("Moved", words.practice_change, lambda one: one.change),
)


def sides(one: str, other: str) -> tuple[Column[ComparedFigure], ...]:
    """Return the columns of two rows that are called so, behind the practice."""
    return (
        _mean(one, lambda line: line.one),
        _mean(other, lambda line: line.other),
        Column("Difference", words.difference, lambda line: line.difference),
    )


SPREAD: Final[tuple[Column[Distance], ...]] = (
    TEAM,
    UNIT,
    _level("Level", lambda one: one.level),
    Column(
        "Unit's median",
        lambda one: f"{words.decimal(one.unit_median)}, {plural(one.unit_teams, 'team')}",
        lambda one: one.unit_median,
    ),
    Column("Distance", lambda one: words.change(one.distance), lambda one: one.distance),
)

MOVED_ROWS: Final[tuple[Column[MovedRow], ...]] = (
    Column("Unit", lambda one: one.title, lambda one: one.title.casefold(), is_figure=False),
    _count("Teams", lambda one: one.after.teams),
    Column("Before", lambda one: words.moved(one.before, one.after)[0], lambda one: one.before.mean),
    Column("After", lambda one: words.moved(one.before, one.after)[1], lambda one: one.after.mean),
    Column("Change", lambda one: words.moved(one.before, one.after)[2], lambda one: one.change),
)
MOVED_PRACTICES: Final[tuple[Column[MovedPractice], ...]] = (
    _count("Up", lambda one: one.up),
    _count("Down", lambda one: one.down),
    # The sum of all teams' changes in level: a practice that four teams raised and four lowered may have fallen.
    Column("Levels", lambda one: words.steps(round(one.change.total)), lambda one: one.change.total),
    _count("Teams", lambda one: one.change.teams),
)
"""Columns after the practice."""
MOVED_TEAMS: Final[tuple[Column[MovedTeam], ...]] = (
    TEAM,
    Column("Change", lambda one: words.change(one.change), lambda one: one.change),
)
MOVED_TEAMS_MORE: Final[tuple[Column[MovedTeam], ...]] = (
    _level("Before", lambda one: one.before),
    _level("After", lambda one: one.after),
    _count("Practices", lambda one: one.practices),
)
