"""A recovery holds answers that could not be saved: stored elsewhere, and offered when the book is opened again."""

from __future__ import annotations

from datetime import date

from levelbook.core.answers.answers import AnswerBook, Entry
from levelbook.core.answers.sittings import Sitting
from levelbook.core.frozen import frozen
from levelbook.core.text.field_types import Day, Line, UtcTime


@frozen(kw_only=True)
class RecoveryHead(Entry):
    """The head of a recovery names what is in it. The order of the fields is the order of the keys in the file."""

    kept_at: UtcTime
    book: Line = ""
    """The file that could not be written, for people to read."""
    answers: tuple[Line, ...] = ()
    """Ids of the practices whose answers are not on the disk."""
    facts: tuple[Line, ...] = ()
    """Ids of the facts."""
    sitting: Day | None = None
    """Day of the sitting; None if the sitting was saved."""


@frozen
class Recovery:
    """A recovery holds unsaved answers, and the saved state before them."""

    head: RecoveryHead
    said: AnswerBook
    """The unsaved answers and facts that the head names."""
    base: AnswerBook
    """The same answers and facts as saved before."""
    sitting: Sitting | None = None
    """The sitting of the day that the head names."""
    sitting_base: Sitting | None = None
    """The same sitting as it was read last; None in a recovery of an older levelbook."""

    @property
    def day(self) -> date | None:
        """Return the day of the sitting."""
        return self.head.sitting if self.sitting is not None else None
