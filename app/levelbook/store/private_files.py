"""This module keeps a person's unsaved text in files that nobody else can read, outside every book.

They lie in the person's own state folder (`user_paths.state_path`), sorted by kind and by the file that they would have
gone into. Where that folder is in a git repository, as where somebody's home is one, git is told to leave it out.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Final, Literal

from levelbook.core.errors import CouldNotWrite, LevelbookError
from levelbook.reading.files import content_of
from levelbook.store import atomic, path_guard, user_paths

Kind = Literal["drafts", "recovery", "templates"]
MODE: Final = 0o600
MAX_BYTES: Final = 8_000_000
_OF: Final = ".of"
"""What the name of a file ends with that says which book, and which place, the folder of its name belongs to."""
_KEEP_OUT: Final = "# What is here was typed and not saved. It belongs to nobody else, and in no repository.\n*\n"


class PrivateFolder:
    """A folder of private files of one kind, which belong to one file of a book where one is named."""

    def __init__(self, kind: Kind, of: Path | None = None, *, book: str = "") -> None:
        """of: the file, such as a team's `answers.toml`; it is known by where it really is.

        book: what else it is known by where it has moved: then what was kept of it at its old place comes along.
        """
        self._root = user_paths.state_path()
        self._below: tuple[str, ...] = (kind,)
        self._marker = b""
        if of is not None:
            place = os.fsencode(path_guard.real_path(of))
            self._below = (kind, hashlib.sha256(place).hexdigest()[:16])
            if book:
                known_by = hashlib.sha256(f"{book}\0{of.name}".encode()).hexdigest().encode()
                self._marker = known_by + b"\n" + place
                self._take_over_moved(known_by)

    def _take_over_moved(self, known_by: bytes) -> None:
        """Take over what was kept of the same book at a place where there is none any more, as far as possible."""
        if self._root is None:
            return
        kind, own = self._root / self._below[0], self._below[-1]
        with contextlib.suppress(OSError, ValueError, LevelbookError):
            for marker in sorted(kind.glob(f"*{_OF}")):
                its_book, _, its_place = content_of(marker, may_be_link=False).partition(b"\n")
                if marker.stem == own or its_book != known_by or os.path.lexists(its_place):
                    continue
                atomic.make_folder(kind / own, within=self._root, mode=0o700)
                for one in sorted((kind / marker.stem).iterdir()):
                    if not os.path.lexists(kind / own / one.name):
                        atomic.move(one, kind / own / one.name, within=self._root)
                self._mark()
                atomic.remove_file(kind, marker.name)

    def _mark(self) -> None:
        """Note which book this is of, and where that is."""
        if self._root is not None and self._marker:
            marker = self._root / self._below[0] / f"{self._below[-1]}{_OF}"
            if not marker.exists():
                atomic.write_bytes(marker, self._marker, within=self._root, mode=MODE)

    def write(self, name: str, text: str) -> Path:
        """Write a file, which nobody else can read. Raises CouldNotWrite."""
        if self._root is None:
            raise CouldNotWrite(
                "Unsaved text cannot be kept: there is no private state folder here.",
                remedy="XDG_STATE_HOME names one; nobody else may read or write it.",
            )
        root = folder = self._root
        atomic.make_folder(root, within=root, mode=0o700)
        for part in (*self._below, *Path(name).parts[:-1]):
            folder /= part
            atomic.make_folder(folder, within=root, mode=0o700)
        if not (root / ".gitignore").exists():
            atomic.write_text(root / ".gitignore", _KEEP_OUT, within=root, mode=MODE)
        self._mark()
        path = folder / Path(name).name
        atomic.write_text(path, text, within=root, mode=MODE)
        return path

    def names(self) -> tuple[str, ...]:
        """List what is in it, sorted."""
        with contextlib.suppress(OSError):
            return tuple(sorted(path.name for path in self.path.iterdir() if not atomic.is_temporary(path.name)))
        return ()

    def read(self, name: str) -> bytes:
        """Read a file. Raises OSError."""
        return content_of(self.path / name, MAX_BYTES, may_be_link=False)

    def remove(self, name: str) -> None:
        """Remove a file or a folder in it, as far as possible."""
        if self._root is not None:
            atomic.remove_tree(self.path / name)

    @property
    def path(self) -> Path:
        """Return where it is. Raises FileNotFoundError where there is no state folder."""
        if self._root is None:
            raise FileNotFoundError
        return self._root.joinpath(*self._below)
