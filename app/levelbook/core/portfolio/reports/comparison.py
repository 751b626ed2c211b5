"""Two units or teams side by side."""

from __future__ import annotations

from collections.abc import Mapping

from levelbook.core.portfolio.figures import Over, settled
from levelbook.core.portfolio.reports.asked import Rows
from levelbook.core.portfolio.reports.heatmap import HeatRow, heatmap_of
from levelbook.frozen import frozen


@frozen
class ComparedPractice:
    """A practice in two rows."""

    practice: str
    title: str
    one: Over
    other: Over

    @property
    def difference(self) -> float | None:
        """Return how much higher the other is; None where one of them has no level."""
        if self.one.mean is None or self.other.mean is None:
            return None
        return settled(self.other.mean - self.one.mean)


@frozen
class Compared:
    """Two rows side by side."""

    one: HeatRow | None
    other: HeatRow | None
    sections: Mapping[str, str]
    practices: tuple[ComparedPractice, ...]
    """The widest difference first."""


def compared_of(found: Rows, by_practice: Rows, titles: Mapping[str, str], one: str, other: str) -> Compared:
    """Make it of the queries `show` and `compare_practices`."""
    heat = heatmap_of(found, titles)
    rows = {row.row: row for row in heat.rows}
    levels: dict[str, dict[str, Over]] = {}
    names = {line["practice"]: line["title"] for line in by_practice}
    for line in by_practice:
        levels.setdefault(line["practice"], {})[line["row"]] = Over.of(line["level_sum"], line["levels"])
    lines = [
        ComparedPractice(practice, names[practice], sides.get(one, Over(0, 0)), sides.get(other, Over(0, 0)))
        for practice, sides in levels.items()
    ]
    ordered = sorted(lines, key=lambda line: (line.difference is None, -abs(line.difference or 0), line.practice))
    return Compared(rows.get(one), rows.get(other), heat.sections, tuple(ordered))
