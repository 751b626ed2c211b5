"""Takes processor time of processes, one thing after the other and round again.

Processor time, since whatever else the machine does lengthens every wait; ratios of it hold elsewhere, milliseconds do
not.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Measure = Callable[[], list[float]]
"""One run of something: the milliseconds of everything timed in it, of user and system."""


@dataclass(frozen=True)
class Sample:
    """What all runs of something took, in milliseconds."""

    times: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.times)

    @property
    def range(self) -> tuple[float, float]:
        return min(self.times), max(self.times)


def by_turns(rounds: int, *measures: Measure) -> list[Sample]:
    """Run each in turn, round after round, so that a busy moment of the machine meets all of them alike.

    A round to warm up fills caches and compiles modules, and is not counted.
    """
    taken: list[list[float]] = [[] for _ in measures]
    for number in range(rounds + 1):
        for kept, measure in zip(taken, measures, strict=True):
            found = measure()
            if number:
                kept += found
    return [Sample(tuple(kept)) for kept in taken]


def process(*command: str, env: Mapping[str, str] | None = None, before: Callable[[], object] | None = None) -> Measure:
    """From start to end of a process. before: is done before each, and not timed."""

    def measure() -> list[float]:
        if before is not None:
            before()
        _, taken = _run(command, env)
        return [taken]

    return measure


def told(*command: str, env: Mapping[str, str] | None = None) -> Measure:
    """What a process has timed itself and prints, one number of milliseconds a line."""
    return lambda: [float(line) for line in _run(command, env)[0].split()]


def run(*command: str, env: Mapping[str, str] | None = None) -> str:
    """What a process prints. Raises CalledProcessError, with what it said, where it fails."""
    return _run(command, env)[0]


def _run(command: Sequence[str], env: Mapping[str, str] | None) -> tuple[str, float]:
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_environment(env)
    ) as started:
        assert started.stdout is not None
        output = started.stdout.read().decode()
        _, status, used = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode not in (0, 1):  # 1: a check found something
        raise subprocess.CalledProcessError(started.returncode, command, output)
    return output, (used.ru_utime + used.ru_stime) * 1000


def _environment(more: Mapping[str, str] | None) -> dict[str, str]:
    """This one, with a terminal that has colours, and with modules that stay compiled, as an installer leaves them."""
    unwanted = ("NO_COLOR", "TEXTUAL", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(more or {})}
