"""A book to open in the TUI."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from levelbook.book.session import Session
from support import published_book
from support.pilot import SIZES, open_book
from support.quick_textual import quick_textual


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "book"


@pytest.fixture
def session(book: Path) -> Session:
    return open_book(book)


@pytest.fixture(scope="session")
def _sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sealed")
    published_book.build(root)
    return root


@pytest.fixture
def root(_sealed: Path, tmp_path: Path) -> Path:
    """A copy of the small book with a guide and two editions."""
    shutil.copytree(_sealed, tmp_path / "team")
    return tmp_path / "team"


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)


@pytest.fixture(autouse=True)
def _quick_textual(request: pytest.FixtureRequest) -> Iterator[None]:
    marked = request.node.get_closest_marker("drawn_each_time") is not None
    with quick_textual(draws_each_time=marked or request.config.getoption("--large")):
        yield


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "drawn_each_time: the screen is drawn after each change, as in a terminal")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A size for every test that takes one and does not say which: the smaller, with `--large` each."""
    marked = any("size" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "size" in metafunc.fixturenames and not marked:
        sizes = SIZES if metafunc.config.getoption("--large") else SIZES[:1]
        metafunc.parametrize("size", sizes, ids=[f"{columns}x{lines}" for columns, lines in sizes])
