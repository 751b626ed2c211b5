"""This module compares two texts word by word.

    old   Ask Ana before the release.
    new   Ask Priya before each release.

    Ask [-Ana-]{+Priya+} before [-the-]{+each+} release.

A word is what is between blanks; in scripts that write no blanks it is a character. What is between two words
belongs to the second of them, so that the pieces hold every character of both texts.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from levelbook.core.frozen import frozen

Kind = Literal["same", "old", "new"]


@frozen
class Piece:
    """A piece is some words in a row: in both texts, or in one of them only."""

    kind: Kind
    text: str


_WORD = re.compile(
    r"(?P<gap>\s*)(?P<word>[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\s\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|\Z)"
)
_OFTEN = 24
"""A word that the new text has more often begins no match."""
_SHORT = 3
"""A word of so many letters between two changes is counted as changed: "2 of 3" reads better whole."""


def changed_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces in reading order. All but the `old` ones make the new text, all but the `new` the old text."""
    if old == new:
        return (Piece("same", old),) if old else ()
    before, after = _words(old), _words(new)
    return tuple(_joined(_pieces(before, after)))


_Words = Sequence[tuple[str, str]]
"""Gap and word, the last one with an empty word."""


def _words(text: str) -> _Words:
    found = [(match["gap"], match["word"]) for match in _WORD.finditer(text)]
    return found if found and not found[-1][1] else [*found, ("", "")]


def _pieces(before: _Words, after: _Words) -> Iterator[Piece]:
    for same, (first, last), (start, end) in _shifted_to_lines(list(_runs(before, after)), before, after):
        if same:
            for (old_gap, word), (gap, _) in zip(before[first:last], after[start:end], strict=True):
                yield from (Piece("same", gap),) if gap == old_gap else (Piece("old", old_gap), Piece("new", gap))
                yield Piece("same", word)
        else:
            yield from _replaced(before[first:last], after[start:end])


_Range = tuple[int, int]


_Run = tuple[bool, _Range, _Range]
"""Whether the same, from where to where in the old words, and in the new ones."""


def _runs(before: _Words, after: _Words) -> Iterator[_Run]:
    old, new = [word for _, word in before], [word for _, word in after]
    # A word that is found all over is no place to begin at, only to go on with: otherwise the time would grow with the
    # square of the length.
    often = {word for word, count in Counter(new).items() if count > _OFTEN}
    matches = difflib.SequenceMatcher(often.__contains__, old, new, autojunk=False).get_matching_blocks()
    kept = [
        match
        for match in matches
        if match.size > 1 or match.b + match.size >= len(new) or _is_worth_showing(match, old)
    ]
    at, to = 0, 0
    for match in kept:
        if at < match.a or to < match.b:
            yield False, (at, match.a), (to, match.b)
        if match.size:
            yield True, (match.a, match.a + match.size), (match.b, match.b + match.size)
        at, to = match.a + match.size, match.b + match.size
    if at < len(old) or to < len(new):
        yield False, (at, len(old)), (to, len(new))


def _shifted_to_lines(runs: list[_Run], before: _Words, after: _Words) -> list[_Run]:
    """Shift what only one text has to begin where a line does, where it can: a whole item of a list came or went, not
    the end of one item and the beginning of the next."""
    made: list[_Run] = []
    shift = 0
    for same, (first, last), (start, end) in runs:
        if same:
            made.append((True, (first - shift, last), (start - shift, end)))
            shift = 0
            continue
        words, (low, high) = (before, (first, last)) if start == end else (after, (start, end))
        if made and (first == last or start == end):
            _, (old, _), (new, _) = made[-1]
            shift = _back_to_a_line(words, low, high, min(first - old, start - new))
            made[-1] = (True, (old, first - shift), (new, start - shift))
        made.append((False, (first - shift, last - shift), (start - shift, end - shift)))
    if shift:
        made.append((True, (len(before) - shift, len(before)), (len(after) - shift, len(after))))
    return made


def _back_to_a_line(words: _Words, low: int, high: int, most: int) -> int:
    """Count how many words earlier the run may begin, so that it begins a line; 0 where it cannot."""
    for back in range(most + 1):
        if "\n" in words[low - back][0]:
            return back
        if back == most or words[low - back - 1][1] != words[high - back - 1][1]:
            break
    return 0


def _is_worth_showing(match: difflib.Match, old: Sequence[str]) -> bool:
    """Tell whether a single word that both have is worth showing as the same."""
    return match.size > 0 and (len(old[match.a]) > _SHORT or match.a == match.b == 0)


def _replaced(before: _Words, after: _Words) -> Iterator[Piece]:
    """Yield words that gave way to others. The gap before both stays where it is the same."""
    shared = before[0][0] if before and after and before[0][0] == after[0][0] else ""
    yield Piece("same", shared)
    yield Piece("old", _text(before)[len(shared) :])
    yield Piece("new", _text(after)[len(shared) :])


def _text(words: _Words) -> str:
    return "".join(gap + word for gap, word in words)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours of one kind, the old before the new, and drop empty ones."""
    held: dict[Kind, list[str]] = {"same": [], "old": [], "new": []}
    for piece in pieces:
        if not piece.text:
            continue
        if piece.kind == "same":
            yield from _flushed(held, "old", "new")
        else:
            yield from _flushed(held, "same")
        held[piece.kind].append(piece.text)
    yield from _flushed(held, "same", "old", "new")


def _flushed(held: dict[Kind, list[str]], *kinds: Kind) -> Iterator[Piece]:
    for kind in kinds:
        if held[kind]:
            yield Piece(kind, "".join(held[kind]))
            held[kind] = []


def in_lines(pieces: Iterable[Piece]) -> list[tuple[Piece, ...]]:
    """Cut the pieces where lines end. A line end that alone came or went is shown as `↵`."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        breaks = piece.text.count("\n")
        if piece.kind != "same" and breaks and not piece.text.strip():
            lines[-1].append(Piece(piece.kind, "↵" * breaks))
            lines.append([])
            continue
        first, *others = piece.text.split("\n")
        lines[-1] += [Piece(piece.kind, first)] if first else []
        lines += [[Piece(piece.kind, text)] if text else [] for text in others]
    return [tuple(line) for line in lines]


_SIGNS: dict[Kind, tuple[str, str]] = {"same": ("", ""), "old": ("[-", "-]"), "new": ("{+", "+}")}


def signs(kind: Kind) -> tuple[str, str]:
    """Return the signs around changed words, which tell them without colour: `[-old-]`, `{+new+}`."""
    return _SIGNS[kind]


def marked(line: Iterable[Piece]) -> str:
    """Write a line with its changed words between their signs."""
    return "".join(f"{_SIGNS[piece.kind][0]}{piece.text}{_SIGNS[piece.kind][1]}" for piece in line)


def excerpt(lines: Sequence[tuple[Piece, ...]]) -> list[tuple[Piece, ...] | None]:
    """Return the lines on which something changed; None where some are left out between."""
    wanted = [place for place, line in enumerate(lines) if any(piece.kind != "same" for piece in line)]
    shown: list[tuple[Piece, ...] | None] = [lines[wanted[0]]] if wanted else []
    for place, following in pairwise(wanted):
        left_out = any(map(any, lines[place + 1 : following]))
        shown += [None, lines[following]] if left_out else [lines[following]]
    return shown
