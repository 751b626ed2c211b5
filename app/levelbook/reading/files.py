"""Only ordinary files up to a size are read: a pipe would keep its reader waiting, a device would never end.

Whoever reads a file of a book, a questionnaire, a template or a person reads it with `content_of`.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from levelbook.reading.toml import MAX_BYTES

_HOW: Final = (
    os.O_RDONLY
    # What has come into the file's place since it was looked at cannot keep us waiting, nor take our terminal.
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

_MORE: Final = 4096
"""Bytes that are asked for beyond a file's size: one of the system's says that it is empty."""


class NoOrdinaryFile(OSError):
    """Raised for a path that is not an ordinary file, or is larger than any of ours."""


def content_of(path: Path, most: int = MAX_BYTES, *, may_be_link: bool = True, folder: int | None = None) -> bytes:
    """Read an ordinary file of at most `most` bytes.

    may_be_link: whether `path` itself may be a symbolic link. folder: a descriptor of the folder that it is in, where
    whoever asks has made sure of that one.

    Raises OSError: FileNotFoundError and the like as `open` does, IsADirectoryError, NoOrdinaryFile.
    """
    name = path if folder is None else path.name
    # Looked at before it is opened: opening some devices does something.
    _must_be_ordinary(os.stat(name, dir_fd=folder, follow_symlinks=may_be_link), most)
    descriptor = os.open(name, _HOW | (0 if may_be_link else getattr(os, "O_NOFOLLOW", 0)), dir_fd=folder)
    try:
        seen = os.fstat(descriptor)
        _must_be_ordinary(seen, most)
        parts: list[bytes] = []
        left = most + 1
        at_once = seen.st_size + _MORE  # no more, since room for all of it is made beforehand
        while left > 0 and (part := os.read(descriptor, min(left, at_once))):
            parts.append(part)
            left -= len(part)
    finally:
        os.close(descriptor)
    if left <= 0:  # it grows while it is read, or is one of the system's, which all say that they are empty
        raise NoOrdinaryFile(_too_large(most))
    return b"".join(parts)


def files_below(folder: Path, *, with_hidden: bool = True, without: Collection[Path] = ()) -> Iterator[Path]:
    """Yield everything below a folder that is no folder, such as links, which are not followed.

    with_hidden: whether names that begin with a full stop count. without: folders that are left out.
    However deep the folders are, Python's stack is not. Raises OSError.
    """
    waiting = [folder]
    while waiting:
        for path in waiting.pop().iterdir():
            if path.name.startswith(".") and not with_hidden:
                continue
            if path in without:
                continue
            if path.is_dir() and not path.is_symlink():
                waiting.append(path)
            else:
                yield path


def _must_be_ordinary(seen: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(seen.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(seen.st_mode):
        raise NoOrdinaryFile("it is not an ordinary file")
    if seen.st_size > most:
        raise NoOrdinaryFile(_too_large(most))


def _too_large(most: int) -> str:
    return f"it has more than {most // 1_000_000} MB, more than levelbook reads"
