"""What holds on every screen: ways around, saving in words, undoing, leaving."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandPalette

from levelbook.book.export_file import export_source
from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import CouldNotWrite
from levelbook.export.registry import FORMATS
from levelbook.keymap.commands import COMMANDS, SCREENS
from levelbook.store import recovery_files
from levelbook.store.answers_file import AnswersFile
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.help.screen import HelpScreen
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.widgets.rows import WIDEST, Rows
from support.later_rounds import nothing_can_be_written, nothing_is_confirmed
from support.pilot import SIZES, Size, open_book, shows, text_of, until


def name_of(app: LevelbookApp) -> str:
    return app.screen.name_in_commands if isinstance(app.screen, BookScreen) else ""


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x36"])
async def test_function_keys_and_go_to_open_every_screen(session: Session, size: Size) -> None:
    app = LevelbookApp(session)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert name_of(app) == "home"
        for key, name in enumerate(SCREENS, start=2):
            await pilot.press(f"f{key}")
            await until(pilot, lambda name=name: name_of(app) == name)  # type: ignore[misc]
        for name, (title, _) in SCREENS.items():
            await pilot.press("g", title[0].lower())
            await until(pilot, lambda name=name: name_of(app) == name)  # type: ignore[misc]


async def test_the_help_screen_names_every_command(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        assert isinstance(app.screen, HelpScreen)
        shown = "\n".join(row.words.plain for row in app.screen.rows())
        assert all(command.name in shown for command in COMMANDS if not command.is_level)
        await pilot.press("escape")
        assert name_of(app) == "interview"


async def test_a_function_key_takes_nobody_out_of_a_form(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u", *"Tom", "f5")
        await shows(pilot, "Tom")
        await pilot.press("escape", "k", "f5")
        await until(pilot, lambda: name_of(app) == "roadmap")


async def test_the_command_palette_has_the_commands_of_the_screen(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await shows(pilot, "Unsure")
        await pilot.press(*"roadmap")
        await shows(pilot, "Go to roadmap")
        await pilot.press("enter")
        await until(pilot, lambda: name_of(app) == "roadmap")


async def test_the_palette_goes_to_another_screen_for_its_commands(session: Session) -> None:
    app = LevelbookApp(session, "interview")  # some of whose commands have these letters in their explanations
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"seal an")
        await shows(pilot, "Editions: Seal an edition")
        await pilot.press("enter")
        await shows(pilot, "Its name")
        await pilot.press("escape")
        await until(pilot, lambda: name_of(app) == "editions")


async def test_what_a_format_is_for_is_read_in_full(session: Session) -> None:
    app = LevelbookApp(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("E")
        await shows(pilot, "answering without")
        await until(pilot, lambda: "…" not in text_of(app))


async def test_the_book_is_exported_in_a_format_of_the_list_over_no_file(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = LevelbookApp(session)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.press("E")
        await shows(pilot, "answers and figures")
        await pilot.press(*["down"] * list(FORMATS).index("csv"), "enter")
        await shows(pilot, "Wrote answers.csv.")
        written = (tmp_path / "answers.csv").read_bytes()
        assert written == FORMATS["csv"].export(export_source(session.state))

        await pilot.press("E", *["down"] * list(FORMATS).index("csv"), "enter")
        await shows(pilot, "answers.csv already exists.")
        await pilot.press("E", "escape")
        await until(pilot, lambda: name_of(app) == "home")


async def test_a_save_that_the_disk_does_not_confirm_is_said_to_be_written(
    session: Session, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        with nothing_is_confirmed(monkeypatch):
            await pilot.press("3")
            await shows(pilot, "WRITTEN, NOT CONFIRMED: ")
        assert open_book(book).now.book.answer("s1.p1").level == 3
        assert not session.unsaved


async def test_a_refused_save_is_said_and_the_sitting_goes_on(
    session: Session, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()

        def full(*_: object, **__: object) -> None:
            raise CouldNotWrite("the disk is full")

        with monkeypatch.context() as patch:
            patch.setattr(AnswersFile, "save", full)
            await pilot.press("3")
            await shows(pilot, "NOT SAVED: the disk is full")
            assert session.now.book.answer("s1.p1").level == 3
            assert open_book(book).now.book.answer("s1.p1").level is None
        await pilot.press("enter", "2")
        await shows(pilot, "saved")
        assert "NOT SAVED" not in text_of(app)
        assert open_book(book).now.book.answer("s1.p1").level == 3


async def test_what_was_refused_is_saved_once_the_folder_is_back_and_said_once(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    away = book.with_name("away")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        book.rename(away)
        await pilot.press("3")
        await shows(pilot, "NOT SAVED: ")
        told = len(app._notifications)
        app.on_app_focus()
        assert app.saved[1] and len(app._notifications) == told
        away.rename(book)
        app.on_app_focus()
        await shows(pilot, "saved ")
        assert "NOT SAVED" not in app.saved[0]
        assert open_book(book).now.book.answer("s1.p1").level == 3
        assert app.recoveries.offered() == {} and app.recoveries.keep() is None


async def test_a_sitting_that_was_refused_is_saved_at_the_next_look_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        app.workshop.begin(90, ["Ana"])
        with nothing_can_be_written(monkeypatch):
            await pilot.press("3")
            await shows(pilot, "SITTING NOT SAVED: the disk is full")
            app.on_app_focus()
            await shows(pilot, "SITTING NOT SAVED: the disk is full")
        app.on_app_focus()
        await shows(pilot, "saved ")
    assert Workshop(open_book(session.folder.path)).sitting.taken_up == ("s1.p1",)


async def test_leaving_asks_first_where_no_disk_takes_what_was_said_and_leaves_once_one_does(
    session: Session, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise CouldNotWrite("the disk is full")

    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        with monkeypatch.context() as patch:
            patch.setattr(AnswersFile, "save", full)
            patch.setattr(recovery_files, "write", full)
            await pilot.press("3")
            await shows(pilot, "NOT SAVED: the disk is full")
            await pilot.press("q")
            await shows(pilot, "Not saved: the answer to 1.1. It is kept nowhere else, and lost when you")
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        await pilot.press("q")
        await until(pilot, lambda: app._exit)
    app.unsaved.leave()
    assert open_book(book).now.book.answer("s1.p1").level == 3


async def test_an_answer_given_elsewhere_is_shown_and_told(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.pause()
        open_book(book).apply("s1.p1", Edit(level=4))
        await pilot.press("1")
        await shows(pilot, "● 4")
        assert session.now.book.answer("s1.p1").level == 4
        await pilot.press("2")
        assert open_book(book).now.book.answer("s1.p1").level == 2


async def test_saved_with_its_time_stands_in_the_header(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await shows(pilot, "saved ")
        await pilot.press("f2")
        await shows(pilot, "saved ")


async def test_below_60_by_16_it_says_what_it_needs_and_answers_stay(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        for small in ((50, 24), (80, 10), (20, 5), (1, 1)):
            await pilot.resize_terminal(*small)
            await pilot.pause()
            if small[0] >= 50:
                await shows(pilot, "60 by 16")
            await pilot.press("1", "x")  # nobody can see what this would answer
            assert "0-4 level" not in text_of(app)
        await pilot.resize_terminal(80, 24)
        await shows(pilot, "● 2")
        assert session.now.book.answer("s1.p1").level == 2


@pytest.mark.parametrize(
    ("key", "words"), [("v", "esc leave"), ("s", "esc back"), ("g", "esc closes"), ("i", "esc closes")]
)
async def test_in_the_smallest_terminal_the_way_out_of_what_is_over_a_screen_is_in_sight(
    session: Session, key: str, words: str
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.press(key)
        await shows(pilot, words)


@pytest.mark.parametrize("size", [*SIZES, (60, 16)], ids=["80x24", "120x36", "60x16"])
async def test_what_is_read_begins_at_its_beginning(session: Session, size: Size) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size) as pilot:
        await pilot.press("i")
        await shows(pilot, "The rule")
        await pilot.press("escape", "question_mark")
        await shows(pilot, "Answer with a level")


@pytest.mark.parametrize(
    "keys", [("u",), ("s",), ("g",), ("slash",), ("i",), ("question_mark",)], ids=lambda keys: "".join(keys)
)
async def test_what_is_over_a_screen_says_too_what_it_needs_and_comes_back_as_it_was(
    session: Session, keys: tuple[str, ...]
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await until(pilot, lambda: app.screen.is_modal and app.focused)
        await pilot.pause()
        focused, before = app.focused, text_of(app)
        for small in ((50, 10), (80, 10), (50, 24), (1, 1)):
            await pilot.resize_terminal(*small)
            await pilot.pause()
            if small != (1, 1):
                await shows(pilot, "60 by 16")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: app.focused is focused)
        await until(pilot, lambda: text_of(app) == before)


async def test_what_was_typed_in_a_form_outlives_a_window_that_was_too_small(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u", *"Tom")
        await pilot.resize_terminal(40, 10)
        await shows(pilot, "60 by 16")
        await pilot.resize_terminal(80, 24)
        await shows(pilot, "Tom")
        await until(pilot, lambda: app.focused)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: session.now.book.answer("s1.p1").ask_whom == "Tom")


async def test_after_a_window_that_was_too_small_the_keys_work_on(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.resize_terminal(40, 10)
        await shows(pilot, "60 by 16")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: app.focused)
        await pilot.press("down")
        await shows(pilot, "▸ ○ 1")


@pytest.mark.parametrize("name", SCREENS)
async def test_in_a_very_wide_terminal_no_line_is_longer_than_can_be_read(session: Session, name: str) -> None:
    app = LevelbookApp(session, name)
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.pause()
        for rows in app.screen.query(Rows):
            assert rows.virtual_size.width <= WIDEST


async def test_q_leaves_the_app(session: Session) -> None:
    app = LevelbookApp(session)
    async with app.run_test() as pilot:
        await pilot.press("q")
        await until(pilot, lambda: not app.is_running)


async def test_one_key_goes_round_three_themes_that_show_the_same_words(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await pilot.pause()
        dark = text_of(app)
        for name in ("levelbook-light", "levelbook-contrast", "levelbook-dark"):
            await pilot.press("ctrl+t")
            await pilot.pause()
            assert app.theme == name
            assert text_of(app) == dark


async def test_without_colour_every_state_is_still_told(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    session.apply("s1.p1", Edit(level=2))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", "down", "space")
        for words in ("● 2", "○ 1", "[-]", "not yet", "[x]", "target", "▸"):
            await shows(pilot, words)


async def test_a_fault_is_kept_for_whoever_started_the_app(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    app = LevelbookApp(session, "interview")
    session.apply("s1.p1", Edit(note="a secret"))
    with pytest.raises(ZeroDivisionError):
        async with app.run_test() as pilot:
            await pilot.pause()
            app.call_next(lambda: 1 / 0)
            await pilot.pause()
    assert isinstance(app.fault, ZeroDivisionError)
    said = capsys.readouterr()
    assert "secret" not in said.out + said.err


async def test_a_screen_that_misses_its_parts_while_the_app_ends_is_no_fault(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        app.exit()
        app.call_later(lambda: app.query_one("#not-there"))
        await pilot.pause()

    assert app.fault is None


async def test_a_book_in_which_nobody_can_save_says_so_as_it_is_opened(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("levelbook.store.atomic.is_writable", lambda _: False)
    app = LevelbookApp(open_book(book), "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "You cannot write in")
