"""Times work inside a process of its own: `inside.py save|guide FOLDER PRACTICES` prints milliseconds, one a line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import books

from levelbook.book.publishing.publish import Publisher
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit

SAVES = 40


def save(session: Session) -> Iterator[float]:
    """One answer after the other, in all parts of the questionnaire: scored, proved and on disk."""
    names = list(session.questionnaire.practices)
    assert session.now.scorecard.overall  # as it is while an interview is open
    for practice_id in islice(cycle(names[:: max(1, len(names) // SAVES)]), SAVES):
        started = perf_counter()
        session.apply(practice_id, Edit(level=4 if session.now.book.answer(practice_id).level != 4 else 1))
        assert session.now.scorecard.overall
        yield perf_counter() - started


def guide(session: Session) -> Iterator[float]:
    """The first assembly of a process: templates compiled, editions and frameworks read, all three documents made."""
    started = perf_counter()
    written = Publisher(session.state).assembled()
    yield perf_counter() - started
    assert written.changed


if __name__ == "__main__":
    _, what, folder, practices = sys.argv
    for seconds in {"save": save, "guide": guide}[what](books.opened(Path(folder), int(practices))):
        print(f"{seconds * 1000:.3f}")
