"""This module checks that an edition's and a store's figures are possible: a digest only proves a file unchanged.

`limits_of` says what a collection writes of what `must_be_plausible` has let through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import attrgetter
from types import NoneType
from typing import Any, Final, NamedTuple, get_args, get_type_hints

from levelbook.core.portfolio.tables import TeamRow
from levelbook.core.text.field_types import once_per_class

MOST: Final = 2**31 - 1
"""The highest number or weight; every integer column can hold it."""
MOST_LEVEL: Final = 100
"""The highest level, as for `LevelNumber` in a questionnaire."""
LEVELS: Final = ("level", "low", "high", "evidenced", "target")
_OF_SCORE: Final = ("level", "evidenced", "target")
SHARES: Final = ("attainment", "coverage", "confirmed")
_NOTHING: Final = frozenset({None})
_ONCE: Final = {
    "sections": ("section",),
    "scores": ("practice",),
    "facts": ("choice", "fact"),
    "offers": ("practice", "offer"),
}
"""The columns by which an edition has at most one row of a table, besides its own."""


class Limits(NamedTuple):
    """Limits of what a collection writes into a column."""

    may_be_null: bool
    least: int = 0
    most: int | None = None
    """The highest number; None where the column holds none."""
    is_of_levels: bool = False
    """No value is above the top of its edition's scale."""


@once_per_class
def limits_of(kind: type[Any]) -> Mapping[str, Limits]:
    """Map the columns of a table to their limits, but for those by which rows are found: of others none is found."""
    found = {}
    for name, hint in get_type_hints(kind).items():
        types = set(get_args(hint)) or {hint}
        may_be_null = NoneType in types
        if name in _FOUND_BY and kind is not TeamRow:
            continue
        if not types & {int, float}:
            found[name] = Limits(may_be_null)
        elif name in SHARES or name == "share":
            found[name] = Limits(may_be_null, most=1)
        elif name == "max_level":
            found[name] = Limits(may_be_null, least=1, most=MOST_LEVEL)
        else:
            is_level = name.removeprefix("before_") in LEVELS or name in _OTHER_LEVELS
            found[name] = Limits(may_be_null, most=MOST_LEVEL if is_level else MOST, is_of_levels=name in LEVELS)
    return found


_FOUND_BY: Final = frozenset({"edition", "of_edition", "team"})
_OTHER_LEVELS: Final = ("like_before", "like_after", "offered_level")


def must_be_plausible(tables: Mapping[str, Sequence[Any]]) -> None:
    """Check the rows of one edition, by table.

    Raises ValueError for a level that is not on the scale, a share that is not from 0 to 1, or a number that is beyond
    all sense, and for an id that is there twice.
    """
    (edition,) = tables["editions"]
    top = edition.max_level
    _within("the scale's top", top, 1, MOST_LEVEL)
    _within("the edition's number", edition.number, 1, MOST)
    _within("the number of practices like for like", edition.like_practices, 0, len(tables["scores"]))
    for name in ("like_before", "like_after"):
        _within(name, getattr(edition, name), 0, top)
    with_figures = (edition, *tables["sections"])
    for name in LEVELS:
        _column(name, with_figures, name, top)
    for name in SHARES:
        _column(name, with_figures, name, 1)
    _column("weight of a section", tables["sections"], "weight", MOST)
    for table, names in _ONCE.items():
        _once(tables[table], names)
    scores = tables["scores"]
    for name in _OF_SCORE:
        _column(f"{name} of {{}}", scores, name, top)
        _column(f"{name} of {{}} before", scores, f"before_{name}", MOST_LEVEL)
    _column("share of {}", scores, "share", 1)
    _column("impact of {}", scores, "impact", MOST)
    _column("weight of {}", scores, "weight", MOST)
    _column("the level of an accepted risk of {}", tables["risks"], "level", top)
    _column("the level taken over of {}", tables["taken"], "offered_level", MOST_LEVEL)


def _once(rows: Sequence[Any], names: tuple[str, ...]) -> None:
    """Check that no two rows have the same id: each counts, so a team with two of them would have more weight."""
    if len(set(map(attrgetter(*names), rows))) < len(rows):
        found = Counter(tuple(getattr(row, name) for name in names) for row in rows)
        raise ValueError(f"{' of '.join(found.most_common(1)[0][0])} is there more than once")


def _column(what: str, rows: Sequence[Any], name: str, most: int) -> None:
    """Check all values of a column at once, and look for the row only if one is impossible."""
    values = set(map(attrgetter(name), rows)) - _NOTHING
    if values and not (min(values) >= 0 and max(values) <= most):
        for row in rows:
            _within(what, getattr(row, name), 0, most, getattr(row, "practice", ""))


def _within(what: str, value: float | None, least: int, most: int, practice: str = "") -> None:
    if value is not None and not least <= value <= most:
        raise ValueError(f"{what.format(practice)} is {_written(value)}, and can only be from {least} to {most}")


def _written(value: float) -> str:
    if isinstance(value, int) and abs(value) > 10**20:
        return "a number of more than 20 digits"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
