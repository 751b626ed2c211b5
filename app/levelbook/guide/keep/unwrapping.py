"""Paragraphs and list items of Markdown as one line each, as before a formatter wrapped them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_BEGINS_A_LINE = re.compile(r"[ \t]*(?:(?:[-*+>|]|#{1,6}|\d+[.)])(?:[ \t]|$)|[=*_-][=*_ \t-]*$|```|~~~|<!--|$)")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_ENDS_A_LINE = re.compile(r"[ \t]*(?:#{1,6}[ \t]|[=*_-][=*_ \t-]*$)|.*(?:\\| {2}|-->|\|)$")
"""Headings and what underlines them, rules, rows, comments and lines with a break at their end that is meant."""


def unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a text, with each line that only goes on with a paragraph or an item joined to the one before.

    Blank lines, code fences, rows of tables, headings, rules and breaks that are meant stay as they are.
    """
    held: str | None = None
    in_code = False
    for line in lines:
        is_fence = _FENCE.match(line) is not None
        if held and not in_code and not is_fence and not _BEGINS_A_LINE.match(line) and not _ENDS_A_LINE.match(held):
            held = f"{held} {line.strip()}" if not line.endswith("  ") else f"{held} {line.lstrip()}"
            continue
        if held is not None:
            yield held
        in_code ^= is_fence
        if is_fence or in_code:
            yield line
            held = None
        else:
            held = line
    if held is not None:
        yield held
