"""This module keeps both editions if two branches seal one name: the other's gets a new name.

While git has a merge half done, both editions are whole in the commits that it merges; what is in the folder is a
mixture of them. A sealed folder's files never change here: only the other one's name does, in its `edition.toml`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from levelbook.core.errors import FileIsWrong, Problem, UsedWrongly
from levelbook.core.text.cleaning import clean_line, valid_id
from levelbook.reading.files import files_below
from levelbook.store import atomic, path_guard
from levelbook.store.edition_digests import with_name
from levelbook.store.editions import EDITION, Edition, differences, free_name, read_edition, taken_names
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown, typed


def keep_both(folder: TeamFolder, name: str) -> tuple[Edition, Edition]:
    """Put the edition `name` of the present branch back as it was sealed, and beside it that of the merged branch.

    Raises UsedWrongly where no merge is under way or only one branch has the edition, FileIsWrong, CouldNotWrite.
    """
    if not valid_id(name):
        raise UsedWrongly(f"“{clean_line(name)}” is not the name of an edition.")
    path, git = folder.editions_path / name, folder.git
    path_guard.real_place(path, within=folder.path)
    other = git.merged_in(folder.path)
    if other is None:
        raise UsedWrongly(
            f"No merge is under way here, so there are no two editions “{name}” to keep.",
            remedy=f"`git log --all -- {typed(path)}` lists what git's history has of that name.",
        )
    mine, theirs = git.files_at("HEAD", path), git.files_at(other, path)
    if EDITION not in mine or EDITION not in theirs:
        which = "Only one" if EDITION in {*mine, *theirs} else "Neither"
        raise UsedWrongly(f"{which} of the two branches has an edition “{name}”: there are no two to keep.")
    if mine == theirs:
        raise UsedWrongly(
            f"Both branches have the same edition “{name}”.", remedy=f"Run `git checkout --ours -- {typed(path)}`."
        )
    _refuse_strangers(path, {*mine, *theirs})
    atomic.make_folder(folder.editions_path, within=folder.path)
    taken = {one for one in taken_names(folder) if not _is_in_place(folder.editions_path / one, theirs)}
    new_name = free_name(name, taken | {name})  # the same one as before, where this was run before
    theirs = theirs | {EDITION: with_name(theirs[EDITION], new_name)}
    with atomic.locked(folder.editions_path):
        try:
            _put(folder, new_name, theirs)
            _put(folder, name, mine)
            atomic.sync_folder(folder.editions_path)
        except OSError as error:
            raise atomic.could_not_write(path, error) from error
    kept = read_edition(path), read_edition(folder.editions_path / new_name)
    if problems := [one.problem for edition in kept for one in differences(edition)]:
        raise FileIsWrong(problems)
    return kept


def _refuse_strangers(path: Path, known: Collection[str]) -> None:
    """Refuse to sweep away what neither branch sealed: it is somebody's own."""
    present = (found.relative_to(path).as_posix() for found in files_below(path))
    if strangers := sorted(name for name in present if name not in known):
        raise FileIsWrong(
            [Problem("Neither branch sealed this file.", path=shown(path / name)) for name in strangers],
            remedy="Move it elsewhere first.",
        )


def _is_in_place(path: Path, theirs: Mapping[str, bytes]) -> bool:
    """Return whether a folder is the other branch's edition, put there under the folder's name."""
    wanted = {**theirs, EDITION: with_name(theirs[EDITION], path.name)}
    try:
        return all(
            path_guard.content(path / name, within=path.parent, most=len(content)) == content
            for name, content in wanted.items()
        )
    except (OSError, FileIsWrong):
        return False


def _put(folder: TeamFolder, name: str, files: Mapping[str, bytes]) -> None:
    """Put an edition's folder in place, whole, instead of the one that may be there."""
    place = path_guard.real_place(folder.editions_path, within=folder.path)
    building, old = (place / atomic.temporary_name() for _ in range(2))
    path = place / name
    try:
        atomic.build(building, files)
        if path.exists():
            atomic.rename_in(place, name, old.name)
        atomic.rename_in(place, building.name, name)
    except BaseException:
        if old.exists() and not path.exists():
            atomic.rename_in(place, old.name, name)
        atomic.remove_tree(building)
        raise
    atomic.remove_tree(old)
