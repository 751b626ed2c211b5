"""An offer is taken over in the app: the folder is asked for, what would change is shown, and one key writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.offers.screen import TakingOverPanel
from support.offers import platform_beside, seal
from support.pilot import Size, both_sizes, form_field, press, shows, text_of, until
from support.small_book import BACKUPS, RESTORES, new_book


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    return new_book(tmp_path)


@pytest.fixture(name="platform")
def _platform(session: Session) -> Session:
    return platform_beside(session)


async def show_what_would_change(pilot: Pilot[None], app: LevelbookApp, folder: Path, practices: str = "") -> None:
    await press(pilot, "O")
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    form_field(app, "folder").value = str(folder)
    form_field(app, "practices").value = practices
    await press(pilot, "ctrl+s")


@both_sizes
async def test_what_nobody_has_answered_is_taken_over_once_it_was_shown(
    session: Session, platform: Session, size: Size
) -> None:
    session.apply(RESTORES, Edit(level=1))
    app = LevelbookApp(session)
    async with app.run_test(size=size, notifications=True) as pilot:
        await show_what_would_change(pilot, app, platform.folder.path)
        await shows(pilot, "take  1.1 Backups: level 3")
        await shows(pilot, "keep  1.2")
        assert session.now.book.answer(BACKUPS).offer is None, "it is shown before it is done"
        await press(pilot, "enter")
        await shows(pilot, "Took over 1 practice.")

        answer = session.now.book.answer(BACKUPS)
        assert answer.offer is not None and (answer.level, answer.offer.team) == (3, "Platform")
        assert session.now.book.answer(RESTORES).level == 1
        await press(pilot, "ctrl+z")
        await shows(pilot, "Undone")
        assert session.now.book.answer(BACKUPS).offer is None


async def test_what_the_team_has_to_meet_itself_is_shown_in_words(session: Session, platform: Session) -> None:
    platform.apply(BACKUPS, Edit(unmet=("elsewhere",)))
    seal(platform, "q4")
    app = LevelbookApp(session)
    async with app.run_test(size=(100, 30)) as pilot:
        await show_what_would_change(pilot, app, platform.folder.path)
        await shows(pilot, "Keep one copy outside the building and outside the account.")
        await shows(pilot, "yours to meet; until then level ")
        assert "elsewhere" not in text_of(app)


async def test_a_practice_that_is_named_is_taken_over_in_place_of_the_teams_own_answer(
    session: Session, platform: Session
) -> None:
    session.apply(RESTORES, Edit(level=1))
    app = LevelbookApp(session)
    async with app.run_test(notifications=True) as pilot:
        await show_what_would_change(pilot, app, platform.folder.path, "1.2")
        await shows(pilot, "take  1.2")
        await press(pilot, "enter")
        await shows(pilot, "Took over 1 practice.")
    assert (session.now.book.answer(RESTORES).level, session.now.book.answer(BACKUPS).status) == (2, "unanswered")


@pytest.mark.parametrize("keys", [("escape",), ("down", "enter")], ids=["escape", "the other row"])
async def test_whoever_leaves_it_leaves_everything_as_it_was(
    session: Session, platform: Session, keys: tuple[str, ...]
) -> None:
    app = LevelbookApp(session)
    async with app.run_test(notifications=True) as pilot:
        await show_what_would_change(pilot, app, platform.folder.path)
        await until(pilot, lambda: isinstance(app.screen, TakingOverPanel))
        await press(pilot, *keys)
        await shows(pilot, "Nothing was taken over.")
    assert not session.offers.by_id


async def test_where_the_other_team_moved_on_it_is_said_and_nothing_changes(
    session: Session, platform: Session
) -> None:
    app = LevelbookApp(session)
    async with app.run_test(notifications=True) as pilot:
        await show_what_would_change(pilot, app, platform.folder.path)
        await until(pilot, lambda: isinstance(app.screen, TakingOverPanel))
        await press(pilot, "enter")
        await shows(pilot, "Took over 2 practices.")
        await show_what_would_change(pilot, app, platform.folder.path)
        await shows(pilot, "There is nothing new to take over.")
        await press(pilot, "escape")

        platform.apply(BACKUPS, Edit(level=2))
        seal(platform, "q4")
        await show_what_would_change(pilot, app, platform.folder.path)
        await shows(pilot, "moved 1.1 Backups: level 2")
        await press(pilot, "enter")
        await shows(pilot, "1 answer has moved on")
    assert session.now.book.answer(BACKUPS).level == 3
    assert list(session.now.all_moved_on) == [BACKUPS]


@pytest.mark.parametrize(
    ("folder", "words"),
    [("", "Which folder?"), ("nowhere", "nowhere"), (".", "own book"), ("[/b]", "[/b]")],
)
async def test_a_folder_that_offers_nothing_is_said_in_the_form_with_what_to_do(
    session: Session, monkeypatch: pytest.MonkeyPatch, folder: str, words: str
) -> None:
    monkeypatch.chdir(session.folder.path)
    session.apply(BACKUPS, Edit(level=1))
    seal(session, "own")
    app = LevelbookApp(session)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await show_what_would_change(pilot, app, Path(folder) if folder else Path())
        if not folder:
            form_field(app, "folder").value = ""
            await press(pilot, "ctrl+s")
        await shows(pilot, words)
        assert isinstance(app.screen, FormScreen)


async def test_an_edition_that_was_altered_is_said_in_the_form(session: Session, platform: Session) -> None:
    answers = platform.folder.path / "editions" / "q3" / "answers.toml"
    answers.write_text(answers.read_text("utf-8").replace("level = 3", "level = 1"), "utf-8")
    app = LevelbookApp(session)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await show_what_would_change(pilot, app, platform.folder.path)
        await shows(pilot, "cannot be taken")
        assert "Traceback" not in text_of(app)
