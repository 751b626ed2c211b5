"""How fast levelbook is, side by side with what it is compared with: `bench.py [--quick] [--only WORD]`.

Prints a table and writes it to build/bench.md; docs/benchmarks.md holds one. This is no test: whoever reads it judges,
and only a row that cannot be measured at all makes it fail. Rows over their goal come first.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from itertools import cycle
from pathlib import Path

import books
from builds import PYTHON, REPOSITORY, Build, earlier, frozen_book, today
from timing import Measure, Sample, by_turns, process, run, told

OUT = REPOSITORY / "build" / "bench.md"
MANY = 2000
EDITIONS = 8
HISTORIES = (12, 40)
GROWTH = (600, 1250, 2500, 5000)


@dataclass(frozen=True)
class Row:
    """Something timed, before and today, against a floor that it may take so many times of."""

    what: str
    floor_name: str
    floor: Sample
    before: Sample | None
    today: Sample
    most: float
    mib: float = 0.0
    """Memory of today's, where it was looked at."""

    @property
    def is_over(self) -> bool:
        return self.today.median > self.most * self.floor.median

    def cells(self) -> tuple[str, ...]:
        times = self.today.median / self.floor.median
        ratio = f"{times:.2f}x" if times >= 0.1 else f"{times:.4f}x"
        return (
            *(self.what, self.floor_name, _ms(self.floor), _ms(self.before), _ms(self.today)),
            f"{self.before.median / self.floor.median:.2f}x" if self.before else "–",
            f"**{ratio}**" if self.is_over else ratio,
            f"{self.most:g}x",
            f"{self.mib:.0f}" if self.mib else "–",
        )


HEADER = (
    *("what", "against", "that, ms", "before, ms", "today, ms"),
    *("before", "today", "goal", "MiB today"),
)


def _ms(sample: Sample | None) -> str:
    if sample is None:
        return "–"
    low, high = sample.range
    places = 1 if high >= 1 else 2
    return f"{sample.median:.{places}f} ({low:.{places}f}–{high:.{places}f})"


# --- The rows ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bench:
    """What all rows need: how often to measure, and a place for books."""

    rounds: int
    place: Path

    @cached_property
    def before(self) -> Build | None:
        return earlier()

    @cached_property
    def now(self) -> Build:
        return today(self.before)

    @cached_property
    def _demo(self) -> Path:
        """A demo book of the earlier build, or of today's where there is no other."""
        build, folder = self.before or self.now, self.place / "demo"
        run(*build.words("demo", str(folder)), env=build.env)
        return folder

    def demo(self, build: Build) -> Path:
        """The demo book that a build is measured on, its own copy."""
        folder = self.place / f"demo-{build.name}"
        return folder if folder.exists() else frozen_book(build, self._demo, folder)

    def book(self, practices: int = books.SHIPPED) -> str:
        """A folder with a book of so many practices, made when it is first wanted."""
        folder = self.place / f"{practices}-practices"
        if not folder.exists():
            books.make(folder, practices)
        return str(folder)

    def command(self, build: Build, *words: str, before: tuple[str, ...] = ()) -> Measure:
        """A command on the build's demo book. before: another one before each, which is not timed."""
        folder = ("-C", str(self.demo(build)))
        first = (lambda: run(*build.words(*folder, *before), env=build.env)) if before else None
        return process(*build.words(*folder, *words), env=build.env, before=first)

    def changing(self, build: Build, *words: str, book: Path | None = None) -> Measure:
        """A command on a book, by default the build's demo book, in which one answer was changed before each."""
        levels = cycle((3, 2))
        folder = str(book or self.demo(build))

        def change() -> None:
            run(*build.words("-C", folder, "answer", "4.2", "--level", str(next(levels))), env=build.env)

        return process(*build.words("-C", folder, *words), env=build.env, before=change)

    def row(self, what: str, floor_name: str, floor: Measure, measure: Callable[[Build], Measure], most: float) -> Row:
        """One row: floor, earlier build and today's, in turn."""
        builds = [build for build in (self.before, self.now) if build is not None]
        taken, *found = by_turns(self.rounds, floor, *map(measure, builds))
        return Row(what, floor_name, taken, found[0] if len(found) == 2 else None, found[-1], most)

    # One method for each word of --only.

    def version(self) -> Iterator[Row]:
        def measure(build: Build) -> Measure:
            return process(*build.words("--version"), env=build.env)

        yield self.row("`--version`", "`import click`", _CLICK, measure, 1.1)

    def score(self) -> Iterator[Row]:
        name = "`import pydantic; pydantic.BaseModel`"
        row = self.row("`score --json`", name, _PYDANTIC, lambda build: self.command(build, "score", "--json"), 1)
        yield replace(row, mib=self.now.memory("-C", str(self.demo(self.now)), "score", "--json"))
        changed = "the same, an answer changed since"
        yield self.row(changed, name, _PYDANTIC, lambda build: self.changing(build, "score", "--json"), 1)

    def answer(self) -> Iterator[Row]:
        name = "`import pydantic; pydantic.BaseModel`"

        def measure(build: Build) -> Measure:
            return self.command(build, *("answer", "4.2", "--level", "3"), before=("answer", "4.2", "--level", "2"))

        yield self.row("`answer 4.2 --level 3`", name, _PYDANTIC, measure, 1.2)

    def guide(self) -> Iterator[Row]:
        name = "`import click`"
        yield self.row("`guide`, an answer changed", name, _CLICK, lambda build: self.changing(build, "guide"), 5)
        run(*self.now.words("-C", str(self.demo(self.now)), "guide"))
        row = self.row("`guide`, nothing changed", name, _CLICK, lambda build: self.command(build, "guide"), 2.5)
        yield replace(row, mib=self.now.memory("-C", str(self.demo(self.now)), "guide"))

    def check(self) -> Iterator[Row]:
        yield self.row("`check`", "`import click`", _CLICK, lambda build: self.command(build, "check"), 6)

    def diff(self) -> Iterator[Row]:
        for number in range(EDITIONS - 2):
            for build in filter(None, (self.before, self.now)):
                folder = ("-C", str(self.demo(build)))
                run(*build.words(*folder, "answer", "4.2", "--level", str(2 + number % 2)), env=build.env)
                run(*build.words(*folder, "seal", f"bench-{number}"), env=build.env)
        score = self.command(self.now, "score", "--json")
        what = f"`diff --json`, {EDITIONS} editions"
        yield self.row(what, "`score --json`", score, lambda build: self.command(build, "diff", "--json"), 1.5)
        changed = self.changing(self.now, "score", "--json")
        what = "the same, an answer changed since"
        yield self.row(what, "the same", changed, lambda build: self.changing(build, "diff", "--json"), 1.5)

    def history(self) -> Iterator[Row]:
        few, many = HISTORIES
        made = [self.place / f"{count}-editions" for count in HISTORIES]
        for book, count in zip(made, HISTORIES, strict=True):
            books.with_history(book, count)

        def over_all(book: Path) -> Measure:
            names = sorted(path.name for path in (book / "editions").iterdir())
            return process(*self.now.words("-C", str(book), "diff", names[0], names[-1], "--markdown"))

        def afresh(book: Path) -> Measure:
            return self.changing(self.now, "guide", book=book)

        most = round(1.25 * many / few, 1)
        for what, measure in (("`diff` of the first and the last", over_all), ("`guide`, an answer changed", afresh)):
            fewer, ours = by_turns(self.rounds, *map(measure, made))
            yield Row(f"{what}, {many} editions", f"{few} editions", fewer, None, ours, most)

    def paint(self) -> Iterator[Row]:
        label = process(*self.now.script("screen.py", "label"))

        def measure(build: Build) -> Measure:
            return process(*build.script("screen.py", "paint", str(self.demo(build))), env=build.env)

        yield self.row("first paint of the app", "a Textual app of one label", label, measure, 1.3)

    def keys(self) -> Iterator[Row]:
        def pressed(build: Build) -> Measure:
            return told(*build.script("screen.py", "keys", self.book(), str(books.SHIPPED)), env=build.env)

        rounds = max(1, self.rounds // 5)
        rows = told(*self.now.script("screen.py", "rows"))
        floor, ours, large = by_turns(
            rounds, rows, pressed(self.now), told(*self.now.script("screen.py", "keys", self.book(MANY), str(MANY)))
        )
        yield Row("a key to the repainted interview", "a Textual list of 20 rows", floor, None, ours, 1.5)
        yield Row(f"the same, {MANY:,} practices", "the same, shipped", ours, None, large, 1.1)

    def large(self) -> Iterator[Row]:
        few, many = (
            process(*self.now.words("-C", self.book(count), "score", "--json")) for count in (books.SHIPPED, MANY)
        )
        shipped, grown = by_turns(self.rounds, few, many)
        yield Row(f"`score --json`, {MANY:,} practices", "the same, shipped", shipped, None, grown, 3)

    def growth(self) -> Iterator[Row]:
        first, *others = by_turns(
            max(1, self.rounds // 10),
            *(told(*self.now.script("inside.py", "guide", self.book(count), str(count))) for count in GROWTH),
        )
        for count, grown in zip(GROWTH[1:], others, strict=True):
            most = 1.25 * count / GROWTH[0]
            yield Row(f"guide, {count:,} practices", f"{GROWTH[0]} practices", first, None, grown, round(most, 1))


_CLICK = process(PYTHON, "-c", "import click")
_PYDANTIC = process(PYTHON, "-c", "import pydantic; pydantic.BaseModel")

ROWS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "version": Bench.version,
    "score": Bench.score,
    "answer": Bench.answer,
    "guide": Bench.guide,
    "check": Bench.check,
    "paint": Bench.paint,
    "keys": Bench.keys,
    "large": Bench.large,
    "diff": Bench.diff,
    "history": Bench.history,
    "growth": Bench.growth,
}


# --- The table --------------------------------------------------------------------------------------------------------


def table(rows: list[Row]) -> str:
    """The rows in Markdown, those over their goal first, in columns that also line up in a terminal."""
    lines = [HEADER, *(row.cells() for row in sorted(rows, key=lambda row: not row.is_over))]
    widths = [max(3, *(len(line[column]) for line in lines)) for column in range(len(HEADER))]
    rule = tuple("-" * width for width in widths)
    return "".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |\n"
        for line in (lines[0], rule, *lines[1:])
    )


def machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" Textual {version('textual')}, pydantic {version('pydantic')}, click {version('click')}."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure levelbook against what its goals name.")
    parser.add_argument("--quick", action="store_true", help="few runs of each")
    parser.add_argument("--only", choices=ROWS, action="append", help="measure this; may be given again")
    given = parser.parse_args()
    rows: list[Row] = []
    failed = False
    with tempfile.TemporaryDirectory(prefix="levelbook-bench-") as place:
        os.environ["XDG_CACHE_HOME"] = str(Path(place) / "cache")
        bench = Bench(5 if given.quick else 20, Path(place))
        for name in given.only or ROWS:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            try:
                rows += ROWS[name](bench)
            except subprocess.CalledProcessError as error:
                failed = True
                print(f"{name} could not be measured:\n{error.stdout}", file=sys.stderr)
    text = f"{machine()} Processor time: median (lowest–highest).\n\n{table(rows)}"
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(f"# How fast levelbook is\n\n{text}", encoding="utf-8")
    print(text)
    sys.exit(failed)


if __name__ == "__main__":
    main()
