"""What the charts beside the guide show, and in which words; `drawing.py` draws them, with leather."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

MOST_EDITIONS = 12
"""How many the trend shows: the latest."""


@dataclass(frozen=True)
class Bar:
    """One chapter: where it stands, in which range, what it needs and what is proven."""

    title: str
    level: Fraction | None
    """None while nothing in it is answered."""
    low: Fraction
    high: Fraction
    needed: Fraction
    proven: Fraction | None


@dataclass(frozen=True)
class Point:
    """One edition on the trend."""

    title: str
    level: Fraction | None
    low: Fraction | None
    high: Fraction | None
    needed: Fraction | None
    proven: Fraction | None


def standing(bars: Sequence[Bar], top: int, alt: str) -> str:
    """Each chapter's level as a bar with its range, what of it is proven, and what it needs, on 0 to `top`; as SVG."""
    from levelbook.guide.write import svg  # 15 ms, and `levelbook score` must not wait for them

    return svg.standing(bars, top, alt)


def trend(points: Sequence[Point], top: int, alt: str) -> str:
    """The level over the latest editions with its range, what was proven and what was needed, on 0 to `top`; as SVG."""
    from levelbook.guide.write import svg

    return svg.trend(points[-MOST_EDITIONS:], top, alt)
