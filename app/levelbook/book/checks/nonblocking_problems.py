"""Problems of a book that can be read all the same, each with what mends it."""

from __future__ import annotations

from levelbook.book.session import Session
from levelbook.core.errors import Problem
from levelbook.store import answers_check
from levelbook.words.answer_problems import answer_problems
from levelbook.words.files import shown


def problems(session: Session) -> list[Problem]:
    """The problems of single answers, and the sittings that cannot be read."""
    path = session.folder.answers_path
    found = answers_check.unknown_names(session.now.book, session.questionnaire, path)
    return [*found, *session.sittings.problems, *session.offers.problems, *answer_problems(session.now, shown(path))]


def orphaned_answers(session: Session) -> list[Problem]:
    """List the problems that are answers to what the questionnaire does not have."""
    return answers_check.orphaned_answers(session.now.book, session.questionnaire, session.folder.answers_path)
