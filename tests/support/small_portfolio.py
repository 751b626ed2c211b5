"""A portfolio of a few teams in three units, over three quarters, as people would have it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from levelbook.portfolio.collecting import collect
from levelbook.portfolio.settings import Portfolio, open_portfolio
from support.sealed_books import LEVELS, Book

UNITS = {"retail": "Retail banking", "cards": "Cards & payments", "treasury": "Treasury"}
TEAMS = {
    # team: unit, and its levels in each quarter that it sealed an edition in
    "alder": ("retail", {5: (2, 1, 3), 8: (2, 2, 3), 11: (3, 2, 3)}),
    "birch": ("retail", {5: (1, 1, 0), 8: (1, 1, 1)}),
    "cedar": ("cards", {8: (4, 3, 4), 11: (4, 2, 4)}),
    "dogwood": ("cards", {5: (0, None, 1), 11: (1, None, 2)}),
    "elm": ("treasury", {11: (2, 3, None)}),
}


@contextmanager
def on_its_day() -> Iterator[None]:
    """Let it be the day, 29 November 2026, on which portfolios of tests are looked at."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 11, 29, 9, tzinfo=UTC).timestamp())))
        yield


def made(root: Path, names: Mapping[str, str] | None = None) -> Portfolio:
    """Make the teams' books below a folder, and a portfolio that has collected them. names: other than their ids."""
    if names is not None:
        return _made(root, names)
    shutil.copytree(_kept().name, root, dirs_exist_ok=True)
    return open_portfolio(root / "bank")


@cache
def _kept() -> TemporaryDirectory[str]:
    """The folder that is copied: making one takes thirty times as long. It is gone with this process."""
    folder = TemporaryDirectory()
    with on_its_day():
        _made(Path(folder.name), {})
    return folder


def _made(root: Path, names: Mapping[str, str]) -> Portfolio:
    lines = ["format = 1", 'organisation = "Example Bank"']
    for id_, title in UNITS.items():
        lines += ["[[units]]", f'id = "{id_}"', f'title = "{title}"']
    lines += ["[[sources]]", 'id = "docs"', 'folder = "../docs"', *_teams()]
    for team, (_, quarters) in TEAMS.items():
        book = Book(root / "docs" / team, names.get(team, team.title()))
        for month, levels in quarters.items():
            book.seal(date(2026, month, 3), dict(zip(LEVELS, levels, strict=True)))
    folder = root / "bank"
    folder.mkdir()
    (folder / "portfolio.toml").write_text("\n".join(lines) + "\n", "utf-8")
    portfolio = open_portfolio(folder)
    collect(portfolio)
    return portfolio


def _teams() -> Iterator[str]:
    for team, (unit, _) in TEAMS.items():
        yield from ("[[teams]]", f'id = "{team}"', f'unit = "{unit}"', f'books = ["docs:{team}"]')
