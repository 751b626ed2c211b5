"""An open book compared: two of its editions, or one with now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelbook.book.editions import Editions
from levelbook.core.assessment.assessment import Assessment
from levelbook.errors import UsedWrongly

if TYPE_CHECKING:
    from levelbook.core.assessment.comparison import Comparison

NOW = "now"
"""Stands for the record as it is now, where an edition could be named. No edition has this name."""


def assessment_of(editions: Editions, now: Assessment, name: str) -> Assessment:
    """A team's record as an edition holds it, or as it is `now`. Raises UnknownId."""
    return now if name == NOW else editions.assessment(editions.edition(name))


def compare(editions: Editions, now: Assessment, old: str | None = None, new: str | None = None) -> Comparison:
    """Compare two editions, or one with now; by default the last edition with now. Raises UsedWrongly, UnknownId."""
    from levelbook.core.assessment.comparison import compare as compared

    if old is None:
        if editions.last is None:
            raise UsedWrongly("Nothing has been sealed yet.", remedy="`levelbook seal` makes the first edition.")
        old = editions.last.name
    return compared(assessment_of(editions, now, old), assessment_of(editions, now, new or NOW))
