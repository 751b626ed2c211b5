"""A real terminal for tests: the program in a pty, and pyte to see what it shows."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import pyte

PATIENCE = 60.0
"""Seconds after which something that was waited for will not come; never a pause."""


class Terminal:
    """`python -m levelbook` on a book, in a terminal of some size."""

    def __init__(self, book: Path, columns: int = 80, lines: int = 24) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._master, slave = pty.openpty()
        self._resize(columns, lines)
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LINES": "", "COLUMNS": ""}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "levelbook", "-C", str(book)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={name: value for name, value in environment.items() if value},
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill(signal.SIGKILL)
        self.close()

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def read(self) -> bool:
        """Take in what has come; False once nothing more can."""
        ready, _, _ = select.select([self._master], [], [], 0.05)
        if not ready:
            return self.process.poll() is None
        try:
            came = os.read(self._master, 65536)
        except OSError:
            return False
        self.raw += came
        self._stream.feed(came)
        return bool(came)

    def until(self, holds: Callable[[], object]) -> None:
        """Read until something holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if not self.read() and not holds():
                raise AssertionError(f"The program ended before that:\n{self.text}")
            if time.monotonic() > end:
                raise AssertionError(f"It never came to hold:\n{self.text}")

    def settle(self) -> None:
        """Read until nothing comes: for pictures, which no test depends on."""
        seen = -1
        while len(self.raw) > seen:
            seen = len(self.raw)
            self.read()
            self.read()

    def shows(self, words: str) -> None:
        self.until(lambda: words in self.text)

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def resize(self, columns: int, lines: int) -> None:
        self.screen.resize(lines, columns)
        self._resize(columns, lines)
        os.kill(self.process.pid, signal.SIGWINCH)

    def _resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def kill(self, told: signal.Signals) -> None:
        if self.process.poll() is None:
            os.kill(self.process.pid, told)

    def drain(self) -> None:
        """Read to the end."""
        end = time.monotonic() + PATIENCE
        while self.read():
            assert time.monotonic() < end, f"It does not end:\n{self.text}"
        self.process.wait(timeout=PATIENCE)

    def close(self) -> None:
        """Close the terminal, as a window manager does."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1
