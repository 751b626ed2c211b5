"""This module guesses from the heads of an unknown table what its columns hold; a person reviews the guess.

The words that such heads usually contain are below, the most specific first. Levels are columns whose heads end
or begin with a number, such as `Level 1`, `L2`, `3 – Defined`, `Score: 4`; whatever number they start from, the first
is our level 0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.packs.files import quoted
from levelbook.packs.question_table import HEADS_WITHIN, OPTIONAL, REQUIRED, Grid, own_name

WORDS: Final[Mapping[str, Sequence[str]]] = {
    "id": ("id", "identifier", "ref", "reference", "code", "key", "no", "nr", "#", "control id", "requirement id"),
    "section": ("section", "domain", "category", "area", "chapter", "function", "family", "group", "dimension", "theme",
                "pillar", "stream", "topic"),
    "title": ("title", "name", "control", "practice", "requirement", "capability", "activity", "subcategory", "item",
              "subject", "topic"),
    "question": ("question", "prompt", "assessment", "criterion", "description", "text", "statement"),
    "rule": ("rule", "policy", "recommendation", "guidance"),
    "why": ("why", "rationale", "reason", "risk", "benefit", "purpose", "objective"),
    "impact": ("impact", "severity"),
    "weight": ("weight", "weighting"),
    "essential": ("essential", "mandatory", "must", "minimum", "baseline"),
    "quality": ("quality", "criteria", "evidence", "acceptance"),
    "ask": ("ask", "hint", "note", "help", "comment", "example"),
}  # fmt: skip
"""Words for each of our columns, in lower case and in the singular."""
LEVELS: Final = "0, 1 …"
_NUMBER_FIRST: Final = re.compile(r"(\d{1,2})(?:\s*[-–—:.)=]\s*\D.*)?")
_NUMBER_LAST: Final = re.compile(
    r"(?:level|l|score|maturity|maturity level|stage|tier|answer|value)\s*[-–:#]?\s*(\d{1,2})\b.*"
)
_PLURAL: Final = re.compile(r"(?<=[a-z]{2})s\b")
_FITTING: Final = {
    "impact": (re.compile("[123]?"), "1, 2 or 3"),
    "weight": (re.compile(r"(\d{1,6}([.,]\d{1,6})?)?"), "a number"),
}
"""The patterns that the cells of numeric columns must match, and what they are in words."""
_MOST_SHOWN: Final = 20
"""Characters of a cell that are shown where it does not fit."""


@frozen
class GuessedColumn:
    """One column of the table, and our guess of what it holds."""

    name: str
    """Our name for it: one of the columns of a table of questions, or a level's number."""
    head: str
    """Its head in the table."""
    example: str
    """Its first filled cell; may be empty."""


@frozen
class Guess:
    """The guessed columns of one table."""

    head_row: int
    """The row of the heads, from 1."""
    columns: tuple[GuessedColumn, ...]
    """Required ones first, then levels, then the rest."""
    missing: tuple[str, ...]
    """Required columns that nothing was found for; `LEVELS` where no two columns are levels."""
    unused: tuple[str, ...]
    """Heads of columns that would be ignored."""
    unfit: Mapping[str, str] = field(default_factory=dict)
    """Of those, heads that name a column of ours whose cells hold something else, each with the reason."""

    @property
    def as_columns(self) -> dict[str, str]:
        """Map our column names to the table's heads, for the options of the import; to nothing where there is none."""
        named = {one.name: one.head for one in self.columns if own_name(one.head) != one.name}
        found = {one.name for one in self.columns}
        return named | {name: "" for head in self.unused if (name := own_name(head)) in {*OPTIONAL} - found}


def guess_columns(grid: Grid) -> Guess:
    """Guess what the columns of a table hold."""
    rows = range(min(HEADS_WITHIN, len(grid.rows)))
    guesses = [_of_row(grid, row) for row in rows] or [Guess(1, (), (*REQUIRED, LEVELS), ())]
    return max(guesses, key=lambda guess: (len(guess.columns) - len(guess.missing), -guess.head_row))


def _of_row(grid: Grid, row: int) -> Guess:
    heads = [clean_line(cell) for cell in grid.rows[row]]
    plain = [_plain(head) for head in heads]
    times = Counter(plain)
    usable = [place for place, head in enumerate(plain) if head and times[head] == 1]
    levels = dict(_levels([(place, plain[place]) for place in usable]))
    named = dict(_named([place for place in usable if place not in levels.values()], plain))
    unfit = {name: why for name, place in named.items() if (why := _unfit_words(grid, row, place, name))}
    found = {name: place for name, place in named.items() if name not in unfit} | levels
    ordered = [name for name in (*REQUIRED, *levels, *OPTIONAL) if name in found]
    columns = tuple(GuessedColumn(name, heads[found[name]], _example(grid, row, found[name])) for name in ordered)
    missing = [name for name in REQUIRED if name not in found] + ([] if levels else [LEVELS])
    unused = tuple(head for place, head in enumerate(heads) if head and place not in found.values())
    reasons: dict[str, str] = {heads[named[name]]: why for name, why in unfit.items()}
    return Guess(row + 1, columns, tuple(missing), unused, reasons)


def _levels(heads: Sequence[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    """Map our levels to the positions of their columns: a run of consecutive numbers, from any number."""
    by_number: dict[int, int] = {}
    for place, head in heads:
        if match := _NUMBER_LAST.fullmatch(head) or _NUMBER_FIRST.fullmatch(head):
            by_number.setdefault(int(match[1]), place)
    numbers = sorted(by_number)
    if len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        yield from ((str(level), by_number[number]) for level, number in enumerate(numbers))


def _named(places: Sequence[int], heads: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Map column names to positions; a head that equals a word is preferred to one that contains it."""
    left = list(places)
    given: set[str] = set()
    for is_the_word in (True, False):
        for name, words in WORDS.items():
            fitting = (
                place
                for word in words
                for place in left
                if (heads[place] == word if is_the_word else word in heads[place].split())
            )
            if name not in given and (place := next(fitting, None)) is not None:
                left.remove(place)
                given.add(name)
                yield name, place


def _plain(head: str) -> str:
    """Normalise a head for comparison: lower case, no brackets or underscores, no plural."""
    return _PLURAL.sub("", " ".join(re.sub(r"[_*?()\[\]/]", " ", head.casefold()).split()))


def _unfit_words(grid: Grid, row: int, place: int, name: str) -> str:
    """Say which cell of a column cannot be what our column of a name holds; empty where all can."""
    if name not in _FITTING:
        return ""
    pattern, wanted = _FITTING[name]
    odd = next((cell for cell in _cells(grid, row, place) if not pattern.fullmatch(cell)), None)
    return "" if odd is None else f"it holds {quoted(odd[:_MOST_SHOWN])}, and {name} is {wanted}"


def _example(grid: Grid, row: int, place: int) -> str:
    return next((cell for cell in _cells(grid, row, place) if cell), "")


def _cells(grid: Grid, row: int, place: int) -> Iterator[str]:
    return (clean_line(cells[place]) for cells in grid.rows[row + 1 :] if place < len(cells))
