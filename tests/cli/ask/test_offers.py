"""`levelbook ask`: another team's offer is shown in plain lines, and taken over if the person says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.cli.prompter import PlainLines
from levelbook.core.answers.edits import Edit
from support.command_line import Said, Type
from support.offers import platform_beside
from support.small_book import BACKUPS, RESTORES


@pytest.fixture(name="session")
def _session(folder: Path) -> Session:
    session = Session.open(folder)
    platform_beside(session)
    return session


def ask(levelbook: Type, *lines: str) -> Said:
    said = levelbook("-C", "book", "ask", given="".join(f"{line}\n" for line in lines))
    assert (said.code, said.err) == (0, "")
    return said


def test_it_is_shown_and_taken_over(session: Session, levelbook: Type) -> None:
    said = ask(levelbook, "offer platform", "1", "q")

    assert "take  1.1 Backups: level 3" in said.out
    assert "Took over 2 practices." in said.out
    assert "2 answers given" in said.out
    answer = Session.open(session.folder.path).now.book.answer(BACKUPS)
    assert answer.offer is not None and answer.level == 3


def test_the_practice_at_hand_is_taken_over_in_place_of_its_own_answer_if_wanted(
    session: Session, levelbook: Type
) -> None:
    session.apply_all({BACKUPS: Edit(level=1), RESTORES: Edit(level=1)})
    said = ask(levelbook, "j 1.1", "offer platform", "1", "1", "q")

    assert "1.1 Backups: take it over in place of your own answer?" in said.out
    now = Session.open(session.folder.path).now.book
    assert (now.answer(BACKUPS).level, now.answer(RESTORES).level) == (3, 1)


def test_what_takes_over_no_practice_is_not_asked_as_if_it_did(session: Session, levelbook: Type) -> None:
    session.apply_all({BACKUPS: Edit(level=1), RESTORES: Edit(level=1)})

    said = ask(levelbook, "2.1", "offer platform", "1", "q").out

    assert "Keep this offer as it is now; no answer changes?" in said and "No answer was changed." in said
    assert "Take these over?" not in said
    assert Session.open(session.folder.path).offers.by_id, "a practice can be taken over by itself later"


def test_a_practice_that_others_answered_meanwhile_is_named_with_its_answer(
    session: Session, levelbook: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The practice at hand is another one."""

    def read_after_others(self: PlainLines) -> bytes:
        line = read(self)
        if line == b"1\n":
            Session.open(session.folder.path).apply(RESTORES, Edit(level=1))
        return line

    read = PlainLines._next
    monkeypatch.setattr(PlainLines, "_next", read_after_others)

    said = ask(levelbook, "offer platform", "1", "q").out

    assert "1.2 says: level 1 Ad hoc" in said and "It says" not in said


@pytest.mark.parametrize("lines", [("offer", ""), ("offer platform", ""), ("offer", "platform", "")])
def test_whoever_leaves_it_leaves_everything_as_it_was(
    session: Session, levelbook: Type, lines: tuple[str, ...]
) -> None:
    ask(levelbook, *lines, "q")

    assert Session.open(session.folder.path).now.book.answer(BACKUPS).offer is None


@pytest.mark.parametrize("path", ["nowhere", "book", "[/b]"])
def test_a_folder_that_offers_nothing_is_said_and_the_interview_goes_on(
    session: Session, levelbook: Type, path: str
) -> None:
    said = ask(levelbook, f"offer {path}", "2", "q")

    assert "1 answer given" in said.out
    assert "Took over" not in said.out
