"""The ten reports of a portfolio are printed as plain lines here, the most wanted first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

from levelbook.cli.output import put, put_table
from levelbook.core.portfolio.reports.comparison import Compared
from levelbook.core.portfolio.reports.heatmap import Heatmap
from levelbook.core.portfolio.reports.lateness import LateTeam
from levelbook.core.portfolio.reports.movement import Movement
from levelbook.core.portfolio.reports.practices import Gain, Proof, Shortfall
from levelbook.core.portfolio.reports.risks import Risks
from levelbook.core.portfolio.reports.scope import WHOLE, ReportScope
from levelbook.core.portfolio.reports.teams import Distance, TeamLine
from levelbook.core.portfolio.reports.trend import TrendPoint
from levelbook.words import portfolio as words
from levelbook.words import portfolio_columns as columns
from levelbook.words.figures import listed, plural
from levelbook.words.portfolio_columns import Column

MOST_LINES: Final = 20
"""How many lines of a long list are shown without `--all`."""

T = TypeVar("T")


def put_asked(asked: ReportScope) -> None:
    """Print which teams a report covers, and which it leaves out."""
    put(*words.asked_lines(asked), "")


def put_heatmap(found: Heatmap, asked: ReportScope) -> None:
    """Print a row for each unit, a column for each section: levels, and the number of teams."""
    if found.whole is None:
        put(words.no_levels(asked))
        return
    short = words.short_sections(found.sections)
    by_section = [columns.section(id_, short[id_]) for id_ in found.sections]
    _put_list([*columns.HEAT, *by_section], [*found.rows, found.whole])
    put("", "The columns from Level on are means over the teams in the row. Sections:")
    put_table([(short[id_], title) for id_, title in found.sections.items()], indent=2)


def put_trend(points: Sequence[TrendPoint], asked: ReportScope) -> None:
    """Print a line for each quarter."""
    whole = [point for point in points if point.row == WHOLE]
    if not whole:
        put(words.no_levels(asked))
        return
    _put_list(columns.TREND, whole)
    put("", words.NEW_AND_OLD)


def put_late(teams: Sequence[LateTeam], *, most: int) -> None:
    """Print the teams with something overdue, longest first."""
    if not teams:
        put(words.NO_LATE_TEAM)
        return
    _put_list(columns.LATE, teams, most=most, more="late team")


def put_risks(found: Risks, *, most: int) -> None:
    """Print the number of accepted risks that expire in each month, then the first of them."""
    if not found.risks:
        put("No risk is accepted.")
        return
    _put_list(columns.RISK_MONTHS, found.months)
    put("")
    _put_list(columns.RISKS_BY_ID, found.risks, most=most, more="accepted risk")


def put_proof(lines: Sequence[Proof], *, most: int) -> None:
    """Print practices by how far claims are above their evidence."""
    _put_practices((columns.PRACTICE_ID, *columns.PROOF), lines, most)


def put_shortfalls(lines: Sequence[Shortfall], *, most: int) -> None:
    """Print practices by how many teams are below target."""
    _put_practices((columns.PRACTICE_ID, *columns.SHORTFALLS), lines, most)


def put_gains(lines: Sequence[Gain], *, most: int) -> None:
    """Print practices by how much one more level would help the organisation."""
    _put_practices((columns.PRACTICE_ID, *columns.GAINS), lines, most)
    if not lines:
        return
    put("", words.WHAT_GAINS_ARE)
    for title, offered, found in (
        (words.OFFERED, columns.OFFERED, words.offered_gains(lines)),
        (words.TO_OFFER, columns.TO_OFFER, words.gains_to_offer(lines)),
    ):
        if found:
            put("", f"{title}:")
            _put_list((columns.PRACTICE_ID, *offered), found, most=most, more="practice", indent=2)


def put_spread(lines: Sequence[Distance], *, most: int) -> None:
    """Print the teams furthest from the median of their unit."""
    _put_list(columns.SPREAD, lines, most=most, more="team")


def put_movement(found: Movement, *, most: int) -> None:
    """Print what moved like for like: rows, practices, teams."""
    if not found.teams:
        put(words.NOTHING_TO_COMPARE)
        return
    _put_list(columns.MOVED_ROWS, found.rows)
    both = ("Fell in some teams, and rose in others by as many levels", found.fell_and_rose)
    for title, lines in (("Fell", found.fell), ("Rose", found.rose), both):
        if lines:
            put("", f"{title}:")
            _put_list((columns.PRACTICE_ID, *columns.MOVED_PRACTICES), lines, most=most, more="practice", indent=2)
    if found.teams_that_fell:
        put("", "Teams that fell:")
        _put_list(columns.MOVED_TEAMS, found.teams_that_fell, most=most, more="team", indent=2)


def put_compared(found: Compared, names: tuple[str, str], *, most: int) -> None:
    """Print two rows side by side: the whole, sections, then practices with the widest difference."""
    one, other = found.one, found.other
    if one is None or other is None:
        missing = listed([name for name, row in zip(names, (one, other), strict=True) if row is None])
        put(f"There are no figures for {missing} to compare.")
        return
    rows: list[tuple[str, ...]] = [("", one.title, other.title), ("Teams", str(one.teams), str(other.teams))]
    rows.append(("Level", words.level_range(one.overall), words.level_range(other.overall)))
    rows += [(name, *(words.mean(getattr(row.overall, key)) for row in (one, other))) for name, key in _COMPARED]
    for id_, title in found.sections.items():
        levels = (words.mean(row.level_in(id_)) for row in (one, other))
        rows.append((title, *levels))
    put_table(rows, right=(1, 2))
    put("", columns.ON_WORD_ALONE, "")
    _put_practices((columns.PRACTICE_ID, *columns.sides(*names)), found.practices, most)


_COMPARED: Final = (("Target", "target"), ("Counts as proven", "evidenced"))


def put_teams(lines: Sequence[TeamLine], *, most: int) -> None:
    """Print a line for each team."""
    _put_list(columns.TEAMS, lines, most=most, more="team")


def _put_practices(shown: Sequence[Column[T]], lines: Sequence[T], most: int) -> None:
    if not lines:
        put(words.NO_PRACTICE)
        return
    _put_list(shown, lines, most=most, more="practice")


def _put_list(
    shown: Sequence[Column[T]], rows: Sequence[T], *, most: int | None = None, more: str = "", indent: int = 0
) -> None:
    """Print at most `most` lines of a list, and the number of the others. more: the noun for one of them."""
    if not rows:
        put(f"{' ' * indent}No {more or 'team'} to show.")
        return
    table = [columns.heads(shown), *columns.cells(shown, rows[:most])]
    put_table(table, right=columns.figures(shown), indent=indent)
    if most is not None and len(rows) > most:
        put("", f"{plural(len(rows) - most, f'more {more}')}: --all shows them.")
    if columns.COUNTS_AS_PROVEN in columns.heads(shown):
        put("", columns.ON_WORD_ALONE)
