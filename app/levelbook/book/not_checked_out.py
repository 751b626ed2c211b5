"""This module finds parts of a book that are not on disk, although git or an edition has them.

A sparse checkout leaves files out that are part of the book all the same. What is made without them is wrong, or is
written over them: a guide without what people wrote, promises that look as if somebody had dropped them, a round that
ends without its ballots.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from levelbook.core.errors import FileIsWrong, Problem, UsedWrongly
from levelbook.core.text.cleaning import valid_id
from levelbook.store import sittings_file
from levelbook.store.editions import Edition
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown

_RESTORE = "Widen the sparse checkout, for example with `git sparse-checkout disable`."


def left_out_problems(folder: TeamFolder) -> tuple[Problem, ...]:
    """Return a problem for the guide, each sitting and each ballot that a sparse checkout leaves out."""
    left_out: frozenset[str] = frozenset()
    with contextlib.suppress(UsedWrongly):  # git does not end
        left_out = folder.git.left_out_of(folder.path)
    return tuple(
        Problem("The sparse checkout leaves this out, and it is part of the book.", path=shown(path), remedy=_RESTORE)
        for path in (folder.path / name for name in sorted(left_out))
        if _is_needed(path, folder) and not os.path.lexists(path)
    )


def _is_needed(path: Path, folder: TeamFolder) -> bool:
    if path == folder.guide_path:
        return True
    if path.parent == folder.sittings_path:
        return sittings_file.day_of(path.name) is not None
    return path.parent == folder.ballots_path and path.suffix == ".toml" and valid_id(path.stem)


def must_not_be_left_out(folder: TeamFolder) -> None:
    """Raise FileIsWrong where a sparse checkout leaves out what a guide or an edition is made of."""
    if problems := left_out_problems(folder):
        raise FileIsWrong(problems)


def gone_sittings(folder: TeamFolder, last: Edition | None) -> Iterator[Problem]:
    """Yield a problem for each sitting that the last edition holds and that is there no more.

    What was promised and parked in it would be taken for dropped.
    """
    for name in last.files if last is not None else ():
        path = folder.path / name
        if path.parent == folder.sittings_path and not os.path.lexists(path):
            yield Problem(
                "This sitting is not there, and the last edition holds it.",
                path=shown(path),
                remedy="Restore it from git, or from the edition.",
            )
