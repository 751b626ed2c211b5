"""This module sets up the merge driver with which git merges a team's answers, and runs it."""

from __future__ import annotations

from pathlib import Path

from levelbook.book.tool_files import ATTRIBUTES, MERGED
from levelbook.core.errors import FileIsWrong, NoTeamFolder, Problem
from levelbook.reading.files import content_of
from levelbook.store import atomic, folder_search, path_guard, team_folder, text_files
from levelbook.store.answers_merge import merge_texts
from levelbook.store.git import Git
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown


def book_at(start: Path, directory: Path | None) -> TeamFolder | None:
    """Find the book in `directory`, or the one nearest to `start`; None where there is none.

    Raises FileIsWrong where it cannot be opened.
    """
    try:
        found = folder_search.find(start) if directory is None else start / directory
        return team_folder.open_folder(found)
    except NoTeamFolder:
        return None


def set_up(folder: TeamFolder) -> tuple[str, ...]:
    """Make git merge the answers in a folder by levelbook: a line of attributes, which is committed, and this clone's
    own configuration. Returns what was done, in sentences.

    Raises UsedWrongly where the folder is in no repository, CouldNotWrite, FileIsWrong for a link.
    """
    git = folder.git
    git.set_up_driver(folder.path)
    path = folder.path / ATTRIBUTES
    if not git.is_merged_by_driver(folder.answers_path):
        text = text_files.text_or_none(path, within=folder.path) or ""
        line = f"{folder.answers_path.name} {MERGED}\n"
        atomic.write_text(path, text + ("\n" if text and not text.endswith("\n") else "") + line, within=folder.path)
    return (
        f"git merges {shown(folder.answers_path)} answer by answer in this clone.",
        f"Commit {shown(path)}; everybody else has to run `levelbook init --git` once in their clone.",
    )


def missing_driver(folder: TeamFolder) -> Problem | None:
    """Say so where git's attributes name the driver and this clone does not know it; git then merges lines."""
    git = folder.git
    if not git.is_merged_by_driver(folder.answers_path) or git.has_driver(folder.path):
        return None
    return Problem(
        "git should merge this file with levelbook, but this clone is not set up for that and merges it line by line.",
        path=shown(folder.answers_path),
        remedy="`levelbook init --git` sets it up.",
    )


def run_driver(base: Path, ours: Path, theirs: Path, path: str) -> bool:
    """Merge as git's merge driver does: the result goes into `ours`. False where it holds conflicts.

    What cannot be merged answer by answer is merged line by line, as git does without a driver. Raises FileIsWrong
    where `ours` is a link, or one of them a pipe or a device, which no file is that git gives.
    """
    for version in (base, ours, theirs):
        if not version.is_file():  # git would wait for what comes out of it
            raise FileIsWrong.one("This is not an ordinary file.", path=shown(version))
    path_guard.real_place(ours, within=ours.parent)
    try:
        merged = merge_texts(content_of(base), content_of(ours), content_of(theirs), path)
        if merged is not None:
            atomic.write_text(ours, merged.text, within=ours.parent)
            return not merged.in_conflict
    except Exception:
        # Whatever went wrong: git takes what is in `ours` for half merged, where theirs would be missing.
        return Git().merge_lines(base, ours, theirs)
    return Git().merge_lines(base, ours, theirs)
