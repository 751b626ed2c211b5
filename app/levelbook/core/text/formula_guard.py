"""Text in a cell of a CSV file stays text: a spreadsheet that opens the file computes nothing of it.

A spreadsheet takes a cell for a formula that begins with one of `= + - @`, their full-width forms, a tab or a line
break. Such a text gets an apostrophe before it, as does one that has apostrophes before such a sign already, so that
`without_formula_guard` gives back exactly what `formula_safe` was given.

Where lists are separated by semicolons, as in most of Europe, a spreadsheet looks for these and not for commas. To it
a cell begins behind each semicolon, and a quotation mark that is not the first of a cell keeps no line together. So
what follows a semicolon, a tab or a line break inside a text is guarded as well.

A spreadsheet also takes `007` for a number, `24/7` for a day and `true` for a truth value, and saves them as 7, a day
of July and TRUE. Where a text is to come back as it was, `kept_as_text` puts an apostrophe before such a one.
"""

from __future__ import annotations

import re
from typing import Final

_SIGNS: Final = "=+\\-@＝＋－＠"
_BEGINS: Final = rf"(\A(?='*[{_SIGNS}\t\r\n])|[;\t\r\n](?:[^\S\t\r\n]|\")*+(?='*[{_SIGNS}]))"
"""Where a spreadsheet may see a cell begin that acts, with what it may skip on the way to the sign."""
_ACTS: Final = re.compile(_BEGINS)
_WAS_MADE_INERT: Final = re.compile(f"{_BEGINS}'")


_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_BETWEEN: Final = r"[ .,/\-]*"
_VALUE: Final = (
    rf"(?:[$€£]?\d[\d .,:/%$€£\-]*(?:e[+\-]?\d+)?|true|false"
    rf"|\d{{1,4}}{_BETWEEN}{_MONTH}(?:{_BETWEEN}\d{{1,4}})?|{_MONTH}{_BETWEEN}\d{{1,4}}(?:{_BETWEEN}\d{{1,4}})?)"
)
"""What a spreadsheet reads as a number, an amount, a day, a time or a truth value; it reads more than this."""
_IS_VALUE: Final = re.compile(rf"\A(?='*{_VALUE}\Z)", re.IGNORECASE | re.ASCII)
_WAS_VALUE: Final = re.compile(rf"\A'(?='*{_VALUE}\Z)", re.IGNORECASE | re.ASCII)


def kept_as_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a number, a day or a truth value."""
    return _IS_VALUE.sub("'", text)


def formula_safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, nor any part of it."""
    return _ACTS.sub(r"\1'", text)


def without_formula_guard(cell: str) -> str:
    """Return the text that `formula_safe`, and `kept_as_text` before it, made this cell of; any other as it is."""
    return _WAS_VALUE.sub("", _WAS_MADE_INERT.sub(r"\1", cell))
