"""A timer for the practice at hand and for all of them. It is off until somebody starts it."""

from __future__ import annotations

from datetime import datetime


class PracticeTimer:
    """A timer that counts seconds while it is on. It is told the time, and never waits."""

    def __init__(self) -> None:
        self._at = ""
        self._since: datetime | None = None
        self._spent: dict[str, float] = {}

    @property
    def is_on(self) -> bool:
        return self._since is not None

    def start(self, now: datetime) -> None:
        """Start it, or resume it after a pause."""
        self._since = self._since or now

    def stop(self, now: datetime) -> None:
        """Pause it; what was counted stays."""
        self._count(now)
        self._since = None

    def turn_to(self, practice_id: str, now: datetime) -> None:
        """Count for this practice from now on; for none with an empty id."""
        self._count(now)
        self._at = practice_id

    def _count(self, now: datetime) -> None:
        if self._since is not None:
            self._spent[self._at] = self._spent.get(self._at, 0) + max(0.0, (now - self._since).total_seconds())
            self._since = now

    def seconds_here(self, now: datetime) -> int:
        """Give the seconds spent on the practice at hand, over all visits."""
        self._count(now)
        return int(self._spent.get(self._at, 0))

    def seconds(self, now: datetime) -> int:
        """Give the seconds spent in all."""
        self._count(now)
        return int(sum(self._spent.values()))
