"""This module reads a workbook from `levelbook export xlsx` that somebody filled in: its rows, and each row's mistakes.

Columns are found by their heads, so columns and rows may be reordered. A missing answer column changes nothing; the
hidden columns must be present.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from levelbook.core.answers.external_answer import (
    ABOUT_KEYS,
    ANSWER_COLUMNS,
    ID_COLUMNS,
    LISTS_SHEET,
    TITLE_COLUMN,
    ExternalAnswer,
)
from levelbook.core.answers.people import is_same_team
from levelbook.core.assessment.answer_import import ReturnedRow
from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.quotation import in_quotes
from levelbook.imports.answer_fields import FieldReader, Value, plain
from levelbook.imports.workbook_file import Sheet, WorkbookFile, read_workbook

MOST_BYTES: Final = 64_000_000
_HEADS_WITHIN: Final = 20
"""The number of rows, from the top, that are searched for the heads."""


def returned_rows(
    content: bytes, name: str, questionnaire: Questionnaire, team: str, today: date
) -> tuple[ReturnedRow, ...]:
    """Read the rows of a workbook. `name` is for messages.

    Raises FileIsWrong where it is no workbook of ours, or one of another questionnaire or team, and as `read_workbook`
    does.
    """
    book = read_workbook(content, name)
    _must_be_of(book, name, questionnaire, team)
    table = _table(book, name)
    reader = _RowReader(table, questionnaire, today, book.first_day)
    return tuple(row for place in range(table.first, len(table.sheet.rows)) if (row := reader.row(place)) is not None)


def _must_be_of(book: WorkbookFile, name: str, questionnaire: Questionnaire, team: str) -> None:
    held = next((sheet for sheet in book.sheets if sheet.name == LISTS_SHEET), None)
    said = {str(row[2]): str(row[3]) for row in held.rows if len(row) > 3} if held else {}
    of, version, edition, of_team = (said.get(key, "") for key in ABOUT_KEYS)
    if not of:
        raise FileIsWrong.one(
            "This workbook does not say which questionnaire it answers.",
            path=name,
            remedy=f"It has to be one of `levelbook export xlsx`, with its hidden sheet {LISTS_SHEET}.",
        )
    if (of, version) != (questionnaire.id, questionnaire.version):
        raise FileIsWrong.one(
            f"This workbook answers {clean_line(of)} {clean_line(version)}, and the book {questionnaire.id} "
            f"{questionnaire.version}.",
            path=name,
            remedy="Export a new one, and answer in that.",
        )
    if of_team and not is_same_team(of_team, team):
        raise FileIsWrong.one(
            f"This workbook is of {in_quotes(clean_line(of_team))}, and this is the book of {in_quotes(team)}.",
            path=name,
            remedy="If it is the same team under a new name, export a new one, and copy the answers into that.",
        )
    if edition != "now":
        raise FileIsWrong.one(
            f"This workbook holds the edition {clean_line(edition)}, which is sealed and takes no more answers.",
            path=name,
            remedy="Export one without --edition.",
        )


@frozen
class _Table:
    sheet: Sheet
    first: int
    """The first row below the heads."""
    columns: Mapping[str, int]


def _table(book: WorkbookFile, name: str) -> _Table:
    found = [(sheet, place) for sheet in book.sheets if (place := _head_row(sheet)) is not None]
    if not found:
        raise _hidden_are_gone(name, ", ".join(ID_COLUMNS))
    if len(found) > 1:
        listed = " and ".join(clean_line(sheet.name) for sheet, _ in found)
        raise FileIsWrong.one(f"The sheets {listed} both hold answers.", path=name, remedy="Delete the wrong one.")
    [(sheet, place)] = found
    heads = _heads(sheet.rows[place])
    needed = (*ID_COLUMNS, *ANSWER_COLUMNS.values())
    if twice := next((head for head in needed if heads.count(head) > 1), None):
        raise FileIsWrong.one(f"Two columns of the sheet {sheet.name} are headed {twice}.", path=name)
    if gone := [head for head in ID_COLUMNS if head not in heads]:
        raise _hidden_are_gone(name, ", ".join(gone))
    return _Table(sheet, place + 1, {head: at for at, head in enumerate(heads) if head})


def _head_row(sheet: Sheet) -> int | None:
    """Return the row of a sheet's heads, from 0; None if it has no heads of ours."""
    for place, row in enumerate(sheet.rows[:_HEADS_WITHIN]):
        if {ID_COLUMNS[0], TITLE_COLUMN} <= set(_heads(row)):
            return place
    return None


def _heads(row: Sequence[Value]) -> list[str]:
    return [clean_line(str(cell)) for cell in row]


def _hidden_are_gone(name: str, which: str) -> FileIsWrong:
    return FileIsWrong.one(
        f"The hidden columns that identify rows are missing: {which}.",
        path=name,
        remedy="Copy the answers into a newly exported workbook.",
    )


class _RowReader:
    """Reads the rows of one table."""

    def __init__(self, table: _Table, questionnaire: Questionnaire, today: date, first_day: date) -> None:
        self._table = table
        self._fields = FieldReader(questionnaire, today, first_day)

    def row(self, place: int) -> ReturnedRow | None:
        """Read one row; None if it is empty."""
        cells = self._table.sheet.rows[place]
        known = {name: clean_line(self._text(cells, name)) for name in ID_COLUMNS}
        heads = {name: head for name, head in ANSWER_COLUMNS.items() if head in self._table.columns}
        if not known["id"] and not any(self._text(cells, head).strip() for head in heads.values()):
            return None
        said: dict[str, str] = {}
        faults: list[str] = []
        for name, head in heads.items():
            if odd := self._table.sheet.cell_problem(place, self._table.columns[head]):
                faults.append(f"{head} {odd}, so it is not clear what was meant: write the words themselves.")
                continue
            try:
                said[name] = self._fields.said(name, self._cell(cells, head))
            except ValueError as error:
                faults.append(f"{head}: {error}")
        return ReturnedRow(
            place=f"{self._table.sheet.name}, row {place + 1}",
            practice_id=known["id"],
            rev=known["rev"],
            sent=known["sent"],
            title=clean_line(self._text(cells, TITLE_COLUMN)),
            said=ExternalAnswer(**said),
            absent=frozenset(ANSWER_COLUMNS) - frozenset(heads),
            fault=" ".join(faults),
        )

    def _cell(self, cells: Sequence[Value], head: str) -> Value:
        place = self._table.columns.get(head, len(cells))
        return cells[place] if place < len(cells) else ""

    def _text(self, cells: Sequence[Value], head: str) -> str:
        return plain(self._cell(cells, head))
