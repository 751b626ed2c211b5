"""This module notices where a file of answers was cut within a retired answer, which its number of tables hides."""

from __future__ import annotations

from levelbook.core.answers.answers import AnswerBook
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown


def retired_problems(folder: TeamFolder, book: AnswerBook) -> tuple[Problem, ...]:
    """Return a problem for each retired answer without its last table: the file may end within it."""
    return tuple(
        Problem(
            "This retired answer has no table “upgrade”, with which every one ends: has the file lost its end?",
            path=shown(folder.answers_path),
            key=f"retired.{name}",
            remedy=f"Restore the file from git. If nothing is missing, add a table [retired.{name}.upgrade].",
        )
        for name, table in book.retired.items()
        if "upgrade" not in table
    )


def must_be_whole(folder: TeamFolder, book: AnswerBook) -> None:
    """Raise FileIsWrong where a retired answer may have lost its end."""
    if problems := retired_problems(folder, book):
        raise FileIsWrong(problems)
