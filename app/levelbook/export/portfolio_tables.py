"""The tables of a portfolio for spreadsheets: a row for each unit, team, quarter, risk and practice, all of them.

Cells are values and no words, so that they can be added up: means beside how many teams they are of, ranges in columns
of their own, a team's own figures also as fractions. `portfolio_workbook.py` writes them as a workbook; `csv_file`
writes one as CSV.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.figures import Standing, TeamMean
from levelbook.core.portfolio.overview import Overview
from levelbook.core.portfolio.reports.teams import TeamLine
from levelbook.export.csv import table as csv_table
from levelbook.words.portfolio_columns import ACCEPTED_AT, COUNTS_AS_PROVEN

Cell = str | int | float | date | None
"""None is an empty cell."""


@frozen
class Table:
    """A table of a portfolio."""

    name: str
    """Its id, in lower case."""
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@frozen
class PortfolioTables:
    """All tables of a portfolio, and the one asked for."""

    organisation: str
    about: tuple[str, ...]
    """Sentences on the teams that they cover and leave out."""
    as_of: date
    tables: Mapping[str, Table]
    wanted: str = "teams"
    """The one that a format takes which has room for one only."""


def tables_of(found: Overview, about: Sequence[str], wanted: str = "teams") -> PortfolioTables:
    """Return the tables of everything that a page shows."""
    tables = {name: Table(name, *make(found)) for name, make in TABLES.items()}
    return PortfolioTables(found.organisation, tuple(about), found.asked.as_of, tables, wanted)


def csv_file(source: PortfolioTables) -> bytes:
    """Return the table that is wanted as CSV. No cell of it acts as a formula."""
    table = source.tables[source.wanted]
    return csv_table(table.heads, [tuple(map(_written, row)) for row in table.rows])


def _written(cell: Cell) -> str | float:
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else cell


# --- Making them ------------------------------------------------------------------------------------------------------

_Made = tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]
"""Heads and rows."""
_STANDING: Final = ("Level", "Level of teams", "Low", "High", "Target", COUNTS_AS_PROVEN)


def _made(heads: Iterable[str], rows: Iterable[Iterable[Cell]]) -> _Made:
    return tuple(heads), tuple(tuple(row) for row in rows)


def _standing(of: Standing) -> tuple[Cell, ...]:
    return _mean(of.level), of.level.teams, _mean(of.low), _mean(of.high), _mean(of.target), _mean(of.evidenced)


def _mean(figure: TeamMean) -> float | None:
    return _rounded(figure.mean)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _units(found: Overview) -> _Made:
    sections = found.heatmap.sections
    whole = [found.heatmap.whole] if found.heatmap.whole else []
    return _made(
        ("Unit", "Title", "Teams", "Old", *_STANDING, *sections.values()),
        (
            (
                row.row,
                row.title,
                row.teams,
                row.old,
                *_standing(row.overall),
                *(_mean(row.level_in(s)) for s in sections),
            )
            for row in [*found.heatmap.rows, *whole]
        ),
    )


def _quarters(found: Overview) -> _Made:
    return _made(
        ("Quarter", "Unit", "Teams", "New", "Old", *_STANDING),
        ((one.quarter, one.row, one.teams, one.new, one.old, *_standing(one.overall)) for one in found.trend),
    )


_OF_TEAM: Final = ("level", "low", "high", "target", "evidenced")


def _teams(found: Overview) -> _Made:
    figures = ("Level", "Low", "High", "Target", COUNTS_AS_PROVEN)
    return _made(
        (
            *("Team", "Name", "Unit", *figures, "Practices", "Answered", "Last edition", "Sealed on", "Old"),
            *(f"{name} exactly" for name in figures),
        ),
        (
            (
                *(one.team, one.name, one.unit, *_figures_of(one), one.practices, one.answered, one.edition_name),
                *(one.sealed_on, _yes(one.is_old), *(getattr(one, f"{name}_exact") for name in _OF_TEAM)),
            )
            for one in found.teams
        ),
    )


def _figures_of(team: TeamLine) -> tuple[Cell, ...]:
    return tuple(_rounded(getattr(team, name)) for name in _OF_TEAM)


def _late(found: Overview) -> _Made:
    return _made(
        ("Team", "Name", "Unit", "Last edition", "Round overdue, days", "Steps late", "Latest step, days"),
        (
            (one.team, one.name, one.unit, one.sealed_on, one.round_days_late, one.steps_late, one.step_days_late)
            for one in found.late
        ),
    )


def _risks(found: Overview) -> _Made:
    return _made(
        ("Until", "Team", "Name", "Practice", "Title", ACCEPTED_AT, "Target", "Why"),
        (
            (one.until, one.team, one.name, one.practice, one.title, one.level, one.target, one.reason)
            for one in found.risks.risks
        ),
    )


_PRACTICE: Final = ("Practice", "Title", "Section")


def _practices(found: Overview) -> _Made:
    return _made(
        (*_PRACTICE, "Essential", "Teams", "Teams below target", "Not settled", "Gap", "Level", "Target"),
        (
            (
                *(one.practice, one.title, one.section, _yes(one.essential), one.teams, one.short, one.unsettled),
                *map(_mean, (one.gap, one.level, one.target)),
            )
            for one in found.practices
        ),
    )


def _proof(found: Overview) -> _Made:
    return _made(
        (*_PRACTICE, "Teams", "Claimed", COUNTS_AS_PROVEN, "Teams with less evidence"),
        (
            (
                *(one.practice, one.title, one.section, one.claimed.teams, _mean(one.claimed), _mean(one.evidenced)),
                one.unproven,
            )
            for one in found.proof
        ),
    )


def _gains(found: Overview) -> _Made:
    return _made(
        (
            *(*_PRACTICE, "Low teams", "Not settled", "One level", "To target"),
            *("Could take it over", "Offered by", "Could use it", "Done by"),
        ),
        (
            (
                *(one.practice, one.title, one.section, one.low_teams, one.unsettled),
                *(_mean(one.one_level), _mean(one.to_target)),
                *(one.could_take, ", ".join(one.offered_by), one.could_be_given, ", ".join(one.held_by)),
            )
            for one in found.gains
        ),
    )


def _moved(found: Overview) -> _Made:
    unit_of = {one.team: one.unit for one in found.teams}
    return _made(
        ("Team", "Name", "Unit", "Practices", "Before", "After", "Change", "Before exactly", "After exactly"),
        (
            (
                *(one.team, one.name, unit_of.get(one.team, one.row), one.practices),
                *(_rounded(one.before), _rounded(one.after)),
                *(_rounded(one.change), one.before_exact, one.after_exact),
            )
            for one in found.movement.teams
        ),
    )


TABLES: Final[Mapping[str, Callable[[Any], _Made]]] = {
    "units": _units,
    "quarters": _quarters,
    "teams": _teams,
    "late": _late,
    "risks": _risks,
    "practices": _practices,
    "proof": _proof,
    "gains": _gains,
    "movement": _moved,
}
"""Name of each table to how it is made."""
