"""The charts beside the guide, as SVG that is the same for the same figures, and legible in light and dark.

Drawn here, because pygal 3.1 takes 66 ms to import and 7 ms a chart out of the 200 that a guide may take, and writes
its version and today's day into the file. Colours follow the reader's scheme by a media query inside the image, which
GitHub and MkDocs leave alone; text has no colour of meaning that the words beside it do not carry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from levelbook.guide.words import decimal

_STYLE = """
  text { font: 14px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328; }
  .quiet { fill: #59636e; font-size: 12px; }
  .grid { stroke: #d1d9e0; }
  .track { fill: #eaeef2; }
  .level { fill: #2f6f9f; }
  .range { stroke: #1f2328; stroke-width: 2; }
  .needed { stroke: #b35900; stroke-width: 3; }
  .line { stroke: #2f6f9f; stroke-width: 3; fill: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .quiet { fill: #9198a1; }
    .grid { stroke: #3d444d; }
    .track { fill: #262c36; }
    .level { fill: #5ba4d6; }
    .range { stroke: #f0f6fc; }
    .needed { stroke: #f0a35e; }
    .line { stroke: #5ba4d6; }
  }
"""
_WIDTH = 760
_LEFT = 250
_RIGHT = 110
_ROW = 30


@dataclass(frozen=True)
class Bar:
    """One chapter: where it stands, in which range, and what it needs."""

    title: str
    level: Fraction | None
    low: Fraction
    high: Fraction
    needed: Fraction


@dataclass(frozen=True)
class Point:
    """One edition on the trend."""

    title: str
    level: Fraction | None
    needed: Fraction | None


def standing(bars: Sequence[Bar], top: int, alt: str) -> str:
    """Level of each chapter as a bar, its range as a line with ends, its need as an upright mark."""
    height = 56 + _ROW * len(bars)
    drawing = _drawing(height, alt)
    scale = _scale(top)
    for level in range(top + 1):
        _line(drawing, "grid", scale(Fraction(level)), 28, scale(Fraction(level)), height - 26)
        _text(drawing, str(level), scale(Fraction(level)), 20, anchor="middle", quiet=True)
    for row, bar in enumerate(bars):
        y = 34 + row * _ROW
        _text(drawing, _shortened(bar.title), _LEFT - 10, y + 15, anchor="end")
        _box(drawing, "track", scale(Fraction(0)), y + 4, scale(Fraction(top)) - scale(Fraction(0)), 14)
        if bar.level is not None:
            _box(drawing, "level", scale(Fraction(0)), y + 4, scale(bar.level) - scale(Fraction(0)), 14)
        if bar.low != bar.high:
            _line(drawing, "range", scale(bar.low), y + 11, scale(bar.high), y + 11)
            for end in (bar.low, bar.high):
                _line(drawing, "range", scale(end), y + 7, scale(end), y + 15)
        _line(drawing, "needed", scale(bar.needed), y, scale(bar.needed), y + 22)
        said = "not known" if bar.level is None else decimal(bar.level)
        _text(drawing, f"{said} of {decimal(bar.needed)}", _WIDTH - _RIGHT + 14, y + 16, quiet=True)
    _text(drawing, "bar: level   ├─┤: range while questions are open   │: needed", _LEFT, height - 8, quiet=True)
    return _written(drawing)


def trend(points: Sequence[Point], top: int, alt: str) -> str:
    """The level over the editions as a line, and what was needed as marks."""
    height, bottom, ceiling = 240, 190, 24
    drawing = _drawing(height, alt)

    def y(value: Fraction) -> Fraction:
        return bottom - value * (bottom - ceiling) / top

    shown = points[-12:]
    step = Fraction(_WIDTH - 120, max(1, len(shown) - 1))
    for level in range(top + 1):
        _line(drawing, "grid", 50, y(Fraction(level)), _WIDTH - 50, y(Fraction(level)))
        _text(drawing, str(level), 34, y(Fraction(level)) + 4, anchor="middle", quiet=True)
    places = [(60 + step * index, point) for index, point in enumerate(shown)]
    line = [(x, y(point.level)) for x, point in places if point.level is not None]
    SubElement(drawing, "polyline", {"class": "line", "points": " ".join(f"{_n(a)},{_n(b)}" for a, b in line)})
    for x, point in places:
        if point.needed is not None:
            _line(drawing, "needed", x - 10, y(point.needed), x + 10, y(point.needed))
        if point.level is not None:
            SubElement(drawing, "circle", {"class": "level", "cx": _n(x), "cy": _n(y(point.level)), "r": "5"})
            _text(drawing, decimal(point.level), x, y(point.level) + 22, anchor="middle")
        _text(drawing, point.title, x, bottom + 18, anchor="middle", quiet=True)
    _text(drawing, "line: level   ─: needed", 50, height - 8, quiet=True)
    return _written(drawing)


def _scale(top: int) -> Callable[[Fraction], Fraction]:
    def x(value: Fraction) -> Fraction:
        return _LEFT + value * (_WIDTH - _LEFT - _RIGHT) / top

    return x


def _drawing(height: int, alt: str) -> Element:
    drawing = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_WIDTH} {height}",
            "width": str(_WIDTH),
            "height": str(height),
            "role": "img",
        },
    )
    SubElement(drawing, "title").text = alt
    SubElement(drawing, "style").text = _STYLE
    return drawing


def _n(value: Fraction | int) -> str:
    """A coordinate with one decimal, whatever the machine."""
    return decimal(Fraction(value)).removesuffix(".0")


def _line(
    parent: Element, kind: str, x1: Fraction | int, y1: Fraction | int, x2: Fraction | int, y2: Fraction | int
) -> None:
    SubElement(parent, "line", {"class": kind, "x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2)})


def _box(parent: Element, kind: str, x: Fraction, y: int, width: Fraction, height: int) -> None:
    place = {"x": _n(x), "y": str(y), "width": _n(width), "height": str(height), "rx": "2"}
    SubElement(parent, "rect", {"class": kind, **place})


def _text(
    parent: Element, words: str, x: Fraction | int, y: Fraction | int, *, anchor: str = "start", quiet: bool = False
) -> None:
    attributes = {"x": _n(x), "y": _n(y), "text-anchor": anchor, **({"class": "quiet"} if quiet else {})}
    SubElement(parent, "text", attributes).text = words


def _shortened(title: str) -> str:
    return title if len(title) <= 32 else title[:31].rstrip() + "…"


def _written(drawing: Element) -> str:
    indent(drawing)
    return tostring(drawing, encoding="unicode") + "\n"
