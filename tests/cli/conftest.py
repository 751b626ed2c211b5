"""A small book that every test gets its own copy of, and a way to type a command line."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.cli.main import run
from levelbook.core.answers.answers import Answer
from levelbook.packs.starter_files import starter
from support.command_line import Said, Type

NOT_FOR_US = """
[[rules]]
when = { holds = { only = ["nothing"] } }
because = "there is nothing to lose"
not_applicable = ["data.backups"]
"""


@pytest.fixture(name="levelbook")
def _levelbook(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Type:
    """Type a command line in this process; the input is what a pipe would give."""

    def type_in(*words: str, given: str | bytes = "") -> Said:
        raw = given.encode("utf-8") if isinstance(given, str) else given
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        capfd.readouterr()
        code = run(list(words))
        captured = capfd.readouterr()
        return Said(code, captured.out, captured.err)

    return type_in


@pytest.fixture(scope="session", name="_small_book")
def _small_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three practices, 1.1 data.backups, 1.2 data.restores and 2.1 changes.reviews, on a scale from 0 to 3."""
    root = tmp_path_factory.mktemp("small")
    for name, text in starter("small", "Small").items():
        path = root / "questions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    tailoring = root / "questions" / "tailoring.toml"
    tailoring.write_text(tailoring.read_text("utf-8") + NOT_FOR_US, "utf-8")
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.chdir(root)
    assert run(["init", "book", "--team", "Retail", "--questionnaire", "questions", "--yes"]) == 0
    monkeypatch.undo()
    return root


@pytest.fixture(name="folder")
def _folder(_small_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A team folder in the working folder."""
    root = tmp_path / "here"
    shutil.copytree(_small_book, root)
    monkeypatch.chdir(root)
    return root / "book"


@pytest.fixture(name="said_of")
def _said_of(folder: Path) -> Callable[[str], Answer]:
    """What the file says of a practice."""
    return lambda practice_id: Session.open(folder).now.book.answer(practice_id)
