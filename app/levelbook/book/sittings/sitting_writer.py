"""Changes to sittings go to disk here, each before the call returns; what the disk refuses waits, day by day."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import reduce
from typing import NamedTuple

from levelbook.book.session import Session
from levelbook.core.answers.sittings import Sitting
from levelbook.core.errors import CouldNotWrite, FileIsWrong, LevelbookError, NotConfirmed
from levelbook.store import sittings_file

Make = Callable[[Sitting], Sitting]
"""Makes a change to a sitting. It may run again, on another version of it, so it tells and raises nothing."""


class _Waiting(NamedTuple):
    """The changes of one day's sitting that the disk refused, and that sitting before and with them."""

    before: Sitting
    sitting: Sitting
    changes: tuple[Make, ...]


class SittingWriter:
    """A writer changes sittings on disk; what waits for a day goes with its next change, whatever the day."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: dict[date, _Waiting] = {}
        self.unkept: LevelbookError | None = None
        """Why the last changes are not on disk, or may not last there."""

    @property
    def waiting(self) -> Mapping[date, Sitting]:
        """Return the sittings that could not be written, by day, as they are in memory."""
        return {day: one.sitting for day, one in self._waiting.items()}

    @property
    def before(self) -> Mapping[date, Sitting]:
        """Return the same sittings as they were last read, without what could not be written."""
        return {day: one.before for day, one in self._waiting.items()}

    def change(self, day: date, make: Make, *, seen: Sitting) -> Sitting:
        """Change the sitting of a day on disk, with everything that waits for it; return it as it is there now.

        seen: the sitting as it was read last, which stays in memory with the change if the disk refuses it.
        Raises FileIsWrong, CouldNotWrite: the change waits then; and NotConfirmed: it is written, and may not last.
        """
        changed = self._put(day, (make,), seen)
        self.try_again()
        return changed

    def try_again(self) -> None:
        """Write what waits; what is refused again is in `unkept`, and goes on waiting."""
        for day, one in tuple(self._waiting.items()):
            with contextlib.suppress(CouldNotWrite, FileIsWrong):
                self._put(day, (), one.sitting)

    def save(self) -> None:
        """Write what waits. Raises FileIsWrong, CouldNotWrite."""
        for day, one in tuple(self._waiting.items()):
            self._put(day, (), one.sitting)

    def _put(self, day: date, changes: tuple[Make, ...], seen: Sitting) -> Sitting:
        known = self._waiting.get(day) or _Waiting(seen, seen, ())
        waiting = (*known.changes, *changes)
        try:
            self._session.must_still_be_there()
            folder = self._session.folder.sittings_path
            if known.before != Sitting():
                sittings_file.must_still_be_there(folder, day)
            changed = sittings_file.change(folder, day, lambda sitting: with_changes(sitting, waiting))
        except NotConfirmed as fault:
            self._waiting.pop(day, None)
            self.unkept = fault
            self._session.read_sittings_again()
            raise
        except (CouldNotWrite, FileIsWrong) as refused:
            self._waiting[day] = _Waiting(known.before, with_changes(known.sitting, changes), waiting)
            self.unkept = refused
            raise
        self._waiting.pop(day, None)
        if not self._waiting:
            self.unkept = None
        self._session.read_sittings_again()
        return changed


def with_changes(sitting: Sitting, changes: Iterable[Make]) -> Sitting:
    """Return a sitting after changes, one after the other."""
    return reduce(lambda changed, make: make(changed), changes, sitting)
