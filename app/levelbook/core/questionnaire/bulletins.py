"""Bulletins tell of news between rounds, and of the practices that it touches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from levelbook.core.questionnaire.questionnaire import When
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.fields import Len, Line, RequiredLine


def _address(value: str) -> str:
    if not value.startswith(("https://", "http://")) or clean_line(value) != value or " " in value:
        raise ValueError("an address begins with https:// and has no spaces")
    return value


@dataclass(frozen=True, slots=True)
class Bulletin:
    """News between rounds: something that became known about generative AI, and the practices that it touches."""

    date: date
    """The day on which it became known."""
    sentence: RequiredLine
    """What happened, in one sentence."""
    practices: Annotated[tuple[RequiredLine, ...], Len(1)]
    """Full ids of the practices that stand against it."""
    source: RequiredLine
    """Who says so: a title, or an address."""
    url: Annotated[str, _address] | None = None
    """Where to read it, where `source` is a title."""
    read_in_copy: bool = False
    """Whoever wrote the bulletin read that source in a copy, such as an archive or a report of it."""
    case: Line = ""
    """Where the attack is in a body of knowledge, such as `MITRE ATLAS AML.CS0072`."""
    when: When = field(default_factory=dict)
    """Told only where these tests over facts hold; a fact that nobody has answered keeps nothing from a team."""
