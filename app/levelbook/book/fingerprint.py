"""A fingerprint of a book is a digest of everything that its figures and its guide depend on.

Two equal fingerprints mean the same questionnaire, answers, editions, guide and charts, on the same day, at the same
commit of git, read by the same levelbook with the same libraries. So the cached output of a command can be printed
again without reading any of it (`cli/cached_output.py`).
It is worked out without understanding a file, so it costs a tenth of opening the book.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import levelbook
from levelbook import clock
from levelbook.core.errors import LevelbookError
from levelbook.packs.find import find_questionnaire, find_template, is_shipped_template
from levelbook.reading.files import content_of
from levelbook.reading.toml import decoded, parse_toml
from levelbook.store import folder_search
from levelbook.store.cache import OUTPUTS
from levelbook.store.git_head import OnlyGitKnows, head_files

IN_TEAM_FOLDER: Final = (
    folder_search.SETTINGS, "answers.toml", "record.md", "charts", "editions", "ballots", "sittings", "offers",
)  # fmt: skip
"""Paths that levelbook reads in a team folder, besides the guide and the questionnaires of editions."""
SETTLED: Final = 2_000_000_000
"""Nanoseconds after which a file's times tell whether it was changed: two changes in one tick of a clock look alike."""


DEEPEST: Final = 16
"""Folders inside each other; no book has that many."""
MOST_BYTES: Final = 64_000_000
"""Bytes that are read. Whoever has more to read may open the book in the time that this takes."""


class _NotOrdinary(Exception):
    """The book has something other than plain files and folders, or very many; opening it reports the problem."""


class _Digest:
    """A digest of no more than a book may hold."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._left = MOST_BYTES

    def add(self, data: bytes) -> None:
        """Raises _NotOrdinary where this is more than a book may hold."""
        self._left -= len(data)
        if self._left < 0:
            raise _NotOrdinary
        self._digest.update(data)

    def add_text(self, text: str) -> None:
        self.add(text.encode("utf-8", "surrogateescape") + b"\0")

    def hexdigest(self) -> str:
        return self._digest.hexdigest()


def fingerprint(start: Path) -> str | None:
    """Return the fingerprint of the book at or nearest to `start`.

    None where only opening the book tells what holds: where there is a link, a file that cannot be read, a template of
    one's own (which somebody has to have agreed to), settings that are wrong, or a commit that only git knows.
    """
    try:
        folder = folder_search.find(start)
        settings = _plain_settings(folder)
        if settings is None:
            return None
        digest = _Digest()
        digest.add_text(f"{levelbook.__version__}\0{folder}\0{_day(settings)}")
        for name in (*IN_TEAM_FOLDER, _inside(settings.get("guide", "guide.md"))):
            _add_contents(digest, folder / name)
        # Half a megabyte each that hardly ever changes; so are its own code and content, which do in a working copy.
        _add_stamps(digest, folder / "questionnaires")
        digest.add_text(_own_code())
        _add_stamps_of_libraries(digest)
        for file in head_files(folder):  # where a checkout is sparse, only the commit knows of some editions
            _add_stamps(digest, file)
        _add_stamps(digest, find_questionnaire(settings.get("questionnaire", "genai-security"), folder))
        _add_stamps(digest, find_template(settings.get("template", "living-guide"), folder))
    except (OSError, ValueError, LevelbookError, OnlyGitKnows, _NotOrdinary):
        return None
    return digest.hexdigest()


@cache
def _own_code() -> str:
    """A digest of the files of levelbook itself. What has changed in them since it began does not run."""
    digest = _Digest()
    _add_stamps(digest, Path(levelbook.__file__).parent)
    return digest.hexdigest()


def _add_stamps_of_libraries(digest: _Digest) -> None:
    """Add Python's version and the times of the folders that a library comes into and goes from when it is changed."""
    digest.add_text(sys.version)
    for folder in map(Path, sys.path):
        if folder.name in ("site-packages", "dist-packages") and folder.is_dir():
            digest.add_text(f"{folder}\0{folder.stat().st_mtime_ns}")


def _plain_settings(folder: Path) -> dict[str, str] | None:
    """The settings of a book that are texts; None where a template is not one that comes with levelbook."""
    content = content_of(folder / folder_search.SETTINGS, may_be_link=False)
    path = folder_search.SETTINGS
    settings: dict[str, Any] = parse_toml(decoded(content, path), path)
    texts = {name: value for name, value in settings.items() if isinstance(value, str)}
    template = find_template(texts.get("template", "living-guide"), folder)
    return texts if is_shipped_template(template) else None


def _inside(name: str) -> str:
    """Return the name of a file in the team folder. Raises _NotOrdinary for one that leads out of it."""
    if Path(name).is_absolute() or os.pardir in Path(name).parts:
        raise _NotOrdinary
    return name


def _day(settings: dict[str, str]) -> date:
    return clock.now().astimezone(clock.zone(settings.get("timezone", ""))).date()


def _add_contents(digest: _Digest, path: Path) -> None:
    """Add the name and content of a file, or of all files in a folder; that something is missing counts too."""
    for name in _paths(str(path)):
        _add_content(digest, name)


def _add_stamps(digest: _Digest, path: Path) -> None:
    """Add sizes and times in place of contents, as git does for files that it has seen."""
    now = time.time_ns()
    for name in _paths(str(path)):
        try:
            seen = None if name.endswith("/") else os.lstat(name)
        except FileNotFoundError:
            seen = None
        if seen is None or now - seen.st_mtime_ns < SETTLED:
            _add_content(digest, name)
        else:
            digest.add_text(f"{name}\0{seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns} {seen.st_ino}")


def _add_content(digest: _Digest, name: str) -> None:
    is_file = os.path.lexists(name) and not name.endswith("/")
    content = content_of(Path(name), may_be_link=False) if is_file else b""
    digest.add_text(f"{name}\0{len(content)}")
    digest.add(content)


def _paths(path: str, depth: int = 0) -> Iterator[str]:
    """Yield the path of a file that may be missing, or of a folder, with a slash behind it, and all that is in it.

    Raises _NotOrdinary where there is something else, or very many folders inside each other.
    """
    if Path(path).is_symlink() or depth > DEEPEST:
        raise _NotOrdinary
    if not Path(path).is_dir():
        yield path
        return
    yield f"{path}/"
    with os.scandir(path) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _paths(entry.path, depth + 1)
            elif entry.is_file(follow_symlinks=False):
                yield entry.path
            else:
                raise _NotOrdinary


# --- What was kept under one ------------------------------------------------------------------------------------------


def cached_output(name: str) -> bytes | None:
    """Read what `cache_output` kept under a name; None where nothing is."""
    return OUTPUTS.find(name)


def cache_output(name: str, content: bytes) -> None:
    """Keep, as far as possible, what a command printed."""
    OUTPUTS.keep(name, content)
