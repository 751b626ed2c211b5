"""Books on disk are brought to another version: written whole, and kept as they were where nothing else does."""

from __future__ import annotations

import os
import re
from pathlib import Path

from levelbook.core.answers.answers import AnswerBook
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.errors import CouldNotWrite, FileIsWrong
from levelbook.store import answers_check, answers_file, answers_text, atomic
from levelbook.words.files import shown


def is_laid_out_by_levelbook(data: bytes, book: AnswerBook, questionnaire: Questionnaire) -> bool:
    """Tell whether a file is what levelbook would write, without a comment or an order of a person's own."""
    return data == answers_text.render(book, questionnaire).encode("utf-8")


def path_of_copy(path: Path, version: str, data: bytes) -> Path:
    """Find where a book is kept as it was: `answers-1.0.0.toml`, numbered where that holds something else."""
    named = re.sub(r"[^A-Za-z0-9.]+", "-", version).strip("-.") or "before"
    number = 1
    while True:
        suffix = "" if number == 1 else f"-{number}"
        copy = path.with_name(f"{path.stem}-{named}{suffix}{path.suffix}")
        if not os.path.lexists(copy) or (copy.is_file() and answers_file.bytes_of(copy) == data):
            return copy
        number += 1


def keep(copy: Path, data: bytes) -> None:
    """Write the copy where it is not there yet. Raises CouldNotWrite."""
    if not copy.exists():
        atomic.write_bytes(copy, data)


def write(path: Path, book: AnswerBook, questionnaire: Questionnaire) -> None:
    """Write a whole book, proved before it is written. Raises CouldNotWrite, and the old content stays."""
    text = answers_text.render(book, questionnaire)
    try:
        back = answers_text.parse(text, shown(path))
        answers_check.check_levels(back, questionnaire, shown(path))
    except FileIsWrong:
        back = None
    if back != book:
        raise CouldNotWrite(
            f"{shown(path)} was not written: it would not read back as it was meant.",
            remedy="This is a fault in levelbook; please report it.",
        )
    atomic.write_text(path, text)
