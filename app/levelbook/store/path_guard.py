"""The guard decides where a path of a book may lead. All reads and writes in a team folder go through it.

A team folder may come from a stranger, in a git repository or an archive, and with it symbolic links. Written through
one of them, a guide would change a file that has nothing to do with the book: a person's own, or one of git's that
git runs as a command. So below a folder that a person named no link is followed, and nothing leads into git's own
folder. One file may be a link: `answers.toml` itself, to a file in the same repository.

A link may also be put in place just after somebody looked. So whoever reads or writes holds the folder itself
(`opened`), and names in it only the file.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.reading.files import content_of
from levelbook.reading.toml import MAX_BYTES
from levelbook.words.files import cause, shown

ANSWERS: Final = "answers.toml"
GIT: Final = ".git"
MOST_LINKS: Final = 40
"""Links that lead to links, one after the other: as many as Linux follows."""
_HELD: Final = getattr(os, "O_PATH", 0) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_HOLDS_FOLDERS: Final = (
    hasattr(os, "O_PATH") and {os.open, os.mkdir, os.stat, os.rename, os.unlink} <= os.supports_dir_fd
)
"""Whether a folder can be held that may be passed through but not read; Linux can."""
_SEALED_BY: Final = ("edition.toml", "SHA256SUMS.values")
"""Files that make a folder a sealed edition, or a questionnaire that editions share."""
_EDITIONS: Final = "editions"
_BOOK: Final = "levelbook.toml"
_INVISIBLE: Final = dict.fromkeys([*range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x206A, 0x2070), 0xFEFF])
"""Characters that macOS leaves out when it compares names."""


def real_place(path: Path, *, within: Path) -> Path:
    """Return where `path` really is, which need not exist yet.

    within: a folder that a person named, at or above `path`. How it is reached is that person's own business; below it
    no link is followed but `answers.toml` directly in it, as far as the same repository reaches.

    Raises FileIsWrong where a link is in the way, or the path leads upwards or into git's own folder.
    """
    try:
        place = real_path(within)
        for part in place.parts:
            _refuse_gits_own(part, place, path)
        for part in path.relative_to(within).parts:
            _refuse_gits_own(part, place, path)
            if part == os.pardir:
                raise FileIsWrong.one(f"This leads out of {shown(within)}.", path=shown(path))
            place /= part
            if _is_link(place):
                if path == within / ANSWERS:
                    return _inside_repository(place, path)
                raise link_in_the_way(place, path)
    except OSError as error:
        raise FileIsWrong.one(f"This path cannot be followed: {cause(error)}.", path=shown(path)) from None
    return place


def real_folder(path: Path, *, within: Path) -> Path:
    """Return where a folder of a book really is, which need not exist yet.

    Raises FileIsWrong as `real_place` does, and where something else than a folder is in its place.
    """
    place = real_place(path, within=within)
    if os.path.lexists(place) and not place.is_dir():
        raise FileIsWrong.one(
            "This is not a folder, so nothing in it can be read.",
            path=shown(path),
            remedy="Move it away, or restore the folder.",
        )
    return place


def content(path: Path, *, within: Path, most: int = MAX_BYTES) -> bytes:
    """Read a file in a team folder.

    Raises FileIsWrong as `real_place` does, and OSError as `content_of` does, such as FileNotFoundError.
    """
    real = real_place(path, within=within)
    with opened(real.parent) as folder:
        return content_of(real, most, may_be_link=False, folder=folder)


@frozen
class HeldFolder:
    """A folder that is held fast while many files below it are read: the way to it is looked at once for all."""

    path: Path
    """The real path, as found by `real_place`."""
    descriptor: int | None
    """The open folder; None if the system cannot hold folders open."""

    def content(self, folder: str, name: str, most: int = MAX_BYTES) -> bytes:
        """Read a file of a folder directly in this one. Raises as the function `content` does."""
        if self.descriptor is not None and _is_plain(folder) and _is_plain(name):
            with contextlib.suppress(OSError):  # said in the words of those who look at each step
                below = os.open(folder, _HELD, dir_fd=self.descriptor)
                try:
                    return content_of(Path(name), most, may_be_link=False, folder=below)
                finally:
                    os.close(below)
        return content(self.path / folder / name, within=self.path, most=most)


@contextlib.contextmanager
def held(folder: Path, *, within: Path) -> Iterator[HeldFolder]:
    """Hold a folder of a book while files below it are read. Raises FileIsWrong as `real_place` does, and OSError."""
    real = real_place(folder, within=within)
    with opened(real) as descriptor:
        yield HeldFolder(real, descriptor)


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[int | None]:
    """Hold a real folder fast while something in it is read or written: a descriptor of it, reached through no link.

    folder: as `real_place` found it. What somebody puts in its place, or in that of a folder above it, between that
    look and this call is refused, and later changes nothing. None where the system has no such descriptors.

    Raises OSError.
    """
    if not _HOLDS_FOLDERS:
        yield None
        return
    descriptor = os.open(folder.anchor, _HELD)
    try:
        for part in folder.parts[1:]:
            below = os.open(part, _HELD, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


def folder_of(path: Path, start: Path | None = None) -> Path:
    """Return the folder below which no link is followed on the way to a path that a person typed, to write there.

    start: the folder that the path was given from, by default the present one. In it everything but a path that was
    written whole, or goes upwards, is below it. Such a path the person may take where they like, up to its last name.

    Raises UsedWrongly for a place in what is sealed, where nothing is added and nothing changed.
    """
    _refuse_sealed(path)
    base = start or Path()
    return base if path.is_relative_to(base) and ".." not in path.relative_to(base).parts else path.parent


def _refuse_sealed(path: Path) -> None:
    with contextlib.suppress(OSError):  # what cannot be looked at is met by whoever goes there
        real = real_path(path)
        for folder in (real, *real.parents):
            is_sealed = any((folder / name).is_file() for name in _SEALED_BY)
            if is_sealed or (folder.name.casefold() == _EDITIONS and os.path.lexists(folder.parent / _BOOK)):
                raise UsedWrongly(
                    f"{shown(path)} is in {shown(folder)}, which is sealed: nothing is written there.",
                    remedy="Choose another place.",
                )


def real_path(path: Path) -> Path:
    """Follow every symbolic link to where `path` leads; it need not exist yet. Raises OSError for a circle of links."""
    try:
        return path.resolve()
    except RuntimeError:  # Python 3.11 about a circle of links
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def repository_of(folder: Path) -> Path | None:
    """Find the nearest folder at or above this one that is a repository, a work tree or a submodule of one.

    folder: as `real_path` found it.
    """
    return next((parent for parent in (folder, *folder.parents) if os.path.lexists(parent / GIT)), None)


def _inside_repository(link: Path, path: Path) -> Path:
    """Follow a link step by step: its end must be in the repository that it is in, no step in git's own folder."""
    place, waiting = link.parent, [link.name]
    followed = 0
    while waiting:
        part = waiting.pop(0)
        _refuse_gits_own(part, place, path)
        place = place.parent if part == os.pardir else place / part
        if not _is_link(place):
            continue
        followed += 1
        if followed > MOST_LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        target = place.readlink()
        place = Path(target.anchor) if target.is_absolute() else place.parent
        waiting = [*target.parts[1 if target.is_absolute() else 0 :], *waiting]
    ours = repository_of(link.parent)
    inside = place.is_relative_to(ours or link.parent) and repository_of(place.parent) == ours
    if not inside:
        raise FileIsWrong.one(
            f"This is a link out of the {'repository' if ours else 'team folder'}, to {shown(place)}: "
            "nothing is read or written there.",
            path=shown(path),
            remedy="Put the file itself here.",
        )
    return place


def _is_link(path: Path) -> bool:
    try:
        return stat.S_ISLNK(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def link_in_the_way(place: Path, path: Path) -> FileIsWrong:
    """Return the refusal of a path that leads through a symbolic link at `place`."""
    where = "This" if place.name == path.name else f"The folder {shown(place)}"
    return FileIsWrong.one(
        f"{where} is a symbolic link; levelbook does not follow links here, because they might lead anywhere.",
        path=shown(path),
        remedy="Put the folder itself in its place, or name that folder.",
    )


def _refuse_gits_own(part: str, place: Path, path: Path) -> None:
    if is_gits_own(part):
        raise FileIsWrong.one(
            f"This leads to {clean_line(part)} in {shown(place)}, which belongs to git: levelbook does not "
            "read or write there.",
            path=shown(path),
            remedy="Name another place.",
        )


def _is_plain(name: str) -> bool:
    """Return whether a name can only mean something directly in the folder that it is looked up in."""
    return name not in ("", os.curdir, os.pardir) and "/" not in name and "\\" not in name and not is_gits_own(name)


def is_gits_own(name: str) -> bool:
    """Return whether some file system takes a name for `.git`; git itself refuses to check these names out."""
    plain = name.translate(_INVISIBLE).casefold().partition(":")[0].rstrip(". ")
    return plain in (GIT, "git~1")
