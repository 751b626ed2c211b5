"""This module names paths and the operating system's errors as a person would."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Final

from levelbook.core.errors import Problem
from levelbook.core.text.cleaning import clean_line

_CAUSES: Final = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "there is no permission",
    errno.EPERM: "it is not permitted",
    errno.EEXIST: "something else has that name",
    errno.EISDIR: "there is a folder with that name",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "its folder is not a folder",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "symbolic links go round in a circle",
    errno.EFBIG: "the file would be too large",
    errno.EIO: "the disk reported a fault",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}


def damaged_under_another_name(path: Path) -> Problem:
    """Tell of a copy that counts for nothing under its name, and that nobody can read either."""
    return Problem(
        "This file is no valid TOML, and would not count under this name.",
        path=shown(path),
        remedy="Move it elsewhere, or restore it under its own name, for example from git.",
    )


def shown(path: Path) -> str:
    """Name a path as a person would: from the working folder where it is inside, otherwise whole."""
    with contextlib.suppress(ValueError, OSError):
        if path.is_absolute() and ".." in path.parts:  # settings name a questionnaire or a template so
            path = path.resolve()
        path = path.relative_to(Path.cwd())
    return clean_line(str(path))


def typed(path: Path) -> str:
    """Name a path in a command that a person may copy: quoted, since a stranger may have named the folder."""
    return in_command(shown(path))


def in_command(word: str) -> str:
    """Write a word of a command so that a shell takes it as it is."""
    import shlex  # 3 ms, for which only somebody who is told a command waits

    return shlex.quote(word)


def removed_on_purpose(tables: int) -> str:
    """Say what to write where tables of a file of answers are missing on purpose; `tables` are left."""
    return f"If tables were removed on purpose, write “tables = {tables}” at the top of the file."


def cause(error: OSError) -> str:
    """Say in words why the operating system refused."""
    return _CAUSES.get(error.errno or 0) or (os.strerror(error.errno) if error.errno else str(error))
