"""This module merges the front matter of two branches' guides, key by key, onto the one that both came from.

A title and keys such as `nav_order` are people's words, and no assembly brings them back. Where both branches changed
one of them, mine stays and theirs becomes a comment below: two equal keys would be no YAML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from levelbook.guide.keep import front_matter as front

Lines = tuple[str, ...]

_GOES_ON: Final = re.compile(r"[ \t]+\S|-(?:[ \t]|$)|[\]}]")
"""A line of the value of the key above: indented, an item of a list, or the end of a list in brackets."""
_BETWEEN: Final = re.compile(r"[ \t]*$|#")
"""A line that may stand in a value or after it."""


def merged(mine: Lines | None, theirs: Lines | None, base: Lines | None) -> Lines | None:
    """Return the lines of both, without the fences; None where neither side has front matter.

    base: that of the guide that both came from; None where nobody knows it, or where it had none.
    """
    if mine is None or theirs is None:
        return mine if theirs is None else theirs
    before, others = _keys(base or ()), _keys(theirs)
    kept: list[str] = []
    known = {*mine}
    """Lines that stand in the result, of which no comment is added once more."""
    for key, entry in _entries(mine):
        its = others.get(key, ())
        if not key or its == entry or (base is not None and its == before.get(key, ())):
            kept += entry  # also where only my side changed it
        elif entry == before.get(key):
            kept += its  # theirs changed it, or took it out
            known.update(its)
        else:
            kept += entry
            beside = (*_beside(key, its, known=known),)
            kept += beside
            known.update(beside)
    known.update(base or ())
    here = _keys(mine)
    more: list[str] = []
    for key, entry in _entries(theirs):
        if key and key not in here and entry != before.get(key):
            more += entry
        elif not key and entry[0].strip() and known.isdisjoint({entry[0], _as_comment(entry[0])}):
            more.append(_as_comment(entry[0]))
    return (*kept, *more)


def _beside(key: str, theirs: Lines, *, known: set[str]) -> Iterator[str]:
    """Yield as comments what the other side says under a key that both changed; of levelbook's own keys, which come
    anew at the next assembly, only the comment that somebody put after the value."""
    lines = (front.comment_after(theirs[0]),) if theirs and key in front.OWN_KEYS else theirs
    for line in lines:
        if line.strip() and (comment := _as_comment(line)) not in known:
            yield comment


def _as_comment(line: str) -> str:
    return line if line.lstrip().startswith("#") else f"# {line}"


def _keys(lines: Sequence[str]) -> Mapping[str, Lines]:
    """Map each key to its lines. The first of two equal keys counts."""
    found: dict[str, Lines] = {}
    for key, entry in _entries(lines):
        if key:
            found.setdefault(key, entry)
    return found


def _entries(lines: Iterable[str]) -> Iterator[tuple[str, Lines]]:
    """Yield each key with its line and those of its value, such as a list; any other line with an empty key.

    A blank line or a comment belongs to the value if more of that follows, as between two paragraphs.
    """
    key, entry = "", list[str]()
    between: list[str] = []
    for line in lines:
        if key and _GOES_ON.match(line):
            entry += [*between, line]
            between.clear()
        elif key and _BETWEEN.match(line):
            between.append(line)
        else:
            yield from _ended(key, entry, between)
            key, entry, between = front.key_of(line), [line], []
    yield from _ended(key, entry, between)


def _ended(key: str, entry: Sequence[str], after: Iterable[str]) -> Iterator[tuple[str, Lines]]:
    if entry:
        yield key, tuple(entry)
    for line in after:
        yield "", (line,)
