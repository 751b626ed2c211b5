"""This module keeps a person's unsaved text in files that nobody else can read, outside every book.

They lie in the person's own state folder (`user_paths.state_path`), sorted by kind and by the file that they would have
gone into. Where that folder is in a git repository, as where somebody's home is one, git is told to leave it out.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal

from levelbook.core.errors import CouldNotWrite, LevelbookError
from levelbook.core.frozen import frozen
from levelbook.reading import toml
from levelbook.reading.files import content_of
from levelbook.store import atomic, path_guard, user_paths

Kind = Literal["drafts", "recovery", "templates"]
MODE: Final = 0o600
MAX_BYTES: Final = toml.MAX_BYTES
_OF: Final = ".of"
"""What the name of a file ends with that says which book, and which place, the folder of its name belongs to."""
_NOT_OF: Final = ".not-of"
"""What the name of a file ends with that lists, for a book, the folders of which a person said: of another book."""
_KEEP_OUT: Final = "# What is here was typed and not saved. It belongs to nobody else, and in no repository.\n*\n"


@frozen
class LeftElsewhere:
    """Files that belong to a book which is gone from its place, and had the names of the one that is open."""

    folder: Path
    """The folder that they are in."""
    book: Path
    """The folder of the book, where it was last opened."""


@frozen
class _Owner:
    """The owner of a folder is the book that its files belong to."""

    names: tuple[str, ...]
    """Digests of the names that it is known by; empty for a name that it does not have."""
    place: bytes
    """Where the file of the book is, or was when it was last opened."""
    identity: str = ""
    """What its settings file is on the disk: the same after a move, and of no other file. Empty where unknown."""

    @property
    def written(self) -> bytes:
        """Return what its marker holds."""
        return " ".join((*self.names, self.identity)).encode() + b"\n" + self.place

    def is_at_its_place(self, found: _Owner) -> bool:
        """Tell whether the book found at its place is this one: its team or what it is about may have a new name."""
        return any(old and old == new for old, new in zip(self.names[:2], found.names[:2], strict=False))


def _owner_of(marker: Path) -> _Owner | None:
    """Read whose a folder is; None where nothing says so, and where it cannot be read."""
    try:
        names, _, place = content_of(marker, may_be_link=False).partition(b"\n")
    except (OSError, LevelbookError):
        return None
    *known, identity = names.decode("ascii", "replace").split(" ")
    return _Owner(tuple(known), place, identity)


def _identity(settings: Path | None) -> str:
    """Return device, number and time of a file, by which it is known again where it was moved; empty if unreadable.

    A file of another book may get the number of one that was removed, but never its time as well.
    """
    if settings is None:
        return ""
    try:
        found = settings.lstat()
    except OSError:
        return ""
    return f"{found.st_dev:x}-{found.st_ino:x}-{found.st_mtime_ns:x}"


def _key(place: bytes) -> str:
    return hashlib.sha256(place).hexdigest()[:16]


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _is_gone(place: bytes) -> bool:
    """Tell whether not even the folder of a file is there."""
    return not os.path.lexists(Path(os.fsdecode(place)).parent)


class PrivateFolder:
    """A folder of private files of one kind, which belong to one file of a book where one is named."""

    def __init__(
        self, kind: Kind, of: Path | None = None, *, book: tuple[str, ...] = (), settings: Path | None = None
    ) -> None:
        """of: the file, such as a team's `answers.toml`; it is known by where it really is.

        book: names by which the book is known wherever it lies, the team's first, and then what it is about. What was
        kept of another book at its own place waits until that is opened somewhere.
        settings: the book's settings file. What was kept of the book at another place comes along only if this is the
        same file on the disk: two books may have the same names, and a book may be missing for a moment, as on a
        branch without it.
        """
        self._root = user_paths.state_path()
        self._below: tuple[str, ...] = (kind,)
        self._owner: _Owner | None = None
        if of is not None:
            place = os.fsencode(path_guard.real_path(of))
            self._below = (kind, _key(place))
            if book:
                names = (name and hashlib.sha256(f"{name}\0{of.name}".encode()).hexdigest() for name in book)
                self._owner = _Owner(tuple(names), place, _identity(settings))
                with contextlib.suppress(OSError, LevelbookError):
                    self._set_aside_another_books(self._owner)
                    self._take_over_moved(self._owner)

    def _set_aside_another_books(self, owner: _Owner) -> None:
        """Set aside what was kept of a book that lay at this place before, and note new names of this one.

        Raises OSError, LevelbookError.
        """
        if self._root is None or (known := _owner_of(self._marker)) is None or known == owner:
            return
        if known.is_at_its_place(owner):
            self._mark()
            return
        self._set_aside(known)

    def _set_aside(self, known: _Owner) -> None:
        """Set aside what is kept here of a book. Raises OSError, LevelbookError."""
        assert self._root is not None, "or nothing was kept"
        kind, own = self._marker.parent, self._below[-1]
        if (kind / own).is_dir():
            aside = secrets.token_hex(8)
            atomic.write_bytes(kind / f"{aside}{_OF}", known.written, within=self._root, mode=MODE)
            atomic.move(kind / own, kind / aside, within=self._root)
        atomic.remove_file(kind, self._marker.name)

    def begin_anew(self) -> None:
        """Leave alone what was kept of books of these names: this one was made just now, and is none of them."""
        if self._root is None or self._owner is None:
            return
        with contextlib.suppress(OSError, LevelbookError):
            if (known := _owner_of(self._marker)) is not None:
                self._set_aside(known)
            for book in {one.book for one in self._all_left}:
                self.leave(book)

    def _take_over_moved(self, owner: _Owner) -> None:
        """Take over what was kept of this very book before it was moved here, or before another one lay here.

        Raises OSError, LevelbookError.
        """
        if self._root is None:
            return
        for folder, known in self._other_folders():
            was_set_aside = folder.name != _key(known.place)
            was_moved = (
                known.identity != "" and known.identity == owner.identity and (was_set_aside or _is_gone(known.place))
            )
            if known.names == owner.names and (was_moved or (was_set_aside and known.place == owner.place)):
                self._move_here(folder)

    def _other_folders(self) -> Iterator[tuple[Path, _Owner]]:
        """Yield the folders of this kind beside this one, with whose they are, but for what is said to be another
        book's. Raises OSError, LevelbookError.
        """
        of_others = self._of_others()
        for marker in sorted(self._marker.parent.glob(f"*{_OF}")):
            known = _owner_of(marker)
            if known is not None and marker.stem != self._below[-1] and marker.stem not in of_others:
                yield marker.with_name(marker.stem), known

    @property
    def left_elsewhere(self) -> tuple[LeftElsewhere, ...]:
        """Return what was kept of books of the same names that are gone from their places.

        What a person has said to be another book's is left out.
        """
        return self._left(
            lambda folder, known, own: (
                known.names == own.names and (_is_gone(known.place) or folder.name != _key(known.place))
            )
        )

    @property
    def left_under_other_names(self) -> tuple[LeftElsewhere, ...]:
        """Return what was typed at this very place in a book of other names.

        It may be this book, renamed so that no name is left, or another one that lay here: only a person can tell.
        """
        return self._left(lambda _, known, own: known.place == own.place and known.names != own.names)

    def _left(self, is_meant: Callable[[Path, _Owner, _Owner], bool]) -> tuple[LeftElsewhere, ...]:
        """Return what lies in other folders; is_meant: chooses them by the folder, its owner and this one's."""
        if self._root is None or self._owner is None:
            return ()
        found = []
        with contextlib.suppress(OSError, LevelbookError):
            for folder, known in self._other_folders():
                if is_meant(folder, known, self._owner) and _entries(folder):
                    found.append(LeftElsewhere(folder, Path(os.fsdecode(known.place)).parent))
        return tuple(found)

    @property
    def _all_left(self) -> tuple[LeftElsewhere, ...]:
        return (*self.left_elsewhere, *self.left_under_other_names)

    def take_over(self, book: Path) -> int:
        """Take over what was left of a book that was at this place, since a person says that it is this one.

        Returns how many files and folders came along; one whose name is taken here stays.
        Raises OSError, LevelbookError.
        """
        taken = 0
        for left in (one for one in self._all_left if one.book == book):
            taken += self._move_here(left.folder)
        return taken

    def leave(self, book: Path) -> int:
        """Ask no more about what was left of a book that was at this place: a person says that it is another book.

        It stays where it is. Returns how many folders that are. Raises OSError, LevelbookError.
        """
        left = {one.folder.name for one in self._all_left if one.book == book}
        if left and self._root is not None:
            kind = self._marker.parent
            still_there = {name for name in self._of_others() if (kind / name).is_dir()}
            names = "".join(f"{name}\n" for name in sorted(left | still_there))
            atomic.write_text(self._list_of_others, names, within=self._root, mode=MODE)
        return len(left)

    def _of_others(self) -> frozenset[str]:
        """Return the names of the folders that are another book's. Raises OSError, LevelbookError."""
        if not self._list_of_others.exists():
            return frozenset()
        return frozenset(content_of(self._list_of_others, may_be_link=False).decode("ascii", "replace").split())

    @property
    def _list_of_others(self) -> Path:
        return self.path.with_name(f"{self._below[-1]}{_NOT_OF}")

    def _move_here(self, folder: Path) -> int:
        """Move what is in a folder of another place here, and its marker away once nothing is left."""
        assert self._root is not None, "or nothing was kept"
        kind, entries = self._marker.parent, _entries(folder)
        atomic.make_folder(kind / self._below[-1], within=self._root, mode=0o700)
        self._mark()
        taken = sum(self._take(one, kind / self._below[-1]) for one in entries)
        if taken == len(entries):
            atomic.remove_if_empty(folder)
            atomic.remove_file(kind, f"{folder.name}{_OF}")
        return taken

    def _take(self, one: Path, into: Path) -> bool:
        """Move a file or folder, unless one of its name is there: tell whether it was moved. Raises OSError."""
        if self._root is None or os.path.lexists(into / one.name):
            return False
        atomic.move(one, into / one.name, within=self._root)
        return True

    @property
    def _marker(self) -> Path:
        """The file that says whose this folder is. Raises FileNotFoundError where there is no state folder."""
        return self.path.with_name(f"{self._below[-1]}{_OF}")

    def _mark(self) -> None:
        """Note which book this is of, and where that is."""
        if self._root is not None and self._owner is not None and _owner_of(self._marker) != self._owner:
            atomic.write_bytes(self._marker, self._owner.written, within=self._root, mode=MODE)

    @classmethod
    def of_gone_books(cls, kind: Kind) -> Iterator[PrivateFolder]:
        """Yield the folders of books that are gone from their places, whatever they were called."""
        found = cls(kind)
        if found._root is None:
            return
        for marker in sorted((found._root / kind).glob(f"*{_OF}")):
            known = _owner_of(marker)
            if known is not None and (_is_gone(known.place) or marker.stem != _key(known.place)):
                folder = cls(kind)
                folder._below = (kind, marker.stem)
                yield folder

    @classmethod
    def files_in(cls, kind: Kind, folder: Path) -> Iterator[str]:
        """Yield the names of the files directly in a folder, there or gone, of which something may be kept."""
        found = cls(kind)
        if found._root is None:
            return
        wanted = path_guard.real_path(folder)
        for marker in sorted((found._root / kind).glob(f"*{_OF}")):
            known = _owner_of(marker)
            if known is not None and marker.stem == _key(known.place):
                place = Path(os.fsdecode(known.place))
                if place.parent == wanted:
                    yield place.name

    def remove_if_empty(self) -> None:
        """Remove the folder with its marker once nothing is in it."""
        if self._root is not None and not _entries(self.path):
            atomic.remove_if_empty(self.path)
            atomic.remove_file(self._marker.parent, self._marker.name)

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

    def unreadable(self, read: Callable[[PrivateFolder, str], object]) -> tuple[Path, ...]:
        """List what is in it that `read` refuses: damaged, half written, or of a newer levelbook."""
        found = []
        for name in self.names():
            try:
                read(self, name)
            except (LevelbookError, OSError):
                found.append(self.path / name)
        return tuple(found)

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
