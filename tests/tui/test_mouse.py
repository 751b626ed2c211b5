"""Everything that a key does on the screen a click does too."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from levelbook.book.session import Session
from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.base.form_screen import FormScreen
from support.pilot import both_sizes, practice_shown, shows, text_of, until


async def click(pilot: Pilot[Any], words: str) -> None:
    """Click on words where they stand on the screen, the first of them."""
    await shows(pilot, words)
    lines = text_of(pilot.app).splitlines()
    x, y = next((line.index(words), y) for y, line in enumerate(lines) if words in line)
    await pilot.click(offset=(x + len(words) // 2, y))


def where(app: LevelbookApp) -> str:
    return app.screen.name_in_commands if isinstance(app.screen, BookScreen) else type(app.screen).__name__


async def test_the_top_bar_opens_screens_and_where_it_is_narrow_the_list_of_them(session: Session) -> None:
    app = LevelbookApp(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await click(pilot, "F5 Roadmap")
        await until(pilot, lambda: where(app) == "roadmap")
        await click(pilot, "F2 Home")
        await until(pilot, lambda: where(app) == "home")
    app = LevelbookApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await click(pilot, " Home ")
        await click(pilot, "The guide, chapter by chapter")
        await until(pilot, lambda: where(app) == "guide")


@both_sizes
async def test_the_line_of_keys_does_what_it_says(session: Session, size: tuple[int, int]) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size) as pilot:
        await click(pilot, "⏎ next")
        await until(pilot, lambda: practice_shown(app) == "s1.p2")
        await click(pilot, "u unsure")
        await shows(pilot, "Who finds out?")
        await click(pilot, "Cancel")
        await until(pilot, lambda: where(app) == "interview")
        await click(pilot, "? keys")
        await shows(pilot, "Keys")


@both_sizes
async def test_levels_criteria_and_practices_are_clicked(session: Session, size: tuple[int, int]) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=size) as pilot:
        await click(pilot, "It looks like level 2.")
        await until(pilot, lambda: session.now.book.answer("s1.p1").level == 2)
        await click(pilot, "[x]")
        await until(pilot, lambda: session.now.book.answer("s1.p1").unmet)
        if size[0] >= 100:
            await click(pilot, "1.3  P3")
            await until(pilot, lambda: practice_shown(app) == "s1.p3")
            await click(pilot, "2 Section s2")
            await until(pilot, lambda: practice_shown(app) == "s2.p1")
        else:
            await click(pilot, "1 Section s1")
            await click(pilot, "2.2  P2")
            await until(pilot, lambda: practice_shown(app) == "s2.p2")


async def test_a_form_is_filled_in_and_saved(session: Session) -> None:
    session.apply("s1.p1", Edit(level=2))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", "e")
        await shows(pilot, "Where is it?")
        await click(pilot, "○ sampled")
        await shows(pilot, "● sampled")
        await click(pilot, "a link, a ticket")
        await pilot.press(*"RA-1")
        await pilot.click(offset=(0, 0))  # beside a form nothing is lost
        assert isinstance(app.screen, FormScreen)
        await click(pilot, "Save (ctrl+s)")
        await until(pilot, lambda: session.now.book.answer("s1.p1").evidence)
        piece = session.now.book.answer("s1.p1").evidence[0]
        assert (piece.kind, piece.reference) == ("sampled", "RA-1")


async def test_lists_have_their_keys_to_click_and_close_beside_them(session: Session) -> None:
    session.apply("s1.p1", Edit(level=2, step=StepEdit(text="Read the logs")))
    session.apply("s1.p1", Edit(evidence=(Evidence(kind="sampled", reference="RA-1"),)))
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b", "s")
        await click(pilot, "space done")
        await until(pilot, lambda: session.now.book.answer("s1.p1").steps[0].done_on)
        await click(pilot, "n in own words")
        await shows(pilot, "What will you do?")
        await click(pilot, "Cancel")
        await click(pilot, "esc back")
        await until(pilot, lambda: where(app) == "interview")
        await pilot.press("e")
        await click(pilot, "d remove")
        await until(pilot, lambda: not session.now.book.answer("s1.p1").evidence)
        await pilot.click(offset=(1, 1))
        await until(pilot, lambda: where(app) == "interview")


async def test_pickers_and_panels_close_by_a_click_beside_them_and_choose_by_one_on_a_row(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("slash")
        await click(pilot, "2.3  P3")
        await until(pilot, lambda: practice_shown(app) == "s2.p3")
        for key in ("g", "slash", "f", "i", "question_mark"):
            await pilot.press(key)
            await until(pilot, lambda: where(app) != "interview")
            await pilot.click(offset=(1, 20))
            await until(pilot, lambda: where(app) == "interview")
        assert practice_shown(app) == "s2.p3"


@both_sizes
async def test_facts_are_clicked(session: Session, size: tuple[int, int]) -> None:
    app = LevelbookApp(session, "profile")
    async with app.run_test(size=size) as pilot:
        fact = session.now.facts[0].fact
        await click(pilot, fact.choices[1].label)
        await until(pilot, lambda: session.now.book.profile.get(fact.id) in (fact.choices[1].id, (fact.choices[1].id,)))
