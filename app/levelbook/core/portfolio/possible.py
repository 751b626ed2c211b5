"""What figures of an edition can be. A digest says that a file is as it was sealed, not that what was sealed can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

MOST: Final = 2**31 - 1
"""Of anything that is numbered or weighed; no table's whole numbers end below it."""
MOST_LEVEL: Final = 100
"""As `LevelNumber` of a questionnaire."""
LEVELS: Final = ("level", "low", "high", "evidenced", "target")
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
        _within(f"the level of an accepted risk of {risk.practice}", risk.level, 0, top)
    for taken in tables["taken"]:
        _within(f"the level taken over of {taken.practice}", taken.offered_level, 0, MOST_LEVEL)


def _figures(row: Any, top: int) -> None:
    for name in LEVELS:
        _within(name, getattr(row, name), 0, top)
    for name in SHARES:
        _within(name, getattr(row, name), 0, 1)


def _score(score: Any, top: int) -> None:
    for name in ("level", "evidenced", "target"):
        _within(f"{name} of {score.practice}", getattr(score, name), 0, top)
        _within(f"{name} of {score.practice} before", getattr(score, f"before_{name}"), 0, MOST_LEVEL)
    _within(f"share of {score.practice}", score.share, 0, 1)
    for name in ("impact", "weight"):
        _within(f"{name} of {score.practice}", getattr(score, name), 0, MOST)


def _within(what: str, value: float | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        raise ValueError(f"{what} is {_written(value)}, and can only be from {least} to {most}")


def _written(value: float) -> str:
    if isinstance(value, int) and abs(value) > 10**20:
        return "a number of more than 20 digits"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
