"""Files say how many tables they have (`tables = N`): one that lost its end would else be a shorter one without a word.

The number is optional, because files of an older levelbook, and a person's own, do not have it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from levelbook.core.errors import CutShort, FileIsWrong, Problem
from levelbook.reading.toml import Lines
from levelbook.store.toml_text import is_tabular
from levelbook.words.files import removed_on_purpose

TABLES: Final = "tables"
"""The key that says how many tables there are."""


def tables_among(document: Mapping[str, Any]) -> int:
    """Count the tables on the first level of a document; an array of tables counts as many as it holds."""
    found = [item for item in document.values() if is_tabular(item)]
    return sum(len(item) if isinstance(item, list | tuple) else 1 for item in found)


def missing_tables(said: object, found: int, path: str, lines: Callable[[], Lines]) -> CutShort | None:
    """Compare the number that a file says with its tables: return what to raise if it has fewer.

    said: the number, None in a file without one. More tables than it says are somebody's addition.

    Raises FileIsWrong where that is no number.
    """
    if said is None:
        return None
    if not isinstance(said, int) or isinstance(said, bool) or said < 0:
        message = "This must be a whole number: how many tables follow."
        raise FileIsWrong.one(message, path=path, key=TABLES, line=lines().find((TABLES,)))
    if found >= said:
        return None
    message = f"This file should have {said} tables, and has {found}."
    problem = Problem(message, path=path, key=TABLES, line=lines().find((TABLES,)))
    return CutShort([problem], tables=said, remedy=removed_on_purpose(found))
