"""New threats are those that became known lately and touch what a team does.

Whoever keeps the book is asked to look at those since the last round, and at each practice that they touched until
somebody has reviewed it, however many rounds have ended since. The guide tells its readers of those since the
edition with which it compares itself, as it does with levels: right after a seal, that is the one before. An edition
that was sealed for an upgrade ends no round: nobody looked at anything for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from levelbook.book.editions.editions import Editions
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.last_review import reviewed_up_to
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.threats import RecentThreats, Threat, threats
from levelbook.core.questionnaire.bulletins import Bulletin
from levelbook.packs.companions import read_bulletins

QUARTER = timedelta(days=92)
"""How far back a guide looks if the team has no edition to compare with."""


def new_threats(editions: Editions, now: Assessment) -> tuple[Threat, ...]:
    """Return the threats since the edition of the last round, newest first; none before the first edition.

    Raises FileIsWrong where the questionnaire's bulletins are wrong.
    """
    last = editions.last_of_a_round
    return () if last is None else _threats(now, since=last.day)


def bulletins_to_consider(
    bulletins: Iterable[Bulletin], editions: Editions, now: Assessment
) -> Mapping[str, tuple[Bulletin, ...]]:
    """Map ids of practices to the bulletins that nobody has considered for each, newest first.

    Those are the ones since the edition of the last round, without those on whose day, or after it, somebody has
    confirmed the practice in this round; where a round ended without a review of the practice, also those before it.
    """
    last = editions.last_of_a_round
    if last is None or now.is_ballot:
        return {}
    first = next((edition.day for edition in editions.all if not edition.before_upgrade_to), last.day)
    found: dict[str, tuple[Bulletin, ...]] = {}
    for threat in threats(bulletins, now, since=min(first, last.day)):
        for score in threat.touched:
            if _is_to_be_considered(score, threat.bulletin.date, now, last.day):
                found[score.id] = (*found.get(score.id, ()), threat.bulletin)
    return found


def _is_to_be_considered(score: PracticeScore, day: date, now: Assessment, last_round: date) -> bool:
    """Tell whether nobody has reviewed a practice that the news of a day touches since the news came."""
    if day > last_round:
        return not _was_confirmed_since(score, day, now)
    if score.confirmed or score.status in ("unanswered", "unsure"):
        return False
    reviewed = reviewed_up_to(now, score)
    return reviewed is not None and day > reviewed


def _was_confirmed_since(score: PracticeScore, day: date, now: Assessment) -> bool:
    at = score.answer.confirmed_at
    return score.confirmed and (at is None or now.day_of(at) >= day)


def recent_threats(editions: Editions, now: Assessment, *, compared_with: str, as_of: date) -> RecentThreats:
    """Return the threats that a guide of a day shows, newest first.

    compared_with: name of the edition that the guide compares with; empty for none.
    Raises FileIsWrong where the questionnaire's bulletins are wrong.
    """
    days = {edition.name: edition.day for edition in editions.all}
    day = days.get(editions.name_of_a_round(compared_with) or compared_with)
    since = as_of - QUARTER if day is None else day
    return RecentThreats(since, _threats(now, since=since), is_day_of_edition=day is not None)


def _threats(now: Assessment, *, since: date) -> tuple[Threat, ...]:
    """Return all threats; None on a ballot, or if the questionnaire has no folder."""
    folder = now.questionnaire.folder
    if not folder or now.is_ballot:
        return ()
    return threats(read_bulletins(Path(folder)), now, since=since)
