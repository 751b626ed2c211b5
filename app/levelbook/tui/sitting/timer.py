"""A clock for the room: how long the practice at hand and the sitting have taken. It is off until somebody wants it."""

from __future__ import annotations

from datetime import datetime


class PracticeTimer:
    """Counts seconds while it is on. It is told what time it is, so that it never waits for any."""

    def __init__(self) -> None:
        self._at = ""
        self._since: datetime | None = None
        self._spent: dict[str, float] = {}

    @property
    def is_on(self) -> bool:
        return self._since is not None

    def start(self, now: datetime) -> None:
        """On, or on again after a break."""
        self._since = self._since or now

    def stop(self, now: datetime) -> None:
        """Off; what was counted stays, for when it goes on."""
        self._count(now)
        self._since = None

    def turn_to(self, practice_id: str, now: datetime) -> None:
        """From now on this practice is at hand; none with an empty id."""
        self._count(now)
        self._at = practice_id

    def _count(self, now: datetime) -> None:
        if self._since is not None:
            self._spent[self._at] = self._spent.get(self._at, 0) + max(0.0, (now - self._since).total_seconds())
            self._since = now

    def seconds_here(self, now: datetime) -> int:
        """Spent on the practice at hand, whenever it was taken up."""
        self._count(now)
        return int(self._spent.get(self._at, 0))

    def seconds(self, now: datetime) -> int:
        """Spent in all."""
        self._count(now)
        return int(sum(self._spent.values()))
