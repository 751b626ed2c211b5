"""Lines that commands about a portfolio print: what was collected, and figures of many teams as tables."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from levelbook.cli.diagnostics import say
from levelbook.cli.output import put
from levelbook.core.portfolio.tables import ProblemRow
from levelbook.core.text.cleaning import clean_line
from levelbook.words.figures import plural

if TYPE_CHECKING:
    from levelbook.portfolio.collecting import Collected

MOST_SHOWN: Final = 5
"""How many problems of one kind are shown; the others are counted."""
EVERY: Final = 2.0
"""Seconds between two progress messages."""


class Progress:
    """Prints progress from time to time during a long collection."""

    def __init__(self) -> None:
        self.said_at = time.monotonic()

    def __call__(self, words: str) -> None:
        if time.monotonic() - self.said_at >= EVERY:
            self.said_at = time.monotonic()
            say(clean_line(words))


def put_problems(problems: Iterable[ProblemRow]) -> None:
    """Print the first few problems of each kind."""
    shown: Counter[str] = Counter()
    for row in problems:
        shown[row.kind] += 1
        if shown[row.kind] == 1:
            put("")
        if shown[row.kind] <= MOST_SHOWN:
            place = clean_line(row.place)  # a stranger may have named the folder
            put(f"{place}: {row.message}" if place else row.message, *([f"  {row.remedy}"] if row.remedy else []))
    more = sum(max(count - MOST_SHOWN, 0) for count in shown.values())
    if more:
        put("", f"{plural(more, 'more problem')}: `levelbook portfolio problems` lists all.")


def collected_shape(found: Collected) -> dict[str, Any]:
    """Return the result of a collection in the shape of `collect --json`."""
    return {
        "books": found.books,
        "teams": found.teams,
        "new_editions": found.new_editions,
        "known_editions": found.known_editions,
        "collected_at": found.manifest.collected_at,
        "problems": [row._asdict() for row in found.problems],
    }
