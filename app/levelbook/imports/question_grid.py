"""This module reads a company's own table of questions, from a CSV file or a workbook, as a grid of texts.

`packs/question_table.py` turns a grid into a questionnaire; `packs/column_guess.py` guesses what its columns hold.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime, time

from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.text.cleaning import clean_line, nearest
from levelbook.imports.answer_fields import Value, plain
from levelbook.imports.csv_file import MAY_BE_CUT, may_be_cut, separator_of
from levelbook.imports.workbook_file import Sheet, read_workbook
from levelbook.packs.question_table import MOST_ROWS, Grid
from levelbook.reading.toml import decoded


def csv_grid(content: bytes, name: str) -> Grid:
    """Read a file separated by commas, semicolons or tabs: by the one that its first line has most of.

    Raises FileIsWrong.
    """
    text = decoded(content, name)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True))
    except csv.Error as error:
        raise FileIsWrong.one(f"This is not a table: {clean_line(str(error))}.", path=name) from None
    _must_not_be_longer(len(rows), name)
    if rows and may_be_cut(text):
        raise FileIsWrong.one(MAY_BE_CUT, path=name, line=text.count("\n") + 1)
    return Grid(name, rows)


def workbook_grids(content: bytes, name: str, *, sheet: str | None = None) -> dict[str, Grid]:
    """Read the named sheet, or every visible sheet with content. Returns titles with grids.

    Raises FileIsWrong; UsedWrongly where no sheet has that name, or a library is missing.
    """
    book = read_workbook(content, name)
    titles = [one.name for one in book.sheets]
    if sheet is not None and sheet not in titles:
        near = nearest(sheet, titles)
        remedy = f"Did you mean “{near}”?" if near else f"There are: {', '.join(map(clean_line, titles))}."
        raise UsedWrongly(f"The workbook has no sheet “{sheet}”.", remedy=remedy)
    wanted = [one for one in book.sheets if (one.name == sheet if sheet is not None else one.is_visible)]
    grids = {one.name: _grid(one, name) for one in wanted}
    found = {title: grid for title, grid in grids.items() if any(any(row) for row in grid.rows)}
    if not found:
        raise FileIsWrong.one("All visible sheets are empty.", path=name, remedy="Name one: --sheet NAME.")
    return found


def only_one_meant(grids: Mapping[str, Grid], columns: Mapping[str, str]) -> Grid:
    """Return the only grid, or the only one that has the required heads.

    columns: our name of a column to its head in the table, if they differ.

    Raises UsedWrongly where several could be meant.
    """
    fitting = [grid for grid in grids.values() if grid.has_heads(columns)] or list(grids.values())
    if len(fitting) > 1:
        listed = ", ".join(clean_line(title) for title in grids)
        raise UsedWrongly(f"Several sheets could hold the questions: {listed}.", remedy="Say which: --sheet NAME.")
    return fitting[0]


def _grid(sheet: Sheet, name: str) -> Grid:
    _must_not_be_longer(len(sheet.rows), f"{name}, sheet {clean_line(sheet.name)}")
    rows = [[_text(cell) for cell in row] for row in sheet.rows]
    merged = set()
    for (top, left), (bottom, right) in sheet.merged:
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                rows[row][column] = rows[top][left]
                merged.add((row, column))
    return Grid(f"{name}, sheet {clean_line(sheet.name)}", rows, sheet.odd, frozenset(merged))


def _text(cell: Value) -> str:
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()  # a day, which workbooks hold as a moment
    return plain(cell).strip()


def _must_not_be_longer(rows: int, name: str) -> None:
    if rows > MOST_ROWS:
        raise FileIsWrong.one(f"This table has {rows} rows; levelbook reads at most {MOST_ROWS}.", path=name)
