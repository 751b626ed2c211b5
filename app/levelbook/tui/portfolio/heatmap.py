"""The heatmap shows the levels of units by section and quarter: the first screen of a portfolio.

It is made of the first view that a collection stored, or of an inquiry, which says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from levelbook.core.portfolio.figures import NOTHING, TeamMean
from levelbook.core.portfolio.first_view import FirstView
from levelbook.core.portfolio.reports.heatmap import Heatmap, HeatRow
from levelbook.core.portfolio.reports.scope import WHOLE
from levelbook.tui.editions.plot import BLOCKS, sparkline
from levelbook.tui.portfolio.places import Place
from levelbook.tui.portfolio.view import View, shown
from levelbook.tui.widgets.table import ShownColumn
from levelbook.words import portfolio as words
from levelbook.words import portfolio_columns as columns
from levelbook.words.figures import plural

if TYPE_CHECKING:
    from levelbook.portfolio.inquiry import Inquiry

ReportSource: TypeAlias = "FirstView | Inquiry"
"""Either of the two that say where units stand."""


def units(place: Place, seen: ReportSource, heat: Heatmap, trends: Mapping[str, Sequence[float | None]]) -> View:
    """Show the units within one, or within the organisation, as far as is known by now."""
    top = seen.top
    by_section = section_columns(
        heat.sections,
        top,
        lambda _, id_: lambda row: row.level_in(id_).mean,
    )
    first, rest = shown(columns.HEAT)[:3], with_short_heads(shown(columns.HEAT)[3:])
    spark = _spark(trends, top)
    listed = (*first, *by_section, spark, *rest)
    whole = f" Together: {words.level_range(heat.whole.overall)}." if heat.whole else ""
    about = f"Means over the teams of a unit, from 0 to {top}.{whole} {columns.ON_WORD_ALONE}"
    return View(
        asked=(*words.asked_lines(seen.asked), about),
        columns=listed,
        rows=heat.rows,
        key_of=lambda row: row.row,
        text_of=lambda row: f"{row.title} {row.row}",
        below=partial(_below_unit, place),
        side=lambda row: (row.row, row.title),
        about=lambda row, column: f"{_about_unit(row, listed[column], heat.sections)}  {spark.said(row)}",
        nothing=words.no_levels(seen.asked),
    )


def whole(place: Place, seen: ReportSource) -> View:
    """Show all that is known of them."""
    return units(place, seen, seen.heatmap, _trends(seen))


def _trends(seen: ReportSource) -> dict[str, list[float | None]]:
    """Level of each row at the end of each quarter up to the one that is asked about."""
    quarters = [quarter for quarter in seen.quarters if quarter <= seen.asked.quarter]
    levels = {(point.row, point.quarter): point.overall.level.mean for point in seen.trend}
    rows = {row for row, _ in levels if row != WHOLE}
    return {row: [levels.get((row, quarter)) for quarter in quarters] for row in rows}


def _below_unit(place: Place, row: HeatRow) -> Place:
    """The units within it; its teams where there are none, and those that are in no part of the unit itself."""
    if row.row == place.unit:
        return Place("teams-here", row.row, title=f"{row.title} itself")
    return Place("heatmap", row.row, title=row.title)


def _about_unit(row: HeatRow, column: ShownColumn, sections: Mapping[str, str]) -> str:
    section = next((id_ for id_, title in sections.items() if title == column.title), None)
    if section is None:
        return f"{row.title}: {plural(row.teams, 'team')}, {row.old} overdue for the next round"
    standing = row.sections.get(section)
    level: TeamMean = standing.level if standing else NOTHING
    said = words.level_range(standing) if standing else words.NO_FIGURE
    target = f", target {words.mean(standing.target)}" if standing else ""
    return f"{column.title}: {said}{target}, over {plural(level.teams, 'team')}"


# --- Columns ----------------------------------------------------------------------------------------------------------


def _heat(said: float | None, top: int) -> tuple[str, str]:
    """A level as a figure with a block as high as it, which reads without colour; and its ink, which says the same."""
    if said is None:
        return words.NO_FIGURE, "dim"
    height = min(len(BLOCKS) - 1, max(0, round(said / top * (len(BLOCKS) - 1))))
    ink = "warn" if said < top / 3 else "good" if said >= top * 2 / 3 else ""
    return f"{words.decimal(said)}{BLOCKS[height]}", ink


def with_short_heads(listed: Iterable[ShownColumn]) -> tuple[ShownColumn, ...]:
    """Return columns that fit beside those of the sections: what counts as proven is `Proven` there, as on home."""
    return tuple(
        replace(one, head="Proven", title=one.head) if one.head == columns.COUNTS_AS_PROVEN else one for one in listed
    )


def section_columns(
    sections: Mapping[str, str], top: int, level_in: Callable[[int, str], Callable[[Any], float | None]]
) -> tuple[ShownColumn, ...]:
    """Return a column for each section. level_in: makes what finds a row's level in a section, of its place and id."""
    short = words.short_sections(sections)
    return tuple(
        _section_column(short[id_], title, level_in(place, id_), top)
        for place, (id_, title) in enumerate(sections.items())
    )


def _section_column(short: str, title: str, level: Callable[[Any], float | None], top: int) -> ShownColumn:
    return ShownColumn(
        short, lambda row: _heat(level(row), top)[0], level, ink=lambda row: _heat(level(row), top)[1], title=title
    )


def _spark(trends: Mapping[str, Sequence[float | None]], top: int) -> ShownColumn:
    """The column of levels over the quarters, sorted by how far they went."""

    def said(row: HeatRow) -> str:
        levels = [None if level is None else Fraction(repr(level)) for level in trends.get(row.row, ())]
        return sparkline(levels, top)

    def rise(row: HeatRow) -> float | None:
        known = [level for level in trends.get(row.row, ()) if level is not None]
        return known[-1] - known[0] if known else None

    return ShownColumn("Trend", said, rise, is_figure=False, ink=lambda row: "blue", title="Level, quarter by quarter")
