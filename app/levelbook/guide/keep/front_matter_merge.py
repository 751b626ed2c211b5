"""This module merges the front matter of two branches' guides, key by key, onto the one that both came from.

A title and keys such as `nav_order` are people's words, and no assembly brings them back. Where both branches changed
one of them, mine stays and theirs becomes a comment below: two equal keys would be no YAML.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from levelbook.guide.keep import front_matter as front

Lines = tuple[str, ...]


def merged(mine: Lines | None, theirs: Lines | None, base: Lines | None) -> Lines | None:
    """Return the lines of both, without the fences; None where neither side has front matter.

    base: that of the guide that both came from; None where nobody knows it, or where it had none.
    """
    if mine is None or theirs is None:
        return mine if theirs is None else theirs
    before, others = _keys(base or ()), _keys(theirs)
    kept: list[str] = []
    for key, entry in _entries(mine):
        its = others.get(key, ())
        if not key or its == entry or (base is not None and its == before.get(key, ())):
            kept += entry  # also where only my side changed it
        elif entry == before.get(key):
            kept += its  # theirs changed it, or took it out
        else:
            kept += entry
            kept += _beside(key, its, known={*mine, *kept})
    here = _keys(mine)
    more: list[str] = []
    for key, entry in _entries(theirs):
        if key and key not in here and entry != before.get(key):
            more += entry
        elif not key and entry[0].strip() and not {entry[0], _as_comment(entry[0])} & {*mine, *kept, *(base or ())}:
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
    """Yield each key with its line and those of its value, such as a list; any other line with an empty key."""
    key, entry = "", list[str]()
    for line in lines:
        if entry and key and line.startswith((" ", "\t", "- ")) and line.strip():
            entry.append(line)
            continue
        if entry:
            yield key, tuple(entry)
        key, entry = front.key_of(line), [line]
    if entry:
        yield key, tuple(entry)
