"""This module reads the guide as git holds it while it merges two branches."""

from __future__ import annotations

from levelbook.store.team_folder import TeamFolder


def as_git_holds_it(folder: TeamFolder) -> tuple[str, str] | None:
    """The guide as git's index has it of either branch, in a rebase as in a merge; None where one is not there."""
    path, git = folder.guide_path, folder.git
    mine, theirs = (git.staged(path, stage) for stage in (2, 3))
    if mine is None or theirs is None:
        return None
    return mine.decode("utf-8", "replace"), theirs.decode("utf-8", "replace")


def before_both(folder: TeamFolder) -> str | None:
    """The guide that both sides came from, as git's index has it during a merge; None where it has none."""
    base = folder.git.staged(folder.guide_path, 1)
    return None if base is None else base.decode("utf-8", "replace")


def on_both_branches(folder: TeamFolder) -> tuple[str, str] | None:
    """The guide as each of the commits has it that git is merging, else as git's index has it, as after a revert or
    where a stash was put back; None where neither has both."""
    path, git = folder.guide_path, folder.git
    other = git.merged_in(path.parent)
    sides = [git.text_at(commit, path) for commit in ("HEAD", other)] if other else []
    mine, theirs = sides if sides else (None, None)
    return (mine, theirs) if mine is not None and theirs is not None else as_git_holds_it(folder)
