"""The app in a real pty, in a forked child: a terminal that a person could sit at, ready in no time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from levelbook.__main__ import Apps
from levelbook.cli.main import run as typed
from levelbook.keymap.commands import SCREENS
from support.terminal import Terminal, sit_down_at
from torture.processes import LONGEST, Running, at_standard_streams, forked

_FUNCTION_KEYS: Final = ("\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[18~", "\x1b[19~")
"""F2 to F8."""
KEYS: Final = dict(zip(SCREENS, _FUNCTION_KEYS, strict=True))
"""Screen to the key that opens it."""
_HIGHEST: Final = 1_024
"""Above every descriptor that a torture has open."""
RESTORED: Final = b"\x1b[?1049l"
"""The alternate screen was left."""


def _in_a_child(words: Sequence[str], terminal: int) -> Running:
    def become() -> int:
        os.setsid()
        sit_down_at(terminal)
        for descriptor in (0, 1, 2):
            os.dup2(terminal, descriptor)
        os.closerange(3, _HIGHEST)  # the other end of the terminal among them, which would else never be closed
        at_standard_streams()
        return typed(list(words), Apps())

    return Running(forked(become))


class App(Terminal):
    """The app on a book, which imports nothing before it starts."""

    def __init__(self, book: Path, columns: int = 80, lines: int = 24) -> None:
        super().__init__(book, columns, lines, _in_a_child)

    def until(self, holds: Callable[[], object]) -> None:
        """Read until something holds; the clock of a sitting never goes to rest, so that this has an end of its own."""
        patience = time.monotonic() + LONGEST
        super().until(lambda: holds() or time.monotonic() > patience)
        if not holds():
            raise AssertionError(f"It never came to hold:\n{self.text}")

    def goes_to(self, screen: str) -> None:
        """Wait until the app is there, and open a screen of it."""
        self.shows(SCREENS["home"][0])
        self.press(KEYS[screen])
        self.until(lambda: self.screen.display[0].rstrip().endswith(SCREENS[screen][0]))
