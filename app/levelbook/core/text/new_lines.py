"""Lines that a person put into a text which a program made of several versions, such as git's half merged one."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

_MOST_PAIRS: Final = 200_000
"""Pairs of equal lines of two texts up to which their order is compared; a guide and its edition have some 20,000."""


def _is_no_heading(_line: str) -> bool:
    return False


def new_lines(
    lines: Sequence[str],
    versions: Iterable[Sequence[str]],
    *,
    is_heading: Callable[[str], bool] = _is_no_heading,
    headings: Iterable[str] = (),
) -> Iterator[int]:
    """Yield the index of each line that no version has beside one of its two neighbours here.

    Whoever merges lines takes them from a version in stretches, between lines that both versions have. So each keeps a
    neighbour, and a line that stands elsewhere in a version, as `level = 3` does in many, has none here. Blank lines
    are no neighbours, and are never new.

    is_heading: whether a line begins a part of the text, such as a table of TOML. Two lines that stand together in
    another part that is there too prove nothing: many answers have `level = 3` above the same owner. Lines of a part
    that is not there any more may be anywhere, since a version can have it under another heading.

    headings: those of the other side of a conflict, which are there too.
    """
    there = {line.strip() for line in itertools.chain(lines, headings) if is_heading(line)}
    known = {
        (heading if heading in there else None, pair)
        for version in versions
        for heading, (_, *pairs) in _in_parts(version, is_heading)
        for pair in pairs
    }
    for heading, (index, *pairs) in _in_parts(lines, is_heading):
        if not any((place, pair) in known for place in (heading, None) for pair in pairs):
            yield index


def unplaced_lines(lines: Sequence[str], versions: Sequence[Sequence[str]]) -> Iterator[int]:
    """Yield the index of each line that `new_lines` finds, and that no version has in that order among other lines.

    For texts of paragraphs with blank lines in between: where git took the paragraphs above and below a line from the
    other version, without a conflict, both of its neighbours are lines that its own version does not have.
    """
    new = set(new_lines(lines, versions))
    for version in versions if new else ():
        new -= _in_the_same_order(lines, version)
    yield from sorted(new)


def is_mixture(lines: Sequence[str], one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether a text goes through two versions, each in its own order, and changes between them at lines of both.

    Such a text may be all git's. It may take a single paragraph from the other version without a conflict, since a
    blank line is a line of both, and that paragraph then stands beside lines that its own version does not have there.
    False where the texts repeat themselves much.
    """
    versions = [[line.strip() for line in version] for version in (one, other)]
    places: list[dict[str, list[int]]] = [{}, {}]
    for version, there in zip(versions, places, strict=True):
        for place, line in enumerate(version):
            there.setdefault(line, []).append(place)
    here = [line.strip() for line in lines]
    if sum(len(there.get(line, ())) for line in here for there in places) > _MOST_PAIRS:
        return False
    ways = [{0: 0}, {0: 0}]
    """For each version, where it may go on: to the first place from which the other one may, if the text goes back."""
    for line in here:
        went = [
            {place + 1: back for place, back in ways[which].items() if version[place : place + 1] == [line]}
            for which, version in enumerate(versions)
        ]
        ways = [
            _nearest(mine, _changed_over(others, there, line))
            for mine, others, there in zip(went, reversed(went), places, strict=True)
        ]
    return any(len(version) in way for version, way in zip(versions, ways, strict=True))


def _nearest(one: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    return one | {place: min(back, one.get(place, back)) for place, back in other.items()}


def _changed_over(went: dict[int, int], there: dict[str, list[int]], line: str) -> dict[int, int]:
    """Return the ways on in the other version, from each place of this line that is not behind where it was left."""
    ways: dict[int, int] = {}
    left = sorted((back, place) for place, back in went.items())
    first, count = -1, 0
    for place in there.get(line, ()):
        while count < len(left) and left[count][0] <= place:
            first = left[count][1] if first < 0 else min(first, left[count][1])
            count += 1
        if first >= 0:
            ways[place + 1] = first
    return ways


def _in_the_same_order(lines: Sequence[str], version: Sequence[str]) -> set[int]:
    """Return the index of each line that is in one of the longest rows of lines that a version has in the same order.

    There may be several such rows: where two lines changed places, either of them is in one, and nobody put it there.
    None where both texts repeat themselves much.
    """
    here = [(index, line.strip()) for index, line in enumerate(lines) if line.strip()]
    places: dict[str, list[int]] = {}
    for place, line in enumerate(line.strip() for line in version if line.strip()):
        places.setdefault(line, []).append(place)
    if sum(len(places.get(line, ())) for _, line in here) > _MOST_PAIRS:
        return set()
    pairs = [(index, place) for index, line in here for place in reversed(places.get(line, ()))]
    up_to = _ranks(place for _, place in pairs)
    from_there = _ranks(-place for _, place in reversed(pairs))[::-1]
    longest = max(up_to, default=0)
    both = zip(pairs, up_to, from_there, strict=True)
    return {index for (index, _), before, after in both if before + after == longest + 1}


def _ranks(numbers: Iterable[int]) -> list[int]:
    """Return how many are in the longest row of growing numbers that ends with each of these, itself included."""
    ends: list[int] = []
    """The smallest number that a row of each length ends with."""
    ranks: list[int] = []
    for number in numbers:
        rank = bisect_left(ends, number)
        ends[rank : rank + 1] = [number]
        ranks.append(rank + 1)
    return ranks


def _in_parts(
    lines: Sequence[str], is_heading: Callable[[str], bool]
) -> Iterator[tuple[str | None, tuple[int, tuple[str, str], tuple[str, str]]]]:
    """Yield each line that is not blank: the heading above it, its index, and its pairs with both neighbours.

    A heading is under itself. What is above the first heading is under an empty one; beyond the ends is an empty line.
    """
    heading = ""
    edge = (-1, "")
    there = [edge, *((index, line.strip()) for index, line in enumerate(lines) if line.strip()), edge]
    for (_, before), (index, line), (_, after) in zip(
        there, itertools.islice(there, 1, None), itertools.islice(there, 2, None), strict=False
    ):
        if is_heading(line):
            heading = line
        yield heading, (index, (before, line), (line, after))
