"""A book to open in the TUI."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from levelbook.session import Session

sys.path.insert(0, str(Path(__file__).parent))

from driving import open_book


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "book"


@pytest.fixture
def session(book: Path) -> Session:
    return open_book(book)


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
