"""The scope of a portfolio's reports: the teams that they include and leave out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Any, Final

from levelbook.core.frozen import frozen

Rows = Sequence[Mapping[str, Any]]
WHOLE: Final = ""
"""The section of a row's overall figures."""


@frozen
class QuestionnaireVersion:
    """A version of a questionnaire."""

    questionnaire: str
    version: str

    def __str__(self) -> str:
        return f"{self.questionnaire}@{self.version}"


@frozen
class LeftOut:
    """Teams that a report leaves out, because their questionnaires cannot be compared."""

    questionnaire: str
    version: str
    teams: int


@frozen
class ReportScope:
    """The question of a report, with the teams that it includes."""

    quarter: str
    unit: str | None
    profile: Mapping[str, tuple[str, ...]]
    kinds: tuple[QuestionnaireVersion, ...]
    """Versions that are counted together."""
    as_of: date
    """The day on which lateness is measured."""
    collected_at: str
    teams: int
    old: int
    """The number of teams that are overdue for the next round."""
    left_out: tuple[LeftOut, ...]
    closed: int = 0
    """The number of teams that `portfolio.toml` says were closed by that day, which count no more."""
    silent: int = 0
    """The number of teams without an edition by that day, such as those whose only one cannot be read."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The titles of rows."""
