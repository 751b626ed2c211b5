"""The files of git that say which commit is checked out: to read them costs a hundredth of starting git."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from levelbook.reading.files import content_of

_CHOOSES_A_REPOSITORY: Final = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
)  # fmt: skip
"""Variables with which git looks for a repository elsewhere than above a folder."""
_SYMBOLIC: Final = "ref: "


class OnlyGitKnows(Exception):
    """These files do not say which commit git takes for the present one."""


def head_files(folder: Path) -> tuple[Path, ...]:
    """List the files that say which commit is checked out where a folder is, missing ones too; none outside git.

    As long as none of them changes it is the same commit. Raises OnlyGitKnows, OSError.
    """
    if any(name in os.environ for name in _CHOOSES_A_REPOSITORY):
        raise OnlyGitKnows
    top = next((parent for parent in (folder, *folder.parents) if os.path.lexists(parent / ".git")), None)
    if not _is_there() or top is None:
        return ()
    own = _folder_of_git(top / ".git")
    common = own / _text(own / "commondir") if (own / "commondir").exists() else own
    if not (_is_ours(top) and _is_ours(own)) or (common / "reftable").exists():
        raise OnlyGitKnows
    return (own / "HEAD", *_branch(own, common))


def _branch(own: Path, common: Path) -> Iterator[Path]:
    """Yield the files that may hold the commit of the branch that is checked out."""
    head = _text(own / "HEAD")
    if not head.startswith(_SYMBOLIC):
        return
    name = head.removeprefix(_SYMBOLIC)
    if os.pardir in Path(name).parts or Path(name).is_absolute():
        raise OnlyGitKnows
    loose = common / name
    yield loose
    if not loose.is_file():
        yield common / "packed-refs"
    elif _text(loose).startswith(_SYMBOLIC):
        raise OnlyGitKnows


def _folder_of_git(place: Path) -> Path:
    """Find the folder that a work tree keeps its state in, which a file names in a linked one and in a submodule."""
    if place.is_symlink():
        raise OnlyGitKnows
    return place if place.is_dir() else place.parent / _text(place).removeprefix("gitdir: ")


def _is_there() -> bool:
    """Tell whether git is installed."""
    places = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return any(os.access(Path(place, name), os.X_OK) for place in places for name in ("git", "git.exe"))


def _is_ours(folder: Path) -> bool:
    """Tell whether git looks at a folder without being told that it may."""
    return not hasattr(os, "geteuid") or folder.lstat().st_uid == os.geteuid()


def _text(path: Path) -> str:
    return os.fsdecode(content_of(path, may_be_link=False)).rstrip("\n")
