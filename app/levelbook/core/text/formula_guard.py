"""Text in a cell of a CSV file stays text: a spreadsheet that opens the file computes nothing of it.

A spreadsheet takes a cell for a formula that begins with one of `= + - @`, their full-width forms, a tab or a line
break. Such a text gets an apostrophe before it, as does one that has apostrophes before such a sign already, so that
`without_formula_guard` gives back exactly what `formula_safe` was given.
"""

from __future__ import annotations

import re
from typing import Final

_ACTS: Final = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_WAS_MADE_INERT: Final = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")


def formula_safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if _ACTS.match(text) else text


def without_formula_guard(cell: str) -> str:
    """Return the text that `formula_safe` made this cell of; any other text as it is."""
    return cell[1:] if _WAS_MADE_INERT.match(cell) else cell
