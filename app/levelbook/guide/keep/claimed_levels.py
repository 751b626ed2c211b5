"""The level that a block of the guide claims is read from its text, which people may have kept or written over."""

from __future__ import annotations

import re

# Formatters wrap lines at any space.
_OVERALL = re.compile(r"\blevel\s+(?P<level>\d+\.\d+)\s+of\s+\d")


def claimed_level(text: str, number: str) -> int | None:
    """Return the level in a practice's line of standing, which its number opens; None where no such line is left."""
    found = re.search(rf"(?<![\w.]){re.escape(number)}\s+·\s+[Ll]evel\s+(\d+)", text)
    return int(found[1]) if found else None


def claimed_overall(text: str) -> str:
    """Return the overall level that the page on standing claims, as “level 1.8”; empty where it claims none."""
    found = _OVERALL.search(text)
    return f"level {found['level']}" if found else ""
