"""What became known since a team's last edition, and touches what it does."""

from __future__ import annotations

from pathlib import Path

from levelbook import packs
from levelbook.book.session import Session
from levelbook.core.assessment.threats import Threat, threats


def new_threats(session: Session) -> tuple[Threat, ...]:
    """Newest first; none before the first edition, on a ballot, or where the questionnaire comes from no folder.

    Raises FileIsWrong where its bulletins are wrong.
    """
    last, folder = session.history.last, session.questionnaire.folder
    if last is None or not folder or session.ballot is not None:
        return ()
    return threats(packs.read_bulletins(Path(folder)), session.scorecard, since=last.sealed_at.date())
