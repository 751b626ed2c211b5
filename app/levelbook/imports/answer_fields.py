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
_MOVED_FROM: Final = time(10)
"""The time of day from which a cell may hold a midnight of the next day. Programs that know moments and no days, such
as those built on SheetJS, write the midnight of their own time zone as one of UTC: east of it, by up to fourteen hours,
that is a time of the day before; west of it the day stays, and so it does for whoever typed a time."""
_ALMOST_A_DAY: Final = timedelta(seconds=1)
"""A day may be short by this: a day and its time are one number, which arithmetic rounds."""


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
            day = _day_of(value)
        elif isinstance(value, date):
            day = value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            since = datetime.combine(self.first_day, time())
            day = _day_of(since + timedelta(days=value)) if 0 < value < 100_000 else date.min
        elif text := clean_line(plain(value)):
            day = parse_day(text, self.today)
        else:
            return ""
        if not 2000 <= day.year < 2100:
            raise ValueError(f"“{plain(value)}” is not a day of this century.")
        return day.isoformat()


def _day_of(moment: datetime) -> date:
    """Return the day that a moment means. Raises ValueError, with a sentence, where it may mean the day after."""
    if moment.date() == date.max:  # how databases write “never”; no day is after it
        return date.max
    rounded = moment + _ALMOST_A_DAY
    if rounded.date() > moment.date():
        return rounded.date()
    if moment.time() >= _MOVED_FROM:
        after = moment.date() + timedelta(days=1)
        raise ValueError(
            f"“{moment:%Y-%m-%d %H:%M}” has a time of day, so it is not clear whether {moment.date()} was meant or, "
            f"moved by a time zone, {after}: write the day alone."
        )
    return moment.date()


def plain(value: Value) -> str:
    """Return a cell as text. Whole numbers, which workbooks store as floats, have no decimals."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
