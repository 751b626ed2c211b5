"""A guide is left behind where the settings name another place for it, and nobody moved the file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from levelbook.book.editions.editions import Editions
from levelbook.core.errors import FileIsWrong, Problem, UsedWrongly
from levelbook.guide.keep import blocks
from levelbook.store import text_files
from levelbook.store.team_folder import Settings, TeamFolder, parse_settings
from levelbook.words.files import shown


def must_not_be_left(folder: TeamFolder, editions: Editions) -> None:
    """Raise FileIsWrong where the team's guide is not where the settings name it, and where they named it before.

    Another one would be assembled in the new place, without a word that people wrote.
    """
    for name in dict.fromkeys(_places_before(folder, editions)):
        path = folder.path / name
        if path != folder.guide_path and _is_guide(text_files.text_or_none(path, within=folder.path) or ""):
            raise FileIsWrong.one(
                f"The guide is still here, and levelbook.toml names {folder.settings.guide}.",
                path=shown(path),
                remedy="Move it there (`git mv`), or remove it if nothing in it is wanted.",
            )


def gone_guide(folder: TeamFolder, editions: Editions) -> Problem | None:
    """Report a guide that is gone, and in which people had written by the last edition; None where there is none."""
    last = editions.last
    if last is None or os.path.lexists(folder.guide_path):
        return None
    sealed = last.path / "guide.md"
    try:
        found = blocks.parse(text_files.text_or_none(sealed, within=folder.path) or "").blocks
    except (blocks.DamagedGuide, FileIsWrong):
        return None
    if all(one.is_unwritten for one in found):
        return None
    return Problem(
        f"The guide is gone, and edition {last.name} has it with what people wrote in it.",
        path=shown(folder.guide_path),
        remedy=f"Restore it from git, or copy {shown(sealed)} there; else `levelbook guide` begins a new one.",
    )


def _places_before(folder: TeamFolder, editions: Editions) -> Iterator[str]:
    """Yield where the last edition, the settings as git has them and had them before, and a new book have the guide."""
    if editions.last is not None:
        with contextlib.suppress(FileIsWrong):
            yield editions.settings_of(editions.last).guide
    git, path = folder.git, folder.settings_path
    with contextlib.suppress(UsedWrongly):  # such as a clone without that part of the history
        for commit in git.commits_of(path, 2):
            with contextlib.suppress(FileIsWrong):
                yield parse_settings(git.text_at(commit, path) or "", shown(path)).guide
    yield Settings(team="-").guide


def _is_guide(text: str) -> bool:
    try:
        return bool(blocks.parse(text).blocks)
    except blocks.DamagedGuide:
        return True
