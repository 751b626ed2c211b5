"""This module reads any CSV file into rows by the names of its columns, as spreadsheets and trackers write them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean, clean_line
from levelbook.core.text.formula_guard import without_formula_guard


@frozen
class CsvRow:
    """One row of a CSV file, by its columns."""

    line: int
    """The line on which the row ends in the file, from 1; a cell may hold several lines."""
    cells: dict[str, str]
    """Column head to cell, as it was typed (`core/text/formula_guard.py`)."""
    fault: str = ""
    """The reason why cells may be in the wrong columns, or the last one cut; empty if they are right."""


def read_csv(content: bytes, name: str) -> tuple[Sequence[str], tuple[CsvRow, ...]]:
    """Read the heads and the rows. `name` is for messages. Separators may be commas, semicolons or tabs.

    Raises FileIsWrong.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileIsWrong.one("This file is not in UTF-8.", path=name, remedy="Save it as “CSV UTF-8”.") from None
    separator = separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        heads = [clean_line(head) for head in next(reader, [])]
        named = _unique_heads(heads)
        rows = tuple(_row(named, cells, reader.line_num) for cells in reader if any(cells))
    except csv.Error as error:
        raise FileIsWrong.one(
            f"This is not a CSV file: {clean(str(error))}.", path=name, line=reader.line_num
        ) from None
    if rows and may_be_cut(text):
        rows = (*rows[:-1], replace(rows[-1], fault=rows[-1].fault or MAY_BE_CUT))
    return heads, rows


def separator_of(text: str) -> str:
    """Return the comma, semicolon or tab, of which the first line has most."""
    return max(",;\t", key=text.partition("\n")[0].count)


def may_be_cut(text: str) -> bool:
    """Tell whether a file ends within its last cell, without the end of a line: programs write one, and a download may
    break off."""
    return not text.endswith(("\n", "\r", '"', separator_of(text)))


MAY_BE_CUT: Final = "The file ends here without the end of a line. If the row is complete, add a line break after it."


def must_be_once(heads: Sequence[str], wanted: Iterable[str], name: str, *, line: int | None = 1) -> None:
    """Refuse a file in which a wanted column is there twice, since nobody can say which one is meant.

    `name` and `line` are for messages. Raises FileIsWrong.
    """
    twice = next((head for head in wanted if heads.count(head) > 1), None)
    if twice is not None:
        raise FileIsWrong.one(f"Two columns are headed {twice}.", path=name, line=line, remedy="Rename or delete one.")


def _unique_heads(heads: Sequence[str]) -> Sequence[str | None]:
    """Name each column; None for columns that share a head, as trackers write some, because none of them is meant."""
    times = Counter(heads)
    return [head if times[head] == 1 else None for head in heads]


def _row(heads: Sequence[str | None], cells: Sequence[str], line: int) -> CsvRow:
    """Map column heads to cells, for the columns whose head is unique."""
    fault = "" if len(cells) == len(heads) else _OTHER_LENGTH.format(len(cells), len(heads))
    named = {head: without_formula_guard(cell) for head, cell in zip(heads, cells, strict=False) if head is not None}
    return CsvRow(line, named, fault)


_OTHER_LENGTH = "It has {} cells and the first line {}: a quotation mark may be missing."
