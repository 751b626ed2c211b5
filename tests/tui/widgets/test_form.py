"""Days in forms: what was understood stands under the field, a past one is pointed out, a wrong one refused."""

from __future__ import annotations

from datetime import date

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.interview.screen import InterviewScreen
from levelbook.tui.widgets.choice import ChoiceLine
from support.pilot import form_field, press, shows, text_of, until


async def type_day(pilot: Pilot[None], form: str, field: str, day: str) -> None:
    """Open a form of the interview by its key, and type into one of its fields."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
    await pilot.press(form)
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    app.screen.query_one(f"#field-{field}", Input).value = day


@pytest.mark.parametrize(
    ("typed", "words", "day"),
    [
        ("fri", "Friday, 27 November 2026", date(2026, 11, 27)),
        ("q1", "Wednesday, 31 March 2027", date(2027, 3, 31)),
        ("3 days ago", "Thursday, 19 November 2026 is past: 3 days ago", date(2026, 11, 19)),
        ("today", "Sunday, 22 November 2026", date(2026, 11, 22)),
    ],
)
async def test_the_day_that_was_understood_stands_under_the_field(
    session: Session, typed: str, words: str, day: date
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await type_day(pilot, "o", "due", typed)
        await shows(pilot, words)
        assert ("is past" in text_of(app)) == ("is past" in words)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert session.now.book.answer("s1.p1").due == day


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_is_typed_faster_than_screens_come_is_done_in_its_order(
    session: Session, size: tuple[int, int]
) -> None:
    """A scribe's burst, or one over a slow line: all of it is there before the first key is looked at."""
    Workshop(session).begin()
    app = LevelbookApp(session, "home")
    async with app.run_test(size=size) as pilot:
        go_and_own = ["f3", "o", *"Ben", "enter", *"fri", "ctrl+s"]
        answer_jump_answer = ["2", "slash", *"1.3", "enter", "3"]
        park = ["p", *"late", "ctrl+s"]
        for key in [*go_and_own, *answer_jump_answer, *park]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: session.now.book.answer("s1.p3").level == 3)
        await until(pilot, lambda: [parked.text for parked in app.workshop.sitting.parked] == ["late"])
    first = session.now.book.answer("s1.p1")
    assert (first.owner, first.due, first.level) == ("Ben", date(2026, 11, 27), 2)


async def test_a_day_that_could_be_two_is_refused_and_keeps_what_was_typed(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await type_day(pilot, "o", "due", "4/12/2026")
        await pilot.press("ctrl+s")
        await shows(pilot, "That could be 4 December 2026 or 12 April 2026.")
        assert app.screen.query_one("#field-due", Input).value == "4/12/2026"
        assert session.now.book.answer("s1.p1").due is None


async def test_evidence_seen_in_the_past_is_fine_and_in_the_future_refused(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await type_day(pilot, "e", "seen", "24 November 2026")
        form_field(app, "reference").value = "RA-1"
        await pilot.press("ctrl+s")
        await shows(pilot, "24 November 2026 is in the future.")
        app.screen.query_one("#field-seen", Input).value = "friday"
        await shows(pilot, "Friday, 20 November 2026")
        assert "is past" not in text_of(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert session.now.book.answer("s1.p1").evidence[0].seen_on == date(2026, 11, 20)


async def test_another_day_takes_the_place_of_the_one_that_a_field_holds(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e", *"RA-1", "enter", *"20 nov", "enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        assert session.now.book.answer("s1.p1").evidence[0].seen_on == date(2026, 11, 20)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 36)], ids=["60x16", "80x24", "120x36"])
@pytest.mark.parametrize("key", ["a", "u", "o", "m", "e", "t", "x"])
async def test_at_every_size_a_form_shows_its_first_field_with_its_label_and_how_to_save_also_after_a_refusal(
    session: Session, size: tuple[int, int], key: str
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        if key == "a":
            await pilot.press("1")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        for _ in range(2):
            await shows(pilot, "(ctrl+s)")
            await shows(pilot, "Cancel (")
            first = str(app.focused.id if app.focused else "")
            label = app.screen.query_one(f"#label-{first.removeprefix('field-')}")
            await until(pilot, lambda label=label: label.region in app.screen.query_one(".fields").region)  # type: ignore[misc]
            await pilot.press("ctrl+s")
            await pilot.pause()
            if not isinstance(app.screen, FormScreen):
                break


async def test_a_long_sentence_wraps_and_is_seen_whole_in_its_field(session: Session) -> None:
    words = "Write down who may raise a limit, on which day it falls back, and who is told before a cap is reached."
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "s", "n")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await press(pilot, *words)
        await until(pilot, lambda: form_field(app, "text").value == words)
        for part in (
            "Write down who may raise a limit",
            "which day it falls back, and who is",
            "told before a cap is reached.",
        ):
            await shows(pilot, part)


async def test_a_name_typed_as_the_risk_form_opens_is_the_name_and_chooses_no_level(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "a", *"nina", "shift+tab", *"nina", "ctrl+s")
        assert isinstance(app.screen, FormScreen)
        assert app.screen.query_one("#field-level", ChoiceLine).value == "1"
        assert form_field(app, "by").value == "nina"


async def test_a_reason_without_a_target_of_ones_own_is_refused_and_kept(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t", "tab", *"audit", "ctrl+s")
        await shows(pilot, "A reason goes with a target of your own.")
        assert form_field(app, "reason").value == "audit"


@pytest.mark.parametrize(
    ("form", "keys", "refusal", "change"),
    [
        ("o", ["tab", *"4/12/2026", "ctrl+s"], "That could be", ["backspace"]),
        ("t", ["4", "ctrl+s"], "needs a reason", ["enter", "b"]),
        ("t", ["tab", "b", "ctrl+s"], "A reason goes with", ["4"]),
    ],
    ids=["a line", "a sentence", "a list"],
)
async def test_a_refusal_goes_as_soon_as_what_was_refused_changes(
    session: Session, form: str, keys: list[str], refusal: str, change: list[str]
) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, form, *keys)
        await shows(pilot, refusal)
        await press(pilot, *change)
        await until(pilot, lambda: refusal not in text_of(app))
