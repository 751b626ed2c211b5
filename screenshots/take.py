"""Take the screenshots from the running app: the example team's book, every screen, two sizes.

`python screenshots/take.py` writes screenshots/*.svg. Names and days are fixed, so that nothing changes by itself.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

os.environ.pop("NO_COLOR", None)
os.environ["SOURCE_DATE_EPOCH"] = "1795348800"  # 22 November 2026, noon
os.environ["TZ"] = "UTC"

from levelbook.demo import build
from levelbook.session import Session
from levelbook.tui.app import LevelbookApp

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Shot:
    """One picture: where, how large, after which keys."""

    name: str
    screen: str
    size: tuple[int, int] = (120, 36)
    keys: tuple[str, ...] = ()
    light: bool = False


TO_RATE_LIMITING = ("slash", *"rate limiting", "enter")

SHOTS = (
    Shot("home", "home"),
    Shot("home-80x24", "home", (80, 24)),
    Shot("profile", "profile", keys=("down", "down", "space")),
    Shot("interview", "interview", keys=TO_RATE_LIMITING),
    Shot("interview-80x24", "interview", (80, 24), keys=TO_RATE_LIMITING),
    Shot("interview-light", "interview", keys=TO_RATE_LIMITING, light=True),
    Shot("steps-80x24", "interview", (80, 24), keys=(*TO_RATE_LIMITING, "s")),
    Shot("roadmap", "roadmap", keys=("down", "down", "down", "down")),
    Shot("guide", "guide", keys=("down",)),
    Shot("editions", "editions"),
    Shot("keys", "interview", keys=("question_mark",)),
)


async def take(shot: Shot, book: Path) -> str:
    """The picture, as SVG."""
    app = LevelbookApp(Session.open(book, who="Noor"), first=shot.screen)
    async with app.run_test(size=shot.size) as pilot:
        await pilot.pause()
        if shot.light:
            await pilot.press("ctrl+t")
        await pilot.press(*shot.keys)
        await app.workers.wait_for_complete()
        await pilot.pause()
        return app.export_screenshot(title="levelbook")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for shot in SHOTS:
            book = Path(scratch) / shot.name
            build(book)
            path = HERE / f"{shot.name}.svg"
            path.write_text(asyncio.run(take(shot, book)), encoding="utf-8")
            print(path.name)


if __name__ == "__main__":
    main()
