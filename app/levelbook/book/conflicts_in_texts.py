"""git may leave a conflict inside of a text, such as a note that was edited by hand on both branches.

The file can be read, so whoever reads it says nothing, and both sides would pass for somebody's words.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.text.conflict_marks import FEWEST_SIGNS
from levelbook.reading.toml import parse_toml
from levelbook.store import text_files
from levelbook.store.conflicts import sides_of
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown, typed

_IN_A_TEXT: Final = "git could not merge this file, and its conflict stands inside of a text here, such as a note."
_OPENS: Final = "<" * FEWEST_SIGNS


def conflicts_in_texts(folder: TeamFolder) -> Iterator[Problem]:
    """Yield a problem for each file of the book in which git left a conflict inside of a text."""
    for name in sorted(folder.git.unmerged_in(folder.path)):
        path = folder.path / name
        if path.suffix == ".toml" and not path.is_relative_to(folder.editions_path):
            yield from _conflict_in(path, folder)


def conflict_in_answers(folder: TeamFolder) -> Problem | None:
    """Return the problem of the answers alone; git is not asked where no line of them is like its marks."""
    path = folder.answers_path
    problem = next(_conflict_in(path, folder), None)
    is_unmerged = problem is not None and path.name in folder.git.unmerged_in(path.parent)
    return problem if is_unmerged else None


def must_hold_no_conflict(folder: TeamFolder) -> None:
    """Raise FileIsWrong where git left a conflict inside of a text: it would be published as somebody's words."""
    if problems := tuple(conflicts_in_texts(folder)):
        raise FileIsWrong(problems)


def _conflict_in(path: Path, folder: TeamFolder) -> Iterator[Problem]:
    """Yield the problem of a file that holds a whole conflict and is valid nevertheless."""
    with contextlib.suppress(FileIsWrong):  # told by whoever reads it
        text = text_files.text_or_none(path, within=folder.path) or ""
        if _OPENS not in text:
            return
        parse_toml(text, shown(path))
        if (sides := sides_of(text)) is not None:
            line = min({*range(1, text.count("\n") + 2)}.difference(sides.our_lines, sides.their_lines))
            yield Problem(_IN_A_TEXT, path=shown(path), line=line, remedy=_settled_by(path, folder))


def _settled_by(path: Path, folder: TeamFolder) -> str:
    how = "`levelbook resolve` settles it" if path == folder.answers_path else "Keep one side of it"
    return f"{how}; if these lines are meant to stay, `git add {typed(path)}`."
