"""Books in a later round, and their participants: sessions for tests of what a team does together."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.editions.editions import Editions
from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer
from levelbook.core.errors import CouldNotWrite
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.store import atomic, ballots, sittings_file, team_folder
from levelbook.store.answers_file import AnswersFile
from levelbook.store.editions import Edition
from levelbook.store.team_folder import Settings
from support.builders import NOON, a_book, tiny_questionnaire

AUGUST = datetime(2026, 8, 22, 12, 0, tzinfo=UTC)


def new_session(path: Path, questionnaire: Questionnaire | None = None, **settings: Any) -> Session:
    """A new team folder of a tiny questionnaire, three sections of four practices."""
    asked = questionnaire or tiny_questionnaire()
    folder = team_folder.create(path, Settings(team="Retail", questionnaire="genai-security", **settings))
    file = AnswersFile.create(folder.answers_path, asked, a_book(asked))
    return Session(folder, asked, file, "Noor", lambda: NOON)


def as_sealed(session: Session, name: str = "2026-08-22", sealed_at: datetime = AUGUST) -> None:
    """From now on the book as it stands is the last edition, so that its answers are carried."""
    edition = Edition(
        path=session.folder.path / "editions" / name,
        name=name,
        number=1,
        previous=None,
        sealed_at=sealed_at,
        files={},
        scorecard={},
    )
    history = Editions(session.folder, session.questionnaire, sealed=(edition,))
    history._books[edition.path] = session.now.book
    session.editions = history
    session._now = None


def hand_in(session: Session, levels: Mapping[str, Mapping[str, int | None]]) -> None:
    """Ballots: participant to practice id to level, None for unsure."""
    for participant, said in levels.items():
        ballot_id, _ = ballots.create(session.folder.ballots_path, session.questionnaire, participant, {})
        file = ballots.open_file(session.folder.ballots_path, session.questionnaire, ballot_id)
        book = file.book
        for name, level in said.items():
            inherited = session.now.tailoring[name].scope == "inherited"
            answer = Answer(level=level, unsure=level is None)
            wording = session.questionnaire.wording(name, inherited=inherited)
            book = book.with_answer(name, answer.answered(by=participant, at=NOON, wording=wording, after=""))
        file.save(book, answers=set(said), facts=set())
    session.read_ballots_again()


@contextmanager
def nothing_can_be_written(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The disk takes no sitting."""

    def full(*_: object, **__: object) -> None:
        raise CouldNotWrite("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(sittings_file, "change", full)
        yield


@contextmanager
def nothing_is_confirmed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The disk takes everything, and confirms nothing."""

    def fail(_: Path) -> None:
        raise OSError(errno.EIO, "injected")

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "sync_folder", fail)
        yield
