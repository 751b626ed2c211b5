"""A command of levelbook in a process that can be killed, without the second that an import takes.

This process imports all of levelbook once; a forked child then types a command line, and ends.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import pkgutil
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import levelbook
from levelbook.cli.main import run as typed
from support.builders import NOON

LONGEST = 120.0
"""Seconds after which a command that has not ended is taken to hang; each takes one at most, on a busy machine."""
TIME = str(int(NOON.timestamp()) + 86_400)
"""The moment at which everything happens, so that the same commands write the same bytes."""


def load_everything() -> None:
    """Import every module of levelbook, so that a forked child imports none."""
    for module in pkgutil.walk_packages(levelbook.__path__, "levelbook."):
        if module.name.endswith("__main__"):
            continue
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as missing:  # a library of an extra that is not installed here
            if (missing.name or "").startswith("levelbook"):
                raise
    gc.freeze()


@contextlib.contextmanager
def own_machine(home: Path) -> Iterator[None]:
    """A machine of nobody's: no identity, setting, state or clock of whoever runs this."""
    before = dict(os.environ)
    home.mkdir(parents=True, exist_ok=True)
    (home / "gitconfig").write_text(
        "[user]\n\tname = Noor\n\temail = noor@example.org\n[init]\n\tdefaultBranch = main\n", "utf-8"
    )
    for name in list(os.environ):
        if name.startswith(("GIT_", "LEVELBOOK_", "XDG_")) or name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
            del os.environ[name]
    os.environ |= {
        "HOME": str(home),
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "SOURCE_DATE_EPOCH": TIME,
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    """Its exit status; below zero the signal that ended it."""
    said: str
    """What it wrote to stdout and stderr."""
    hung: bool = False


class Running:
    """A child of this process."""

    def __init__(self, pid: int, said: Path | None = None) -> None:
        """said: the file that its output goes to."""
        self.pid = pid
        self.returncode: int | None = None
        self._said = said

    def poll(self) -> int | None:
        """Its exit status, below zero the signal that ended it; None while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self) -> int:
        while (code := self.poll()) is None:
            self._rest(LONGEST)
        return code

    def kill(self, told: signal.Signals = signal.SIGKILL) -> None:
        if self.poll() is None:
            os.kill(self.pid, told)

    def ended(self) -> Ended:
        """Wait for its end; one that hangs is killed."""
        patience = time.monotonic() + LONGEST
        while self.poll() is None and (left := patience - time.monotonic()) > 0:
            self._rest(left)
        hung = self.poll() is None
        if hung:
            self.kill()
        code = self.wait()
        text = self._said.read_text("utf-8", "replace") if self._said and self._said.exists() else ""
        return Ended(code, text, hung)

    def _rest(self, seconds: float) -> None:
        """Wait for its end, so many seconds at most; where the system cannot tell of an end, for a moment."""
        if sys.platform != "linux":
            time.sleep(0.001)
            return
        descriptor = os.pidfd_open(self.pid)
        try:
            select.select([descriptor], [], [], seconds)
        finally:
            os.close(descriptor)


def forked(become: Callable[[], int]) -> int:
    """Fork a child that does this and ends with the status that it returns; its pid."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 71
    try:
        code = become()
    except BaseException:  # whatever it is, the parent must not go on twice
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def nothing() -> None:
    """Do nothing before a command."""


def started(
    words: Sequence[str],
    folder: Path,
    said: Path,
    *,
    given: str = "",
    before: Callable[[], None] = nothing,
    instead: Callable[[], int] | None = None,
) -> Running:
    """Start a child that types a command line in a folder.

    said: where its output goes. given: what a pipe gives it. before: done in the child just before. instead: done in
    the command's place.
    """

    def become() -> int:
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        read, write = os.pipe()
        os.write(write, given.encode()[:60_000])
        os.close(write)
        for descriptor, number in ((read, 0), (out, 1), (out, 2)):
            os.dup2(descriptor, number)
        at_standard_streams()
        os.chdir(folder)
        before()
        return instead() if instead else typed(list(words))

    return Running(forked(become), said)


def at_standard_streams() -> None:
    """Make Python's streams those of the descriptors 0, 1 and 2 as they are now."""
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.FileIO(0, closefd=False), "utf-8")
    sys.stdout = sys.__stdout__ = _written_at_once(1)
    sys.stderr = sys.__stderr__ = _written_at_once(2)


def _written_at_once(descriptor: int) -> io.TextIOWrapper:
    raw = io.BufferedWriter(io.FileIO(descriptor, "w", closefd=False))
    return io.TextIOWrapper(raw, "utf-8", write_through=True)


def run(
    words: Sequence[str], folder: Path, said: Path, *, given: str = "", before: Callable[[], None] = nothing
) -> Ended:
    """Type a command line and wait for its end; see `started`."""
    return started(words, folder, said, given=given, before=before).ended()
