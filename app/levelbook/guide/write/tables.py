"""Tables are padded, so that every column is as wide as its widest cell: formatters do the same, and change nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import category, east_asian_width

_DELIMITERS = re.compile(r"\|(?:[ ]*-+[ ]*\|)+")
"""The second row of a table without alignment."""
_EDGE = re.compile(r"(?<!\\)\|")
_LEAST_WIDTH = 3
"""Dashes below the narrowest heading."""


def padded(text: str) -> str:
    """Return a Markdown text with its tables padded; one that aligns its columns, or is ragged, stays as it is."""
    if "\n|" not in text and not text.startswith("|"):
        return text
    return "\n".join(_with_padded_tables(text.split("\n")))


def _with_padded_tables(lines: Sequence[str]) -> Iterator[str]:
    table: list[str] = []
    for line in lines:
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            yield from _padded_rows(table)
            table = []
        yield line
    yield from _padded_rows(table)


def _padded_rows(rows: Sequence[str]) -> Sequence[str]:
    if len(rows) < 2 or not _DELIMITERS.fullmatch(rows[1]):
        return rows
    heading, _, *body = [_cells(row) for row in rows]
    if any(len(cells) != len(heading) for cells in body):
        return rows
    widths = [max(_LEAST_WIDTH, *(_width(cell) for cell in column)) for column in zip(heading, *body, strict=True)]
    delimiters = ["-" * width for width in widths]
    return [_row(cells, widths) for cells in (heading, delimiters, *body)]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in _EDGE.split(row.strip())[1:-1]]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded_cells = (cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded_cells)} |"


def _width(text: str) -> int:
    """Return how many columns a text takes in a fixed pitch, as formatters count them."""
    if text.isascii():
        return len(text)
    seen = (character for character in text if category(character) not in ("Mn", "Me", "Cf"))
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in seen)
