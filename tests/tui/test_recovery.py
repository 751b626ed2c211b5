"""The offer of what an earlier session could not save, by its keys and by what the book holds afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.recovery import Recoveries
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import CouldNotWrite
from levelbook.store.answers_file import AnswersFile
from levelbook.tui.app import LevelbookApp
from levelbook.tui.base.pickers import Picker
from support.pilot import open_book, press, said, shows, text_of, until


@pytest.fixture(autouse=True)
def _left(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """An earlier session could not save its answer to 1.1."""
    leave_behind(session, monkeypatch, "s1.p1")


def leave_behind(session: Session, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """An answer that no disk takes is left as a recovery."""

    def full(*_: object, **__: object) -> None:
        raise CouldNotWrite("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(AnswersFile, "save", full)
        with pytest.raises(CouldNotWrite):
            session.apply(name, Edit(level=2, note="[b]Mine"))
        with pytest.raises(CouldNotWrite):
            Recoveries(Workshop(session)).leave()


def left(book: Path) -> int:
    """How many recoveries are there to be offered."""
    return len(Recoveries(Workshop(open_book(book))).offered())


async def offered(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Picker))
    await shows(pilot, "On 22 November at 12:00 this could not be saved: the answer to 1.1.")


async def test_enter_takes_it_in_and_it_is_not_offered_again(book: Path) -> None:
    app = LevelbookApp(open_book(book), "interview")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await offered(pilot)
        await press(pilot, "enter")
        await shows(pilot, "Recovered: the answer to 1.1.")
        await shows(pilot, "● 2")
        assert said(open_book(book)).note == "[b]Mine"
        assert left(book) == 0


@pytest.mark.parametrize("key", ["l", "escape"])
async def test_later_leaves_it_where_it_is(book: Path, key: str) -> None:
    app = LevelbookApp(open_book(book), "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await offered(pilot)
        await press(pilot, key)
        await until(pilot, lambda: not isinstance(app.screen, Picker))
        assert said(open_book(book)).level is None
        assert left(book) == 1


async def test_d_discards_it(book: Path) -> None:
    app = LevelbookApp(open_book(book), "home")
    async with app.run_test(size=(80, 24)) as pilot:
        await offered(pilot)
        await press(pilot, "d")
        await until(pilot, lambda: not isinstance(app.screen, Picker))
        assert said(open_book(book)).level is None
        assert left(book) == 0


async def test_what_the_disk_still_refuses_stays_kept(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = LevelbookApp(open_book(book), "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await offered(pilot)
        with monkeypatch.context() as patch:
            patch.setattr(AnswersFile, "save", lambda *_, **__: (_ for _ in ()).throw(CouldNotWrite("No room.")))
            await press(pilot, "t")
            await shows(pilot, "NOT SAVED: No room.")
            assert "Taken in" not in text_of(app)
            assert left(book) == 1, "it is what this session could not save by now"
        await press(pilot, "enter", "1")
        await shows(pilot, "saved")
        await until(pilot, lambda: left(book) == 0)
        assert said(open_book(book)).level == 2


async def test_several_are_listed_and_each_can_be_taken_in(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_behind(open_book(book), monkeypatch, "s1.p2")
    app = LevelbookApp(open_book(book), "interview")
    async with app.run_test(size=(80, 24)) as pilot:
        await shows(pilot, "Not saved earlier")
        assert "the answer to 1.1" in text_of(app) and "the answer to 1.2" in text_of(app)
        await press(pilot, "enter", "t")
        await until(pilot, lambda: left(book) == 1)
        await shows(pilot, "this could not be saved: the answer to 1.")
        await press(pilot, "t")
        await until(pilot, lambda: left(book) == 0)
        assert [open_book(book).now.book.answer(name).level for name in ("s1.p1", "s1.p2")] == [2, 2]
