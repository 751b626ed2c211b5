"""News between rounds: which of a team's practices a new threat touches since its last edition."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from levelbook.core.questionnaire.content import Content, Many, Text
from levelbook.core.text.cleaning import clean_line


def _address(value: str) -> str:
    if not value.startswith(("https://", "http://")) or clean_line(value) != value or " " in value:
        raise ValueError("an address begins with https:// and has no spaces")
    return value


class Bulletin(Content):
    """News between rounds: something that became known about generative AI, and the practices that it touches."""

    date: date
    """The day on which it became known."""
    sentence: Text
    """What happened, in one sentence."""
    practices: Annotated[Many[Text], Field(min_length=1)]
    """Full ids of the practices that stand against it."""
    source: Text
    """Who says so: a title, or an address."""
    url: Annotated[str, AfterValidator(_address)] | None = None
    """Where to read it, where `source` is a title."""


class BulletinsFile(Content):
    """Mirrors `bulletins.toml`. It is no part of what is asked, so editions do not hold it."""

    bulletins: Many[Bulletin] = ()
