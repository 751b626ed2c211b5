"""What figures of an edition can be. A digest says that a file is as it was sealed, not that what was sealed can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

MOST: Final = 2**31 - 1
"""Of anything that is numbered or weighed; no table's whole numbers end below it."""
MOST_LEVEL: Final = 100
"""As `LevelNumber` of a questionnaire."""
LEVELS: Final = ("level", "low", "high", "evidenced", "target")
_OF_SCORE: Final = tuple((name, f"{name} of {{}}") for name in ("level", "evidenced", "target"))
_BEFORE: Final = tuple((f"before_{name}", f"{what} before") for name, what in _OF_SCORE)
SHARES: Final = ("attainment", "coverage", "confirmed")


def must_be_possible(tables: Mapping[str, Sequence[Any]]) -> None:
    """Look through the rows of one edition, by table.

    Raises ValueError for a level that is not on the scale, a share that is not from 0 to 1, or a number that is beyond
    all sense.
    """
    (edition,) = tables["editions"]
    top = edition.max_level
    _within("the scale's top", top, 1, MOST_LEVEL)
    _within("the edition's number", edition.number, 1, MOST)
    _within("the number of practices like for like", edition.like_practices, 0, len(tables["scores"]))
    for name in ("like_before", "like_after"):
        _within(name, getattr(edition, name), 0, top)
    for row in (edition, *tables["sections"]):
        _figures(row, top)
    for score in tables["scores"]:
        _score(score, top)
    for risk in tables["risks"]:
        _within("the level of an accepted risk of {}", risk.level, 0, top, risk.practice)
    for taken in tables["taken"]:
        _within("the level taken over of {}", taken.offered_level, 0, MOST_LEVEL, taken.practice)


def _figures(row: Any, top: int) -> None:
    for name in LEVELS:
        _within(name, getattr(row, name), 0, top)
    for name in SHARES:
        _within(name, getattr(row, name), 0, 1)


def _score(score: Any, top: int) -> None:
    for name, what in _OF_SCORE:
        _within(what, getattr(score, name), 0, top, score.practice)
    for name, what in _BEFORE:
        _within(what, getattr(score, name), 0, MOST_LEVEL, score.practice)
    _within("share of {}", score.share, 0, 1, score.practice)
    _within("impact of {}", score.impact, 0, MOST, score.practice)
    _within("weight of {}", score.weight, 0, MOST, score.practice)


def _within(what: str, value: float | None, least: int, most: int, practice: str = "") -> None:
    if value is not None and not least <= value <= most:
        raise ValueError(f"{what.format(practice)} is {_written(value)}, and can only be from {least} to {most}")


def _written(value: float) -> str:
    if isinstance(value, int) and abs(value) > 10**20:
        return "a number of more than 20 digits"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
