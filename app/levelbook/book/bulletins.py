"""New threats are those that became known lately and touch what a team does.

Whoever keeps the book is asked to look at those since the last edition. The guide tells its readers of those since the
edition with which it compares itself, as it does with levels: right after a seal, that is the one before.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from levelbook.book.edition_basis import Basis
from levelbook.book.editions import Editions
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.threats import RecentThreats, Threat, threats
from levelbook.packs.companions import read_bulletins

QUARTER = timedelta(days=92)
"""As far back as the guide of a team looks that has no edition yet to compare with."""


def new_threats(editions: Editions, now: Assessment) -> tuple[Threat, ...]:
    """Those since the last edition, newest first; none before the first, because everything is still to be asked.

    Raises FileIsWrong where the questionnaire's bulletins are wrong.
    """
    return () if editions.last is None else _threats(now, since=editions.last.day)


def recent_threats(editions: Editions, now: Assessment, basis: Basis) -> RecentThreats:
    """Those that a guide by this basis tells. Raises FileIsWrong where the questionnaire's bulletins are wrong."""
    days = {edition.name: edition.day for edition in editions.all}
    since = days.get(basis.since, basis.as_of - QUARTER)
    return RecentThreats(since, _threats(now, since=since))


def _threats(now: Assessment, *, since: date) -> tuple[Threat, ...]:
    """None on a ballot, or where the questionnaire comes from no folder."""
    folder = now.questionnaire.folder
    if not folder or now.is_ballot:
        return ()
    return threats(read_bulletins(Path(folder)), now, since=since)
