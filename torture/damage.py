"""Files that were damaged: cut off at each of their tables and headings, and with one bit of each 64th byte flipped.

Afterwards every command that reads ends in words or prints the figures that it printed before. Where it prints others,
it says something that it did not say before, or `check` and `guide --status` do. Some files are people's to edit, and
may say anything; in those only crashes count.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from support.command_line import typed
from support.small_book import RESTORES, later
from torture.outcome import Budget, Fault, Outcome
from torture.processes import Ended, started
from torture.scenes import tree, used

WHAT: Final = "each file of a book cut off at each table and heading, and one bit of each 64th byte flipped"
EVERY: Final = 64
WORDS: Final = (("check",), ("guide", "--status"))
"""Commands that say what is wrong."""
_NOW: Final = (("score", "--json"), ("gaps", "--json"), ("explain", "overall", "--json"), ("diff", "--json"))
_THEN: Final = (("editions", "--json"), ("diff", "--json"), ("diff", "first", "second", "--json"))
FIGURES: Final = {
    re.compile(r"book/(answers\.toml|levelbook\.toml|ballots/|sittings/)|questions/"): _NOW,
    re.compile(r"book/(editions|questionnaires)/"): _THEN,
    re.compile(r"book/(guide\.md|record\.md|charts/)"): (),
}
"""Which files the figures of which commands come from."""
BY_HAND: Final = re.compile(r"questions/|book/(levelbook\.toml|ballots/[^/]*$|sittings/)")
"""Whose files people edit: settings, questions, a participant's own ballot, the minutes."""
_ENDS_WELL: Final = frozenset({0, 1, 2, 3, 4, 5})


@dataclass(frozen=True)
class Damage:
    """One way to damage one file of a book."""

    path: str
    at: int
    """Byte."""
    bit: int | None
    """The one that is flipped; None where the file ends."""

    def done_to(self, data: bytes) -> bytes:
        if self.bit is None:
            return data[: self.at]
        return data[: self.at] + bytes([data[self.at] ^ 1 << self.bit]) + data[self.at + 1 :]

    def __str__(self) -> str:
        what = "cut off" if self.bit is None else f"with bit {self.bit} flipped"
        return f"{self.path} {what} at byte {self.at}"


@dataclass(frozen=True)
class RoadmapView:
    """What the commands print of a book."""

    figures: Mapping[str, Any]
    """Command to the numbers that it prints; none of one that refuses."""
    words: tuple[str, ...]
    """What `WORDS` print, and what the others write to stderr."""


def run_row(budget: Budget, place: Path, only: slice = slice(None)) -> Outcome:
    """Damage the book in every way. only: which ways are tried, for a sample or where several processes share them."""
    model = place / "model"
    model.mkdir(parents=True)
    files = _book(model)
    damages = list(_damages(files))
    random.Random(7).shuffle(damages)
    damages = damages[only]
    outcome = Outcome(WHAT, wanted=len(damages))
    outcome.chosen = (
        f"the book has {len(files):,} files and {sum(map(len, files.values())):,} bytes; how many tables, headings and"
        " 64th bytes there are changes with what levelbook writes into them"
    )
    for words in {*WORDS, *itertools.chain(*FIGURES.values())}:
        typed(*words, folder=model)  # so that each child finds compiled what it would compile anew
    whole = {commands: _read(model, commands, place / "said") for commands in FIGURES.values()}
    for damage in damages:
        if budget.is_over:
            break
        here = place / "here"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(model, here)
        path = here / damage.path
        path.write_bytes(damage.done_to(path.read_bytes()))
        commands = next(commands for paths, commands in FIGURES.items() if paths.match(damage.path))
        outcome.tried(judge(damage, whole[commands], _read(here, commands, place / "said")))
    return outcome


def _book(here: Path) -> Mapping[str, bytes]:
    """A book with two editions, a sitting, ballots and words in its guide; the files in it."""
    used(here)
    seal(_next_day(here), "second")
    _next_day(here).apply(RESTORES, Edit(level=3, note="Tried in May."))
    return {name: data for name, data in tree(here).items() if data is not None}


def _next_day(here: Path) -> Session:
    return later(Session.open(here / "book"), days=1)


def _damages(files: Mapping[str, bytes]) -> Iterator[Damage]:
    for name, data in files.items():
        starts = {match.start() for match in re.finditer(rb"^(?:\[|#|<!--|\s*\"|---)", data, re.MULTILINE)}
        for at in sorted({0, len(data) // 2, *starts}):
            yield Damage(name, at, None)
        for number, at in enumerate(range(0, len(data), EVERY)):
            yield Damage(name, at, number % 8)


Commands = tuple[tuple[str, ...], ...]


def _read(here: Path, commands: Commands, said: Path) -> RoadmapView | Ended:
    """Read a book by these commands and those that say what is wrong, in a child; how that ended, if badly."""
    result = said.with_name("reading")
    result.unlink(missing_ok=True)

    def read() -> int:
        given = {" ".join(words): typed(*words, folder=here) for words in (*commands, *WORDS)}
        for one in given.values():
            if one.code not in _ENDS_WELL:
                os.write(2, one.err.encode())
                return one.code
        figures = {name: numbers(one.json) for name, one in given.items() if name.endswith("--json") and one.code == 0}
        words = [*(one.err for one in given.values()), *(given[" ".join(name)].out for name in WORDS)]
        result.write_text(json.dumps({"figures": figures, "words": words}), "utf-8")
        return 0

    ended = started((), here, said, instead=read).ended()
    if not result.exists():
        return ended
    found = json.loads(result.read_text("utf-8"))
    return RoadmapView(found["figures"], tuple(found["words"]))


def numbers(value: Any) -> Any:
    """Return the numbers in what was read from JSON, in their places; texts are left out."""
    if isinstance(value, dict):
        return {key: numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [numbers(inner) for inner in value]
    return None if isinstance(value, str) else value


def judge(damage: Damage, whole: RoadmapView | Ended, now: RoadmapView | Ended) -> Iterator[Fault]:
    assert isinstance(whole, RoadmapView), whole
    if isinstance(now, Ended):
        yield Fault("crashed", f"{damage}: exit {now.code}: {now.said.strip()[-300:]}")
    elif not BY_HAND.match(damage.path) and now.words == whole.words:
        changed = [name for name, found in now.figures.items() if found != whole.figures[name]]
        if changed:
            yield Fault("untrue", f"{damage}: {', '.join(changed)}: other figures, and nothing tells why")
