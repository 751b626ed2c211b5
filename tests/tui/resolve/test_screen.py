"""What two branches said differently, side by side: one of each is taken, and all is written together or nothing."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from textual.pilot import Pilot

from levelbook.book.resolve import Resolution
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.keymap.user_settings import UserSettings
from levelbook.tui.resolve.app import ResolveApp
from levelbook.tui.theme import WithoutColours
from support.pilot import Size, every_size, press, shows, text_of, until
from support.repository import commit, git
from support.small_book import BACKUPS, RESTORES, later, new_book
from support.terminal import Program


@pytest.fixture(name="half_merged")
def _half_merged(tmp_path: Path) -> Path:
    """Both branches gave 1.1 another level and note, 1.2 another owner, and one fact another value."""
    session = new_book(tmp_path)
    git(tmp_path, "init", "-q")
    commit(tmp_path, "The book")
    git(tmp_path, "checkout", "-q", "-b", "theirs")
    say(session, level=3, note="[b]Tested[/b] in March.", owner="Tom", fact="nothing", who="Priya")
    commit(tmp_path, "Theirs")
    git(tmp_path, "checkout", "-q", "main")
    say(later(session), level=2, note="Only the database.", owner="Ana", fact="personal", who="Noor")
    commit(tmp_path, "Ours")
    git(tmp_path, "merge", "-q", "theirs", ok=False)
    return tmp_path / "book"


def say(session: Session, *, level: int, note: str, owner: str, fact: str, who: str) -> None:
    own = Session.open(session.folder.path, who=who, clock=session.clock)
    own.apply(BACKUPS, Edit(level=level, note=note))
    own.apply(RESTORES, Edit(owner=owner))
    own.set_fact("holds", [fact])


def app_on(book: Path) -> ResolveApp:
    return ResolveApp(Resolution.open(book), {}, UserSettings())


async def is_left(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: not pilot.app.is_running)


@every_size
async def test_both_sides_stand_beside_each_other_as_they_were_typed(half_merged: Path, size: Size) -> None:
    app = app_on(half_merged)
    async with app.run_test(size=size) as pilot:
        await shows(pilot, "0 of 3 conflicts settled")
        shown = text_of(app)
        (levels,) = [line for line in shown.splitlines() if "level 2" in line]
        assert levels.index("level 2") < levels.index("level 3"), "on one line, ours at the left"
        (notes,) = [line for line in shown.splitlines() if "Only the database." in line]
        assert "[b]Tested[/b] in March." in notes
        assert "Noor, 22 November 2026" in shown and "Priya, 22 November 2026" in shown
        assert "ours · HEAD" in shown and "theirs" in shown
        assert "“Ours” is the branch that is checked out; in a rebase it is the other one" in shown
        for title in ("1.1 Backups", "1.2 Restoring", "holds:"):
            assert title in shown


async def test_one_side_is_taken_of_each_and_then_all_is_written(half_merged: Path) -> None:
    app = app_on(half_merged)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "t")
        await shows(pilot, "1 of 3 conflicts settled")
        await press(pilot, "w")
        await shows(pilot, "Still open: 2. Nothing is written until everything is settled.")
        await press(pilot, "o")
        await shows(pilot, "2 of 3 conflicts settled")
        assert "Still open: 2" not in text_of(app), "it is not true any more"
        await press(pilot, "left")
        await shows(pilot, "Everything is settled.")
        await press(pilot, "home", "left")
        await shows(pilot, "ours · HEAD · taken")
        await press(pilot, "right", "enter")
        await is_left(pilot)
    assert app.taken == {BACKUPS: "theirs", RESTORES: "ours", "holds": "ours"}

    app.resolution.settle(app.taken)

    book = later(Session.open(half_merged)).now.book
    assert (book.answer(BACKUPS).level, book.answer(RESTORES).owner) == (3, "Ana")
    assert "Only the database." in book.answer(BACKUPS).note, "nobody's words are gone"
    assert book.profile["holds"] == ("personal",)


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+q"])
async def test_leaving_takes_nothing(half_merged: Path, key: str) -> None:
    app = app_on(half_merged)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "t", "o", "o")
        await press(pilot, key)
        await is_left(pilot)
    assert app.taken == {}


async def test_what_was_taken_on_the_command_line_is_settled_already(half_merged: Path) -> None:
    app = ResolveApp(Resolution.open(half_merged), {BACKUPS: "ours"}, UserSettings())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "1 of 3 conflicts settled")
        await press(pilot, "t")
        await until(pilot, lambda: app.taken == {BACKUPS: "ours", RESTORES: "theirs"})


async def test_in_a_terminal_that_is_too_small_nothing_is_taken(half_merged: Path) -> None:
    app = app_on(half_merged)
    async with app.run_test(size=(50, 10)) as pilot:
        await shows(pilot, "levelbook needs 60 by 16 characters.")
        await press(pilot, "t")
        assert app.taken == {}


def test_the_command_opens_it_in_a_terminal_and_writes_what_was_taken(half_merged: Path) -> None:
    with Program(["-C", str(half_merged), "resolve"]) as program:
        program.until(lambda: "0 of 3 conflicts settled" in program.text)
        program.press("o")
        program.until(lambda: "1 of 3 conflicts settled" in program.text)
        program.press("o")
        program.until(lambda: "2 of 3 conflicts settled" in program.text)
        program.press("t")
        program.until(lambda: "Everything is settled" in program.text)
        program.press("w")
        assert program.drain() == 0
        assert "then go on with the merge or rebase." in program.text
    assert Session.open(half_merged).now.book.answer(BACKUPS).level == 2


def test_an_interrupt_leaves_everything_as_it_was(half_merged: Path) -> None:
    before = (half_merged / "answers.toml").read_bytes()
    with Program(["-C", str(half_merged), "resolve"]) as program:
        program.until(lambda: "0 of 3 conflicts settled" in program.text)
        program.press("o")
        program.until(lambda: "1 of 3 conflicts settled" in program.text)
        program.kill(signal.SIGINT)
        assert program.drain() == 130
        assert b"\x1b[?1049l" in program.raw
    assert (half_merged / "answers.toml").read_bytes() == before


async def test_without_colours_no_grey_takes_their_place(half_merged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = app_on(half_merged)
    async with app.run_test(size=(80, 24)):
        assert [type(one) for one in app.get_line_filters()] == [WithoutColours]
