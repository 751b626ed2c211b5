"""Files that git reads and that never end: a pipe or a device in the place of `.gitattributes` or `.git/config`.

git opens whatever has such a name, and waits. So whoever waits for git looks here for the reason.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from levelbook.reading.files import content_of, files_below
from levelbook.store.path_guard import GIT, repository_of

_BESIDE_FILES: Final = (".gitattributes", ".gitignore", ".mailmap", ".gitmodules")
"""Names of files that git reads in a folder with files of its work tree."""
_FEW_IN: Final = "objects"
"""The folder in git's own that has as many files as a repository has contents; the others hold names and settings."""
_NAMED_IN_CONFIG: Final = re.compile(rb'^[^#;=\n]*=[ \t]*"?([^"\n]{1,4000}?)"?[ \t]*$', re.MULTILINE)
MOST_LOOKED_AT: Final = 20_000
"""Files that are looked at, so that the search itself ends."""


def endless_file(folder: Path) -> Path | None:
    """Find a file that git reads for this folder and that never ends, such as a pipe; None where none is known."""
    return next((path for path in islice(_read_by_git(folder), MOST_LOOKED_AT) if _never_ends(path)), None)


def _never_ends(path: Path) -> bool:
    try:
        seen = path.stat()
    except (OSError, ValueError):
        return False
    if stat.S_ISCHR(seen.st_mode):
        return seen.st_rdev != Path(os.devnull).stat().st_rdev
    return stat.S_ISFIFO(seen.st_mode)


def _read_by_git(folder: Path) -> Iterator[Path]:
    """Yield what git may read for a folder, the likely ones first."""
    top = repository_of(folder.resolve())
    if top is None:
        return
    yield top / GIT
    if _never_ends(top / GIT):
        return
    way = [top, *(parent for parent in reversed(folder.resolve().parents) if top in parent.parents), folder]
    for place in way:
        yield from (place / name for name in _BESIDE_FILES)
    own = _folder_of_git(top / GIT)
    places = [own, *([own / _line(own / "commondir")] if (own / "commondir").is_file() else [])]
    for place in places:
        yield from _files(place, without=_FEW_IN)
        yield from _files(place / _FEW_IN / "info")
        yield from _files(place / _FEW_IN / "pack")
        yield from _named_in(place / "config", (place, top))
    yield from (path for path in _files(folder, without=GIT) if path.name in _BESIDE_FILES)


def _files(folder: Path, *, without: str = "") -> Iterator[Path]:
    """Yield the files below a folder, but for those in its own folder of one name, as far as it can be read."""
    with contextlib.suppress(OSError):
        yield from files_below(folder, without=(folder / without,) if without else ())


def _named_in(config: Path, folders: tuple[Path, ...]) -> Iterator[Path]:
    """Yield files that a configuration may name: included ones, attributes, patterns to ignore, names of people."""
    with contextlib.suppress(OSError):
        for named in _NAMED_IN_CONFIG.findall(content_of(config)):
            with contextlib.suppress(RuntimeError):  # the home of somebody whom this machine does not know
                path = Path(os.fsdecode(named)).expanduser()
                yield from (folder / path for folder in folders)


def _folder_of_git(place: Path) -> Path:
    return place if place.is_dir() else place.parent / _line(place).removeprefix("gitdir: ")


def _line(path: Path) -> str:
    with contextlib.suppress(OSError):
        return os.fsdecode(content_of(path)).rstrip("\n")
    return ""
