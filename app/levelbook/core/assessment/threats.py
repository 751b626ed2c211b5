"""Threats that became known since a team's last edition, and the practices of the team that each touches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.bulletins import Bulletin
from levelbook.core.questionnaire.tailoring import may_hold


@frozen
class Threat:
    """A bulletin that touches this team."""

    bulletin: Bulletin
    touched: tuple[PracticeScore, ...]
    """Practices it touches that count for the team, as they stand."""


@frozen
class RecentThreats:
    """The bulletins of a time that touch this team."""

    since: date
    """They came after this day."""
    threats: tuple[Threat, ...]
    """Newest first."""
    is_day_of_edition: bool = False
    """Whether `since` is the day of an edition; else it lies three months back."""


def threats(bulletins: Iterable[Bulletin], assessment: Assessment, *, since: date) -> tuple[Threat, ...]:
    """Return the bulletins after `since`, up to the assessment's day, that concern this team; newest first.

    One concerns it when its facts do not rule that out and one of its practices is in scope.
    """
    found: list[Threat] = []
    for bulletin in (one for one in bulletins if since < one.date <= assessment.on):  # scored only where there is any
        if not may_hold(bulletin.when, assessment.tailoring.facts):
            continue
        scores = [assessment.score_of(name) for name in dict.fromkeys(bulletin.practices)]
        touched = tuple(score for score in scores if score is not None and score.counts)
        if touched:
            found.append(Threat(bulletin, touched))
    return tuple(sorted(found, key=lambda threat: threat.bulletin.date, reverse=True))
