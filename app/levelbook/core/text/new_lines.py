"""Lines that a person put into a text which a program made of several versions, such as git's half merged one."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence


def new_lines(lines: Sequence[str], versions: Iterable[Sequence[str]]) -> Iterator[int]:
    """Yield the index of each line that no version has beside one of its two neighbours here.

    Whoever merges lines takes them from a version in stretches, between lines that both versions have. So each keeps a
    neighbour, and a line that stands elsewhere in a version, as `level = 3` does in many, has none here. Blank lines
    are no neighbours, and are never new.
    """
    known = {pair for version in versions for pair in _pairs(version)}
    for (_, before), (index, line), (_, after) in _in_threes(lines):
        if (before, line) not in known and (line, after) not in known:
            yield index


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for (_, before), (_, line), (_, after) in _in_threes(lines):
        yield before, line
        yield line, after


def _in_threes(lines: Sequence[str]) -> Iterator[tuple[tuple[int, str], ...]]:
    """Yield each line that is not blank between its neighbours, with their indices; beyond the ends is an empty one."""
    edge = (-1, "")
    there = [edge, *((index, line.strip()) for index, line in enumerate(lines) if line.strip()), edge]
    return zip(there, itertools.islice(there, 1, None), itertools.islice(there, 2, None), strict=False)
