"""This module opens the files of a pack safely: no symbolic links, only ordinary files, none too large.

Everything wrong is added to a `Problems`, so that one reader serves both a command, which stops at the end of the
reading, and `questionnaire check`, which goes on and reports everything.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.text.cleaning import clean_line, nearest
from levelbook.reading.files import content_of
from levelbook.reading.toml import MAX_BYTES, Lines, Location, decoded, dotted, parse_toml
from levelbook.words.files import cause

MAX_ENTRIES: Final = 1_000
"""The most files that are read in one folder of a pack."""

MAX_TOGETHER: Final = 64_000_000
"""Bytes of all files that are read of a pack at one time; 5,000 practices take two thirds of it."""

MAX_COMPARED: Final = 1_000
"""The most names that a misspelt one is compared with, because comparing takes time."""

MAX_LISTED: Final = 15

T = TypeVar("T")


class Problems(list[Problem]):
    """`Problems` collects every problem found so far, and counts what was read meanwhile."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        super().__init__(problems)
        self._bytes_read = 0

    def may_read(self, size: int) -> bool:
        """Count a file of so many bytes, and return whether it may be read too."""
        self._bytes_read += size
        return self._bytes_read <= MAX_TOGETHER

    def each(self) -> list[Problem]:
        """Return each problem once: a link is found in its folder, and again when it should be opened."""
        return list(dict.fromkeys(self))

    def refuse(self) -> None:
        """Raise FileIsWrong with all of them, if there are any."""
        if self:
            raise FileIsWrong(self.each())


class Source:
    """A source is a TOML file of a pack: its content, and the line of each key."""

    def __init__(self, path: Path, text: str, table: dict[str, Any]) -> None:
        self.path = path
        self.text = text
        self.table = table

    @cached_property
    def lines(self) -> Lines:
        """Find the lines of keys; only computed for a problem."""
        return Lines(self.text)

    def problem(self, location: Location, message: str, remedy: str = "") -> Problem:
        """Make a problem for a location in the file."""
        line = self.lines.find(location)
        return Problem(message, path=shown(self.path), key=dotted(location), line=line, remedy=remedy)

    def value(self, kind: type[T], problems: Problems) -> T | None:
        """Read the file's content as a value of a class; None once its problems are noted."""
        from levelbook.reading import fast_path  # 3 ms, which a compiled one does without

        try:
            return fast_path.read(kind, self.table, shown(self.path), lines=lambda: self.lines)
        except FileIsWrong as wrong:
            problems += wrong.problems
            return None


def source(path: Path, problems: Problems) -> Source | None:
    """Read a required TOML file; None once its problems are noted."""
    text = text_of(path, problems)
    return None if text is None else source_of(path, text, problems)


def source_of(path: Path, text: str, problems: Problems) -> Source | None:
    """Read the text of a TOML file as a source; None once its problems are noted."""
    try:
        return Source(path, text, parse_toml(text, shown(path)))
    except FileIsWrong as wrong:
        problems += wrong.problems
        return None


def text_of(path: Path, problems: Problems) -> str | None:
    """Read the text of a required file; None once its problems are noted."""
    try:
        status = path.lstat()
        refusal = _refusal(status.st_mode)
        if refusal is None and status.st_size > MAX_BYTES:
            megabytes = status.st_size / 1e6
            refusal = f"This file has {megabytes:.0f} MB; levelbook reads at most {MAX_BYTES // 1024**2} MiB."
        if refusal is None and not problems.may_read(status.st_size):
            refusal = (
                f"With this file there are more than {MAX_TOGETHER // 1_000_000} MB here: levelbook reads no more."
            )
        if refusal is None:
            return decoded(content_of(path, may_be_link=False), shown(path))
        problems.append(Problem(refusal, path=shown(path)))
    except FileNotFoundError:
        problems.append(Problem("This file is missing.", path=shown(path)))
    except OSError as error:
        problems.append(Problem(f"This file cannot be read: {cause(error)}.", path=shown(path)))
    except FileIsWrong as wrong:
        problems += wrong.problems
    return None


_IS_LINK: Final = "This is a symbolic link; levelbook follows none inside a questionnaire or template."


def _refusal(mode: int) -> str | None:
    if stat.S_ISLNK(mode):
        return _IS_LINK
    return None if stat.S_ISREG(mode) else "This is not an ordinary file."


def entries(folder: Path, problems: Problems, *, root: bool = False, required: bool = False) -> list[Path]:
    """List the entries of a folder by name, reporting links. Only a pack's `root` may itself be a link."""
    try:
        if not root and folder.is_symlink():
            problems.append(Problem(_IS_LINK, path=shown(folder)))
            return []
        found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        links = [path for path in found[:MAX_ENTRIES] if path.is_symlink()]
    except FileNotFoundError:
        if required:
            problems.append(Problem("This folder is missing.", path=shown(folder)))
        return []
    except OSError as error:
        problems.append(Problem(f"This folder cannot be read: {error.strerror}.", path=shown(folder)))
        return []
    if len(found) > MAX_ENTRIES:
        message = f"This folder has {len(found)} entries; levelbook reads at most {MAX_ENTRIES}."
        problems.append(Problem(message, path=shown(folder)))
        return []
    problems += [Problem(_IS_LINK, path=shown(path)) for path in links]
    return found


def toml_files(folder: Path, problems: Problems, *, root: bool = False, required: bool = False) -> list[Path]:
    """List the TOML files in a folder, by name."""
    return [path for path in entries(folder, problems, root=root, required=required) if path.suffix == ".toml"]


def must_be_folder(folder: Path) -> None:
    """Raise FileIsWrong if a pack's folder does not exist. The folder itself may be reached through a link."""
    try:
        if folder.is_dir():
            return
        what = "This is not a folder." if folder.exists() else "There is no such folder."
    except OSError as error:
        what = f"This folder cannot be read: {error.strerror}."
    raise FileIsWrong.one(what, path=shown(folder))


def shown(path: Path) -> str:
    """Return a path that is safe to show: file names can contain anything, and settings can name a folder by `..`."""
    with contextlib.suppress(ValueError, OSError):
        if path.is_absolute() and ".." in path.parts:
            path = Path(os.path.relpath(path.resolve()))
    return clean_line(str(path))


def quoted(name: str) -> str:
    """Quote a name from a stranger's file so that it fits into a sentence."""
    return f"“{_fit(name)}”"


def _fit(name: str) -> str:
    line = clean_line(name[:200])
    return line if len(line) <= 80 else f"{line[:79]}…"


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return the remedy for an unknown name: the nearest one, or all of them if they are few."""
    names = list(dict.fromkeys(known))
    near = nearest(given, names[:MAX_COMPARED])
    return f"Did you mean {quoted(near)}?" if near else one_of(names)


def one_of(names: Sequence[str]) -> str:
    """List names in a sentence; empty if there are none, or too many to read."""
    if not 0 < len(names) <= MAX_LISTED:
        return ""
    return f"Known {'is' if len(names) == 1 else 'are'} {', '.join(map(_fit, names))}."
