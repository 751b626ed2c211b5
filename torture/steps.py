"""A command stopped at one of its steps: at the nth call by which it asks the operating system for something.

This works without strace, in any child that `processes` forks, and does not depend on how fast the machine is: for
tests. The row `injections` does the same from outside, with what the kernel sees.
"""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from torture.outcome import Fault
from torture.processes import run
from torture.scenes import Stage

WRITING: Final = ("fsync", "mkdir", "open", "rename", "replace", "rmdir", "unlink", "write")
"""Functions of `os` by which something changes on the disk; `open` only where it makes a file."""
Act = Callable[[], None]


def die() -> None:
    """End as by a power cut."""
    os.kill(os.getpid(), signal.SIGKILL)
    signal.pause()


def failing(number: int) -> Act:
    """Fail as a disk does."""

    def fail() -> None:
        raise OSError(number, os.strerror(number))

    return fail


def at_step(number: int, act: Act, reached: Path) -> Act:
    """What a child does before its command: at the nth call that changes the disk, or locks, `act` comes first.

    reached: a file that is made when that call comes.
    """
    real_open, real_close = os.open, os.close
    count = 0

    def with_full_stop(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **options: Any) -> Any:
            nonlocal count
            if real is real_open and not words[1] & os.O_CREAT:
                return real(*words, **options)  # what only reads changes nothing
            count += 1
            if count == number:
                real_close(real_open(reached, os.O_CREAT | os.O_WRONLY))
                act()
            return real(*words, **options)

        return call

    def install() -> None:
        for name in WRITING:
            setattr(os, name, with_full_stop(getattr(os, name)))
        fcntl.flock = with_full_stop(fcntl.flock)

    return install


def each_step(stage: Stage, act: Act, how: str, *, first: int = 1, every: int = 1) -> Iterator[list[Fault]]:
    """Disturb a command at each step in turn, at every nth one; the faults of each try, until it has no more steps.

    how: what `act` is, in words. first: the step that is tried first.
    """
    reached = stage.here.parent / "reached"
    number = first
    while True:
        reached.unlink(missing_ok=True)
        ended = run(stage.scene.words, stage.fresh(), stage.said, before=at_step(number, act, reached))
        if not reached.exists():
            return
        words = f"with {how} at call {number} of os.{{{','.join(WRITING)}}}"
        yield [*stage.judge(ended, words), *stage.judge_again(words)]
        number += every
