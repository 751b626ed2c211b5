"""This module reads issues that a tracker exported as CSV, and finds those that were created from steps.

The column with the ticket's name differs: Jira has `Issue key`, GitLab `URL` and `Issue ID`, and `gh issue list` what
it was asked for, such as `url` or `number`.
"""

from __future__ import annotations

from typing import Final

from levelbook.core.assessment.tickets import MARK, ReturnedTicket
from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cell_error import HOLDS_ERROR, is_cell_error
from levelbook.core.text.cleaning import clean_line
from levelbook.imports.csv_file import CsvRow, must_be_once, read_csv

COLUMNS: Final = ("Issue key", "URL", "url", "ticket", "Issue ID", "number")
"""The columns that may name a ticket; the first one present is used."""


def returned_tickets(content: bytes, name: str) -> tuple[ReturnedTicket, ...]:
    """Read the tickets that were created from steps. `name` is for messages. Raises FileIsWrong."""
    heads, rows = read_csv(content, name)
    column = next((known for known in COLUMNS if known in heads), None)
    if column is None:
        raise FileIsWrong.one(
            f"No column names the ticket: {', '.join(heads) or 'nothing'} is there.",
            path=name,
            remedy=f"Head it with one of: {', '.join(COLUMNS)}.",
        )
    must_be_once(heads, [column], name)
    return tuple(ticket for row in rows if (ticket := _ticket(row, column)) is not None)


def _ticket(row: CsvRow, column: str) -> ReturnedTicket | None:
    """Read the ticket of a row; None where the row carries no step's mark, as most issues of a tracker."""
    marks = list(dict.fromkeys(match.groups() for cell in row.cells.values() for match in MARK.finditer(cell)))
    if not marks:
        return None
    named = clean_line(row.cells.get(column, ""))
    fault = row.fault
    if len(marks) > 1:
        fault = fault or f"it carries the marks of {len(marks)} steps, so nobody can tell which one it was made from."
    elif not named:
        fault = fault or f"it carries the mark of a step, and its column {column} is empty."
    elif is_cell_error(named):
        fault = fault or f"its column {column} {HOLDS_ERROR}, not a ticket."
    practice_id, digest = marks[0]
    ticket = f"#{named}" if named.isdigit() else named
    return ReturnedTicket(f"line {row.line}", practice_id, digest, ticket, fault)
