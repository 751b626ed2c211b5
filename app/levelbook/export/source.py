"""An export source is what every format is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from levelbook.core.assessment.assessment import Assessment

GENERATOR = '<meta name="generator" content="levelbook">'
"""By this tag a page is known to be levelbook's."""

Picture = Callable[[str], bytes | None]
"""Gives the content of a picture by its path from the guide; None where there is none that may be shown."""


@dataclass(frozen=True)
class GuideFile:
    """A guide as it would be written now, with the pictures beside it."""

    text: str
    picture: Picture


@dataclass(frozen=True)
class ExportSource:
    """One assessment, with the names of the team; the guide is assembled only for a format that asks for it."""

    assessment: Assessment
    team: str
    about: str
    """The system or the work that is assessed; may be empty."""
    guide: Callable[[], GuideFile]
    """Raises GuideDamaged, FileIsWrong."""
    only_essential: bool = False
    """Leave out practices that are not essential, in a format that asks about practices."""
