"""A number that a stranger wrote is read exactly, and in no more time than its length takes.

`Fraction` alone works out a power of ten for as long as that takes: `1e9999999999` keeps it for ever.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

_DECIMAL: Final = r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,3})?"
_RATIO: Final = r"[+-]?\d{1,400}/\d{1,400}"
_NUMBER: Final = re.compile(f"(?:{_DECIMAL}|{_RATIO})", re.ASCII)


def exact_number(text: str) -> Fraction:
    """Read a number such as `2`, `-0.25`, `1e-3` or `70/43`, without rounding it.

    Raises ValueError for anything else: more than 400 digits in a row, powers of ten beyond 999, no number at all.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError("this is not a number that can be read")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError("this divides by nought") from None


def whole_number(text: str) -> int | None:
    """Parse a number as people type it; None for anything else, including digits that only Python accepts."""
    return int(text) if re.fullmatch("[0-9]{1,6}", text.strip()) else None


def minutes_of_text(text: str) -> int:
    """Read minutes as people type a length of time: `90`, `90 min`, `1h30`, `2 h`, `1:15`, `1.5 h`.

    Raises ValueError for anything else.
    """
    said = re.sub(r"[ \t]+", "", text).lower()
    if hours := re.fullmatch(r"([0-9]{1,2})[.,]([0-9])h(?:ours?)?", said):
        return int(hours[1]) * 60 + int(hours[2]) * 6
    whole = re.fullmatch(r"(?:([0-9]{1,2})(?:h|hours?|:))?([0-9]{1,5})?(?:m|min|minutes?)?", said)
    if whole is None or whole[1] is whole[2] is None:
        raise ValueError("this is no length of time")
    return int(whole[1] or 0) * 60 + int(whole[2] or 0)
