"""New threats are those that became known since a team's last edition and touch what it does."""

from __future__ import annotations

from pathlib import Path

from levelbook.book.editions import Editions
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.threats import Threat, threats
from levelbook.packs.companions import read_bulletins


def new_threats(editions: Editions, now: Assessment) -> tuple[Threat, ...]:
    """Newest first; none before the first edition, on a ballot, or where the questionnaire comes from no folder.

    Raises FileIsWrong where its bulletins are wrong.
    """
    last, folder = editions.last, now.questionnaire.folder
    if last is None or not folder or now.is_ballot:
        return ()
    return threats(read_bulletins(Path(folder)), now, since=last.day)
