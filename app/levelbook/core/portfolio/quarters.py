"""Quarters of the calendar year, by which many teams' editions are filed and compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 3


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a year, written `2026-Q4`."""

    year: int
    number: int
    """1 to 4."""

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter that a day is in."""
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read `2026-Q4`, also as people type it: `2026q4`, `Q4 2026`. Raises ValueError with a sentence."""
        found = re.fullmatch(r"(?P<year>\d{4})[- ]?[Qq](?P<number>[1-4])", text.strip()) or re.fullmatch(
            r"[Qq](?P<number>[1-4])[- ]?(?P<year>\d{4})", text.strip()
        )
        if found is None or not int(found["year"]):
            raise ValueError("a quarter is written like 2026-Q4")
        return cls(int(found["year"]), int(found["number"]))

    @property
    def first_day(self) -> date:
        return date(self.year, (self.number - 1) * MONTHS + 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31) if self.number == 4 else self.after.first_day - timedelta(days=1)

    @property
    def before(self) -> Quarter:
        """Return the quarter before this one."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def after(self) -> Quarter:
        """Return the quarter after this one."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"
