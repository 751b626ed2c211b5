"""A book may have been somewhere else before its folder was moved: git's history knows where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from levelbook.core.errors import FileIsWrong
from levelbook.reading.toml import parse_toml
from levelbook.store.editions import EDITION
from levelbook.store.git import Move, in_glob
from levelbook.store.team_folder import TeamFolder

A_ROUND_AGO: Final = 400
"""Days for which git's history is asked about a book, at most."""
MOST_PLACES: Final = 10
"""Earlier places of a book that are looked at, the latest first."""
MOST_MOVES: Final = 50
"""Moves that are looked at, the latest first: a stranger's history may move a folder there and back without end."""


def earlier_places(folder: TeamFolder) -> tuple[Path, ...]:
    """List the folders that a book's settings were moved from, the latest first; none where git does not know of it.

    A place where another book lies by now is none.
    """
    moved_from = [*_moved_from(folder)]
    root = folder.git.root_of(folder.path) if moved_from else None
    if root is None:
        return ()
    name, here = folder.settings_path.name, folder.path.resolve()
    places = dict.fromkeys(root / one for one in moved_from)
    return tuple(one for one in places if one != here and not (one / name).exists())[:MOST_PLACES]


def _moved_from(folder: TeamFolder) -> Iterator[PurePosixPath]:
    """Yield the folders from the top of the work tree, the latest first, up to where another book lay.

    To git, a team folder that a commit removes and one that it adds look moved: their settings are nearly the same.
    """
    for move in folder.git.moves_of(folder.settings_path, MOST_MOVES, days=A_ROUND_AGO):
        if PurePosixPath(move.old).name != folder.settings_path.name or not _is_same_book(folder, move):
            return
        yield PurePosixPath(move.old).parent


def _is_same_book(folder: TeamFolder, move: Move) -> bool:
    """Tell whether a move left the book its team or what it is about, or took editions along."""
    before, after = (_who_and_what(text) for text in folder.git.texts_of_move(folder.path, move))
    if before & after:
        return True
    editions = [in_glob((PurePosixPath(one).parent / folder.editions_path.name).as_posix()) for one in move[1:]]
    return bool(folder.git.moved_as_they_were(folder.path, move, [f"{one}/*/{EDITION}" for one in editions]))


def _who_and_what(settings: str) -> set[tuple[str, str]]:
    try:
        table = parse_toml(settings, "")
    except FileIsWrong:
        return set()
    return {(key, str(table[key])) for key in ("team", "about") if table.get(key)}
