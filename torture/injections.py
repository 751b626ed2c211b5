"""An error, or a SIGKILL, at the system calls of a save, a seal, a guide and an upgrade, from outside, by strace.

A command makes thousands of calls, most of them in loops. What an error does depends on where the code makes the call,
so that each such place is tried once with each error. A SIGKILL can only leave what the disk holds at that moment, so
that it comes before each call that changes the disk, and nowhere else.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

import levelbook
from torture.outcome import Budget, Fault, Outcome
from torture.processes import Ended, Running, nothing, started
from torture.scenes import ALL_SCENES, SCENES, Stage

WHAT: Final = "ENOSPC, EIO and SIGKILL at the system calls of a save, a seal, a guide, an upgrade"
FILLING: Final = ("ftruncate", "fsync", "fdatasync", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "write")
"""Calls that a full disk fails, beside an `openat` that makes a file."""
CHANGING: Final = (
    *FILLING,
    "fchmod",
    "fchown",
    "link",
    "linkat",
    "rmdir",
    "symlink",
    "symlinkat",
    "unlink",
    "unlinkat",
)
"""Calls that change the disk, beside an `openat` that makes a file."""
ASKING: Final = (
    "access", "clone", "close", "dup", "dup2", "fcntl", "flock", "fstat", "getcwd", "getdents64", "ioctl", "lseek",
    "lstat", "newfstatat", "openat", "pipe2", "poll", "read", "readlink", "readlinkat", "stat", "statx", "vfork",
    "wait4",
)  # fmt: skip
"""Calls that change nothing."""
INJECTIONS: Final = {"ENOSPC": "error=ENOSPC", "EIO": "error=EIO", "SIGKILL": "signal=KILL"}
DEEP: Final = 4
"""How many lines of levelbook, the innermost ones, make a place: those that lead to the call."""
_OWN: Final = str(Path(levelbook.__file__).parent)
_ASKS_THE_SYSTEM: Final = frozenset({"_io", "_posixsubprocess", "fcntl", "io", "posix", "select"})
"""Modules whose functions make system calls."""


@dataclass(frozen=True)
class Call:
    """A system call that a command makes undisturbed."""

    name: str
    number: int
    """The how-manieth of its name."""
    place: int
    """Where in the code; the same number is the same place."""
    makes_a_file: bool

    @property
    def changes_the_disk(self) -> bool:
        return self.makes_a_file or self.name in CHANGING

    @property
    def injections(self) -> Iterator[str]:
        """What can go wrong here."""
        yield "EIO"
        if self.changes_the_disk:
            yield "SIGKILL"
        if self.makes_a_file or self.name in FILLING:
            yield "ENOSPC"


@dataclass(frozen=True)
class Case:
    """What goes wrong, and at which call."""

    injection: str
    call: Call

    @property
    def inject(self) -> str:
        return f"inject={self.call.name}:{INJECTIONS[self.injection]}:when={self.call.number}"

    def __str__(self) -> str:
        return f"under `strace -e {self.inject}`"


def run_row(budget: Budget, place: Path, only: slice = slice(None)) -> Outcome:
    """Try every case, those first that change the disk. only: which ones, where several processes share them."""
    outcome = Outcome(WHAT)
    if shutil.which("strace") is None:
        outcome.skipped.append("all of it: there is no strace (`apt-get install strace`)")
        return outcome
    todo: list[tuple[Stage, Case]] = []
    made = 0
    for name, scene in ALL_SCENES.items():
        stage = Stage(scene, place / name)
        calls = list(_calls(stage))
        made += len(calls)
        todo += [(stage, case) for case in cases(calls) if name in SCENES or case.call.changes_the_disk]
    random.Random(7).shuffle(todo)
    todo.sort(key=lambda one: not one[1].call.changes_the_disk)
    outcome.chosen = (
        f"the commands make {made:,} calls; SIGKILL came before each that changes the disk, and an error once at each"
        f" place in the code that makes them, told apart by the {DEEP} innermost lines; of an import, taken offers and"
        " a resolved merge only the calls that change the disk were tried"
    )
    todo = todo[only]
    outcome.wanted = len(todo)
    for stage, case in todo:
        if budget.is_over:
            break
        outcome.tried(_try(stage, case))
    return outcome


def cases(calls: list[Call]) -> Iterator[Case]:
    """Choose what goes wrong where: SIGKILL at each call that it may come to, an error at one of each place."""
    seen = set[tuple[str, str, int]]()
    for call in calls:
        for injection in call.injections:
            kind = (injection, call.name, call.place)
            if injection == "SIGKILL" or kind not in seen:
                seen.add(kind)
                yield Case(injection, call)


def _try(stage: Stage, case: Case) -> Iterator[Fault]:
    ended = _traced(stage, ["-e", f"trace={case.call.name}", "-e", case.inject])
    yield from stage.judge(ended, str(case))
    yield from stage.judge_again(str(case))


# --- Where calls are made ---------------------------------------------------------------------------------------------


def _calls(stage: Stage) -> Iterator[Call]:
    """What a command asks of the system, and from where, in the order in which it does."""
    log = stage.said.with_name("trace")
    names = ",".join(f"?{name}" for name in (*CHANGING, *ASKING))
    _traced(stage, ["-e", f"trace={names}", "-o", str(log)], marking=True)
    counts, place = Counter[str](), 0
    for name, given in re.findall(r"^(\w+)\((.*)$", log.read_text("utf-8", "replace"), re.MULTILINE):
        if name == "lseek" and (mark := re.match(r"-1, (\d+)", given)):
            place = int(mark[1])
            continue
        counts[name] += 1
        yield Call(name, counts[name], place, makes_a_file=name == "openat" and "O_CREAT" in given)


def mark_places() -> None:
    """Tell whoever traces this process where it is in the code, before each function that may ask the system.

    It is told by a call that fails and does nothing: lseek of no file, to the number of the place.
    """
    numbers = dict[object, int]()
    count = itertools.count(1)

    def mark(frame: FrameType, event: str, function: Any) -> None:
        if event != "c_call" or not _asks_the_system(function):
            return
        place = (_innermost(frame), frame.f_code, frame.f_lineno)
        with contextlib.suppress(OSError):
            os.lseek(-1, numbers.setdefault(place, next(count)), os.SEEK_SET)

    sys.setprofile(mark)


def _asks_the_system(function: Any) -> bool:
    owner = getattr(function, "__self__", None)
    modules = {getattr(function, "__module__", None), getattr(owner, "__name__", None), type(owner).__module__}
    return not modules.isdisjoint(_ASKS_THE_SYSTEM)


def _innermost(frame: FrameType) -> tuple[tuple[str, int], ...]:
    """The lines of levelbook that lead here, innermost first."""
    lines: list[tuple[str, int]] = []
    above: FrameType | None = frame
    while above is not None and len(lines) < DEEP:
        if above.f_code.co_filename.startswith(_OWN):
            lines.append((above.f_code.co_filename, above.f_lineno))
        above = above.f_back
    return tuple(lines)


# --- strace -----------------------------------------------------------------------------------------------------------


def _traced(stage: Stage, options: list[str], *, marking: bool = False) -> Ended:
    """Run a command with strace at it from its first call on; not at the git that it starts.

    marking: whether the command tells where in the code it is.
    """
    read, write = os.pipe()

    def wait_for_strace() -> None:
        # By a signal, since what a pipe gives could be the first call that strace makes fail.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
        os.write(write, b".")
        signal.sigwait({signal.SIGUSR1})
        (mark_places if marking else nothing)()

    command = started(stage.scene.words, stage.fresh(), stage.said, before=wait_for_strace)
    os.close(write)
    os.read(read, 1)
    os.close(read)
    # Nobody reads what strace says, and in a pipe that is full it would wait for ever, and the command with it.
    tracer = subprocess.Popen(["strace", "-q", *options, "-p", str(command.pid)], stderr=subprocess.DEVNULL)
    _until_attached(command)
    os.kill(command.pid, signal.SIGUSR1)
    ended = command.ended()
    tracer.wait()
    return ended


def _until_attached(command: Running) -> None:
    """Wait until something traces the command, which waits for us."""
    patience = time.monotonic() + 30
    while time.monotonic() < patience and command.poll() is None:
        status = Path(f"/proc/{command.pid}/status").read_text("utf-8")
        if not re.search(r"^TracerPid:\s*0$", status, re.MULTILINE):
            return
        time.sleep(0.001)
    raise RuntimeError("strace does not attach: is tracing forbidden here?")
