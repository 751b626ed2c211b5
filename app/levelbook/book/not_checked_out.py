"""This module finds parts of a book that are not on disk, although git or an edition has them.

A sparse checkout leaves files out that are part of the book all the same. What is made without them is wrong, or is
written over them: a guide without what people wrote, promises that look as if somebody had dropped them, a round that
ends without its ballots.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sized
from pathlib import Path
from typing import TYPE_CHECKING

from levelbook.core.errors import FileIsWrong, Problem, UsedWrongly
from levelbook.core.text.cleaning import valid_id
from levelbook.store import sittings_file, text_files
from levelbook.store.editions import Edition
from levelbook.store.team_folder import TeamFolder
from levelbook.words.figures import listed, plural
from levelbook.words.files import shown

if TYPE_CHECKING:
    from levelbook.book.editions import Editions

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


def shrunk_sittings(editions: Editions) -> Iterator[Problem]:
    """Yield a problem for each sitting that holds less than the last edition sealed of it, after it was closed.

    Nothing but outcomes is written into a closed sitting, so its file was restored from before, or cut by hand.
    """
    folder = editions.folder
    for day, was in editions.sittings_of(editions.last) if editions.last is not None else ():
        path = sittings_file.path_of(folder.sittings_path, day)
        held = None
        with contextlib.suppress(FileIsWrong):  # what cannot be read is told where it is read
            text = text_files.text_or_none(path, within=folder.path)
            held = sittings_file.parse(text, shown(path)) if text is not None else None
        if held is None or not was.closed:
            continue
        lists: tuple[tuple[tuple[str, ...], Sized, Sized], ...] = (
            (("parked item",), was.parked, held.parked),
            (("step taken on", "steps taken on"), was.taken_on, held.taken_on),
            (("piece of agreed evidence", "pieces of agreed evidence"), was.proofs, held.proofs),
        )
        lost = [plural(len(before) - len(after), *names) for names, before, after in lists if len(after) < len(before)]
        lost += ["its close"] * (not held.closed) + ["its minutes"] * (bool(was.minutes) and not held.minutes)
        if lost:
            yield Problem(
                f"This sitting holds less than in the last edition, without {listed(lost)}.",
                path=shown(path),
                remedy="Restore it from git, or from the edition.",
            )


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
