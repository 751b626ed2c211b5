"""Takes times: of whole processes and of what they print, one thing after the other and round again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter

Measure = Callable[[], list[float]]
"""One run of something: the milliseconds of everything timed in it."""


@dataclass(frozen=True)
class Sample:
    """Times in milliseconds."""

    times: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.times)

    @property
    def middle(self) -> tuple[float, float]:
        """Between which two the middle half lies."""
        if len(self.times) == 1:
            return (self.times[0], self.times[0])
        quarter, _, three_quarters = quantiles(self.times, n=4, method="inclusive")
        return (quarter, three_quarters)

    def for_each_of(self, things: int) -> Sample:
        return Sample(tuple(time / things for time in self.times))


def by_turns(rounds: int, *measures: Measure, warm_up: bool = True) -> list[Sample]:
    """Run each in turn, round after round, so that a busy moment of the machine meets all of them alike.

    A round to warm up fills the disk's cache and compiles modules, and is not counted.
    """
    times: list[list[float]] = [[] for _ in measures]
    for number in range(rounds + warm_up):
        for taken, measure in zip(times, measures, strict=True):
            found = measure()
            if number >= warm_up:
                taken += found
    return [Sample(tuple(taken)) for taken in times]


def process(*command: str) -> Measure:
    """From start to end of a process."""

    def measure() -> list[float]:
        started = perf_counter()
        output_of(command)
        return [(perf_counter() - started) * 1000]

    return measure


def told(*command: str) -> Measure:
    """What a process has timed itself and prints, one number a line."""
    return lambda: [float(line) for line in output_of(command).split()]


def output_of(command: Sequence[str]) -> str:
    """What a process prints. Raises CalledProcessError, with what it said, where it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=_environment())
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return done.stdout


def _environment() -> dict[str, str]:
    """This one, with a terminal that has colours, and with modules that stay compiled, as an installer leaves them."""
    unwanted = ("NO_COLOR", "TEXTUAL", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
