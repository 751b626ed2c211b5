"""Answers to what the questionnaire does not have: home warns of them, and the app asks before it seals them."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer
from levelbook.core.answers.edits import Edit
from levelbook.core.text.cleaning import clean_line
from levelbook.tui.app import LevelbookApp
from support.hostile_texts import HOSTILE
from support.pilot import Size, a_questionnaire, both_sizes, open_book, shows, text_of, until
from support.small_book import BACKUPS, later, new_book


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A book whose 1.1, at level 3, is called otherwise in its questionnaire by now."""
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=3))
    for path in (tmp_path / "questions").rglob("*.toml"):
        text = path.read_text("utf-8").replace('id = "backups"', 'id = "copies"')
        path.write_text(text.replace('"data.backups"', '"data.copies"'), "utf-8")
    return later(session)


@both_sizes
async def test_home_warns_of_answers_that_count_for_nothing(session: Session, size: Size) -> None:
    app = LevelbookApp(session)
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "1 orphaned answer: data.backups (level 3).")
        said = " ".join(text_of(app).split())
        assert "What to do: in answers.toml, rename" in said


async def test_before_they_are_sealed_the_app_asks(session: Session) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for choice, said in (("m", "Nothing was sealed."), ("escape", "Nothing was sealed."), ("s", "Sealed edition")):
            await pilot.press("s")
            await shows(pilot, "Seal an edition")
            await pilot.press("ctrl+s")
            await shows(pilot, "Seal with orphaned answers?")
            await pilot.press(choice)
            await shows(pilot, said)
        await until(pilot, lambda: len(session.editions.all) == 1)


async def test_where_nothing_has_changed_the_app_makes_no_other_edition(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=3))
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for said in ("Sealed edition", "Nobody has changed anything since edition"):
            await pilot.press("s")
            await shows(pilot, "Seal an edition")
            await pilot.press("ctrl+s")
            await shows(pilot, said)
        assert len(session.editions.all) == 1


async def test_hostile_names_are_shown_literally_and_end_nothing(tmp_path: Path) -> None:
    markup = [clean_line(text) for name, text in HOSTILE if name.startswith("textual markup")]
    questionnaire = a_questionnaire()
    session = open_book(tmp_path / "book", questionnaire, answers={"s1.p1": Answer(level=1, met=tuple(markup[:5]))})
    app = LevelbookApp(session)
    async with app.run_test(size=(120, 60)) as pilot:
        await shows(pilot, "5 orphaned names inside answers")
        said = "".join(text_of(app).split())
        assert [text for text in markup[:5] if "".join(text.split()) not in said] == []
