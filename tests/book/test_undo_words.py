"""What an undo says: exactly what the change had changed, and nothing beside it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.book.undo_words import turn_words
from levelbook.core.answers.edits import Edit
from support.builders import DAY
from support.later_rounds import new_session
from support.small_book import BACKUPS, new_book
from support.two_versions import new_team, reworded

LATER = DAY + timedelta(days=9)


def undone(session: Session, edit: Edit, practice: str = BACKUPS) -> str:
    """What is said where an edit is undone."""
    session.apply(practice, edit)
    turn = session.undo()
    assert turn is not None
    return turn_words(session, turn, str, undone=True)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Edit(due=LATER), "due date of 1.1 changed."),
        (Edit(owner="Tom"), "owner of 1.1 changed. The owner is “Ana”."),
        (Edit(ask_by=LATER), "date for finding out about 1.1 changed."),
        (Edit(ask_whom="Tom"), "who finds out about 1.1 changed."),
    ],
)
def test_a_day_that_is_undone_is_no_change_of_the_person(tmp_path: Path, edit: Edit, words: str) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(unsure=True, ask_whom="Ana", ask_by=DAY, owner="Ana", due=DAY))

    assert undone(session, edit) == words


def test_a_reason_that_is_undone_is_no_change_of_the_target(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(target=3, target_reason="Clients ask"))

    assert undone(session, Edit(target=3, target_reason="The board asks")) == "reason for the target of 1.1 changed."


def test_the_confirmation_of_an_answer_to_other_words_is_undone_as_one(tmp_path: Path) -> None:
    new_team(tmp_path).apply("changes.reviews", Edit(level=2))
    reworded(tmp_path / "questions")
    session = Session.open(tmp_path / "book", who="Noor")

    assert undone(session, Edit(confirm=True), "changes.reviews") == "2.1 confirmed."


def test_a_list_that_is_undone_tells_levels_in_their_order(tmp_path: Path) -> None:
    session = new_session(tmp_path / "book")
    session.apply("s1.p1", Edit(level=3))
    session.apply("s1.p2", Edit(level=1))
    session.apply_all({name: Edit(level=2) for name in ("s1.p1", "s1.p2", "s1.p3")})
    turn = session.undo()
    assert turn is not None

    words = turn_words(session, turn, str, undone=True)

    assert words.endswith("Now 1 not answered, 1 at level 1, 1 at level 3.")
