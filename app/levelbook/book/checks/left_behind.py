"""This module finds files of a book that lie where it was before its folder was moved.

Where one branch moves the folder and another adds a sitting, git may leave that where the folder was. Nothing in the
book speaks of it, and it would be missed by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from levelbook.book.earlier_places import earlier_places
from levelbook.core.errors import Problem, UsedWrongly
from levelbook.store.editions import EDITION
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown, typed

MOST_NAMED: Final = 20
"""Files that are named; a folder that came back whole has many, and how many more is said."""


def left_behind(folder: TeamFolder) -> Iterator[Problem]:
    """Yield a problem for each sitting, ballot, offer and edition in git that lies at an earlier place of a book."""
    try:
        found = [*_found(folder)]
    except UsedWrongly:  # git does not end
        return
    more = len(found) - MOST_NAMED if len(found) > MOST_NAMED + 1 else 0
    for old, new in found[: len(found) - more]:
        if new.exists():
            remedy = "The book has one of that name: compare the two, and remove this one."
        else:
            remedy = f"Move it into the book: `git mv {typed(old)} {typed(new)}`."
        message = "This lies where the book was before its folder was moved, so the book does not have it."
        yield Problem(message, path=shown(old), remedy=remedy)
    if more:
        yield Problem(
            f"{more} more files of this book lie where it was before its folder was moved.",
            path=shown(folder.path),
            remedy="Move the listed ones first.",
            stands_for=more,
        )


def _found(folder: TeamFolder) -> Iterator[tuple[Path, Path]]:
    """Yield each file or edition left behind, with its place in the book."""
    places = earlier_places(folder)
    root = folder.git.root_of(folder.path) if places else None
    if root is None:
        return
    kept = (folder.sittings_path, folder.ballots_path, folder.offers_path, folder.editions_path)
    for place in places:
        below = place.relative_to(root)
        wanted = [(below / one.relative_to(folder.path)).as_posix() for one in kept]
        for entry in folder.git.held_below(root, wanted):
            old = root / entry
            new = folder.path / old.relative_to(place)
            if folder.editions_path not in new.parents:
                if old.suffix == ".toml":
                    yield old, new
            elif old.name == EDITION and new.parent.parent == folder.editions_path:
                yield old.parent, new.parent
