"""Take the screenshots from the running app: the example team's book, every screen, two sizes, all themes; a portfolio.

`python screenshots/take.py` writes screenshots/*.svg; a test takes them again and says which are stale. Names and days
are fixed, so that nothing changes by itself.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from levelbook.book.demo import build
from levelbook.book.session import Session
from levelbook.core.answers.answers import Evidence
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.portfolio import demo
from levelbook.portfolio.browsing import Browser
from levelbook.portfolio.collecting import collect
from levelbook.portfolio.settings import Portfolio
from levelbook.tui.app import LevelbookApp
from levelbook.tui.portfolio.app import PortfolioApp
from levelbook.tui.portfolio.screen import PortfolioScreen

HERE = Path(__file__).parent
FIXED = {"SOURCE_DATE_EPOCH": "1795348800", "TZ": "UTC"}  # 22 November 2026, noon
SMALL, LARGE, WIDE = (80, 24), (120, 36), (200, 60)
TO_RATE_LIMITING = ("slash", *"rate limiting", "enter")
NASTY = "[/b] [x] done \u202e\x1b]0;title\x07 <script> \U0001f9d1\u200d\U0001f680 " + "a very long word " * 40


@dataclass(frozen=True)
class Shot:
    """One picture: where, how large, after which keys."""

    name: str
    screen: str
    size: tuple[int, int] = LARGE
    keys: tuple[str, ...] = ()
    theme: str = "levelbook-dark"
    hostile: bool = False
    """With words that try to be more than words."""


def _both(name: str, screen: str = "", keys: tuple[str, ...] = ()) -> Iterable[Shot]:
    yield Shot(name, screen or name, LARGE, keys)
    yield Shot(f"{name}-80x24", screen or name, SMALL, keys)


SHOTS = (
    *_both("home"),
    *_both("profile", keys=("down", "down", "space")),
    *_both("interview", keys=TO_RATE_LIMITING),
    *_both("roadmap", keys=("down", "down", "down", "down")),
    *_both("guide", keys=("down",)),
    *_both("editions"),
    *_both("sitting"),
    *_both("keys", "interview", ("question_mark",)),
    *_both("vote", "interview", (*TO_RATE_LIMITING, "v", *"12332", "enter")),
    *_both("presenter", "interview", (*TO_RATE_LIMITING, "z")),
    Shot("list-80x24", "sitting", SMALL, ("b", "ctrl+s", "down", "enter")),
    Shot("close-80x24", "sitting", SMALL, ("b", "ctrl+s", "c")),
    Shot("steps-80x24", "interview", SMALL, (*TO_RATE_LIMITING, "s")),
    Shot("interview-light", "interview", keys=TO_RATE_LIMITING, theme="levelbook-light"),
    Shot("interview-contrast", "interview", keys=TO_RATE_LIMITING, theme="levelbook-contrast"),
    Shot("home-200x60", "home", WIDE),
    Shot("hostile-80x24", "interview", SMALL, TO_RATE_LIMITING, hostile=True),
)

OF_A_PORTFOLIO = (Shot("portfolio", "portfolio", LARGE, ("t", *["right"] * 5)),)
TEAMS = 24
"""As many as fit on the screen."""


def example(folder: Path) -> Path:
    """The example team's book, from which each picture gets a copy of its own."""
    build(folder)
    return folder


def example_portfolio(folder: Path) -> Portfolio:
    """The example portfolio, which no picture changes."""
    made = demo.build(folder, teams=TEAMS)
    collect(made)
    return made


async def take_portfolio(shot: Shot, portfolio: Portfolio) -> str:
    """The picture of a portfolio, as SVG."""
    with Browser(portfolio) as browser:
        app = PortfolioApp(browser)
        async with app.run_test(size=shot.size) as pilot:
            app.theme = shot.theme
            for key in shot.keys:
                await pilot.press(key)
                while not isinstance(app.screen, PortfolioScreen) or app.screen.is_reading:
                    await pilot.pause(0.02)
            await app.workers.wait_for_complete()
            await pilot.pause()
            return app.export_screenshot(title="levelbook")


async def take(shot: Shot, book: Path) -> str:
    """The picture, as SVG. `book` is changed by the keys."""
    session = Session.open(book, who="Noor")
    if shot.hostile:
        _speak_hostile(session)
    app = LevelbookApp(session, first=shot.screen)
    async with app.run_test(size=shot.size) as pilot:
        app.theme = shot.theme
        await pilot.pause()
        while not getattr(app.screen, "is_drawn", True):  # home shows the rest of it with its second frame
            await pilot.pause(0.02)
        await pilot.press(*shot.keys)
        await app.workers.wait_for_complete()
        await pilot.pause()
        app.clear_notifications()  # they leave by the clock
        await pilot.pause()
        return app.export_screenshot(title="levelbook")


def _speak_hostile(session: Session) -> None:
    practice = session.questionnaire.practices["model-deployment.rate-limiting-and-abuse-detection"]
    said = dict.fromkeys(practice.criteria, NASTY)
    session.apply(practice.id, Edit(level=2, note=NASTY, owner=NASTY, here=said))
    session.apply(practice.id, Edit(step=StepEdit(text=NASTY, owner=NASTY, ticket=NASTY)))
    session.apply(practice.id, Edit(evidence=(Evidence(kind="sampled", reference=NASTY, seen_on=session.now.on),)))


def main() -> None:
    os.environ.pop("NO_COLOR", None)
    os.environ.update(FIXED)
    with tempfile.TemporaryDirectory() as scratch:
        # Unsaved text of whoever takes the pictures is in none of them.
        os.environ["XDG_STATE_HOME"] = str(Path(scratch) / "state")
        book = example(Path(scratch) / "example")
        wanted = set()
        for shot in SHOTS:
            copied = Path(shutil.copytree(book, Path(scratch) / shot.name))
            path = HERE / f"{shot.name}.svg"
            path.write_text(asyncio.run(take(shot, copied)), encoding="utf-8")
            wanted.add(path)
            print(path.name)
        portfolio = example_portfolio(Path(scratch) / "bank")
        for shot in OF_A_PORTFOLIO:
            path = HERE / f"{shot.name}.svg"
            path.write_text(asyncio.run(take_portfolio(shot, portfolio)), encoding="utf-8")
            wanted.add(path)
            print(path.name)
        for left_over in set(HERE.glob("*.svg")) - wanted:
            left_over.unlink()


if __name__ == "__main__":
    main()
