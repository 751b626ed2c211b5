"""This module is the only one that writes files.

A reader sees the old content or the new, never a half; a crash, a kill or a full disk leaves one of the two. So the
new content goes into a temporary file in the same folder, down to the disk, and takes the old one's name by rename.
Whoever reads, decides and then writes holds `locked(folder)` around all three.

The lock is on the folder itself, so that no lock file litters a docs repository. On file systems without locks the
work goes on without: every file is still whole, and `answers_file` compares content before it writes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from levelbook.core.errors import CouldNotWrite, NotConfirmed
from levelbook.reading.files import content_of, files_below
from levelbook.reading.toml import MAX_BYTES
from levelbook.store import path_guard
from levelbook.words.files import cause, shown

if sys.platform != "win32":
    import fcntl

LOCK_PATIENCE: Final = 5.0
"""Seconds to wait for somebody else's save, which takes milliseconds."""
TEMPORARY_PREFIX: Final = ".levelbook-"
TEMPORARY_SUFFIX: Final = ".tmp"

_NO_LOCKS_HERE: Final = {
    errno.ENOLCK,
    errno.ENOSYS,
    errno.EOPNOTSUPP,
    errno.EINVAL,
    errno.EBADF,  # NFS, which wants a descriptor open for writing
}

_held = threading.local()
"""Folders that this thread has locked already, so that a writer may call another."""


# --- Writing ----------------------------------------------------------------------------------------------------------


def write_text(path: Path, text: str, *, within: Path, mode: int = 0o644) -> None:
    r"""Make `path` hold exactly `text`, as UTF-8 with the line ends that it has (`\n`, everywhere in levelbook).

    within: a folder that a person named, below which no symbolic link is followed (`real_place`). Owner and mode
    of an existing file are kept; `mode` is that of a new one.

    Raises CouldNotWrite, with what was there before still in place; NotConfirmed, when it was written and the disk did
    not confirm it; FileIsWrong for a link.
    """
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise CouldNotWrite(
            f"{shown(path)} was not written: it would hold half a character ({error.reason})."
        ) from None
    write_bytes(path, content, within=within, mode=mode)


def write_bytes(path: Path, content: bytes, *, within: Path, mode: int = 0o644) -> None:
    """Make `path` hold exactly `content`; see `write_text`."""
    if path.suffix == ".toml" and len(content) > MAX_BYTES:  # nobody could open the book any more
        raise CouldNotWrite(
            f"{shown(path)} was not written: it would have more than {MAX_BYTES // 1_000_000} MB, more than levelbook "
            "reads.",
            remedy="Shorten a long text in it, such as a pasted log, and link to the log instead.",
        )
    real = path_guard.real_place(path, within=within)
    try:
        with locked(real.parent), path_guard.opened(real.parent) as folder:
            _replace(real, content, mode, folder)
    except OSError as error:
        raise could_not_write(path, error) from error


def must_take(path: Path, *, within: Path) -> None:
    """Look whether a file could be written, so that of several that belong together none is written alone.

    Raises CouldNotWrite, FileIsWrong for a link; see `write_text`.
    """
    real = path_guard.real_place(path, within=within)
    try:
        with path_guard.opened(real.parent) as folder:
            _present(real, folder)
    except OSError as error:
        raise could_not_write(path, error) from error


def _present(path: Path, folder: int | None) -> os.stat_result | None:
    """Look at the file that is to be replaced; None where there is none. Raises CouldNotWrite, OSError."""
    try:
        old = os.stat(_name(path, folder), dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(old.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(old.st_mode):
        raise CouldNotWrite(f"{shown(path)} was not written: it is not an ordinary file.")
    if not old.st_mode & 0o222:
        raise CouldNotWrite(
            f"{shown(path)} was not written: the file is read-only.", remedy="Make it writable, then try again."
        )
    # A rename would get past a file that may not be written: try as a plain program would.
    how = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    os.close(os.open(_name(path, folder), how, dir_fd=folder))
    return old


def _replace(path: Path, content: bytes, mode: int, folder: int | None) -> None:
    """Replace a file; `folder` is a descriptor of the one that it is in, where there are such."""
    old = _present(path, folder)
    temporary = path.parent / temporary_name()
    try:
        _write_down(temporary, content, like=old, mode=mode, folder=folder)
        os.replace(_name(temporary, folder), _name(path, folder), src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(_name(temporary, folder), dir_fd=folder)
        raise
    confirm(path)


def _name(path: Path, folder: int | None) -> str:
    """Name a path to the system: in its folder, where that is held, otherwise whole."""
    return str(path) if folder is None else path.name


def confirm(path: Path) -> None:
    """Bring the name of what has just been renamed to `path` down to the disk. Raises NotConfirmed.

    It is there by now, whatever the disk says. The same descriptor is never synced twice: the first error may have
    thrown the data away.
    """
    try:
        sync_folder(path.parent)
    except OSError as error:
        raise NotConfirmed(
            f"{shown(path)} was written, but the disk did not confirm it: {cause(error)}.",
            remedy="Check the disk, and copy the folder somewhere else.",
        ) from error


def _write_down(
    path: Path, content: bytes, *, like: os.stat_result | None, mode: int = 0o644, folder: int | None
) -> None:
    """A new file with `content`, on the disk before this returns; owner and mode as in `like`, else this mode."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    # The umask applies to a new file. Until it is whole, whatever it replaces, it is nobody else's business.
    descriptor = os.open(_name(path, folder), flags, mode if like is None else 0o600, dir_fd=folder)
    try:
        if like is None:
            mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
        elif hasattr(os, "fchown") and (like.st_uid, like.st_gid) != (os.geteuid(), os.getegid()):
            with contextlib.suppress(PermissionError):
                os.fchown(descriptor, like.st_uid, like.st_gid)
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o600)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode if like is None else stat.S_IMODE(like.st_mode))
        _bring_down(descriptor)
    finally:
        os.close(descriptor)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that does not exist yet, in a folder that nobody else knows yet; down on the disk on return."""
    with path_guard.opened(path.parent) as folder:
        _write_down(path, content, like=None, folder=folder)


def build(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Make a folder with these files, everything down on the disk; the way there leads through no link."""
    make_real_folder(folder, is_new=True)
    folders = {folder}
    for name, content in files.items():
        path = folder / name
        make_real_folder(path.parent)
        for parent in path.parents:
            if parent == folder:
                break
            folders.add(parent)
        write_new(path, content.encode("utf-8") if isinstance(content, str) else content)
    for made in sorted(folders, key=lambda made: len(made.parts), reverse=True):
        sync_folder(made)


def make_whole_folder(path: Path, files: Mapping[str, str | bytes], *, within: Path) -> None:
    """Make a folder with these files beside and rename it into place: it is there whole or not at all.

    The folder above it is there by now. Raises OSError, FileIsWrong for a link, NotConfirmed.
    """
    place = path_guard.real_place(path.parent, within=within)
    building = place / temporary_name()
    with locked(place):  # which clears away what a kill left there
        try:
            build(building, files)
            rename_in(place, building.name, path.name)
        except BaseException:
            remove_tree(building)
            raise
    confirm(place / path.name)


def make_folder(folder: Path, *, within: Path, mode: int = 0o777) -> None:
    """Make the folder, and those above it, where they are not there yet; for `within` see `write_text`.

    mode: of the folder itself, as far as the process's umask lets it.

    Raises CouldNotWrite, FileIsWrong for a link.
    """
    real = path_guard.real_place(folder, within=within)
    try:
        make_real_folder(real, mode)
    except OSError as error:
        raise could_not_write(folder, error) from error


def make_real_folder(folder: Path, mode: int = 0o777, *, is_new: bool = False) -> None:
    """Make a folder at a place that leads through no link, and those above it, where they are not there yet.

    is_new: there must be none yet. Raises OSError.
    """
    try:
        with path_guard.opened(folder.parent) as above:
            os.mkdir(_name(folder, above), mode, dir_fd=above)
    except FileNotFoundError:
        if folder.parent.is_dir():  # where nothing can be made, as in /proc or where volumes are mounted on demand
            raise
        make_real_folder(folder.parent)
        make_real_folder(folder, mode, is_new=is_new)
    except FileExistsError:
        if is_new or not folder.is_dir():
            raise


def rename_in(folder: Path, old: str, new: str) -> None:
    """Give what is in a real folder another name in it, which nothing has. Raises OSError."""
    with path_guard.opened(folder) as held:
        os.rename(_name(folder / old, held), _name(folder / new, held), src_dir_fd=held, dst_dir_fd=held)


def is_free(folder: Path, files: Mapping[str, str] | None = None) -> bool:
    """Return whether a new folder may be made there: there is nothing, as far as one may look, or an empty folder.

    files: those that it is to hold, by path. A folder with only some of them, each as it is to be, is free as well: an
    interrupted beginning leaves such a one.
    """
    if not os.path.lexists(folder):
        return True
    try:
        if files is None or folder.is_symlink():
            return not any(folder.iterdir())
        found = [path for path in files_below(folder) if not is_temporary(path.name)]
        return len(found) < len(files) and all(_is_as_wanted(path, folder, files) for path in found)
    except OSError:
        return False


def _is_as_wanted(path: Path, folder: Path, files: Mapping[str, str]) -> bool:
    wanted = files.get(path.relative_to(folder).as_posix())
    return wanted is not None and content_of(path, may_be_link=False) == wanted.encode("utf-8")


def move(old: Path, new: Path, *, within: Path) -> None:
    """Give a file another place, whatever file is there, in a folder that is there; no link is followed below `within`.

    Raises OSError, FileIsWrong for a link.
    """
    source, target = path_guard.real_place(old, within=within), path_guard.real_place(new, within=within)
    with path_guard.opened(source.parent) as here, path_guard.opened(target.parent) as there:
        os.replace(_name(source, here), _name(target, there), src_dir_fd=here, dst_dir_fd=there)


def remove_file(folder: Path, name: str) -> None:
    """Remove a file of ours from a real folder, as far as possible; of a link, no more than the link."""
    with contextlib.suppress(OSError), path_guard.opened(folder) as held:
        os.unlink(_name(folder / name, held), dir_fd=held)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder down to the disk."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _bring_down(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EOPNOTSUPP):  # file systems where folders have no fsync
            raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def without_waiting() -> Iterator[None]:
    """Write in the same way, and wait for no disk: for what is made up, and can be made again at any time."""
    before = _WAITS.set(False)
    try:
        yield
    finally:
        _WAITS.reset(before)


_WAITS: Final = ContextVar("waits for the disk", default=True)


def _bring_down(descriptor: int) -> None:
    """Wait until what was written is on the disk."""
    if _WAITS.get():
        os.fsync(descriptor)


def temporary_name() -> str:
    """Make a new name for what is built beside; `locked` clears away what a kill left under such names."""
    return f"{TEMPORARY_PREFIX}{os.urandom(6).hex()}{TEMPORARY_SUFFIX}"


def is_temporary(name: str) -> bool:
    """Return whether a name in a folder is one of ours for something half built."""
    return name.startswith(TEMPORARY_PREFIX) and name.endswith(TEMPORARY_SUFFIX)


# --- Locking ----------------------------------------------------------------------------------------------------------


def is_writable(folder: Path) -> bool:
    """Tell whether this process may write in a folder, as far as the system says so beforehand."""
    return os.access(folder, os.W_OK | os.X_OK)


@contextlib.contextmanager
def locked(folder: Path, *, patience: float | None = None) -> Iterator[None]:
    """Keep everybody else who uses `locked` on this folder out until the block ends. May be nested.

    patience: seconds to wait for somebody who holds the lock; by default a few. Raises CouldNotWrite after that.
    """
    held: set[tuple[int, int]] = _held.__dict__.setdefault("folders", set())
    descriptor = _open_folder(folder)
    if descriptor is None:
        yield
        return
    try:
        status = os.fstat(descriptor)
        identity = (status.st_dev, status.st_ino)
        if identity in held:
            yield
            return
        is_ours = _wait_for(descriptor, folder, LOCK_PATIENCE if patience is None else patience)
        held.add(identity)
        try:
            if is_ours:
                _clear_leftovers(folder)
            yield
        finally:
            held.discard(identity)
    finally:
        os.close(descriptor)  # gives the lock back


def _open_folder(folder: Path) -> int | None:
    """A descriptor to lock; None for a folder that may be written but not opened, as on Windows."""
    try:
        return os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    except PermissionError:
        return None
    except (FileNotFoundError, NotADirectoryError):
        raise CouldNotWrite(
            f"There is no folder “{shown(folder)}” to write in.",
            remedy="Make that folder first, or name another place.",
        ) from None
    except OSError as error:
        raise could_not_write(folder, error) from error


def _wait_for(descriptor: int, folder: Path, patience: float) -> bool:
    """Take the lock within so many seconds. False where the file system has none."""
    if sys.platform == "win32":
        return False
    latest = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= latest:
                raise CouldNotWrite(
                    f"{shown(folder)} has been locked by another program for {patience:.0f} seconds.",
                    remedy="Is levelbook open on it elsewhere, suspended perhaps? Close it there, then try again.",
                ) from None
            time.sleep(0.01)
        except OSError as error:
            if error.errno in _NO_LOCKS_HERE:
                return False
            raise could_not_write(folder, error) from error


def _clear_leftovers(folder: Path) -> None:
    """Remove half-built files of a killed levelbook. Call it only under the lock."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if is_temporary(entry.name):
                remove_tree(Path(entry.path))


def remove_tree(path: Path) -> None:
    """Remove a file or a folder of ours as far as possible."""
    waiting, folders = [path], []
    while waiting:
        one = waiting.pop()
        with contextlib.suppress(OSError):
            if one.is_dir() and not one.is_symlink():
                folders.append(one)
                waiting.extend(one.iterdir())
            else:
                one.unlink()
    for folder in reversed(folders):  # whatever is in a folder was found after it
        remove_if_empty(folder)


def remove_if_empty(folder: Path) -> None:
    """Remove a folder of ours in which there is nothing."""
    with contextlib.suppress(OSError):
        folder.rmdir()


# --- Saying it --------------------------------------------------------------------------------------------------------


def could_not_write(path: Path, error: OSError) -> CouldNotWrite:
    """Turn an error of the operating system into a failure that says which file and why."""
    return CouldNotWrite(f"{shown(path)} was not written: {cause(error)}.")
