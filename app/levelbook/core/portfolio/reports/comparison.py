"""Compare two units or teams side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.figures import TeamMean, settled
from levelbook.core.portfolio.reports.heatmap import HeatRow, heatmap_of
from levelbook.core.portfolio.reports.scope import Rows


@frozen
class ComparedFigure:
    """A figure in two rows: of a practice; or of a section or of the whole, where `practice` is empty."""

    practice: str
    title: str
    one: TeamMean
    other: TeamMean

    @property
    def difference(self) -> float | None:
        """Return how much higher the other level is; None if one of them is missing."""
        if self.one.mean is None or self.other.mean is None:
            return None
        return settled(self.other.mean - self.one.mean)


@frozen
class Compared:
    """Two rows side by side."""

    one: HeatRow | None
    other: HeatRow | None
    sections: Mapping[str, str]
    practices: tuple[ComparedFigure, ...]
    """The widest difference first."""

    @property
    def whole_and_sections(self) -> tuple[ComparedFigure, ...]:
        """Return the overall figures, then the level in each section; none if one of the rows is missing."""
        one, other = self.one, self.other
        if one is None or other is None:
            return ()
        whole = (
            ComparedFigure("", title, getattr(one.overall, name), getattr(other.overall, name))
            for name, title in _OF_THE_WHOLE.items()
        )
        sections = (
            ComparedFigure("", title, one.level_in(id_), other.level_in(id_)) for id_, title in self.sections.items()
        )
        return (*whole, *sections)


_OF_THE_WHOLE: Final = {
    "level": "Level",
    "low": "Lowest",
    "high": "Highest",
    "target": "Target",
    "evidenced": "Counts as proven",
}


def compared_of(found: Rows, by_practice: Rows, titles: Mapping[str, str], one: str, other: str) -> Compared:
    """Build the report from the queries `show` and `compare_practices`."""
    heat = heatmap_of(found, titles)
    rows = {row.row: row for row in heat.rows}
    levels: dict[str, dict[str, TeamMean]] = {}
    names = {line["practice"]: line["title"] for line in by_practice}
    for line in by_practice:
        levels.setdefault(line["practice"], {})[line["row"]] = TeamMean.of(line["level_sum"], line["levels"])
    lines = [
        ComparedFigure(practice, names[practice], sides.get(one, TeamMean(0, 0)), sides.get(other, TeamMean(0, 0)))
        for practice, sides in levels.items()
    ]
    ordered = sorted(lines, key=lambda line: (line.difference is None, -abs(line.difference or 0), line.practice))
    return Compared(rows.get(one), rows.get(other), heat.sections, tuple(ordered))
