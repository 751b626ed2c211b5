"""What a row tried and found, and how long it may go on."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["lost", "torn", "untrue", "crashed", "escaped"]

KINDS: Final[dict[Kind, str]] = {
    "lost": "something that was acknowledged, or typed and not discarded, is gone",
    "torn": "a file or an edition is in a state between the old and the new one",
    "untrue": "a figure or a sentence is wrong without a warning",
    "crashed": "a traceback, a hang, or a broken terminal",
    "escaped": "something was written outside the book, a command ran, or a text had an effect",
}
"""How something can go wrong: the columns of the table, and what each counts."""


@dataclass(frozen=True)
class Fault:
    """Something went wrong in one try."""

    kind: Kind
    how: str
    """One line by which somebody sees it again."""

    def __str__(self) -> str:
        return f"{self.kind}: {' '.join(self.how.split())}"


@dataclass
class Outcome:
    """What came of a row, or of one of its parts."""

    what: str
    """What was tried, in a phrase."""
    tries: int = 0
    wanted: int = 0
    """How many tries a whole run has; 0 where as many are made as the time allows."""
    faults: list[Fault] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    """What is not run here, each with its reason."""
    chosen: str = ""
    """How the tries were chosen, in a sentence; `{some:,}` in it stands for `some`."""
    some: int = 0
    """How many of the tries were of a kind that the sentence tells of."""

    def tried(self, faults: Iterable[Fault] = ()) -> None:
        """Count one more try, and what went wrong in it."""
        self.tries += 1
        self.faults += faults

    def count(self, kind: Kind) -> int:
        return sum(fault.kind == kind for fault in self.faults)

    def joined(self, other: Outcome) -> Outcome:
        """Return what came of this part of a row and of another."""
        return Outcome(
            self.what,
            self.tries + other.tries,
            self.wanted + other.wanted,
            [*self.faults, *other.faults],
            [*self.skipped, *(reason for reason in other.skipped if reason not in self.skipped)],
            self.chosen,
            self.some + other.some,
        )


class Budget:
    """The time that a row has, in seconds. Whoever is out of time stops between two tries, and never within one."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._begun = time.monotonic()

    @property
    def is_over(self) -> bool:
        return self.left <= 0

    @property
    def left(self) -> float:
        return self._begun + self.seconds - time.monotonic()

    def part(self, share: float) -> Budget:
        """A part of what is left, as a budget of its own that begins now."""
        return Budget(max(0.0, self.left * share))
