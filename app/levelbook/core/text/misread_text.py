"""This module recognises text that came back from a program which read or saved it in a wrong encoding.

A spreadsheet that opens a CSV file of UTF-8 as Windows-1252 shows `Ã¼` for `ü`, and saves that.
"""

from __future__ import annotations

from typing import Final

from levelbook.core.text.cleaning import clean
from levelbook.core.text.formula_guard import formula_safe, kept_as_text, without_formula_guard

_READ_IN: Final = ("cp1252", "mac_roman", "cp1250", "cp1251", "cp850", "cp437")
"""What spreadsheets take a file for, by the language and the kind of system."""
_SAVED_IN: Final = ("cp1252", "mac_roman", "cp1250", "cp1251", "ascii")
"""What programs save a file in; each but the last has the usual dashes and quotation marks."""
_LAST_OF_TWO_BYTES: Final = 0xFFFF
"""The last character of one unit in UTF-16. Of a later one, some programs make a question mark for each unit."""
_UNREADABLE: Final = "\ufffd"
"""Stands for what a program could not read as UTF-8."""


def misread(sent: str, returned: str) -> tuple[str, str] | None:
    """Return a character that was sent and what it came back as, where a wrong encoding explains it; else None."""
    if sent == returned or sent.isascii():
        return None
    for char in dict.fromkeys(one for one in sent if not one.isascii() and one not in returned):
        for encoding in _READ_IN:
            shown = clean(char.encode().decode(encoding, "replace"))
            if shown in returned and shown not in sent:
                return char, shown
        if _UNREADABLE in returned and _UNREADABLE not in sent:
            return char, _UNREADABLE
    for encoding in _SAVED_IN:
        lost = [one for one in sent if not _is_in(one, encoding)]
        for units in (1, 2) if lost else ():
            marks = {ord(one): "?" * (units if ord(one) > _LAST_OF_TWO_BYTES else 1) for one in lost}
            # Somebody may have put a question mark in place of one dash or dots, which most encodings have.
            is_lost = encoding != "ascii" or len(lost) > 1 or lost[0].isalpha()
            if is_lost and returned in (sent.translate(marks), _with_guard_left(sent, marks)):
                return lost[0], marks[ord(lost[0])]
    return None


def _with_guard_left(sent: str, marks: dict[int, str]) -> str:
    """Return what an import makes of a cell whose sign, such as `＝`, was lost: its apostrophe guards nothing now."""
    return without_formula_guard(formula_safe(kept_as_text(sent)).translate(marks))


def _is_in(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
