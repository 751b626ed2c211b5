"""Guide and editions, by what they show and what the session holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.tui.app import LevelbookApp
from support.demo_book import copied_demo
from support.pilot import Size, both_sizes, shows, text_of, until

# Guide and editions, on the example team's book


@pytest.fixture(scope="module")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "book"
    copied_demo(path)
    return path


@both_sizes
async def test_the_guide_is_read_chapter_by_chapter(demo_book: Path, size: Size) -> None:
    app = LevelbookApp(Session.open(demo_book, who="Noor"), "guide")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "Our rules on one page")
        assert "levelbook:begin" not in text_of(app)
        before = text_of(app)
        await pilot.press("down")
        await until(pilot, lambda: text_of(app) != before)
        await pilot.press("enter", "pagedown")
        assert app.focused is not None
        assert app.focused.id == "page"


async def test_a_part_that_people_edited_is_marked_with_its_chapter(demo_book: Path, tmp_path: Path) -> None:
    session = a_copy(demo_book, tmp_path)
    guide = session.folder.guide_path
    text = guide.read_text()
    marker = "<!-- levelbook:end rules -->"
    assert marker in text
    guide.write_text(text.replace(marker, f"Our own rule [/] [TODO].\n{marker}"))
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(120, 36)) as pilot:
        await shows(pilot, "edited")
        await pilot.press("down", "down")  # the opening, whom to call, the rules
        await shows(pilot, "edited by hand: kept as it is")
        await pilot.press("enter", "end")
        await shows(pilot, "Our own rule [/] [TODO].")


async def test_a_assembles_the_guide_in_the_background(demo_book: Path, tmp_path: Path) -> None:
    session = a_copy(demo_book, tmp_path)
    session.folder.guide_path.unlink()
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "There is no guide yet.")
        await pilot.press("a")
        await shows(pilot, "Our rules on one page")
        assert session.folder.guide_path.exists()


async def test_a_damaged_guide_is_told_with_its_line_and_not_overwritten(demo_book: Path, tmp_path: Path) -> None:
    session = a_copy(demo_book, tmp_path)
    guide = session.folder.guide_path
    damaged = guide.read_text().replace("<!-- levelbook:end rules -->\n", "", 1)
    guide.write_text(damaged)
    app = LevelbookApp(session, "guide")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await shows(pilot, "begins inside")
        await pilot.press("a")
        await pilot.pause()
        assert guide.read_text() == damaged


@both_sizes
async def test_two_editions_are_compared(demo_book: Path, size: Size) -> None:
    session = Session.open(demo_book, who="Noor")
    first, second = (edition.name for edition in session.editions.all)
    app = LevelbookApp(session, "editions")
    async with app.run_test(size=size) as pilot:
        await shows(pilot, f"From {first} to {second}")
        for words in ("Like for like", "The change", "+0.08 to two decimals", "worse"):
            await shows(pilot, words)
        await pilot.press("t")
        await shows(pilot, f"From {first} to now")
        await pilot.press("down", "f")
        await shows(pilot, f"From {second} to now")


async def test_s_seals_an_edition(session: Session, demo_book: Path, tmp_path: Path) -> None:
    copied = a_copy(demo_book, tmp_path)
    copied.apply(next(iter(copied.questionnaire.practices)), Edit(level=1))
    before = len(copied.editions.all)
    app = LevelbookApp(copied, "editions")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("s")
        await shows(pilot, "Seal an edition")
        await pilot.press(*"spring", "ctrl+s")
        await until(pilot, lambda: len(copied.editions.all) == before + 1)
        assert copied.editions.all[-1].name == "spring"
        await shows(pilot, "spring")


async def test_an_edition_name_that_cannot_be_is_refused_in_words(demo_book: Path, tmp_path: Path) -> None:
    copied = a_copy(demo_book, tmp_path)
    before = len(copied.editions.all)
    app = LevelbookApp(copied, "editions")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("s", *"Now!", "ctrl+s")
        await shows(pilot, "Now!")
        assert len(copied.editions.all) == before


async def test_before_the_first_edition_the_screen_says_what_one_is(session: Session) -> None:
    app = LevelbookApp(session, "editions")
    async with app.run_test() as pilot:
        await shows(pilot, "Nothing has been sealed yet.")


def a_copy(book: Path, tmp_path: Path) -> Session:
    import shutil

    shutil.copytree(book, tmp_path / "copy")
    return Session.open(tmp_path / "copy", who="Noor")
