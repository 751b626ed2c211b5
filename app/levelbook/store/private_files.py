"""This module keeps a person's unsaved text in files that nobody else can read, outside every book.

They lie in the person's own state folder (`user_paths.state_path`), sorted by kind and by the file that they would have
gone into. Where that folder is in a git repository, as where somebody's home is one, git is told to leave it out.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import Final, Literal

from levelbook.core.errors import CouldNotWrite
from levelbook.reading.files import content_of
from levelbook.store import atomic, path_guard, user_paths

Kind = Literal["drafts", "recovery", "templates"]
MODE: Final = 0o600
MAX_BYTES: Final = 8_000_000
_KEEP_OUT: Final = "# What is here was typed and not saved. It belongs to nobody else, and in no repository.\n*\n"


class PrivateFolder:
    """A folder of private files of one kind, which belong to one file of a book where one is named."""

    def __init__(self, kind: Kind, of: Path | None = None) -> None:
        """of: the file, such as a team's `answers.toml`; it is known by where it really is."""
        self._root = user_paths.state_path()
        self._below: tuple[str, ...] = (kind,)
        if of is not None:
            named = str(path_guard.real_path(of)).encode("utf-8", "surrogateescape")
            self._below = (kind, hashlib.sha256(named).hexdigest()[:16])

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
