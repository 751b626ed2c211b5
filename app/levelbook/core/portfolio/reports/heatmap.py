"""Levels of units or teams in each section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.figures import NOTHING, Standing, TeamMean
from levelbook.core.portfolio.reports.scope import WHOLE, Rows
from levelbook.core.portfolio.reports.trend import TrendPoint


@frozen
class HeatRow:
    """A row of the heatmap: a unit or a team."""

    row: str
    title: str
    teams: int
    old: int
    overall: Standing
    sections: Mapping[str, Standing]

    def level_in(self, section: str) -> TeamMean:
        """Return its level in a section; a mean over no team if there are no answers."""
        return self.sections[section].level if section in self.sections else NOTHING


@frozen
class Heatmap:
    """The levels of rows in each section."""

    sections: Mapping[str, str]
    """Id to title, in the order of the questionnaire."""
    rows: tuple[HeatRow, ...]
    whole: HeatRow | None
    """All rows together; None where there is no team."""


def heatmap_of(found: Rows, titles: Mapping[str, str]) -> Heatmap:
    """Build the report from the query `show`."""
    by_row: dict[str, dict[str, Mapping[str, Any]]] = {}
    for line in found:
        by_row.setdefault(line["row"], {})[line["section"]] = line
    in_order = sorted(found, key=lambda line: (line["position"], line["section"]))
    sections = {line["section"]: line["title"] for line in in_order if line["section"] != WHOLE}
    rows = tuple(_heat_row(row, titles.get(row, row), lines) for row, lines in by_row.items() if WHOLE in lines)
    return Heatmap(sections, rows, _together(rows, sections) if rows else None)


def without_sections(points: Iterable[TrendPoint], titles: Mapping[str, str]) -> Heatmap:
    """Build the report without sections from the rows' overall figures of one quarter, which are known sooner."""
    rows = tuple(
        HeatRow(point.row, titles.get(point.row, point.row), point.teams, point.old, point.overall, {})
        for point in points
        if point.row != WHOLE
    )
    return Heatmap({}, rows, _together(rows, ()) if rows else None)


def _heat_row(row: str, title: str, lines: Mapping[str, Mapping[str, Any]]) -> HeatRow:
    whole = lines[WHOLE]
    by_section = {section: Standing.of(line) for section, line in lines.items() if section != WHOLE}
    return HeatRow(row, title, int(whole["teams"]), int(whole["old"]), Standing.of(whole), by_section)


def _together(rows: Sequence[HeatRow], sections: Iterable[str]) -> HeatRow:
    return HeatRow(
        WHOLE,
        "all",
        sum(row.teams for row in rows),
        sum(row.old for row in rows),
        Standing.together(row.overall for row in rows),
        {
            section: Standing.together(row.sections[section] for row in rows if section in row.sections)
            for section in sections
        },
    )
