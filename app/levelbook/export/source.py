"""An export source is what every format is made from: an assessment, and what no assessment holds.

Every figure comes from the assessment. The names of the team are settings; the guide has people's words in it, and the
person who exports says which practices a ballot form asks about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import Problem
from levelbook.core.frozen import frozen

GENERATOR = '<meta name="generator" content="levelbook">'
"""The tag that marks a page as levelbook's."""

NOW = "now"
"""The name of an assessment of the present state, which no edition can have."""

Picture = Callable[[str], bytes | None]
"""Gives the content of a picture by its path from the guide; None where there is none that may be shown."""


@frozen
class GuideFile:
    """A guide or a record as it would be written now, with the pictures beside it."""

    text: str
    picture: Picture


@frozen
class ExportSource:
    """An export source holds one assessment, the team's names, and a guide that is assembled only where asked for."""

    assessment: Assessment
    team: str
    about: str
    """The system or the work that is assessed; may be empty."""
    guide: Callable[[], GuideFile]
    """Raises GuideDamaged, FileIsWrong."""
    record: Callable[[], GuideFile]
    """Raises GuideDamaged, FileIsWrong."""
    only_essential: bool = False
    """Leave out practices that are not essential, in a format that asks about practices."""

    @property
    def edition(self) -> str:
        """Return the name of the edition that is exported; empty for the present state of the book."""
        return "" if self.assessment.name == NOW else self.assessment.name


@frozen
class CheckFindings:
    """The findings of `check`: problems fail, notices do not."""

    problems: Sequence[Problem]
    notices: Sequence[Problem]
    team: str = ""
    """Whose book was checked; empty where its settings cannot be read."""
