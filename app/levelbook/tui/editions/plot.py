"""A small plot of levels over time, drawn in characters: a point for each time, a bar where only a range is known."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from textual.content import Content

from levelbook.core.frozen import frozen
from levelbook.core.text.rounding import one_decimal
from levelbook.tui.literal_text import EMPTY, join, line

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Bits of a braille character: four rows of two dots."""
_AXIS = 5
_WIDEST = 22
"""Columns from one point to the next at most, so that two editions are not at the ends of a wide screen."""


@frozen
class Point:
    """A point on the plot: one edition, or now."""

    name: str
    level: Fraction | None
    """None where nothing is answered."""
    low: Fraction | None
    high: Fraction | None
    target: Fraction | None
    is_range: bool
    """Whether something is open, so that the level may be anywhere from low to high."""


class _Canvas:
    """Characters with their inks; the dots of lines lie below whatever else is drawn."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._dots: dict[tuple[int, int], int] = {}
        self._signs: dict[tuple[int, int], tuple[str, str]] = {}

    def put(self, x: int, y: int, text: str, ink: str) -> None:
        for place, sign in enumerate(text, start=x):
            if 0 <= place < self.width and 0 <= y < self.height:
                self._signs[place, y] = (sign, ink)

    def is_free(self, x: int, y: int) -> bool:
        return (x, y) not in self._signs and (x, y) not in self._dots

    def dot(self, x: int, y: int) -> None:
        """A dot at a place counted in dots: two columns and four rows of them to a character."""
        cell = (x // 2, y // 4)
        self._dots[cell] = self._dots.get(cell, 0) | _DOTS[y % 4][x % 2]

    def stroke(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """A straight line from dot to dot."""
        (x, y), (to_x, to_y) = start, end
        steps = max(abs(to_x - x), abs(to_y - y), 1)
        for step in range(steps + 1):
            self.dot(x + round((to_x - x) * step / steps), y + round((to_y - y) * step / steps))

    def row(self, y: int) -> Content:
        parts: list[Content] = []
        for x in range(self.width):
            sign, ink = self._signs.get((x, y), ("", ""))
            dots = self._dots.get((x, y))
            parts.append(line(sign, ink) if sign else line(chr(0x2800 | dots), "blue") if dots else line(" "))
        return join(*parts).rstrip()


def fitting(count: int, width: int) -> int:
    """Say how many of so many points there is room for."""
    return max(1, min(count, (width - _AXIS - 8) // 2))


def plot(points: Sequence[Point], top: int, width: int, lines_a_level: int) -> list[Content]:
    """The plot, axes and all, line by line; from 0 to the top of the scale. The points are those that fit."""
    canvas = _Canvas(width - _AXIS, top * lines_a_level + 1)
    step = _step(len(points), canvas.width)
    first = min(max(len(points[0].name) // 2 + 1, 4), max(2, canvas.width // 4)) if points else 0
    columns = [first + place * step for place in range(len(points))]

    def dot_of(value: Fraction) -> int:
        return round((top - value) * lines_a_level * 4 + Fraction(3, 2))

    def line_of(value: Fraction) -> int:
        return dot_of(value) // 4

    for before, after, x, to in zip(points, points[1:], columns, columns[1:], strict=False):
        if before.level is not None and after.level is not None:
            canvas.stroke((x * 2, dot_of(before.level)), (to * 2, dot_of(after.level)))
    for point, x in zip(points, columns, strict=True):
        if point.is_range and point.low is not None and point.high is not None:
            for y in range(line_of(point.high), line_of(point.low) + 1):
                canvas.put(x, y, "│", "amber")
            canvas.put(x, line_of(point.high), "┬", "amber")
            canvas.put(x, line_of(point.low), "┴", "amber")
    for place, (point, x) in enumerate(zip(points, columns, strict=True)):
        needed = line_of(point.target) if point.target is not None else -1
        if point.level is not None:
            y = line_of(point.level)
            canvas.put(x, y, "●", "chosen")
            if step >= 6 or place == len(points) - 1:
                following = points[place + 1].level if place + 1 < len(points) else None
                beside = (y - 1, y + 1) if following is None or following <= point.level else (y + 1, y - 1)
                fits = [one for one in beside if 0 <= one < canvas.height]
                free = [one for one in fits if one != needed] or fits
                canvas.put(x + 1, free[0], one_decimal(point.level), "strong")
        _dash(canvas, x, step, needed)
    lines = [join(_tick(y, top, lines_a_level), canvas.row(y)) for y in range(canvas.height)]
    return [*lines, *_below(points, columns, canvas.width, step)]


def _step(count: int, width: int) -> int:
    return max(2, min(_WIDEST, (width - 10) // max(1, count - 1)))


def _dash(canvas: _Canvas, x: int, step: int, y: int) -> None:
    """Say what is needed, as dashes around a point wherever there is nothing else."""
    for place in range(x - step // 2, x + (step + 1) // 2):
        if canvas.is_free(place, y):
            canvas.put(place, y, "╌", "dim")


def _tick(y: int, top: int, lines_a_level: int) -> Content:
    level, within = divmod(y, lines_a_level)
    if within:
        return line(f"{'│':>{_AXIS}}", "dim")
    return line(f"{top - level:>{_AXIS - 1}}┤", "dim")


def _below(points: Sequence[Point], columns: Sequence[int], width: int, step: int) -> list[Content]:
    """The axis of time, with names where they fit and numbers where they do not."""
    if not points:
        return [EMPTY]
    axis = ["─"] * (columns[-1] + 4)
    for x in columns:
        axis[x] = "┴"
    names = [point.name for point in points]
    fits = max(map(len, names[:-1]), default=0) < step
    canvas = _Canvas(width, 2)

    def under(x: int, y: int, text: str, ink: str) -> None:
        canvas.put(max(0, min(x - len(text) // 2, width - len(text))), y, text, ink)

    for place, (point, x) in enumerate(zip(points, columns, strict=True)):
        is_last = place == len(points) - 1
        if fits or is_last or step >= 4 or place % 5 == 0:  # every fifth number is enough
            under(x, 0, point.name if fits or is_last else str(place + 1), "dim")
        if step >= 9 and point.is_range and point.low is not None and point.high is not None:
            under(x, 1, f"{one_decimal(point.low)}–{one_decimal(point.high)}", "amber")
    made = [join(line(" " * (_AXIS - 1)), line("└" + "".join(axis), "dim"))]
    return made + [join(line(" " * _AXIS), words) for words in (canvas.row(0), canvas.row(1)) if words]


BLOCKS = "▁▂▃▄▅▆▇█"
"""From the lowest to the highest."""


def sparkline(levels: Sequence[Fraction | None], top: int) -> str:
    """A level each, as a column of eight heights; a point where there is none."""
    return "".join(
        "·" if level is None else BLOCKS[min(7, int(level * 7 / top + Fraction(1, 2)))] if top else BLOCKS[0]
        for level in levels
    )
