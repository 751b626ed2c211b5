"""A store's files are compared with the sums that a collection wrote down, so that no figure comes of a damaged one.

Parquet, as DuckDB writes and reads it, has no sums of its own: of a hundred flipped bits, sixteen gave other rows and
no error.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from levelbook.core.errors import FileIsWrong
from levelbook.words.files import cause, shown

_AT_ONCE: Final = 1 << 20
"""Bytes."""
COLLECT_AGAIN: Final = "Collect again with `levelbook portfolio collect`: damaged files are read again."

_seen: dict[tuple[str, int, int, int, int], int] = {}
"""Sums of files in this process, by path, size, times and inode: most are asked for again and again."""


def sum_of(path: Path) -> int:
    """Return the CRC-32 of a file's content. Raises OSError."""
    seen = path.stat()
    known = (str(path), seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)
    if known not in _seen:
        total = 0
        with path.open("rb") as file:
            while part := file.read(_AT_ONCE):
                total = zlib.crc32(part, total)
        _seen[known] = total
    return _seen[known]


def must_be_whole(path: Path, total: int) -> None:
    """Raise FileIsWrong where a file does not hold what a collection wrote."""
    try:
        is_whole = sum_of(path) == total
    except OSError as error:
        message = f"A file of the store cannot be read: {cause(error)}."
        raise FileIsWrong.one(message, path=shown(path), remedy=COLLECT_AGAIN) from None
    if not is_whole:
        message = "This file of the store is damaged: it does not hold what was collected."
        raise FileIsWrong.one(message, path=shown(path), remedy=COLLECT_AGAIN)


class StoreSums:
    """The sums of a store's files, by table: an engine has them compared whenever it is asked about a table."""

    def __init__(self) -> None:
        self._files: dict[str, Mapping[Path, int]] = {}

    def add(self, table: str, sums: Mapping[Path, int]) -> None:
        """Note a table's files with their sums."""
        self._files[table] = sums

    def compare_those_in(self, sql: str) -> None:
        """Look at the files of each table that a statement names. Raises FileIsWrong for a damaged one."""
        for table, sums in self._files.items():
            if re.search(rf"\b{table}\b", sql):
                for path, total in sums.items():
                    must_be_whole(path, total)
