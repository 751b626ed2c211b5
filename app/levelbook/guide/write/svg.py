"""This module alone knows leather: figures in, SVG out, the same bytes for the same figures on every machine.

leather lays out scales, axes, bars, lines and the key. What it has no shape for is drawn by `Marks`: an upright line
for a target, a line with ends for a range, a chapter's title above its bar. The image stands on a card of its own
that follows the reader's scheme by a media query, so it is legible also where a page is light and the system is dark.
No script, no font or address from elsewhere, and nothing that is told by colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from leather import Chart, theme
from leather.scales import Ordinal, Scale
from leather.series import Series
from leather.shapes import Bars, Line
from leather.shapes.base import Shape

from levelbook.core.frozen import frozen
from levelbook.guide.write.charts import MOST_EDITIONS, Bar, Point
from levelbook.words.figures import figure_words

CARD, EDGE, INK, QUIET, TRACK = "#ffffff", "#d1d9e0", "#1f2328", "#59636e", "#eaeef2"
LEVEL, PROVEN, TARGET = "#5b9bd5", "#0b4a80", "#b35900"
DARK = {
    CARD: "#151b23",
    EDGE: "#3d444d",
    INK: "#f0f6fc",
    QUIET: "#9198a1",
    TRACK: "#2a313c",
    LEVEL: "#3a78b0",
    PROVEN: "#a5d6ff",
    TARGET: "#f0a35e",
}
"""What each colour is in a dark scheme."""

WIDTH = 520
_SIDE, _ABOVE, _BELOW = 24, 34, 12
_ROW = 48
_LONGEST_TITLE = 46
_LONGEST_NAME = 12
"""Letters of an edition's name: 2026-11-22-2 is another than 2026-11-22, and five of them stand side by side."""
_FONT = 'system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif'

# leather keeps its looks in a module of its own; nothing else in this process draws with it.
theme.margin = 0.0
theme.background_color = "none"
theme.tick_color = theme.zero_color = EDGE
theme.label_color = theme.legend_color = QUIET
theme.tick_font_family = theme.legend_font_family = "sans-serif"
theme.tick_font_size = theme.legend_font_size = 13
theme.tick_font_char_width = theme.legend_font_char_width = 7
theme.legend_gap = 10


def standing(bars: Sequence[Bar], top: int, alt: str) -> str:
    """Draw each chapter's level as a bar, with its range, its proven part and its target, from 0 to `top`."""
    rows = list(reversed(range(len(bars))))  # leather begins below
    chart = Chart()
    chart.set_x_scale(_Even(top))
    chart.set_y_scale(_Rows(list(map(str, rows))))
    chart.add_x_axis(ticks=range(top + 1))

    def add(name: str, value: Callable[[Bar], Fraction | int | None], shape: Any) -> None:
        data = [(_exact(value(bars[row])), str(row), bars[row]) for row in rows]
        if any(x is not None for x, _, _ in data):
            chart.add_series(Series(data, name=name), shape)

    add("", lambda bar: top, _Track(TRACK))
    add("claimed", lambda bar: bar.level, Bars(LEVEL))
    add("counts as proven", lambda bar: bar.proven, Bars(PROVEN))
    add("target", lambda bar: bar.target, Marks(_target, [_line(8, -13, 8, 3, TARGET, 3)]))
    if any(bar.low != bar.high for bar in bars):
        add("range while open", lambda bar: bar.low, Marks(_range, list(_span(0, 16, -5))))
    add("", lambda bar: 0, Marks(_names))
    return _document(chart, _ABOVE + 40 + _ROW * len(bars), alt)


def trend(points: Sequence[Point], top: int, alt: str) -> str:
    """Draw the level over the latest editions, with its range, target and proven level, from 0 to `top`."""
    points = points[-MOST_EDITIONS:]
    every = -(-len(points) // 5)
    chart = Chart()
    chart.set_x_scale(_Even(len(points), Decimal("0.5")))
    chart.set_y_scale(_Even(top))
    chart.add_x_axis(
        range(len(points)),
        lambda index, *_: "" if (len(points) - 1 - index) % every else _shortened(points[index].title, _LONGEST_NAME),
    )
    chart.add_y_axis(ticks=range(top + 1))

    def add(name: str, value: Callable[[Point], Fraction | None], shape: Any) -> None:
        data = [(index, _exact(value(point)), point) for index, point in enumerate(points)]
        if any(y is not None for _, y, _ in data):
            chart.add_series(Series(data, name=name), shape)

    add("claimed", lambda point: point.level, _Path(LEVEL, 3))
    add("counts as proven", lambda point: point.proven, _Path(PROVEN, 2, "2 4"))
    add("target", lambda point: point.target, _Path(TARGET, 2, "8 5"))
    if any(point.low != point.high for point in points):
        add("range while open", lambda point: point.low, Marks(_upright_range, list(_span(0, 16, -5))))
    add("", lambda point: point.level, Marks(_dot))
    return _document(chart, 290, alt)


# What leather does not have


class _Even(Scale):
    """The scale runs exactly from 0 to `top`; leather's own would look for rounder ends."""

    def __init__(self, top: int, offset: Decimal = Decimal(0)) -> None:
        self._top = top
        self._offset = offset

    def contains(self, v: Any) -> bool:
        return bool(0 <= v <= self._top)

    def project(self, value: Any, range_min: Any, range_max: Any) -> Decimal:
        start, end = Decimal(range_min), Decimal(range_max)
        return start + (end - start) * (Decimal(value) + self._offset) / self._top

    def ticks(self) -> Sequence[int]:
        return range(self._top + 1)


class _Rows(Ordinal):
    """Rows stack chapters one below the other, each with a title and a slim bar under it."""

    def project_interval(self, value: Any, range_min: Any, range_max: Any) -> tuple[Decimal, Decimal]:
        middle = self.project(value, range_min, range_max)
        return middle + 11, middle - 1

    def ticks(self) -> Sequence[str]:
        return ()


class _Track(Bars):
    """A track is what a bar runs on; it needs no word in the key."""

    def legend_to_svg(self, series: Any, palette: Any) -> list[tuple[Element, float]]:
        return []


class _Path(Line):
    """A path looks the same in the key as in the chart."""

    def legend_to_svg(self, series: Any, palette: Any) -> list[tuple[Element, float]]:
        sample = _line(0, -5, 16, -5, self._stroke_color, self._width)
        if self._stroke_dasharray != "none":
            sample.set("stroke-dasharray", self._stroke_dasharray)
        return _entry(super().legend_to_svg(series, palette), [sample])


@frozen
class _Place:
    """A place says where a mark is drawn: a datum, and its row's or column's middle."""

    of: Any
    x: Callable[[Fraction | int], Decimal]
    y: Callable[[Fraction | int], Decimal]
    at_x: Decimal
    at_y: Decimal
    width: Any


class Marks(Shape):
    """Marks draw each datum that has a value by `draw`; `sample` stands for them in the key."""

    def __init__(self, draw: Callable[[_Place], Iterable[Element]], sample: Sequence[Element] = ()) -> None:
        self._draw = draw
        self._sample = sample

    def validate_series(self, series: Any) -> None:
        """Accept every series."""

    def to_svg(self, width: Any, height: Any, x_scale: Any, y_scale: Any, series: Any, palette: Any) -> Element:
        group = Element("g")
        for datum in series.data():
            if datum.x is not None and datum.y is not None:
                place = _Place(
                    datum.row[2],
                    lambda value: x_scale.project(_exact(value), 0, width),
                    lambda value: y_scale.project(_exact(value), height, 0),
                    x_scale.project(datum.x, 0, width),
                    y_scale.project(datum.y, height, 0),
                    width,
                )
                group.extend(self._draw(place))
        return group

    def legend_to_svg(self, series: Any, palette: Any) -> list[tuple[Element, float]]:
        return _entry(super().legend_to_svg(series, palette), self._sample) if self._sample else []


def _entry(entry: list[tuple[Element, float]], sample: Sequence[Element]) -> list[tuple[Element, float]]:
    """Put what is drawn in place of the square in leather's entry of the key."""
    [(group, width)] = entry
    group[0:1] = sample
    group[-1].set("x", "22")
    return [(group, width + 6)]


def _target(place: _Place) -> Iterable[Element]:
    yield _line(place.at_x, place.at_y - 5, place.at_x, place.at_y + 15, TARGET, 3)


def _range(place: _Place) -> Iterable[Element]:
    bar: Bar = place.of
    if bar.low != bar.high:
        yield from _span(place.x(bar.low), place.x(bar.high), place.at_y + 16)


def _names(place: _Place) -> Iterable[Element]:
    bar: Bar = place.of
    answered = bar.answered and f" ({bar.answered})"
    yield _text(_shortened(bar.title, _LONGEST_TITLE - len(answered)), 0, place.at_y - 8, "start")
    target = figure_words(bar.target)
    level = f"no level yet, target {target}" if bar.level is None else f"{figure_words(bar.level)} of {target}"
    yield _text(f"{level}{answered}", place.width, place.at_y - 8, "end")


def _upright_range(place: _Place) -> Iterable[Element]:
    point: Point = place.of
    if point.low is not None and point.high is not None and point.low != point.high:
        low, high = place.y(point.low), place.y(point.high)
        yield _line(place.at_x, low, place.at_x, high, INK, 1.5)
        for end in (low, high):
            yield _line(place.at_x - 4, end, place.at_x + 4, end, INK, 1.5)


def _dot(place: _Place) -> Iterable[Element]:
    point: Point = place.of
    yield Element("circle", cx=str(place.at_x), cy=str(place.at_y), r="5", fill=LEVEL)
    yield _text(figure_words(point.level), place.at_x + 9, place.at_y - 9, "start")


def _span(start: Any, end: Any, y: Any) -> Iterable[Element]:
    yield _line(start, y, end, y, INK, 1.5)
    for x in (start, end):
        yield _line(x, y - 4, x, y + 4, INK, 1.5)


def _line(x1: Any, y1: Any, x2: Any, y2: Any, colour: str, width: float) -> Element:
    places = {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "stroke-width": width}
    return Element("line", {name: str(value) for name, value in places.items()}, stroke=colour)


def _text(words: str, x: Any, y: Any, anchor: str) -> Element:
    text = Element("text", {"x": str(x), "y": str(y), "text-anchor": anchor, "font-size": "14", "fill": INK})
    text.text = words
    return text


# Writing it down


def _exact(value: Fraction | int | None) -> Decimal | None:
    """Round to four places, as a Decimal, which leather wants."""
    return None if value is None else Decimal(round(Fraction(value) * 10_000)) / 10_000


def _shortened(title: str, longest: int) -> str:
    return title if len(title) <= longest else title[: longest - 1].rstrip() + "…"


def _document(chart: Any, height: int, alt: str) -> str:
    size = {"viewBox": f"0 0 {WIDTH} {height}", "width": str(WIDTH), "height": str(height)}
    document = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img"})
    SubElement(document, "title").text = alt
    SubElement(document, "style").text = _style()
    card = {"x": "0.5", "y": "0.5", "width": str(WIDTH - 1), "height": str(height - 1), "rx": "6"}
    SubElement(document, "rect", {**card, "fill": CARD, "stroke": EDGE})
    inside = SubElement(document, "g", {"transform": f"translate({_SIDE} {_ABOVE})"})
    inside.append(chart.to_svg_group(WIDTH - 2 * _SIDE, height - _ABOVE - _BELOW))
    for element in document.iter():
        for name, value in element.attrib.items():
            element.set(name, _rounded(value))
    indent(document)
    return tostring(document, encoding="unicode") + "\n"


def _style() -> str:
    dark = [
        f'    [{paint}="{day}"] {{ {paint}: {night}; }}' for day, night in DARK.items() for paint in ("fill", "stroke")
    ]
    lines = [f"  text {{ font-family: {_FONT}; }}", "  @media (prefers-color-scheme: dark) {", *dark, "  }"]
    return "\n" + "\n".join(lines) + "\n  "


def _rounded(value: str) -> str:
    """Round coordinates to one decimal."""
    return re.sub(r"-?\d+\.\d+", lambda found: f"{Decimal(found[0]).quantize(Decimal('0.1')).normalize():f}", value)
