"""How long a portfolio of many teams takes: `portfolio.py [--quick] [--only WORD]`.

The teams are those of `portfolio demo`, each as often as it takes, on the shipped questionnaire over eight quarters.
Prints a table and writes it to build/portfolio-bench.md; docs/portfolio-benchmarks.md holds one. Beside each figure
stands what it is measured against, taken in the same run. Rows over their goal come first.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import version
from math import isclose
from pathlib import Path

import by_hand
from builds import REPOSITORY, earlier, frozen_book, today
from portfolios import multiplied, with_copies
from timing import Measure, by_turns, process, run, told

from bench import Row, machine, table
from levelbook.core.portfolio.question import PortfolioQuestion
from levelbook.portfolio import demo
from levelbook.portfolio.collecting import collect
from levelbook.portfolio.inquiry import Inquiry
from levelbook.portfolio.settings import Portfolio, open_portfolio

OUT = REPOSITORY / "build" / "portfolio-bench.md"
FEW, TEAMS, MANY, ON_PAPER = 1_000, 10_000, 100_000, 1_000_000
COPIES = 5
"""Of each of the demo's books, so that what a collection begins with is shared by as many editions as it mostly is."""


@dataclass(frozen=True)
class Bench:
    """What all rows need: how often to measure, and a place for portfolios."""

    rounds: int
    place: Path
    notes: list[str] = field(default_factory=list)
    """What follows from the rows, said below them."""

    @cached_property
    def seed(self) -> Portfolio:
        made = demo.build(self.place / "seed")
        collect(made)
        return made

    def teams(self, count: int) -> Path:
        """A portfolio of so many teams, made when it is first wanted."""
        path = self.place / f"{count}-teams"
        if not path.exists():
            multiplied(self.seed, path, count // demo.TEAMS)
        return path

    # One method for each word of --only.

    def collect(self) -> Iterator[Row]:
        build = earlier()
        if build is None:
            raise SystemExit("The earlier build's commit is not in this clone: git fetch --unshallow")
        book = self.place / "earlier-demo"
        run(*build.words("demo", str(book)), env=build.env)
        texts = [path.read_text("utf-8") for path in (book / "editions").glob("*/edition.toml")]
        copies, editions = with_copies(self.seed, self.place / "copies", COPIES)

        def anew() -> None:
            shutil.rmtree(copies.store_path, ignore_errors=True)
            collect(copies)

        read = _each(len(texts), lambda: [tomllib.loads(text) for text in texts])
        score = process(
            *build.words("-C", str(frozen_book(build, book, self.place / "frozen")), "score", "--json"), env=build.env
        )
        scored, new = by_turns(self.rounds, score, _each(editions, anew))
        parsed, again = by_turns(self.rounds, read, _each(editions, lambda: collect(copies)))
        yield Row("collect, an edition known by", "its edition.toml of 1d0e9b7, tomllib", parsed, None, again, 0.02)
        yield Row("collect, a new edition", "`score --json` of 1d0e9b7", scored, None, new, 0.01)

    def reports(self) -> Iterator[Row]:
        folder = self.teams(TEAMS)
        _must_be_equal(folder)
        hand, ours = by_turns(self.rounds, _asking("by-hand", folder), _asking("ours", folder))
        yield Row(f"all ten reports, {TEAMS:,} teams", "the same ten by hand, DuckDB", hand, None, ours, 1.2)

    def growth(self) -> Iterator[Row]:
        few, many = self.teams(TEAMS), self.teams(MANY)
        fewer, ours = by_turns(max(1, self.rounds // 3), _asking("ours", few), _asking("ours", many))
        of_few, of_many = (float(run(*_script("ours", folder), "memory")) for folder in (few, many))
        seconds, gib = _on_paper(fewer.median, ours.median) / 1000, _on_paper(of_few, of_many) / 1024
        disk = _on_paper(_gb_of_store(few), _gb_of_store(many))
        self.notes.append(
            f"{ON_PAPER:,} teams on paper, as it grows from {TEAMS:,} to {MANY:,}: {seconds:.0f} s of processor time, "
            f"{gib:.1f} GiB of memory, a store of {disk:.0f} GB."
        )
        yield replace(Row(f"the same, {MANY:,} teams", f"{TEAMS:,} teams", fewer, None, ours, 10), mib=of_many)

    def screen(self) -> Iterator[Row]:
        few, many = self.teams(FEW), self.teams(MANY)
        book = next((self.seed.path / demo.BOOKS).iterdir())
        home, first = by_turns(
            self.rounds, process(*_at_the_screen("paint", book)), process(*_at_the_screen("portfolio", many))
        )
        yield Row(f"first paint of the screen, {MANY:,} teams", "the home screen of one book", home, None, first, 1.5)
        fewer, ours = by_turns(
            max(1, self.rounds // 3), told(*_at_the_screen("filter", few)), told(*_at_the_screen("filter", many))
        )
        yield Row(f"a key of its filter, {MANY:,} teams", f"{FEW:,} teams", fewer, None, ours, 2)


def _on_paper(few: float, many: float) -> float:
    """What a figure comes to that goes on growing as it did."""
    return many + (many - few) / (MANY - TEAMS) * (ON_PAPER - MANY)


def _gb_of_store(folder: Path) -> float:
    return sum(file.stat().st_size for file in (folder / "store").rglob("*.parquet")) / 1e9


def _each(count: int, work: Callable[[], object]) -> Measure:
    """One of so many things that are done together, in this process."""

    def measure() -> list[float]:
        begun = time.process_time()
        work()
        return [(time.process_time() - begun) * 1000 / count]

    return measure


def _asking(who: str, folder: Path) -> Measure:
    return told(*_script(who, folder))


def _at_the_screen(what: str, folder: Path) -> tuple[str, ...]:
    return today(None).script("screen.py", what, str(folder))


def _script(who: str, folder: Path) -> tuple[str, ...]:
    return today(None).script("asking.py", who, str(folder))


def _must_be_equal(folder: Path) -> None:
    """Raises AssertionError where what is written by hand finds something else."""
    portfolio = open_portfolio(folder)
    with Inquiry(portfolio, PortfolioQuestion()) as inquiry:
        for query, rows in by_hand.asked(portfolio.store_path).items():
            found = inquiry._found(query)
            assert len(rows) == len(found) and all(map(_are_alike, rows, found)), query


def _are_alike(one: dict[str, object], other: dict[str, object]) -> bool:
    """Sums of doubles may differ in the last bits, by the order of adding."""
    return one.keys() == other.keys() and all(
        isclose(value, other[name], rel_tol=1e-9) if isinstance(value, float) else value == other[name]
        for name, value in one.items()
    )


ROWS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "collect": Bench.collect,
    "reports": Bench.reports,
    "growth": Bench.growth,
    "screen": Bench.screen,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a portfolio against what its goals name.")
    parser.add_argument("--quick", action="store_true", help="few runs of each")
    parser.add_argument("--only", choices=ROWS, action="append", help="measure this; may be given again")
    given = parser.parse_args()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="levelbook-bench-") as place:
        bench = Bench(3 if given.quick else 9, Path(place))
        begun = time.monotonic()
        for name in given.only or ROWS:
            print(f"measuring {name}, after {time.monotonic() - begun:.0f} s …", file=sys.stderr, flush=True)
            rows += ROWS[name](bench)
    said = f"{machine().removesuffix('.')}, DuckDB {version('duckdb')}. Processor time: median (lowest–highest)."
    text = "\n".join([f"{said}\n\n{table(rows)}", *bench.notes])
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
