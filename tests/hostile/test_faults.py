"""A fault in levelbook is reported by its kind and its place, and never with what somebody typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.cli import diagnostics
from levelbook.core.answers.edits import Edit
from levelbook.core.errors import ExitCode
from levelbook.keymap.commands import SCREENS
from levelbook.tui.app import LevelbookApp
from support.command_line import typed
from support.pilot import open_book, until

SECRET = "the master key is under the mat"
COMMANDS = (
    *(["score"], ["gaps"], ["explain", "overall"], ["answer", "s1.p1"], ["guide"], ["seal"], ["diff"], ["check"]),
    *(["ask"], ["plan"], ["sitting"], ["profile"], ["editions"], ["ballot", "compare"], []),
)


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    session = open_book(tmp_path / "book")
    session.apply("s1.p1", Edit(level=1, note=SECRET))
    return session


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_fault_in_a_command_prints_no_answer(
    session: Session, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """Neither the values of its variables nor the message of the error, which may quote them."""

    def faulty(*_: object, **__: object) -> Session:
        note = session.now.book.answer("s1.p1").note
        raise RuntimeError(f"cannot handle {note!r}")

    monkeypatch.setattr(Session, "open", faulty)
    said = typed(*words, folder=session.folder.path)

    assert said.code == ExitCode.FAULT
    assert said.err.startswith("levelbook: This is a fault in levelbook: RuntimeError in ")
    assert SECRET not in said.out + said.err


@pytest.mark.parametrize("name", SCREENS)
async def test_a_fault_in_a_screen_prints_no_answer(
    session: Session, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Textual would print its variables; whoever started the app is told in the words of a command."""
    app = LevelbookApp(session, name)

    def faulty() -> None:
        note = session.now.book.answer("s1.p1").note
        raise RuntimeError(f"cannot handle {note!r}")

    with pytest.raises(RuntimeError):
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: len(app.screen_stack) > 1)
            app.screen.call_next(faulty)
            await pilot.pause()
    assert app.fault is not None

    def told() -> None:
        assert app.fault is not None
        raise app.fault

    code = diagnostics.run(told)
    said = capsys.readouterr()

    assert code == ExitCode.FAULT
    assert "This is a fault in levelbook: RuntimeError in " in said.err
    assert SECRET not in said.out + said.err
