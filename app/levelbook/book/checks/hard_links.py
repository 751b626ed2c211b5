"""A file of a book may have another name elsewhere, a hard link, which keeps the old text when the file is saved.

A save puts a new file in the old one's place. Nothing is lost, but whoever made the link meant both to be one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from levelbook.core.errors import Problem
from levelbook.store.team_folder import TeamFolder
from levelbook.words.figures import plural
from levelbook.words.files import shown


class HardLinks:
    """The files of a book that had other names when this was made."""

    def __init__(self, folder: TeamFolder) -> None:
        self._links = {path: path.stat() for path in _linked(folder)}

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each hard link, before anything is written."""
        for path, seen in self._links.items():
            yield Problem(
                f"This file has {plural(seen.st_nlink - 1, 'other name')} (hard links), which keep the old "
                "text when levelbook writes.",
                path=shown(path),
                remedy="Make separate copies, or keep only one name.",
            )

    def cut_link_words(self) -> Iterator[str]:
        """Yield a sentence for each that has been written since, and is another file than its other names now."""
        for path, seen in self._links.items():
            with contextlib.suppress(OSError):
                if path.stat().st_ino != seen.st_ino:
                    yield f"{shown(path)} was written; {_others(seen.st_nlink - 1)} the old text."


def _others(count: int) -> str:
    return "its other name (a hard link) keeps" if count == 1 else f"its {count} other names (hard links) keep"


def _linked(folder: TeamFolder) -> Iterator[Path]:
    """Yield the files that levelbook writes again and again, and that have other names."""
    files = [folder.answers_path, folder.guide_path, folder.record_path]
    for below, pattern in (
        (folder.charts_path, "*.svg"),
        (folder.sittings_path, "*.toml"),
        (folder.offers_path, "*.toml"),
        (folder.ballots_path, "*.toml"),
    ):
        with contextlib.suppress(OSError):
            files += sorted(below.glob(pattern))
    for path in files:
        with contextlib.suppress(OSError):
            if not path.is_symlink() and path.is_file() and path.stat().st_nlink > 1:
                yield path
