"""Bulletins announce news between rounds, with the practices that it affects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from levelbook.core.questionnaire.questionnaire import When
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.field_types import Len, Line, RequiredLine


def _address(value: str) -> str:
    if not value.startswith(("https://", "http://")) or clean_line(value) != value or " " in value:
        raise ValueError("an address begins with https:// and has no spaces")
    return value


@dataclass(frozen=True, slots=True)
class Bulletin:
    """News between rounds: something that became known about generative AI, and the practices that it affects."""

    date: date
    """The day on which it became known."""
    sentence: RequiredLine
    """What happened, in one sentence."""
    practices: Annotated[tuple[RequiredLine, ...], Len(1)]
    """Full ids of the practices that protect against it."""
    source: RequiredLine
    """The source: a title, or an address."""
    url: Annotated[str, _address] | None = None
    """The address to read it at, if `source` is a title."""
    read_in_copy: bool = False
    """True if the author of the bulletin read a copy of the source, such as an archived page or a report about it."""
    case: Line = ""
    """The attack's entry in a public catalogue, such as `MITRE ATLAS AML.CS0072`."""
    when: When = field(default_factory=dict)
    """Shown only if these tests over facts hold; an unanswered fact hides nothing from a team."""
