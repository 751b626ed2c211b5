"""Short digests are 32 bits: eight hexadecimal digits in the program, ten decimal ones in files.

An edition that another team's book names is known by 60 bits, nineteen decimal digits.

A spelling fixer finds words among letters and mends them; it leaves numbers alone.
"""

from __future__ import annotations

import re
from typing import Final

_HEX: Final = re.compile(r"[0-9a-f]{8}")
_DECIMAL: Final = re.compile(r"[0-9]{10}")


def in_digits(digest: object) -> str | None:
    """Spell eight hexadecimal digits as ten decimal ones; None for anything else."""
    return f"{int(digest, 16):010}" if isinstance(digest, str) and _HEX.fullmatch(digest) else None


def in_hex(digits: object) -> str | None:
    """Spell ten decimal digits as eight hexadecimal ones; None for anything else."""
    is_one = isinstance(digits, str) and _DECIMAL.fullmatch(digits) and int(digits) < 1 << 32
    return f"{int(str(digits)):08x}" if is_one else None


def edition_digits(digest: str) -> str:
    """Spell the first 60 bits of an edition's SHA-256 as nineteen decimal digits."""
    return f"{int(digest[:15], 16):019}"
