"""A field reader reads what a cell says in one field of an answer, whether a workbook or a CSV file holds it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from levelbook.core.answers.external_answer import chosen
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.cleaning import clean_line, clean_lines
from levelbook.core.text.days import parse_day

Value = int | float | str | bool | date | datetime | time | timedelta
"""A cell as read from the file; an empty cell is empty text."""

FROM_1900: Final = date(1899, 12, 30)
"""The day from which most workbooks count days."""


@frozen
class FieldReader:
    """Reads the cells of one file."""

    questionnaire: Questionnaire
    today: date
    first_day: date = FROM_1900

    def said(self, name: str, value: Value) -> str:
        """Return what a cell says in one field of `ExternalAnswer`. Raises ValueError with a sentence."""
        if name == "due":
            return self._day(value)
        if name == "note":
            return clean_lines(plain(value))
        text = clean_line(plain(value))
        if name != "answer":
            return text
        said = chosen(text, self.questionnaire)
        if said is None:
            raise ValueError(f"“{text}” is not in the list.")
        return said

    def _day(self, value: Value) -> str:
        if isinstance(value, datetime):
            day = value.date()
        elif isinstance(value, date):
            day = value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            day = self.first_day + timedelta(days=int(value)) if 0 < value < 100_000 else date.min
        elif text := clean_line(plain(value)):
            day = parse_day(text, self.today)
        else:
            return ""
        if not 2000 <= day.year < 2100:
            raise ValueError(f"“{plain(value)}” is not a day of this century.")
        return day.isoformat()


def plain(value: Value) -> str:
    """Return a cell as text. Whole numbers, which workbooks store as floats, have no decimals."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
