"""This module recognises a text that a spreadsheet wrote in place of what a cell should hold.

Saved as CSV, or copied as text, an error becomes a word such as `#REF!`, and a number in a narrow column `####`.
"""

from __future__ import annotations

import re
from typing import Final

HOLDS_ERROR: Final = "holds an error"
# In the language of the spreadsheet: #NAME? is #NOM? in French, #VALUE! is #ЗНАЧ! in Russian, #N/A is #NV in German.
_ERROR: Final = re.compile(r"#[¡¿]?[^\W\d_][\w/]*[!?]|#[^\W\d_]/[^\W\d_]|#NV|#YOK|#SAKNAS|#HIÁNYZIK|#GETTING_DATA")
_WITHOUT_A_NAME: Final = re.compile(r"#+|Err ?:[0-9]{3}")


def is_cell_error(text: str) -> bool:
    """Tell whether a cell holds nothing but an error of a spreadsheet."""
    said = text.strip()
    return bool(_WITHOUT_A_NAME.fullmatch(said) or (said.isupper() and _ERROR.fullmatch(said)))
