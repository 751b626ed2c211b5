"""The tables of a portfolio as a workbook: a sheet for each, with frozen heads, filters and fitting columns.

Everything is a value: no cell holds a formula, and every text is written as text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any, Final

import xlsxwriter

from levelbook.export.portfolio_tables import Cell, PortfolioTables, Table
from levelbook.export.xlsx import MOST_CHARACTERS

MOST_ROWS: Final = 1_048_575
"""Below the heads; a sheet cannot hold more."""
_WIDTHS: Final = (8, 60)
"""Of the narrowest column and of the widest, in digits."""
_MEASURED: Final = 200
"""Rows by which the width of a column is found."""


def export(source: PortfolioTables) -> bytes:
    """Return the workbook: the same bytes for the same tables."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        made = datetime.combine(source.as_of, time(), UTC).replace(tzinfo=None)
        workbook.set_properties({"title": f"{source.organisation}: portfolio", "created": made})
        looks = _CellFormats(workbook)
        _about(workbook.add_worksheet("About"), source, looks)
        for table in source.tables.values():
            _sheet(workbook.add_worksheet(table.name.title()), table, looks)
    return content.getvalue()


class _CellFormats:
    """The formats of each kind of cell."""

    def __init__(self, workbook: Any) -> None:
        self.title = workbook.add_format({"bold": True, "font_size": 16})
        self.head = workbook.add_format({"bold": True, "bottom": 1, "valign": "top", "bg_color": "#E8EDF2"})
        self.text = workbook.add_format({"num_format": "@", "valign": "top"})
        self.figure = workbook.add_format({"num_format": "0.00", "valign": "top"})
        self.count = workbook.add_format({"num_format": "0", "valign": "top"})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})


def _about(sheet: Any, source: PortfolioTables, looks: _CellFormats) -> None:
    """Say what the tables are over, and how many rows each has."""
    sheet.set_column(0, 0, 24)
    sheet.write_string(0, 0, source.organisation, looks.title)
    for row, words in enumerate(source.about, start=1):
        sheet.write_string(row, 0, words)
    top = len(source.about) + 2
    for row, table in enumerate(source.tables.values(), start=top):
        sheet.write_string(row, 0, table.name.title())
        sheet.write_number(row, 1, len(table.rows), looks.count)
        if len(table.rows) > MOST_ROWS:
            sheet.write_string(row, 2, f"only the first {MOST_ROWS} fit a sheet; `portfolio export csv` has them all")


def _sheet(sheet: Any, table: Table, looks: _CellFormats) -> None:
    rows = table.rows[:MOST_ROWS]
    for place, head in enumerate(table.heads):
        sheet.set_column(place, place, _width(head, (row[place] for row in rows[:_MEASURED])))
        sheet.write_string(0, place, head, looks.head)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write(sheet, number, place, cell, looks)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(table.heads) - 1)


def _width(head: str, cells: Iterable[Cell]) -> int:
    longest = max((len(head) + 2, *(len(str(cell)) + 1 for cell in cells if cell is not None)))
    return min(max(longest, _WIDTHS[0]), _WIDTHS[1])


def _write(sheet: Any, row: int, place: int, cell: Cell, looks: _CellFormats) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, place, cell[:MOST_CHARACTERS], looks.text)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, datetime.combine(cell, time()), looks.day)
    elif cell is not None:
        sheet.write_number(row, place, cell, looks.figure if isinstance(cell, float) else looks.count)
