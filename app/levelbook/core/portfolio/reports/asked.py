"""What was asked of a portfolio: which teams an answer is over, and which it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any, Final

from levelbook.frozen import frozen

Rows = Sequence[Mapping[str, Any]]
WHOLE: Final = ""
"""The section of a row's overall figures."""


@frozen
class Kind:
    """A version of a questionnaire."""

    questionnaire: str
    version: str

    def __str__(self) -> str:
        return f"{self.questionnaire}@{self.version}"


@frozen
class LeftOut:
    """Teams that a report is not over, since what they answer cannot be compared."""

    questionnaire: str
    version: str
    teams: int


@frozen
class Asked:
    """What was asked, and what the answer is over."""

    quarter: str
    unit: str | None
    profile: Mapping[str, tuple[str, ...]]
    kinds: tuple[Kind, ...]
    """Versions that are counted together."""
    as_of: date
    """The day by which late is late."""
    collected_at: str
    teams: int
    old: int
    """How many of them have an edition older than a round."""
    left_out: tuple[LeftOut, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    """What rows are called."""
