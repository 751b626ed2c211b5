"""A book may have been somewhere else before its folder was moved: git's history knows where."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from levelbook.store.team_folder import TeamFolder

A_ROUND_AGO: Final = 400
"""Days for which git's history is asked about a book, at most."""
MOST_PLACES: Final = 10
"""Earlier places of a book that are looked at, the latest first."""


def earlier_places(folder: TeamFolder) -> tuple[Path, ...]:
    """List the folders that a book's settings were moved from, the latest first; none where git does not know of it.

    A place where another book lies by now is none.
    """
    moved_from = folder.git.earlier_places(folder.settings_path, days=A_ROUND_AGO)
    root = folder.git.root_of(folder.path) if moved_from else None
    if root is None:
        return ()
    name, here = folder.settings_path.name, folder.path.resolve()
    places = dict.fromkeys((root / one).parent for one in moved_from if (root / one).name == name)
    return tuple(one for one in places if one != here and not (one / name).exists())[:MOST_PLACES]
