"""This module finds the command that restores a truncated answers file from a commit or an edition."""

from __future__ import annotations

import contextlib

from levelbook.core.errors import CutShort, FileIsWrong, UsedWrongly
from levelbook.reading.toml import parse_toml
from levelbook.store.answers_text import tables_in
from levelbook.store.editions import digest, read_all
from levelbook.store.path_guard import content
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown, typed

MOST_COMMITS = 20
"""Commits of the file that are looked into, the last ones first."""


def with_restore_command(folder: TeamFolder, short: CutShort) -> CutShort:
    """Return the same failure with the command that brings the team's answers back."""
    return CutShort(short.problems, tables=short.tables, remedy=_remedy(folder, short))


def _remedy(folder: TeamFolder, short: CutShort) -> str:
    command = _from_git(folder, short.tables) or _from_edition(folder, short.tables)
    if not command:
        return f"Replace it with a copy that has all of them. {short.remedy}".rstrip()
    name = folder.answers_path.name
    return (
        f"This restores it as it was: `{command}`. Copy {name} elsewhere first, because newer answers are "
        f"only in there. {short.remedy}"
    ).rstrip()


def _from_git(folder: TeamFolder, tables: int) -> str:
    path, git = folder.answers_path, folder.git
    with contextlib.suppress(UsedWrongly):  # git cannot read its history, or takes too long
        for commit in git.commits_of(path, MOST_COMMITS):
            if _has_all(git.text_at(commit, path) or "", tables):
                where = "" if shown(folder.path) == "." else f"-C {typed(folder.path)} "
                return f"git {where}checkout {commit} -- {path.name}"
    return ""


def _from_edition(folder: TeamFolder, tables: int) -> str:
    for edition in reversed(read_all(folder)[0]):
        sealed = edition.path / folder.answers_path.name
        with contextlib.suppress(OSError, FileIsWrong, UnicodeDecodeError):
            found = content(sealed, within=folder.path)
            if digest(found) == edition.files.get(sealed.name) and _has_all(found.decode("utf-8"), tables):
                return f"cp {typed(sealed)} {typed(folder.answers_path)}"
    return ""


def _has_all(text: str, tables: int) -> bool:
    try:
        return tables_in(parse_toml(text, "")) >= tables
    except FileIsWrong:
        return False
