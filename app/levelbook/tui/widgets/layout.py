"""Rows wrapped at a width: which line of the screen shows what of which row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from textual.content import Content, Span

from levelbook.tui.literal_text import EMPTY, line


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a lead, such as a number or a box, then words that wrap beside it."""

    words: Content = EMPTY
    lead: Content = EMPTY
    key: str = ""
    """A row with a key can be chosen."""
    clip: bool = False
    """Cut to one line, with an ellipsis."""
    lines: int = 0
    """Wrapped to at most so many lines; 0 for as many as it takes."""
    tail: int = 0
    """Characters at the end of the words, such as who and by when, that stay where `lines` cuts the words short."""
    hang: int = 0
    """Columns by which every line but the first is indented, where it would be taken for a row of its own."""
    right: Content = EMPTY
    """What is at the right end of the first line."""
    ink: str = ""
    late: Callable[[], Row] | None = None
    """What to draw in its place once it is seen; only for rows that are cut to one line."""

    def looks_like(self, other: Row) -> bool:
        """Tell whether both are drawn alike: the same words in the same inks. What is drawn late is never known to."""
        mine, theirs = ((row.key, row.clip, row.lines, row.tail, row.hang, row.ink) for row in (self, other))
        both = ((self.words, other.words), (self.lead, other.lead), (self.right, other.right))
        return (
            mine == theirs
            and self.late is None
            and other.late is None
            and all(one.is_same(another) for one, another in both)
        )


def tail_behind(said: str, words: Content) -> int:
    """Return a row's `tail`: the length of what its words have behind `said`, with which they begin."""
    return len(words.plain) - len(line(said).plain)


class Layout:
    """Some rows at a width. Rows that are cut to one line are wrapped only when they are drawn."""

    def __init__(self, rows: Sequence[Row], width: int, margin: int) -> None:
        """Lay rows out. `margin`: columns that no row may use, for the cursor's mark and kept free at the right."""
        self.rows = rows
        self.width = width
        self._margin = margin
        self._wrapped: dict[int, Sequence[Content]] = {}
        self._drawn: dict[int, Row] = {}
        """Late rows that have been drawn."""
        self.lines: list[tuple[int, int]] = []
        """For each line: the place of its row, and which of the row's lines it is."""
        self.tops: list[int] = []
        """First line of each row."""
        if width <= 0:
            return
        for place, row in enumerate(rows):
            self.tops.append(len(self.lines))
            height = 1 if row.clip else len(self.wrapped(place))
            self.lines += [(place, line) for line in range(height)]

    @property
    def drawn(self) -> list[int]:
        """Places of the late rows that have been drawn."""
        return list(self._drawn)

    def forget(self, place: int) -> None:
        """Draw a late row again, because its content has changed."""
        self._drawn.pop(place, None)
        self._wrapped.pop(place, None)

    def height_of(self, place: int) -> int:
        following = self.tops[place + 1] if place + 1 < len(self.tops) else len(self.lines)
        return following - self.tops[place]

    def changed_lines(self, before: Layout) -> list[tuple[int, int]]:
        """First line and number of lines of each stretch that is not drawn as it was in another layout of that width.

        Both have been laid out, at the same width: where widths differ, nothing is as it was.
        """
        stretches: list[tuple[int, int]] = []
        for place, (row, old) in enumerate(zip(self.rows, before.rows, strict=False)):
            top, height = self.tops[place], self.height_of(place)
            if (top, height) != (before.tops[place], before.height_of(place)):
                return [*stretches, (top, max(len(self.lines), len(before.lines)) - top)]
            if row is not old and not row.looks_like(old):
                stretches.append((top, height))
        common = min(len(self.rows), len(before.rows))
        end = self.tops[common] if common < len(self.rows) else len(self.lines)
        beyond = max(len(self.lines), len(before.lines)) - end
        return [*stretches, (end, beyond)] if beyond else stretches

    def row(self, place: int) -> Row:
        """The row as it is drawn."""
        row = self.rows[place]
        if row.late is None:
            return row
        drawn = self._drawn.get(place)
        if drawn is None:
            drawn = self._drawn[place] = row.late()
        return drawn

    def wrapped(self, place: int) -> Sequence[Content]:
        """The words of a row, line by line."""
        known = self._wrapped.get(place)
        if known is None:
            known = self._wrapped[place] = self._wrap(self.row(place))
        return known

    def _wrap(self, row: Row) -> Sequence[Content]:
        room = self.width - self._margin - row.lead.cell_length
        first = room - (row.right.cell_length + 2 if row.right else 0)
        if row.clip:
            return [row.words.truncate(max(1, first), ellipsis=True)]
        lines = _wrapped(row.words.plain, tuple(row.words.spans), max(8, first), max(8, room - row.hang))
        if row.lines and len(lines) > row.lines and row.tail > 0:
            lines = _cut_before_tail(row, max(8, first), max(8, room - row.hang)) or lines
        if row.lines and len(lines) > row.lines:
            rest = Content(" ").join([piece.rstrip() for piece in lines[row.lines - 1 :]])
            lines = (*lines[: row.lines - 1], rest.truncate(max(8, first), ellipsis=True))
        return lines


def _cut_before_tail(row: Row, first: int, room: int) -> tuple[Content, ...]:
    """Cut the words before a row's tail, with an ellipsis, so that all fits its lines; nothing where the tail alone
    does not."""
    at = len(row.words.plain) - row.tail
    fitting: tuple[Content, ...] = ()
    shortest, longest = 0, at
    while shortest <= longest:
        kept = (shortest + longest) // 2
        words = Content.assemble(row.words[:kept].rstrip(), "…", row.words[at:], strip_control_codes=False)
        lines = _wrapped(words.plain, tuple(words.spans), first, room)
        if len(lines) <= row.lines:
            fitting, shortest = lines, kept + 1
        else:
            longest = kept - 1
    return fitting


@lru_cache(maxsize=4096)  # most rows of a screen are made anew at each key, and say what they said
def _wrapped(text: str, spans: tuple[Span, ...], first: int, room: int) -> tuple[Content, ...]:
    """Wrap words into lines of `room` columns, the first of `first`, beside which something is at the right."""
    words = Content(text, [*spans], strip_control_codes=False)
    lines = words.wrap(first) or [EMPTY]
    if len(lines) > 1 and "\n" not in text:
        if first != room:
            used = len(lines[0].plain.rstrip())
            rest = words[used:]
            spaces = len(rest.plain) - len(rest.plain.lstrip())
            lines = [lines[0], *(words[used + spaces :].wrap(room) or [EMPTY])]
        return tuple(_without_orphan(words, lines, room))
    return tuple(lines)


_SHORTEST_LAST = 12
"""Columns; a shorter last line of one word looks lost, and takes the word before it along."""


def _without_orphan(words: Content, lines: Sequence[Content], room: int) -> Sequence[Content]:
    """Put the last two words into the last line, where it would hold a single short one."""
    text, last, before = words.plain.rstrip(), lines[-1].plain.strip(), lines[-2].plain.rstrip()
    at = before.rfind(" ") + 1
    start = len(text) - len(last) - 1 - len(before)
    is_short = " " not in last and len(last) < min(_SHORTEST_LAST, room // 4)
    moves_little = 3 * (len(before) - at) < len(before)
    if not (is_short and moves_little and start >= 0 and text[start:] == f"{before} {last}"):
        return lines
    return [*lines[:-2], words[start : start + at].rstrip(), words[start + at : len(text)]]
