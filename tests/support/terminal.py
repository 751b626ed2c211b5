"""A program in a real terminal: what it writes as it comes, and with pyte what a person would see of it."""

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
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import pyte

from support.ready_app import in_a_fork
from support.rest import Watch

WHERE_IS_THE_CURSOR = b"\x1b[6n"


class Process(Protocol):
    """What is asked of a program that runs: what `subprocess.Popen` gives."""

    pid: int
    returncode: Any

    def poll(self) -> int | None: ...
    def wait(self) -> int: ...


_ASKING_TO_END = (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP)


def sit_down_at(terminal: int) -> None:
    """Make a pty the terminal of this process, which leads a session, and its signals those of a fresh login.

    A shell lets what it starts in the background ignore some of them, and a child would inherit that.
    """
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for told in _ASKING_TO_END:
        signal.signal(told, signal.SIG_DFL)


def in_python(words: Sequence[str], terminal: int) -> Process:
    """Start `python -m levelbook` with these words at a terminal."""
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LINES": "", "COLUMNS": ""}
    return subprocess.Popen(
        [sys.executable, "-m", "levelbook", *words],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={name: value for name, value in environment.items() if value},
        start_new_session=True,
        preexec_fn=lambda: sit_down_at(0),
    )


_SHELL = """
import os, signal, sys
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
child = os.fork()
if not child:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.write(int(sys.argv[1]), b"%d" % os.getpid())
    os.close(int(sys.argv[1]))
    os.execv(sys.executable, [sys.executable, "-m", "levelbook", *sys.argv[2:]])
os.close(int(sys.argv[1]))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


class _Job:
    """A program that another one, such as a shell, has started in the foreground."""

    def __init__(self, shell: subprocess.Popen[bytes], pid: int) -> None:
        self._shell = shell
        self.pid = pid

    @property
    def returncode(self) -> Any:
        return self._shell.returncode

    def poll(self) -> int | None:
        return self._shell.poll()

    def wait(self) -> int:
        return self._shell.wait()


def in_a_shell(words: Sequence[str], terminal: int) -> Process:
    """Start `python -m levelbook` as a job of a shell: only then does the terminal stop it at Ctrl-Z."""
    told, tells = os.pipe()
    shell = subprocess.Popen(
        [sys.executable, "-c", _SHELL, str(tells), *words],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm-256color"},
        start_new_session=True,
        pass_fds=[tells],
        preexec_fn=lambda: sit_down_at(0),
    )
    os.close(tells)
    with os.fdopen(told, "rb") as said:
        return _Job(shell, int(said.read(20)))


class Program:
    """`levelbook` with these words in a pty. Nothing is waited for by the clock: see `support.rest`."""

    def __init__(
        self,
        words: Sequence[str],
        columns: int = 80,
        lines: int = 24,
        start: Callable[[Sequence[str], int], Process] = in_python,
    ) -> None:
        self.raw = b""
        self._master, slave = pty.openpty()
        self._resize(columns, lines)
        self.process = start(words, slave)
        os.close(slave)
        self._watch = Watch(self.process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill(signal.SIGKILL)
        self.close()
        self.process.wait()

    @property
    def text(self) -> str:
        """All that was written so far."""
        return self.raw.decode("utf-8", "replace")

    def press(self, keys: str) -> None:
        self.send(keys.encode())

    def send(self, keys: bytes) -> None:
        """Send bytes that need not be text."""
        os.write(self._master, keys)

    def until(self, holds: Callable[[], object]) -> None:
        """Read until something holds."""
        self._watch.spoke()
        while not holds():
            came = self._read()
            if came is None:
                if holds():
                    return
                raise AssertionError(f"The program ended before that:\n{self.text}")
            if not came and self._watch.has_gone_to_rest():
                raise AssertionError(f"It never came to hold:\n{self.text}")

    def drain(self) -> int:
        """Read to the end of the program; its exit code."""
        while (came := self._read()) is not None:
            if not came and self._watch.has_gone_to_rest():
                raise AssertionError(f"It does not end:\n{self.text}")
        return self.wait()

    def wait(self) -> int:
        """Wait for the end of a program whose terminal is gone; its exit code."""
        while self.process.poll() is None:
            if self._watch.has_gone_to_rest():
                raise AssertionError(f"It does not end:\n{self.text}")
        return self.process.returncode

    def resize(self, columns: int, lines: int) -> None:
        self._resize(columns, lines)
        os.kill(self.process.pid, signal.SIGWINCH)

    def kill(self, told: signal.Signals) -> None:
        if self.process.poll() is None:
            os.kill(self.process.pid, told)

    def modes(self) -> int:
        """How the terminal treats what is typed: `termios.ECHO`, `termios.ICANON` and their like."""
        return int(termios.tcgetattr(self._master)[3])

    def is_stopped(self) -> bool:
        """Whether it was told to stop, and has not been told to go on."""
        said = subprocess.run(["ps", "-o", "state=", "-p", str(self.process.pid)], capture_output=True, text=True)
        return said.stdout.strip().startswith("T")

    def threads(self) -> int:
        """How many threads it has."""
        flag = "-M" if sys.platform == "darwin" else "-L"
        said = subprocess.run(["ps", flag, "-p", str(self.process.pid)], capture_output=True, text=True)
        return len(said.stdout.splitlines()) - 1

    def close(self) -> None:
        """Close the terminal, as a window manager does."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def _read(self) -> bytes | None:
        """Take in what has come; None once nothing more can."""
        if not select.select([self._master], [], [], 0.05)[0]:
            return b"" if self.process.poll() is None else None
        try:
            came = os.read(self._master, 65_536)
        except OSError:  # Linux, when the other end is closed
            return None
        if not came:
            return None
        self._watch.spoke()
        self.raw += came
        self._took_in(came)
        return came

    def _took_in(self, came: bytes) -> None:
        if WHERE_IS_THE_CURSOR in came:
            self.press("\x1b[1;1R")

    def _resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


class Terminal(Program):
    """The app on a book, in a terminal of some size, of which the screen is seen."""

    def __init__(
        self,
        book: Path,
        columns: int = 80,
        lines: int = 24,
        start: Callable[[Sequence[str], int], Process] = in_a_fork,
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        super().__init__(["-C", str(book)], columns, lines, start)

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        return "\n".join(self.screen.display)

    def shows(self, words: str) -> None:
        self.until(lambda: words in self.text)

    def settle(self) -> None:
        """Read until nothing comes: for pictures, which no test depends on."""
        while self._read() or self._read():
            pass

    def resize(self, columns: int, lines: int) -> None:
        self.screen.resize(lines, columns)
        super().resize(columns, lines)

    def _took_in(self, came: bytes) -> None:
        self._stream.feed(came)
