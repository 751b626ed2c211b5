"""A ballot in the app: what one participant says alone, and nothing that is the team's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.command import CommandPalette

from levelbook.book.session import BallotOf, Session
from levelbook.core.answers.answers import Answer
from levelbook.store import ballots
from levelbook.tui.app import LevelbookApp
from levelbook.tui.commands import offered
from levelbook.tui.help.screen import HelpScreen
from support.builders import NOON
from support.pilot import Size, a_questionnaire, interview, open_book, press, shows, text_of, until


def open_ballot(path: Path, participant: str = "Ana") -> Session:
    """A participant's ballot of a new book."""
    team = open_book(path)
    folder, asked = team.folder, a_questionnaire()
    ballot_id, _ = ballots.create(folder.ballots_path, asked, participant, {})
    file = ballots.open_file(folder.ballots_path, asked, ballot_id)
    return Session(folder, asked, file, participant, lambda: NOON, BallotOf(participant, {}))


@pytest.fixture
def ballot(book: Path) -> Session:
    return open_ballot(book)


async def test_it_opens_in_the_interview_and_says_whose_it_is(ballot: Session, size: Size) -> None:
    app = LevelbookApp(ballot)
    async with app.run_test(size=size, notifications=True) as pilot:
        await shows(pilot, "Ballot of Ana")
        assert app.screen is interview(app)


async def test_an_anonymous_one_says_so(book: Path, size: Size) -> None:
    app = LevelbookApp(open_ballot(book, ""))
    async with app.run_test(size=size, notifications=True) as pilot:
        await shows(pilot, "Anonymous ballot")
        await press(pilot, "2")
        assert app.session.now.book.answer("s1.p1").answered_at is None


async def test_digits_and_unsure_move_on_and_are_in_the_ballot_alone(ballot: Session, book: Path, size: Size) -> None:
    app = LevelbookApp(ballot)
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", "u", "4")
        assert interview(app).practice_id == "s1.p4"
        said = [ballot.now.book.answer(f"s1.p{n}") for n in (1, 2, 3)]
        assert [(answer.level, answer.unsure) for answer in said] == [(2, False), (None, True), (4, False)]
        kept = ballots.open_file(ballot.folder.ballots_path, ballot.questionnaire, "ana").book
        assert kept.answer("s1.p3").level == 4
        assert open_book(book).now.book.answers == {}


async def test_a_participant_strikes_out_and_says_how_and_takes_back(ballot: Session, size: Size) -> None:
    app = LevelbookApp(ballot)
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, "2", "left", "down", "space", "h", *"by hand", "ctrl+s", "m", *"so so", "ctrl+s")
        answer = ballot.now.book.answer("s1.p1")
        assert (answer.unmet, answer.here, answer.note) == (("c2-a",), {"c2-a": "by hand"}, "so so")
        await press(pilot, *["ctrl+z"] * 4)
        assert ballot.now.book.answer("s1.p1") == Answer()


async def test_the_forms_of_a_ballot_say_that_the_words_stay_in_it(ballot: Session, size: Size) -> None:
    app = LevelbookApp(ballot)
    async with app.run_test(size=size) as pilot:
        for key in ("m", "x"):
            await press(pilot, key)
            await shows(pilot, "stays in your ballot,")
            assert "appears in the record" not in text_of(app)
            assert "the guide states" not in text_of(app)
            await press(pilot, "escape")


TEAMS = ("v", "e", "s", "o", "t", "a", "p", "c", "C", "g", "f2", "f4", "f5", "f6", "f7")


async def test_what_belongs_to_the_team_says_why_and_does_nothing(ballot: Session, size: Size) -> None:
    app = LevelbookApp(ballot)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        for key in TEAMS:
            app.clear_notifications()
            await press(pilot, key)
            await until(pilot, lambda: len(app._notifications) == 1)
            assert "belongs to the team's book" in next(iter(app._notifications)).message, key
            assert app.screen is interview(app), key
        assert ballot.now.book.answers == {}
        assert not interview(app).timer.is_on


async def test_footer_help_and_palette_offer_only_what_is_said_alone(ballot: Session, size: Size) -> None:
    ids = {command.id for command in offered("interview", ballot)}
    assert {"level-2", "unsure", "not-applicable", "note", "jump", "undo", "help", "quit"} <= ids
    assert not ids & {"vote", "steps", "owner", "accept", "target", "evidence", "park", "confirm", "go", "go-guide"}
    app = LevelbookApp(ballot)
    async with app.run_test(size=size, notifications=True) as pilot:
        await shows(pilot, "u unsure")
        shown = text_of(app)
        for word in ("v vote", "e evidence", "g go", "Guide", "target"):
            assert word not in shown
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        rows = "\n".join(row.words.plain for row in app.screen.rows())
        assert "Note" in rows
        assert not any(word in rows for word in ("Vote", "Owner", "Accept the risk", "Seal an edition", "Go to guide"))
        await press(pilot, "escape", "ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await press(pilot, *"accept")
        await until(pilot, lambda: "Accept the risk" not in text_of(app))


async def test_at_the_end_it_says_where_the_ballot_is_and_that_nothing_else_is_needed(
    ballot: Session, size: Size
) -> None:
    app = LevelbookApp(ballot)
    async with app.run_test(size=size, notifications=True) as pilot:
        await press(pilot, *"2" * 11, "enter")
        await shows(pilot, "You may leave some unanswered.")
        await press(pilot, "n", "2")
        await shows(pilot, "All are answered.")
        await shows(pilot, "Nothing else is needed.")
        shown = re.sub(r"[\s│]", "", text_of(app))  # the path may be wrapped anywhere
        assert "ana.toml" in shown
        await press(pilot, "q")
        await until(pilot, lambda: not app.is_running)
    assert all(ballot.now.book.answer(name).level == 2 for name in ballot.questionnaire.practices)
