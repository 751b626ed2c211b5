"""This module recognises a text that a spreadsheet wrote in place of what a cell should hold.

Saved as CSV, or copied as text, an error becomes a word such as `#REF!`, and a number in a narrow column `####`.
"""

from __future__ import annotations

import re
from typing import Final

HOLDS_ERROR: Final = "holds an error"
_ERROR: Final = re.compile(
    r"#+"
    r"|#[¡¿]?[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ0-9/_]*[!?]"  # in the language of the spreadsheet: #NAME? is #NOM? in French
    r"|#[A-ZА-Я]/[A-ZА-Я]|#NV|#GETTING_DATA"  # #N/A is #NV in German
    r"|Err:[0-9]{3}"
)


def is_cell_error(text: str) -> bool:
    """Tell whether a cell holds nothing but an error of a spreadsheet."""
    return _ERROR.fullmatch(text.strip()) is not None
