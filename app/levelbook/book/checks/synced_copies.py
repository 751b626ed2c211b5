"""This module finds copies of a book's files that a sync tool put beside them, because two machines wrote at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from levelbook.core.answers.answers import NOTHING, AnswerBook
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.store import answers_file, path_guard, upgrade_files
from levelbook.store.team_folder import TeamFolder
from levelbook.words.figures import first_of, plural
from levelbook.words.files import shown

_OF_A_COPY: Final = re.compile(r" \(\d+\)| \d+|.*conflict.*", re.IGNORECASE)
"""What Dropbox, Nextcloud, Syncthing, Google Drive and iCloud put between the name of a file and its suffix."""
_BESIDE_A_NAME: Final = tuple(" ._-(")
_MOST: Final = 5
_REMEDY: Final = "Enter in the book whatever only this copy holds, then move the copy elsewhere."


def synced_copies(folder: TeamFolder, book: AnswerBook) -> Iterator[Problem]:
    """Yield a problem for each copy of the answers, the settings or the guide that lies beside them: none is read.

    OneDrive names a copy after a machine, so whatever is called `answers-….toml` and holds answers is one; it is left
    out where the book has them all, and where an upgrade kept it: that has said so, and put each answer into the book.
    """
    for original in (folder.answers_path, folder.settings_path, folder.guide_path):
        for path in _beside(original):
            if original == folder.answers_path:
                yield from _of_answers(path, folder, book)
            elif _OF_A_COPY.fullmatch(_between(path, original)) and not _same_bytes(path, original):
                words = f"This looks like a copy of {original.name} that a sync tool made, and is not part of the book."
                yield Problem(words, path=shown(path), remedy=_REMEDY)


def _beside(original: Path) -> list[Path]:
    try:
        names = sorted(path.name for path in original.parent.iterdir())
    except OSError:
        return []
    stem, suffix = original.stem, original.suffix
    found = [original.parent / name for name in names if name.startswith(stem) and name.endswith(suffix)]
    copies = [path for path in found if _between(path, original).startswith(_BESIDE_A_NAME)]
    return [path for path in copies if path.is_file() and not path.is_symlink()][:_MOST]


def _between(path: Path, original: Path) -> str:
    return path.name[len(original.stem) : -len(original.suffix)]


def _same_bytes(path: Path, original: Path) -> bool:
    try:
        held, other = (path_guard.content(one, within=one.parent) for one in (original, path))
    except (OSError, FileIsWrong):
        return False
    return held == other


def _of_answers(path: Path, folder: TeamFolder, book: AnswerBook) -> Iterator[Problem]:
    try:
        copy = answers_file.read(path, within=folder.path)
    except FileIsWrong:
        if _OF_A_COPY.fullmatch(_between(path, folder.answers_path)):
            words = f"This looks like a copy of {folder.answers_path.name} that a sync tool made, and cannot be read."
            yield Problem(words, path=shown(path), remedy=_REMEDY)
        return
    if upgrade_files.is_kept_by_upgrade(path, folder.answers_path, copy):
        return
    other = [
        name for name, said in copy.answers.items() if said != NOTHING and said.true_rev != book.answer(name).true_rev
    ]
    facts = [name for name, value in copy.profile.items() if value != book.profile.get(name)]
    if other or facts:
        counts = [(other, "answer"), (facts, "fact")]
        numbers = " and ".join(plural(len(names), one) for names, one in counts if names)
        differ = "differs" if len(other) + len(facts) == 1 else "differ"
        yield Problem(
            f"This copy of {folder.answers_path.name}, such as a sync tool makes where two machines wrote, is not part "
            f"of the book, and {numbers} in it {differ} from the book: {first_of([*other, *facts])}.",
            path=shown(path),
            remedy=_REMEDY,
        )
