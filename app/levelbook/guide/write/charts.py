"""This module holds the figures that the charts beside the guide show; `svg.py` draws them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from levelbook.core.assessment.assessment import PastEdition
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.frozen import frozen
from levelbook.words.figures import answered_words

MOST_EDITIONS = 12
"""How many editions the trend shows: the latest."""


@frozen
class Bar:
    """A bar shows one chapter: its level and range, its target and its proven level, all on the scale."""

    title: str
    level: Fraction | None
    """None while nothing in it is answered."""
    low: Fraction
    high: Fraction
    target: Fraction
    proven: Fraction | None
    """None also where a level counts as proven that needs no evidence, and no evidence proves any of the others."""
    answered: str = ""
    """How many of its practices are answered, in words, while only some are."""


@frozen
class Point:
    """A point shows one edition on the trend, with the figures of `Bar`; None where the edition has none."""

    title: str
    level: Fraction | None
    low: Fraction | None
    high: Fraction | None
    target: Fraction | None
    proven: Fraction | None


def bars(scorecard: Scorecard) -> list[Bar]:
    """Return a bar for each chapter in which something counts, in order."""
    return [
        Bar(
            section.section.title,
            section.figures.level,
            section.figures.low or Fraction(0),
            section.figures.high or Fraction(0),
            section.figures.target or Fraction(0),
            None if section.is_by_word else section.figures.evidenced,
            answered_words(section),
        )
        for section in scorecard.sections
        if section.counts
    ]


def points(editions: Iterable[PastEdition]) -> list[Point]:
    """Return a point for each edition, oldest first."""
    return [
        Point(
            edition.name,
            edition.overall.level,
            edition.overall.low,
            edition.overall.high,
            edition.overall.target,
            edition.overall.evidenced,
        )
        for edition in editions
    ]
