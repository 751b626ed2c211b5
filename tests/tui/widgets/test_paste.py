"""Pasted text: several lines become one, and no line of it is ever a command."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import TextArea

from levelbook.book.session import Session
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.alert import Alert
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.widgets.line_input import joined
from support.pilot import form_field, press, said, shows, until

NAMES = "Ana Example\nTom\nPriya Rao"
STEP = "Write limits:\n- per user\n- per key"
HERE = "limits per user\n4 dollars\nq"


def as_keys(app: LevelbookApp, text: str) -> None:
    """All of a text in one burst, as a terminal without bracketed paste sends it: a line break is Enter."""
    for character in text:
        named = "enter" if character == "\n" else "space" if character == " " else character
        app.post_message(events.Key(named, None if character == "\n" else character))


async def form_is_open(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen))


async def interview_is_back(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, InterviewScreen))


def field(app: LevelbookApp, name: str) -> str:
    return form_field(app, name).value


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
async def test_pasted_lines_of_names_are_as_many_participants(session: Session, line_end: str) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "b")
        await form_is_open(pilot)
        app.post_message(events.Paste(NAMES.replace("\n", line_end)))
        await until(pilot, lambda: "Priya" in field(app, "names"))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.workshop.is_open)
        assert app.workshop.sitting.names == ("Ana Example", "Tom", "Priya Rao")


async def test_pasted_lines_of_a_step_are_all_in_it(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "s", "n")
        await form_is_open(pilot)
        app.post_message(events.Paste(STEP))
        await until(pilot, lambda: "key" in field(app, "text"))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: said(session).steps)
        assert said(session).steps[0].text == "Write limits: - per user - per key"


async def test_names_pasted_as_keys_are_as_many_participants_and_minutes_typed_behind_them_are_minutes(
    session: Session,
) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "b")
        await form_is_open(pilot)
        as_keys(app, f"{NAMES}\n60")
        await until(pilot, lambda: field(app, "minutes") == "60")
        assert field(app, "names") == "Ana Example, Tom, Priya Rao"
        await press(pilot, "enter")
        await until(pilot, lambda: app.workshop.is_open)
        assert app.workshop.sitting.names == ("Ana Example", "Tom", "Priya Rao")
        assert app.workshop.sitting.planned_minutes == 60


async def test_names_pasted_as_keys_into_a_form_of_nothing_else_are_all_entered(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    app.workshop.begin(90)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "w")
        await form_is_open(pilot)
        as_keys(app, f"{NAMES}\n")
        await until(pilot, lambda: app.workshop.sitting.names)
        assert app.workshop.sitting.names == ("Ana Example", "Tom", "Priya Rao")


async def test_lines_pasted_as_keys_end_at_the_enter_that_saves_and_the_rest_is_no_command(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "1", "down", "h")
        await form_is_open(pilot)
        as_keys(app, HERE)
        await shows(pilot, "Ignored the text after that Enter: “4 dollars q”")
        assert list(said(session).here.values()) == ["limits per user"]
        assert said(session).level == 1
        await press(pilot, "2")
        await until(pilot, lambda: said(session).level == 2)


async def test_text_for_a_form_that_does_not_open_is_no_command(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "h")  # on a level, which has no line of its own
        await until(pilot, lambda: isinstance(app.screen, Alert))
        await shows(pilot, "Move to a criterion first")
        as_keys(app, HERE)
        await interview_is_back(pilot)
        await until(pilot, lambda: not app.has_keys_to_do)
        assert said(session).level is None
        assert app.is_running


async def test_text_typed_after_a_refused_form_goes_into_the_form(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "e", "ctrl+s")
        await shows(pilot, "Say where others can find it")
        await press(pilot, *"4q")
        assert field(app, "reference") == "4q"
        assert said(session).level == 1


@pytest.mark.parametrize(
    ("text", "separator", "line"),
    [
        (NAMES, ", ", "Ana Example, Tom, Priya Rao"),
        ("Ana,\n Tom;\n\n", ", ", "Ana, Tom"),
        (STEP, " ", "Write limits: - per user - per key"),
        ("one", ", ", "one"),
        ("\n\n", " ", ""),
    ],
)
def test_lines_are_joined_with_what_the_field_takes_between_them(text: str, separator: str, line: str) -> None:
    assert joined(text, separator) == line


async def test_a_pasted_list_of_names_is_kept_apart_from_the_name_before_it(session: Session) -> None:
    app = LevelbookApp(session, "sitting")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "b")
        await form_is_open(pilot)
        await press(pilot, *"Eve")
        app.post_message(events.Paste("Ana\nTom"))
        await until(pilot, lambda: field(app, "names") == "Eve, Ana, Tom")


async def test_prose_that_is_pasted_where_nothing_is_typed_does_nothing_and_is_said(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "How do you mind s1.p1?")
        as_keys(app, "1.2 Restoring was level 3 in May,\nand x is unknown")
        await shows(pilot, "Ignored, because there is no field to type in: “1.2 Restoring was")
        await interview_is_back(pilot)
        assert session.now.book.answers == {}
        as_keys(app, "mThe cap was a guess, they say")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await until(pilot, lambda: app.screen.query_one(TextArea).text == "The cap was a guess, they say")
