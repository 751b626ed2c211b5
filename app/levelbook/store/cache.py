"""This module keeps computed results in the user's own cache folder, which nobody else can write to.

Nothing depends on the cache: if it cannot be written or read, the result is computed again. An attacker who runs as
the same user could change the cache, and everything else of that user (SECURITY.md).
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from levelbook.core.errors import CouldNotWrite, FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.reading.files import content_of
from levelbook.store import user_paths


@frozen
class Cache:
    """A cache is a folder in the user's cache folder for one kind of result, each stored under a file name."""

    folder_name: str
    most: int
    """How many of the newest are kept."""

    def find(self, name: str) -> bytes | None:
        """Read the result stored under a name; None if there is none."""
        folder = user_paths.cache_path(self.folder_name)
        with contextlib.suppress(OSError):
            return None if folder is None else content_of(folder / name, may_be_link=False)
        return None

    def keep(self, name: str, content: bytes) -> None:
        """Keep something under a name, as far as possible, and let go of the oldest of too many."""
        from levelbook.store import atomic  # 5 ms, which whoever finds something does without

        folder = user_paths.cache_path(self.folder_name)
        if folder is None:
            return
        with contextlib.suppress(CouldNotWrite, FileIsWrong, OSError):
            atomic.write_bytes(folder / name, content, within=folder, mode=0o600)
            kept = [path for path in folder.iterdir() if not atomic.is_temporary(path.name)]
            for path in sorted(kept, key=_age)[: -self.most]:
                atomic.remove_tree(path)

    def drop(self, name: str) -> None:
        """Remove what is kept under a name and does not fit."""
        from levelbook.store import atomic  # the same

        folder = user_paths.cache_path(self.folder_name)
        if folder is not None:
            atomic.remove_tree(folder / name)


COMPILED_QUESTIONNAIRES = Cache("questionnaires", 20)
"""Compiled questionnaires; authors create a new one with every save."""
OUTPUTS = Cache("outputs", 100)
"""Outputs of commands."""
COLLECTED_TABLES = Cache("tables", 200)
"""Tables of portfolios that hold nothing that no collection writes: a name each, without content."""


def _age(path: Path) -> int:
    return path.lstat().st_mtime_ns
