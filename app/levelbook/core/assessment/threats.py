"""Threats that became known since a team's last edition, and the practices of the team that each touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from levelbook.core.assessment.scoring import PracticeScore, Scorecard
from levelbook.core.questionnaire.bulletins import Bulletin


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
