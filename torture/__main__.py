"""Run the rows and print the table: `python -m torture [--only ROW] [--seconds N] [--quote]`, from the root.

A row that takes long is cut into parts, which run side by side; each part has its share of the time.
"""

from __future__ import annotations

import argparse
import os
import pickle
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from torture import branches, damage, disks, fuzzing, hostile, injections, kills, power_cuts, signals, together
from torture.outcome import KINDS, Budget, Outcome
from torture.processes import forked, load_everything, own_machine


class Run(Protocol):
    """Tries things for as long as there is time."""

    def __call__(self, budget: Budget, place: Path) -> Outcome: ...


@dataclass(frozen=True)
class Part:
    """A part of a row, or all of it."""

    row: str
    number: int
    run: Run
    takes: float
    """Seconds that all its tries take, roughly, with other parts beside it."""

    @property
    def name(self) -> str:
        return f"{self.row}-{self.number}"


@dataclass(frozen=True)
class Row:
    """A row of the table."""

    what: str
    """What is tried, in a phrase."""
    parts: tuple[Part, ...]


def _whole(name: str, what: str, takes: float, run: Run) -> tuple[str, Row]:
    return name, Row(what, (Part(name, 1, run, takes),))


def _in_parts(name: str, what: str, takes: float, parts: int, run: Callable[..., Outcome]) -> tuple[str, Row]:
    """Cut a row into parts, each of which tries one of so many things."""
    cuts = ((number, partial(run, only=slice(number - 1, None, parts))) for number in range(1, parts + 1))
    return name, Row(what, tuple(Part(name, number, cut, takes / parts) for number, cut in cuts))


LANES: Final = (os.cpu_count() or 1) + 2
"""Parts that run at a time: each waits for a disk, a terminal or a program now and then."""
FUZZERS: Final = LANES
"""Parts of the row that comes last, so that it ends in all lanes together."""
ROWS: Final[dict[str, Row]] = dict(
    (
        _whole("kills", kills.WHAT, 270, kills.run_row),
        _in_parts("injections", injections.WHAT, 1_100, 2, injections.run_row),
        _whole("disks", disks.WHAT, 80, disks.run_row),
        _whole("power-cuts", power_cuts.WHAT, 200, power_cuts.run_row),
        _whole("signals", signals.WHAT, 250, signals.run_row),
        _in_parts("damage", damage.WHAT, 650, 2, damage.run_row),
        _whole("together", together.WHAT, 110, together.run_row),
        _whole("branches", branches.WHAT, 240, branches.run_row),
        _in_parts("fuzzing", fuzzing.WHAT, 700, FUZZERS, fuzzing.run_row),
        _in_parts("hostile", hostile.WHAT, 440, 2, hostile.run_row),
    )
)
"""Each row, in the table's order."""
WHOLE: Final = 1_080.0
"""Seconds that all rows have together: eighteen minutes."""
LAST: Final = "fuzzing"
"""The row that tries as much as there is time for."""
OUT: Final = Path(__file__).parent.parent / "build" / "torture.md"
SECURITY: Final = Path(__file__).parent.parent / "SECURITY.md"
_QUOTE: Final = re.compile(r"(?<=<!-- torture:begin -->\n).*?(?=<!-- torture:end -->\n)", re.DOTALL)
"""The part of SECURITY.md that quotes what came of the last whole run."""


def table(outcomes: list[Outcome]) -> str:
    """The rows in Markdown, tries beside the faults of each kind."""
    lines = [f"| what was tried | tries | {' | '.join(KINDS)} |", f"|---|---:|{'---:|' * len(KINDS)}"]
    for one in outcomes:
        tries = f"{one.tries:,}" + (f" of {one.wanted:,}" if one.wanted > one.tries else "")
        lines.append(f"| {one.what} | {tries} | {' | '.join(str(one.count(kind)) for kind in KINDS)} |")
    chosen = [f"- Of “{one.what}”: {one.chosen.format(some=one.some)}." for one in outcomes if one.chosen]
    skipped = [f"- Not run here, of “{one.what}”: {reason}." for one in outcomes for reason in one.skipped]
    return "\n".join([*lines, "", *chosen, *skipped]).rstrip() + "\n"


def machine(seconds: float) -> str:
    """The day, the kind of machine, and how long it took."""
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {system}, Linux {platform.release().partition('-')[0]}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, {'root' if os.geteuid() == 0 else 'no root'};"
        f" {seconds / 60:.1f} minutes."
    )


class _Schedule:
    """Runs parts, some at a time, each in a child, so that all lanes end at about the same time.

    The longest come first, and last those of the row that can make use of whatever time is left.
    """

    def __init__(self, names: Sequence[str], seconds: float, place: Path) -> None:
        parts = [part for name in names for part in ROWS[name].parts]
        self._waiting = sorted(parts, key=lambda part: (part.row == LAST, -part.takes))
        self._going: dict[int, tuple[Part, Budget]] = {}
        self._all = Budget(seconds)
        self._place = place / "parts"
        self._place.mkdir()
        self._home = place / "home"

    def outcomes(self) -> Iterator[tuple[str, Outcome]]:
        """What came of each part, under its row's name."""
        while self._waiting or self._going:
            while self._waiting and len(self._going) < LANES:
                self._start(self._waiting.pop(0))
            pid, status = os.wait()
            part, _ = self._going.pop(pid)
            if status:
                raise RuntimeError(f"The row {part.row} ended with {status}.")
            yield part.row, pickle.loads(self._result(part).read_bytes())

    def _start(self, part: Part) -> None:
        """Give a part its share of the time that nobody has been promised."""
        promised = sum(max(0.0, budget.left) for _, budget in self._going.values())
        share = part.takes / (part.takes + sum(one.takes for one in self._waiting))
        budget = Budget(min(self._all.left, (self._all.left * LANES - promised) * share))
        print(f"{part.name} …", file=sys.stderr, flush=True)

        def become() -> int:
            os.environ["HOME"] = str(self._place / f"home-{part.name}")
            shutil.copytree(self._home, self._place / f"home-{part.name}")
            self._result(part).write_bytes(pickle.dumps(part.run(budget, self._place / part.name)))
            return 0

        self._going[forked(become)] = (part, budget)

    def _result(self, part: Part) -> Path:
        return self._place / f"{part.name}.result"


def _run(names: Sequence[str], seconds: float, place: Path) -> list[Outcome]:
    """Run rows; what came of each, in the table's order."""
    outcomes: dict[str, Outcome] = {}
    for name, outcome in _Schedule(names, seconds, place).outcomes():
        outcomes[name] = outcomes[name].joined(outcome) if name in outcomes else outcome
        for fault in outcome.faults:
            print(f"  {fault}", file=sys.stderr, flush=True)
    return [outcomes[name] for name in names]


def quoted(text: str, page: str) -> str:
    """Return SECURITY.md, the page, with this text in place of what it quotes of an earlier run."""
    return _QUOTE.sub(lambda _: f"\n{text.rstrip()}\n\n", page)


def main() -> int:
    """Run the rows and print what came of them; 1 where something went wrong."""
    parser = argparse.ArgumentParser(prog="python -m torture", description=__doc__)
    parser.add_argument("--only", choices=ROWS, action="append", help="run this row; may be given again")
    parser.add_argument("--seconds", type=float, default=WHOLE, help="for all rows together")
    parser.add_argument("--quote", action="store_true", help="put the table into SECURITY.md")
    given = parser.parse_args()
    if given.quote and (given.only or given.seconds < WHOLE):
        parser.error("SECURITY.md quotes whole runs only: leave out --only and --seconds.")
    names = given.only or list(ROWS)
    begun = time.monotonic()
    place = Path(tempfile.mkdtemp(prefix="levelbook-torture-"))
    place.chmod(0o755)  # somebody else has to reach the books
    try:
        with own_machine(place / "home"):
            load_everything()
            outcomes = _run(names, given.seconds, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    text = f"{machine(time.monotonic() - begun)}\n\n{table(outcomes)}"
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(text, "utf-8")
    print(text)
    if given.quote:
        SECURITY.write_text(quoted(text, SECURITY.read_text("utf-8")), "utf-8")
    return int(any(one.faults for one in outcomes))


if __name__ == "__main__":
    sys.exit(main())
