"""Lines that two people changed in one text are merged where their changes are apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

MOST_LINES: Final = 1_000
"""Lines of a text up to which changes are looked for: that can take as many steps as a text has pairs of lines."""


class _Change(NamedTuple):
    """Lines of the base, from `begin` up to `end`, that a side has otherwise."""

    begin: int
    end: int
    lines: tuple[str, ...]


def merged_lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    """Return `base` with what both sides changed; None where no unchanged line stands between two changes."""
    if max(map(len, (base, ours, theirs))) > MOST_LINES:
        return None
    changes = sorted({*_changes(base, ours), *_changes(base, theirs)})
    merged: list[str] = []
    place = 0
    for number, change in enumerate(changes):
        if number and change.begin <= place:
            return None
        merged += [*base[place : change.begin], *change.lines]
        place = change.end
    return [*merged, *base[place:]]


def _changes(base: Sequence[str], side: Sequence[str]) -> Iterator[_Change]:
    for what, begin, end, first, last in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        if what != "equal":
            yield _Change(begin, end, tuple(side[first:last]))
