"""The pictures in screenshots/ are what the app shows; this says which are stale."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

from levelbook.portfolio import demo
from levelbook.portfolio.settings import Portfolio
from support import REPOSITORY

SCREENSHOTS = REPOSITORY / "screenshots"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("take_screenshots", SCREENSHOTS / "take.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


take = _script()


@pytest.fixture
def _fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in take.FIXED.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in take.FIXED.items():
            patch.setenv(name, value)
        book: Path = take.example(tmp_path_factory.mktemp("screenshots") / "example")
        return book


@pytest.mark.usefixtures("_fixed")
@pytest.mark.parametrize("shot", take.SHOTS, ids=lambda shot: shot.name)
async def test_a_screenshot_shows_the_app_as_it_is(shot: take.Shot, example: Path, tmp_path: Path) -> None:
    _must_be_held(shot, await take.take(shot, Path(shutil.copytree(example, tmp_path / "book"))), tmp_path)


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in take.FIXED.items():
            patch.setenv(name, value)
        patch.setattr(demo, "WORTH_PROCESSES", take.TEAMS + 1)  # each would import everything first
        made: Portfolio = take.example_portfolio(tmp_path_factory.mktemp("screenshots") / "bank")
        return made


@pytest.mark.usefixtures("_fixed")
@pytest.mark.parametrize("shot", take.OF_A_PORTFOLIO, ids=lambda shot: shot.name)
async def test_a_screenshot_shows_a_portfolio_as_it_is(shot: take.Shot, portfolio: Portfolio, tmp_path: Path) -> None:
    _must_be_held(shot, await take.take_portfolio(shot, portfolio), tmp_path)


def _must_be_held(shot: take.Shot, taken: str, tmp_path: Path) -> None:
    held = SCREENSHOTS / f"{shot.name}.svg"
    if not held.exists() or held.read_text("utf-8") != taken:
        stale = tmp_path / held.name
        stale.write_text(taken, "utf-8")
        pytest.fail(f"{held.name} is stale; the app shows {stale}. Look at it, then: make screenshots")


def test_every_picture_is_taken_by_the_script() -> None:
    assert {path.stem for path in SCREENSHOTS.glob("*.svg")} == {
        shot.name for shot in (*take.SHOTS, *take.OF_A_PORTFOLIO)
    }
