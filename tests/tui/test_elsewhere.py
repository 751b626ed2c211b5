"""What others wrote while a screen is open: seen when people come back to it, and told."""

from __future__ import annotations

from pathlib import Path

from textual import events

from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.tui.app import LevelbookApp
from support.pilot import open_book, shows, text_of, until

SIZE = (120, 36)


async def test_coming_back_to_the_terminal_shows_what_others_answered(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await shows(pilot, "not answered yet")
        open_book(book).apply("s1.p1", Edit(level=4))
        app.post_message(events.AppFocus())
        await shows(pilot, "● 4")
        await shows(pilot, "Others changed 1.1. It is shown now.")


async def test_coming_back_from_a_form_or_another_screen_shows_it_too(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("o")
        open_book(book).apply("s1.p1", Edit(level=3))
        await pilot.press("escape")
        await shows(pilot, "● 3")
        await pilot.press("f5")
        open_book(book).apply("s1.p1", Edit(level=1))
        await pilot.press("f3")
        await shows(pilot, "● 1")


async def test_what_others_answered_is_told_when_something_is_saved(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        open_book(book).apply_all({f"s2.p{n}": Edit(level=3) for n in range(1, 5)})
        await pilot.press("2")
        await shows(pilot, "Others changed 2.1, 2.2, 2.3 and 2.4. It is shown now.")
        assert session.now.book.answer("s1.p1").level == 2


async def test_a_file_that_went_wrong_is_told_once_and_the_sitting_goes_on(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        good = session.folder.answers_path.read_text()
        session.folder.answers_path.write_text(good + "\n<<<<<<< ours\n")
        app.post_message(events.AppFocus())
        await shows(pilot, "answers.toml")
        app.clear_notifications()
        app.post_message(events.AppFocus())
        await pilot.press("i", "escape")
        await until(pilot, lambda: "answers.toml" not in text_of(app))
        session.folder.answers_path.write_text(good)
        await pilot.press("2")
        await shows(pilot, "saved ")
        assert open_book(book).now.book.answer("s1.p1").level == 2


async def test_an_open_list_shows_what_others_did_to_its_answer(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("s")
        from levelbook.core.answers.edits import StepEdit

        open_book(book).apply("s1.p1", Edit(step=StepEdit(text="Read the logs")))
        app.post_message(events.AppFocus())
        await shows(pilot, "Read the logs")
