"""News between rounds: which of a team's practices a new threat touches since its last edition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from levelbook.core.content import Content, Many, Text
from levelbook.core.scoring import PracticeScore, Scorecard
from levelbook.core.text import clean_line


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


@dataclass(frozen=True)
class Threat:
    """A bulletin that touches this team."""

    bulletin: Bulletin
    touched: tuple[PracticeScore, ...]
    """Those of its practices that count for the team, as they stand."""


def threats(bulletins: Iterable[Bulletin], scorecard: Scorecard, *, since: date) -> tuple[Threat, ...]:
    """The bulletins later than `since`, and not than the scorecard, that touch a practice in scope; newest first."""
    found: list[Threat] = []
    for bulletin in bulletins:
        scores = [scorecard.practices.get(name) for name in dict.fromkeys(bulletin.practices)]
        touched = tuple(score for score in scores if score is not None and score.counts)
        if touched and since < bulletin.date <= scorecard.on:
            found.append(Threat(bulletin, touched))
    return tuple(sorted(found, key=lambda threat: threat.bulletin.date, reverse=True))
