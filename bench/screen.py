"""Times what a person at a terminal waits for: `screen.py label | rows | paint FOLDER | keys FOLDER PRACTICES`.

`label` and `paint` end at their first paint, so that whoever starts them measures it; `rows` and `keys` press keys, and
print the milliseconds of processor time until each has been painted. `portfolio FOLDER` and `filter FOLDER` are the
same for a portfolio: until its first list is painted, and for each key typed into the filter of all its teams.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.widgets import Label, OptionList

WORDS = "A single label"
STEPS = ("4", "1", "down", "enter")
"""Keys of one practice: two answers that it does not have yet, the cursor, and on to the next."""
TYPED = (*"retail", *("backspace",) * 6)
FIRST_LISTS = ("Means over the teams", "Levels of each team")
"""One of them stands above the first list of a portfolio once it is painted: units, or teams where there are none."""
PRACTICES = 15
QUIET = 0.06
"""Seconds without a paint, after which the screen is what it is going to be; a frame is a sixtieth."""


class Unwatched(HeadlessDriver):
    """A terminal that nobody looks at: what is painted is encoded like for any other, then dropped."""

    painted: Callable[[str], None] = staticmethod(lambda data: None)

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        type(self).painted(data)

    def flush(self) -> None:
        pass


class OneLabel(App[None]):
    def compose(self) -> ComposeResult:
        yield Label(WORDS)


class Rows(App[None]):
    def compose(self) -> ComposeResult:
        yield OptionList(*(f"Row {number} of a plain list" for number in range(20)))


def until_paint(app: App[Any], *words: str) -> None:
    """Run an app until any of these words are on the screen, and end the process there."""

    def painted(data: str) -> None:
        if any(one in data for one in words):
            os._exit(0)

    Unwatched.painted = staticmethod(painted)
    app.driver_class = Unwatched
    app.run(size=(80, 24))
    sys.exit(f"“{words[0]}” was never painted")


async def keys(
    app: App[Any],
    steps: tuple[str, ...] = STEPS,
    *,
    times_over: int = PRACTICES,
    first: tuple[str, ...] = (),
    is_there: Callable[[], bool] = lambda: True,
) -> list[float]:
    """Press keys, so many times over: the milliseconds that each took until the screen was what it was going to be.

    first: keys that lead there, and are not timed. is_there: whether they have led there.
    """
    times: list[float] = []
    paints: list[tuple[float, float]] = []
    Unwatched.painted = staticmethod(lambda data: paints.append((perf_counter(), process_time())))
    app.driver_class = Unwatched
    running = asyncio.create_task(app.run_async(size=(120, 36)))

    async def settled() -> None:
        """Wait until something was painted, and nothing more for a while."""
        started = perf_counter()
        while not paints or perf_counter() - paints[-1][0] < QUIET:
            if running.done() or perf_counter() - started > 30:
                running.cancel()
                sys.exit("nothing was repainted")
            await asyncio.sleep(QUIET / 10)

    await settled()
    for number, key in enumerate((*first, *steps * times_over)):
        paints.clear()
        assert app._driver is not None
        event = events.Key(key, key if len(key) == 1 else None)
        event.set_sender(app)
        started = process_time()
        app._driver.send_message(event)
        await settled()
        while not is_there():
            await asyncio.sleep(QUIET)
        if number >= len(first):
            times.append((paints[-1][1] - started) * 1000)
    app.exit()
    await running
    return times


def filtered(app: App[Any]) -> list[float]:
    """Type into the filter of all teams: the milliseconds that each key took."""
    from levelbook.tui.portfolio.screen import PortfolioScreen

    def is_there() -> bool:
        return isinstance(app.screen, PortfolioScreen) and not app.screen.is_reading

    return asyncio.run(keys(app, TYPED, times_over=3, first=("t", "slash"), is_there=is_there))


def main(what: str, folder: str = "", practices: str = "0") -> None:
    if what == "label":
        until_paint(OneLabel(), WORDS)
    elif what == "rows":
        for time in asyncio.run(keys(Rows(), ("down", "down", "up", "down"))):
            print(f"{time:.3f}")
    elif what == "paint":
        from levelbook.book.session import Session
        from levelbook.tui.app import LevelbookApp

        session = Session.open(Path(folder))
        until_paint(LevelbookApp(session), session.folder.settings.team)
    elif what in ("portfolio", "filter"):
        from levelbook.portfolio.browsing import Browser
        from levelbook.portfolio.settings import open_portfolio

        browser = Browser(open_portfolio(Path(folder)))
        begun = browser.begin() if browser.first_view is None else None  # as the command opens it
        from levelbook.tui.portfolio.app import PortfolioApp

        if begun is not None:
            begun.result()
        if what == "portfolio":
            until_paint(PortfolioApp(browser), *FIRST_LISTS)
        for time in filtered(PortfolioApp(browser)):
            print(f"{time:.3f}")
    else:
        import books

        from levelbook.tui.app import LevelbookApp

        app = LevelbookApp(books.opened(Path(folder), int(practices)), first="interview")
        for time in asyncio.run(keys(app)):  # printed now: an app takes for itself what is printed while it runs
            print(f"{time:.3f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
