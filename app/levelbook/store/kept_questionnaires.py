"""Questionnaires that were read before are kept compiled in the user's own cache folder, where nobody else writes.

Nothing here is needed: where nothing can be kept, or what was kept cannot be read, a questionnaire is read anew.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from levelbook.errors import CouldNotWrite, FileIsWrong
from levelbook.reading.files import content_of
from levelbook.store import atomic, locations

MOST: Final = 20
"""So many are kept; whoever writes a questionnaire makes a new one with every save."""


def find(name: str) -> bytes | None:
    """Read what is kept under a name; None where nothing is."""
    folder = locations.compiled_questionnaires_path()
    with contextlib.suppress(OSError):
        return None if folder is None else content_of(folder / name, may_be_link=False)
    return None


def keep(name: str, content: bytes) -> None:
    """Keep a compiled questionnaire under a name, as far as possible, and let go of the oldest of too many."""
    folder = locations.compiled_questionnaires_path()
    if folder is None:
        return
    with contextlib.suppress(CouldNotWrite, FileIsWrong, OSError):
        atomic.write_bytes(folder / name, content, within=folder, mode=0o600)
        kept = [path for path in folder.iterdir() if not atomic.is_temporary(path.name)]
        for path in sorted(kept, key=_age)[:-MOST]:
            atomic.remove_tree(path)


def drop(name: str) -> None:
    """Remove what is kept under a name and does not fit."""
    folder = locations.compiled_questionnaires_path()
    if folder is not None:
        atomic.remove_tree(folder / name)


def _age(path: Path) -> int:
    return path.lstat().st_mtime_ns
