"""This module imports answers into the open book: it reads and judges them, then applies all at once, or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Final, Literal

from levelbook.book.publishing.published_names import published
from levelbook.book.session import Session
from levelbook.core.assessment.answer_import import AnswerImport, ReturnedRow, RowElsewhere, judge_elsewhere, judge_rows
from levelbook.core.assessment.tickets import TicketsFound, judge_tickets
from levelbook.core.errors import FileIsWrong
from levelbook.imports import answers_csv, ciso_assistant_csv, oscal_results, samm_assessments, tickets_csv, xlsx
from levelbook.reading.files import content_of
from levelbook.words.files import cause, shown

Source = Literal["csv", "xlsx"]
"""Files that levelbook exported and that come back."""
Elsewhere = Literal["ciso-assistant", "oscal", "samm-toolbox", "sammwise"]
"""Assessments that were made elsewhere."""
NAMING_A_TEAM: Final[Collection[str]] = ("csv", "xlsx", "oscal")
"""The sources whose files say of which team they are; one of another team is refused."""


def read_returned(session: Session, path: Path, source: Source) -> AnswerImport:
    """Read a file that came back, and judge each of its rows; nothing is written.

    Raises FileIsWrong; UsedWrongly where a library is missing.
    """
    rows = _READERS[source](session, content(path), shown(path))
    return judge_rows(rows, session.now, published(session.state))


def read_elsewhere(session: Session, path: Path, source: Elsewhere) -> AnswerImport:
    """Read an assessment that was made elsewhere, and judge each of its rows; nothing is written.

    Raises FileIsWrong; UsedWrongly where a library is missing.
    """
    rows = _ELSEWHERE[source](session, content(path), shown(path))
    return judge_elsewhere(rows, session.now, published(session.state))


def take(session: Session, found: AnswerImport) -> None:
    """Take in what can be taken: one turn, which one undo takes back. Raises as `Session.apply_all` does."""
    session.apply_all(found.edits)


def read_tickets(session: Session, path: Path) -> TicketsFound:
    """Read what a tracker exported, and find the step of each ticket; nothing is written. Raises FileIsWrong."""
    found = tickets_csv.returned_tickets(content(path), shown(path))
    return judge_tickets(found, session.now, team=session.folder.settings.team)


def take_tickets(session: Session, found: TicketsFound) -> None:
    """Give the steps their tickets: one turn, which one undo takes back. Raises as `Session.apply_all` does."""
    session.apply_all(found.edits)


def content(path: Path) -> bytes:
    """Read a file from anywhere that a person named. Raises FileIsWrong."""
    try:
        return content_of(path, xlsx.MOST_BYTES)
    except FileNotFoundError:
        raise FileIsWrong.one("There is no such file.", path=shown(path)) from None
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(path)) from None


_READERS: dict[Source, Callable[[Session, bytes, str], Sequence[ReturnedRow]]] = {
    "csv": lambda session, data, name: answers_csv.returned_rows(
        data, name, session.questionnaire, session.folder.settings.team, session.now.on
    ),
    "xlsx": lambda session, data, name: xlsx.returned_rows(
        data, name, session.questionnaire, session.folder.settings.team, session.now.on
    ),
}
_ELSEWHERE: dict[Elsewhere, Callable[[Session, bytes, str], Sequence[RowElsewhere]]] = {
    "ciso-assistant": lambda session, data, name: ciso_assistant_csv.rows_elsewhere(data, name, session.questionnaire),
    "oscal": lambda session, data, name: oscal_results.rows_elsewhere(
        data, name, session.questionnaire, session.folder.settings.team
    ),
    "samm-toolbox": lambda session, data, name: samm_assessments.of_toolbox(data, name, session.questionnaire),
    "sammwise": lambda session, data, name: samm_assessments.of_sammwise(data, name, session.questionnaire),
}
