"""Unsaved text of a form about a practice whose question was reworded meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import TextArea

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.book.upgrade import Upgrade
from levelbook.cli.ask.interview import Interview
from levelbook.cli.prompter import PlainLines
from levelbook.tui.app import LevelbookApp
from levelbook.tui.vote.screen import VoteScreen
from support import two_versions
from support.pilot import interview, press, shows, until

REWORDED = "What this practice asks has been reworded since this was typed."
REVIEWS = "changes.reviews"


class Typing(PlainLines):
    """A person who types these lines, and then no more."""

    def __init__(self, *lines: str) -> None:
        super().__init__()
        self.lines = list(lines)

    def is_heard(self) -> bool:
        return True

    def pasted(self) -> str:
        return ""

    def _next(self) -> bytes:
        return f"{self.lines.pop(0)}\n".encode() if self.lines else b""


def typed_before_an_upgrade(root: Path, form: str, typed: dict[str, str], *, is_reworded: bool = True) -> Session:
    """Open a book that was upgraded after this had been typed into the form about reviews."""
    session = two_versions.new_team(root)
    practice = session.questionnaire.practices[REVIEWS]
    title = f"{form} · {session.questionnaire.numbers[REVIEWS]} {practice.title}"
    Drafts(session).keep(REVIEWS, title, "", {}, typed)
    if is_reworded:
        two_versions.publish(root)
        Upgrade.open(root / "book", who="Ana").carry_out()
    return Session.open(root / "book", who="Noor")


@pytest.mark.parametrize("is_reworded", [True, False])
async def test_hands_that_were_shown_for_an_older_wording_are_there_again_and_said_to_be_so(
    tmp_path: Path, is_reworded: bool
) -> None:
    typed = {"hands": "1 3", "people": "Ana\nTom"}
    session = typed_before_an_upgrade(tmp_path, "Vote", typed, is_reworded=is_reworded)
    Workshop(session).begin(names=["Ana", "Tom"])
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        interview(app).open(REVIEWS)
        await press(pilot, "v")
        await until(pilot, lambda: isinstance(app.screen, VoteScreen) and app.screen.show.levels == (1, 3))
        await pilot.pause()
        assert (REWORDED in [one.message for one in app._notifications]) == is_reworded


async def test_hands_that_are_left_out_are_told_beside_a_wording_that_is_another_by_now(tmp_path: Path) -> None:
    session = typed_before_an_upgrade(tmp_path, "Vote", {"hands": "1 3", "people": "Ana\nTom"})
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        interview(app).open(REVIEWS)
        await press(pilot, "v")
        said = f"Left out of this vote, as no longer on the list: Ana 1, Tom 3. {REWORDED}"
        await until(pilot, lambda: said in [one.message for one in app._notifications])


async def test_a_form_says_that_its_practice_asks_something_else_by_now(tmp_path: Path) -> None:
    session = typed_before_an_upgrade(tmp_path, "Note", {"note": "half of a sentence"})
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        interview(app).open(REVIEWS)
        await press(pilot, "m")
        await shows(pilot, "What this practice asks has been reworded")
        assert app.screen.query_one("#field-note", TextArea).text == "half of a sentence"


def test_ask_says_so_before_the_hands_are_gone_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = typed_before_an_upgrade(tmp_path, "Vote", {"hands": "1 3", "people": "Ana\nTom"})

    Interview(Workshop(session), Typing("v", "", "q"), [REVIEWS]).run()

    assert REWORDED in capsys.readouterr().out
    assert [draft.typed["hands"] for draft in Drafts(session).all] == ["1 3"], "it is left for later"
