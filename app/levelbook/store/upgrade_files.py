"""Books on disk are brought to another version: written whole, and kept as they were where nothing else does."""

from __future__ import annotations

import os
from pathlib import Path

from levelbook.core.answers.answers import AnswerBook
from levelbook.core.errors import CouldNotWrite, FileIsWrong
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.reading.toml import decoded, lost_comments
from levelbook.store import answers_check, answers_text, atomic, path_guard
from levelbook.store.questionnaires import safe_version
from levelbook.words.files import shown


def is_laid_out_by_levelbook(data: bytes, book: AnswerBook, questionnaire: Questionnaire) -> bool:
    """Return whether a file is exactly as levelbook would write it, without a person's comments or order."""
    return answers_text.RenderedBook.of(book, questionnaire).is_in(data)


def path_of_copy(path: Path, version: str, data: bytes) -> Path:
    """Find where a book is kept as it was: `answers-1.0.0.toml`, numbered where that holds something else."""
    named = safe_version(version, "before")
    number = 1
    while True:
        suffix = "" if number == 1 else f"-{number}"
        copy = path.with_name(f"{path.stem}-{named}{suffix}{path.suffix}")
        if not os.path.lexists(copy) or _holds(copy, data):
            return copy
        number += 1


def is_kept_by_upgrade(copy: Path, path: Path, held: AnswerBook) -> bool:
    """Tell whether a file is named as an upgrade names the copy of a book in which it keeps what this one holds."""
    for version in (held.version, f"format-{held.format}"):
        begun = f"{path.stem}-{safe_version(version, 'before')}"
        rest = copy.stem.removeprefix(begun)
        if copy.stem.startswith(begun) and (not rest or (rest[0] == "-" and rest[1:].isdecimal())):
            return True
    return False


def _holds(copy: Path, data: bytes) -> bool:
    try:
        return path_guard.content(copy, within=copy.parent) == data
    except (FileIsWrong, OSError):
        return False


def keep(copy: Path, data: bytes, *, within: Path) -> None:
    """Write the copy, in a team folder, where it is not there yet. Raises CouldNotWrite, FileIsWrong for a link."""
    if not _holds(copy, data):
        atomic.write_bytes(copy, data, within=within)


def write(path: Path, book: AnswerBook, questionnaire: Questionnaire, *, within: Path, before: bytes = b"") -> None:
    """Write a whole book in a team folder, proved before it is written.

    before: what the file holds, of which the comments go to the end; empty where a copy is kept of it.

    Raises CouldNotWrite, FileIsWrong for a link; the old content stays.
    """
    text = answers_text.render(book, questionnaire)
    text += lost_comments(decoded(before, shown(path)), text)
    try:
        back = answers_text.parse(text, shown(path))
        answers_check.check_levels(back, questionnaire, shown(path))
    except FileIsWrong:
        back = None
    if back != book:
        raise CouldNotWrite(
            f"{shown(path)} was not written: it would not read back as it should.",
            remedy="This is a fault in levelbook; please report it.",
        )
    atomic.write_text(path, text, within=within)
