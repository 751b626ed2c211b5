"""Signals on a real terminal, in every screen and every form of the app, with words half typed.

However the app is told to end, the terminal is a shell's again, and the words are there when the form is opened again.
"""

from __future__ import annotations

import random
import shutil
import signal
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.drafts import Drafts
from levelbook.keymap.commands import SCREENS
from support.small_book import later
from torture.app import RESTORED, App
from torture.outcome import Budget, Fault, Outcome
from torture.scenes import used

WHAT: Final = "SIGTERM, SIGHUP, SIGINT, SIGQUIT and a closed terminal in every screen and form of the app, in a pty"
SIGNALS: Final = {
    signal.SIGTERM: 0,
    signal.SIGHUP: 0,
    signal.SIGINT: 130,
    signal.SIGQUIT: 130,
}
"""Signal to the exit code that it has while everything is saved."""
CLOSED: Final = "a closed terminal"
WORDS: Final = "Ana kept"
ENTER, DOWN = "\r", "\x1b[B"
_BETWEEN_KEYS: Final = 0.2
"""Seconds: keys that come faster than a person presses them are taken for a paste."""


@dataclass(frozen=True)
class Spot:
    """A place in the app, and how one comes there from the screen that it is on."""

    screen: str
    keys: tuple[tuple[str, str], ...] = ()
    """What is pressed, each with what is seen after it."""
    is_form: bool = True
    again: tuple[tuple[str, str], ...] = ()
    """What is pressed the second time, where that is something else: a vote keeps its hands."""

    def __str__(self) -> str:
        return f"in {self.screen}{''.join(f' {seen!r}' for _, seen in self.keys)}"


DISSENT: Final = (("d", "Who disagrees"), (ENTER, "May the name be kept?"))
FORMS: Final = (
    Spot("interview", (("m", "What was said"),)),
    Spot("interview", (("u", "Who finds out?"),)),
    Spot("interview", (("x", "Why does it not apply to you?"),)),
    Spot("interview", (("o", "Who owns it?"),)),
    Spot("interview", (("t", "Own target"), (ENTER, "Own target"))),
    Spot("interview", (("a", "Level that is good enough"), (ENTER, "Level that is good enough"))),
    Spot("interview", (("p", "What do you park?"),)),
    Spot("interview", ((DOWN, "▸"), ("h", "How it is done here"))),
    Spot("interview", (("e", "Where is it?"), (ENTER, "Where is it?"))),
    Spot("interview", (("s", "Steps"), ("n", "What will you do"))),
    Spot("interview", (("v", "abstains"), ("13", "From 1 to 3"), *DISSENT), again=(("v", "From 1 to 3"), *DISSENT)),
    Spot("roadmap", (("o", "By when"),)),
    Spot("roadmap", (("n", "What will you do"),)),
    Spot("editions", (("s", "Seal"),)),
    Spot("sitting", (("w", "Who is here"),)),
    Spot("sitting", (("p", "Park something"),)),
    Spot("sitting", (("m", "Minutes"),)),
    Spot("sitting", (("l", "How many minutes"),)),
    Spot("sitting", (("c", "Close"), (ENTER, "By when"))),
    Spot("sitting", (("c", "Close"), ("n", "By when"))),
)
"""Every form, as one comes to it in `book_in_a_sitting`."""
SCREENS_ALONE: Final = tuple(Spot(name, is_form=False) for name in SCREENS)


def book_in_a_sitting(here: Path) -> Session:
    """A book with an edition, changed answers, words in its guide, and a sitting that has begun."""
    here.mkdir(parents=True)
    used(here)
    session = later_of(here)
    Workshop(session).begin(90, ("Ana", "Tom"))
    return session


def later_of(here: Path) -> Session:
    return later(Session.open(here / "book"), days=1)


def run_row(budget: Budget, place: Path, only: slice = slice(None)) -> Outcome:
    """Try every way to end in every place. only: which tries are made, for a sample."""
    tries = [(spot, end) for spot in (*FORMS, *SCREENS_ALONE) for end in (*SIGNALS, CLOSED)]
    random.Random(7).shuffle(tries)
    outcome = Outcome(WHAT, wanted=len(tries[only]))
    place.mkdir(parents=True, exist_ok=True)
    book_in_a_sitting(place / "model")
    for spot, end in tries[only]:
        if budget.is_over:
            break
        shutil.rmtree(place / "here", ignore_errors=True)
        shutil.copytree(place / "model", place / "here")
        outcome.tried(_ended_at(spot, end, place / "here"))
    return outcome


def _ended_at(spot: Spot, end: signal.Signals | str, here: Path) -> Iterator[Fault]:
    """Come to a place, type something, end the app, and come back."""
    how = f"{spot} of the app, with {end if isinstance(end, str) else end.name}"
    for draft in (drafts := Drafts(later_of(here))).all:
        drafts.discard(draft)
    with App(here / "book") as app:
        _come_to(spot, app)
        if spot.is_form:
            app.press(WORDS)
            app.shows(WORDS)
        if isinstance(end, str):
            app.close()
            code = app.wait()
        else:
            app.kill(end)
            code = app.drain()
            yield from _left_behind(app, how)
        if code < 0 or b"Traceback" in app.raw or (isinstance(end, signal.Signals) and code != SIGNALS[end]):
            yield Fault("crashed", f"{how}: exit {code}: {app.raw[-300:]!r}")
    if not spot.is_form:
        return
    if not any(WORDS in text for draft in drafts.all for text in draft.typed.values()):
        yield Fault("lost", f"{how}: what was typed is not on the disk")
        return
    with App(here / "book") as app:
        try:
            _come_to(replace(spot, keys=spot.again or spot.keys), app)
            app.shows(WORDS)
        except AssertionError:
            yield Fault("lost", f"{how}: what was typed is not offered again:\n{app.text}")


def _come_to(spot: Spot, app: App) -> None:
    app.goes_to(spot.screen)
    for keys, seen in spot.keys:
        app.press(keys)
        app.shows(seen)
        time.sleep(_BETWEEN_KEYS)


def _left_behind(app: App, how: str) -> Iterator[Fault]:
    """Tell whether the terminal is as a shell needs it: the ordinary screen, lines that are echoed."""
    if RESTORED not in app.raw:
        yield Fault("crashed", f"{how}: the terminal is left on the alternate screen")
    if ~app.modes() & (termios.ECHO | termios.ICANON):
        yield Fault("crashed", f"{how}: the terminal echoes nothing any more")
