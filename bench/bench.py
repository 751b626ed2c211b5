"""The speeds of docs/design.md, "Speed and safety", side by side with their floors: `bench.py [--quick] [--only WORD]`.

Prints a table and writes it to build/bench.md. This is no test: whoever reads it judges, and only a row that cannot be
measured at all makes it fail.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import books
from timing import Measure, Sample, by_turns, process, told

HERE = Path(__file__).parent
OUT = HERE.parent / "build" / "bench.md"
FRAME = 1000 / 60
MANY = 2000
GROWTH = (600, 1250, 2500, 5000)
STEADY = 1.25
"""Times the milliseconds per practice that still counts as growing linearly."""

PYTHON = sys.executable
SCRIPT = Path(PYTHON).with_name("levelbook")
LEVELBOOK = (str(SCRIPT),) if SCRIPT.exists() else (PYTHON, "-m", "levelbook")


@dataclass(frozen=True)
class Row:
    """Something timed, and how much it may take: so many times its floor, or without a floor so many milliseconds."""

    what: str
    took: Sample
    most: float
    floor_name: str = ""
    floor: Sample | None = None

    def cells(self) -> tuple[str, ...]:
        if self.floor is None:
            found, most, against = self.took.median, f"{self.most:.0f} ms", ("–", "–", "–")
        else:
            found, most = self.took.median / self.floor.median, f"{self.most:g}x"
            against = (self.floor_name, _ms(self.floor), f"{found:.2f}x")
        return (self.what, _ms(self.took), *against, most, "within" if found <= self.most else "**OVER**")


HEADER = ("what", "median (middle half), ms", "floor", "its median, ms", "ratio", "at most", "")


def _ms(sample: Sample) -> str:
    low, high = sample.middle
    return f"{sample.median:.1f} ({low:.1f}–{high:.1f})"


# --- The rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bench:
    """What all rows need: how often to measure, and a place for books."""

    rounds: int
    place: Path

    def book(self, practices: int = books.SHIPPED, *, sealed: bool = False) -> str:
        """A folder with a book of so many practices, made when it is first wanted."""
        folder = self.place / f"{practices}-{'sealed' if sealed else 'open'}"
        if not folder.exists():
            books.make(folder, practices, sealed=sealed)
        return str(folder)

    def inside(self, what: str, practices: int, *, sealed: bool = False) -> Measure:
        return _probe("inside.py", what, self.book(practices, sealed=sealed), str(practices))

    def version(self) -> Iterator[Row]:
        ours, click = by_turns(self.rounds, process(*LEVELBOOK, "--version"), process(PYTHON, "-c", "import click"))
        yield Row("`levelbook --version`", ours, 2, "`import click`", click)

    def score(self) -> Iterator[Row]:
        pydantic = process(PYTHON, "-c", "from pydantic import BaseModel")
        ours, floor = by_turns(self.rounds, process(*LEVELBOOK, "-C", self.book(), "score"), pydantic)
        yield Row("`levelbook score`, shipped, all answered", ours, 3, "`from pydantic import BaseModel`", floor)

    def paint(self) -> Iterator[Row]:
        label = process(PYTHON, str(HERE / "screen.py"), "label")
        ours, floor = by_turns(self.rounds, process(PYTHON, str(HERE / "screen.py"), "paint", self.book()), label)
        yield Row("TUI, process start to first paint", ours, 2, "Textual app with one label", floor)

    def keys(self) -> Iterator[Row]:
        few = _probe("screen.py", "keys", self.book(), str(books.SHIPPED))
        many = _probe("screen.py", "keys", self.book(MANY), str(MANY))
        ours, large = by_turns(max(1, self.rounds // 5), few, many)
        yield Row("key to repainted interview, shipped", ours, 30)
        yield Row(f"key to repainted interview, {MANY:,} practices", large, 1.2, "the same, shipped", ours)

    def save(self) -> Iterator[Row]:
        few, many = self.inside("save", books.SHIPPED), self.inside("save", MANY)
        ours, large = by_turns(max(1, self.rounds // 5), few, many)
        yield Row("one answer saved and scored, shipped (a frame)", ours, FRAME)
        yield Row(f"one answer saved and scored, {MANY:,} practices (a frame)", large, FRAME)

    def guide(self) -> Iterator[Row]:
        (ours,) = by_turns(max(3, self.rounds // 2), self.inside("guide", 60, sealed=True))
        yield Row("guide, 60 practices, an edition behind them", ours, 200)

    def growth(self) -> Iterator[Row]:
        measures = [self.inside("guide", count, sealed=True) for count in GROWTH]
        taken = by_turns(max(1, self.rounds // 10), *measures, warm_up=False)
        first, *others = (sample.for_each_of(count) for count, sample in zip(GROWTH, taken, strict=True))
        for count, per_practice in zip(GROWTH[1:], others, strict=True):
            yield Row(f"guide, {count:,} practices, for each", per_practice, STEADY, f"for each of {GROWTH[0]}", first)


ROWS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "version": Bench.version,
    "score": Bench.score,
    "paint": Bench.paint,
    "keys": Bench.keys,
    "save": Bench.save,
    "guide": Bench.guide,
    "growth": Bench.growth,
}


def _probe(script: str, *arguments: str) -> Measure:
    return told(PYTHON, str(HERE / script), *arguments)


# --- The table --------------------------------------------------------------------------------------------------------


def table(rows: list[Row]) -> str:
    """The rows in Markdown, in columns that also line up in a terminal."""
    lines = [HEADER, *(row.cells() for row in rows)]
    widths = [max(3, *(len(line[column]) for line in lines)) for column in range(len(HEADER))]
    rule = tuple("-" * width for width in widths)
    return "".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |\n"
        for line in (lines[0], rule, *lines[1:])
    )


def machine() -> str:
    return (
        f"Python {platform.python_version()}, {os.cpu_count()} cores, Textual {version('textual')},"
        f" pydantic {version('pydantic')}, click {version('click')}."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure levelbook against the floors that the design names.")
    parser.add_argument("--quick", action="store_true", help="few runs of each")
    parser.add_argument("--only", choices=ROWS, action="append", help="measure this; may be given again")
    given = parser.parse_args()
    rows: list[Row] = []
    failed = False
    with tempfile.TemporaryDirectory(prefix="levelbook-bench-") as place:
        bench = Bench(5 if given.quick else 20, Path(place))
        for name in given.only or ROWS:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            try:
                rows += ROWS[name](bench)
            except subprocess.CalledProcessError as error:
                failed = True
                print(f"{name} could not be measured:\n{error.stderr}", file=sys.stderr)
    text = f"{machine()}\n\n{table(rows)}"
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(f"# How fast levelbook is\n\n{text}", encoding="utf-8")
    print(text)
    sys.exit(failed)


if __name__ == "__main__":
    main()
