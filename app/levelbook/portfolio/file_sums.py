"""A store's files are compared with the sums that a collection wrote down, so that no figure comes of a damaged one.

Parquet, as DuckDB writes and reads it, has no sums of its own: of a hundred flipped bits, sixteen gave other rows and
no error.
"""

from __future__ import annotations

import re
import stat
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from levelbook.core.errors import FileIsWrong
from levelbook.reading.files import NoOrdinaryFile
from levelbook.words.files import cause, shown

_AT_ONCE: Final = 1 << 20
"""Bytes."""
COLLECT_AGAIN: Final = "Collect again with `levelbook portfolio collect`: damaged files are read again."


def must_not_be_waited_for(path: Path) -> None:
    """Raise FileIsWrong where a pipe or a device is in a file's place: an engine would wait for it without end."""
    if path.exists() and not path.is_file():
        message = "A file of the store cannot be read: it is not an ordinary file."
        raise FileIsWrong.one(message, path=shown(path), remedy=COLLECT_AGAIN)


def sum_of(path: Path) -> int:
    """Return the CRC-32 of a file's content. Raises OSError."""
    total = 0
    with path.open("rb") as file:
        while part := file.read(_AT_ONCE):
            total = zlib.crc32(part, total)
    return total


class FileSums:
    """The sums of files, each read again once the file's size, times or inode are others: most are asked for often."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, int, int, int, int], int] = {}

    def of(self, path: Path) -> int:
        """Return the CRC-32 of a file's content. Raises OSError, also for a pipe or a device, which may never end."""
        there = path.stat()
        if not stat.S_ISREG(there.st_mode):
            raise NoOrdinaryFile("it is not an ordinary file")
        seen = (str(path), there.st_size, there.st_mtime_ns, there.st_ctime_ns, there.st_ino)
        if seen not in self._seen:
            self._seen[seen] = sum_of(path)
        return self._seen[seen]

    def must_be(self, total: int, path: Path) -> None:
        """Raise FileIsWrong where a file does not hold what a collection wrote."""
        try:
            is_whole = self.of(path) == total
        except OSError as error:
            message = f"A file of the store cannot be read: {cause(error)}."
            raise FileIsWrong.one(message, path=shown(path), remedy=COLLECT_AGAIN) from None
        if not is_whole:
            message = "This file of the store is damaged: it does not hold what was collected."
            raise FileIsWrong.one(message, path=shown(path), remedy=COLLECT_AGAIN)


class StoreSums:
    """The sums of a store's files, by table: an engine has them compared whenever it is asked about a table."""

    def __init__(self, found: FileSums) -> None:
        """found: the sums that the files have."""
        self._found = found
        self._by_table: dict[str, Mapping[Path, int]] = {}

    def add(self, table: str, sums: Mapping[Path, int]) -> None:
        """Note the sums that a collection wrote down for a table's files."""
        self._by_table[table] = sums

    def compare_those_in(self, sql: str) -> None:
        """Look at the files of each table that a statement names. Raises FileIsWrong for a damaged one."""
        for table, sums in self._by_table.items():
            if re.search(rf"\b{table}\b", sql):
                for path, total in sums.items():
                    self._found.must_be(total, path)
