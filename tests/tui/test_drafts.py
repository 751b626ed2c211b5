"""Words that were typed into a form and not saved are on the disk, and there again when the form is opened again."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

from textual.pilot import Pilot

from levelbook.book.drafts import Drafts
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.store.private_files import PrivateFolder
from levelbook.tui.app import LevelbookApp
from levelbook.tui.widgets.form import FormScreen
from support.builders import NOON
from support.hostile_texts import HOSTILE
from support.pilot import form_field, open_book, press, said, shows, until


def kept(session: Session) -> list[dict[str, str]]:
    """What the drafts about the first practice hold."""
    return [dict(draft.typed) for draft in Drafts(session).of_practice("s1.p1")]


async def form_open(pilot: Pilot[None], key: str) -> None:
    await press(pilot, key)
    await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen) and pilot.app.focused is not None)


async def test_words_in_a_form_are_on_the_disk_for_nobody_else_without_a_key_for_it(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        await press(pilot, *"Ana")
        await until(pilot, lambda: kept(session) == [{"owner": "Ana"}])
        [path] = PrivateFolder("drafts", session.answers_path).path.iterdir()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        await press(pilot, "backspace", "backspace", "backspace")
        await until(pilot, lambda: kept(session) == [])


async def test_they_are_kept_when_the_app_is_left_and_there_again_in_the_form(session: Session, book: Path) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        await pilot.press(*"Ana", "ctrl+q")
        await until(pilot, lambda: kept(session))
    assert kept(session) == [{"owner": "Ana"}]

    again = LevelbookApp(open_book(book), "interview")
    async with again.run_test(size=(80, 24), notifications=True) as pilot:
        await shows(pilot, "Typed and not saved: “Owner · 1.1 P1”.")
        await form_open(pilot, "o")
        await shows(pilot, "What you typed here and did not save is here again.")
        assert form_field(again, "owner").value == "Ana"
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: said(again.session).owner == "Ana")
        assert kept(session) == []


async def test_what_is_saved_or_given_up_leaves_no_draft(session: Session) -> None:
    app = LevelbookApp(session, "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        for leave in ("ctrl+s", "escape"):
            await form_open(pilot, "o")
            await press(pilot, *"Ana")
            await until(pilot, lambda: kept(session))
            await press(pilot, leave)
            await until(pilot, lambda: not isinstance(app.screen, FormScreen))
            assert kept(session) == []


async def test_what_others_wrote_meanwhile_stands_in_the_fields_that_nobody_typed_in(
    session: Session, book: Path
) -> None:
    Drafts(session).keep("s1.p1", "Owner · 1.1 P1", "", {"owner": "", "due": ""}, {"owner": "Ana", "due": ""})
    open_book(book).apply("s1.p1", Edit(owner="Tom", due=NOON.date() + timedelta(days=9)))
    app = LevelbookApp(open_book(book), "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await form_open(pilot, "o")
        assert (form_field(app, "owner").value, form_field(app, "due").value) == ("Ana", "2026-12-01")


def test_a_draft_is_named_once_more_after_a_month_and_then_deleted(session: Session) -> None:
    drafts = Drafts(session)
    drafts.keep("s1.p1", "Note · 1.1 P1", "", {}, {"note": "Half a"})

    session.clock = lambda: NOON + timedelta(days=30)
    assert drafts.over() == ()
    session.clock = lambda: NOON + timedelta(days=31)
    assert [draft.form for draft in drafts.over()] == ["Note · 1.1 P1"]
    assert kept(session) == [{"note": "Half a"}]
    assert drafts.over() == ()
    assert kept(session) == []


def test_texts_of_every_kind_come_back(session: Session) -> None:
    drafts = Drafts(session)
    for _, text in HOSTILE[::11]:
        draft = drafts.keep("s1.p1", "Note", "", {"note": "x"}, {"note": f"y{text}", "other": text})
        assert drafts.of_form("s1.p1", "Note") == draft, text
