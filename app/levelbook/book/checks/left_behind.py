"""This module finds files of a book that lie where it was before its folder was moved.

Where one branch moves the folder and another adds a sitting, git may leave that where the folder was; and git moves no
file that it ignores, such as ballots that are kept out of it. Nothing in the book speaks of them, and they would be
missed by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from levelbook.book.earlier_places import earlier_places
from levelbook.core.errors import Problem, UsedWrongly
from levelbook.store import path_guard
from levelbook.store.editions import EDITION
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown, typed

MOST_NAMED: Final = 20
"""Files that are named; a folder that came back whole has many, and how many more is said."""


def left_behind(folder: TeamFolder) -> Iterator[Problem]:
    """Yield a problem for each sitting, ballot, offer and edition that lies at an earlier place of a book."""
    try:
        found = [*_found(folder)]
    except UsedWrongly:  # git does not end
        return
    more = len(found) - MOST_NAMED if len(found) > MOST_NAMED + 1 else 0
    for old, new, move in found[: len(found) - more]:
        if new.exists():
            remedy = "The book has one of that name: compare the two, and remove this one."
        else:
            made = "" if new.parent.is_dir() else f"mkdir -p {typed(new.parent)} && "
            remedy = f"Move it into the book: `{made}{move} {typed(old)} {typed(new)}`."
        message = "This lies where the book was before its folder was moved, so the book does not have it."
        yield Problem(message, path=shown(old), remedy=remedy)
    if more:
        yield Problem(
            f"{more} more files of this book lie where it was before its folder was moved.",
            path=shown(folder.path),
            remedy="Move the listed ones first.",
            stands_for=more,
        )


def _found(folder: TeamFolder) -> Iterator[tuple[Path, Path, str]]:
    """Yield each file or edition left behind, with its place in the book and the command that moves it."""
    places = earlier_places(folder)
    root = folder.git.root_of(folder.path) if places else None
    if root is None:
        return
    kept = (folder.sittings_path, folder.ballots_path, folder.offers_path, folder.editions_path)
    for place in filter(_is_no_link, places):
        below = place.relative_to(root)
        wanted = [(below / one.relative_to(folder.path)).as_posix() for one in kept]
        in_git = (root / entry for entry in folder.git.held_below(root, wanted))
        held = [path for path in in_git if path.exists()]  # git still names what both sides of a merge moved away
        loose = sorted({path for one in wanted for path in _on_disk(root / one)}.difference(held))
        for old, move in (*((one, "git mv") for one in held), *((one, "mv") for one in loose)):
            new = folder.path / old.relative_to(place)
            if folder.editions_path not in new.parents:
                if old.suffix == ".toml":
                    yield old, new, move
            elif old.name == EDITION and new.parent.parent == folder.editions_path:
                yield old.parent, new.parent, move


def _is_no_link(place: Path) -> bool:
    """Tell whether no link leads to a place in a repository: it might lead anywhere."""
    try:
        return path_guard.real_path(place) == place
    except OSError:
        return False


def _on_disk(folder: Path) -> Iterator[Path]:
    """Yield the TOML files in a folder and in the folders right below it; no link is followed."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for one in (folder, *(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())):
        yield from (path for path in one.glob("*.toml") if path.is_file() and not path.is_symlink())
