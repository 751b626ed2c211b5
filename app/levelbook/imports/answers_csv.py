"""This module reads a CSV file of `levelbook export csv` that somebody answered, and what is wrong in each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

from levelbook.core.answers.external_answer import ID_COLUMNS, TEAM_COLUMN, ExternalAnswer
from levelbook.core.answers.people import is_same_team
from levelbook.core.assessment.answer_import import ReturnedRow
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.quotation import in_quotes
from levelbook.imports.answer_fields import FieldReader
from levelbook.imports.csv_file import CsvRow, must_be_once, read_csv

_FIELDS = tuple(field.name for field in fields(ExternalAnswer))
_TITLE = "title"


def returned_rows(
    content: bytes, name: str, questionnaire: Questionnaire, team: str, today: date
) -> tuple[ReturnedRow, ...]:
    """Read the rows of a file. `name` is for messages. Raises FileIsWrong, also for a file of another team."""
    heads, rows = read_csv(content, name)
    if gone := [column for column in ID_COLUMNS if column not in heads]:
        raise FileIsWrong.one(
            f"The columns that identify rows are missing: {', '.join(gone)}.",
            path=name,
            remedy="Copy the answers into a file of `levelbook export csv`.",
        )
    must_be_once(heads, (*ID_COLUMNS, _TITLE, TEAM_COLUMN, *_FIELDS), name)
    teams = (clean_line(row.cells.get(TEAM_COLUMN, "")) for row in rows)
    if other := next((one for one in teams if one and not is_same_team(one, team)), ""):
        raise FileIsWrong.one(
            f"This file is of {in_quotes(other)}, and this is the book of {in_quotes(team)}.",
            path=name,
            remedy=f"If it is the same team under a new name, take the column `{TEAM_COLUMN}` out of the file.",
        )
    reader = FieldReader(questionnaire, today)
    return tuple(_returned(row, heads, reader) for row in rows)


def _returned(row: CsvRow, heads: Sequence[str], reader: FieldReader) -> ReturnedRow:
    said: dict[str, str] = {}
    faults = [row.fault] if row.fault else []
    for name in _FIELDS:
        if name in heads:
            try:
                said[name] = reader.said(name, row.cells.get(name, ""))
            except ValueError as error:
                faults.append(f"{name}: {error}")
    practice_id, rev, sent = (clean_line(row.cells.get(column, "")) for column in ID_COLUMNS)
    return ReturnedRow(
        place=f"line {row.line}",
        practice_id=practice_id,
        rev=rev,
        sent=sent,
        title=clean_line(row.cells.get(_TITLE, "")),
        said=ExternalAnswer(**said),
        absent=frozenset(_FIELDS) - frozenset(heads),
        fault=" ".join(faults),
    )
