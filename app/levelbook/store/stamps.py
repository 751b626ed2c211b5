"""A stamp is another value once a file has come, gone or changed; to take one reads no file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

FileStamp = tuple[int, int, int] | None
"""A file's time, size and number, which another file in its place does not share; None where there is no file."""
FolderStamp = frozenset[tuple[str, int, int]]
"""The name, time and size of each of some files."""


def file_stamp(path: Path) -> FileStamp:
    """Return the stamp of a file."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino


def folder_stamp(paths: Iterable[Path]) -> FolderStamp:
    """Return the stamp of files in one folder; a link that leads to none has its own."""
    found: set[tuple[str, int, int]] = set()
    for path in paths:
        with contextlib.suppress(OSError):
            seen = path.stat() if path.exists() else path.lstat()
            found.add((path.name, seen.st_mtime_ns, seen.st_size))
    return frozenset(found)
