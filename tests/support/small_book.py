"""A real team folder with a small questionnaire of its own beside it: three practices, a scale from 0 to 3.

1.1 data.backups and 1.2 data.restores, 2.1 changes.reviews.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.packs.starter_files import starter
from levelbook.store import ballots
from levelbook.store.team_folder import Settings
from support.builders import NOON

BACKUPS, RESTORES, REVIEWS = PRACTICES = ("data.backups", "data.restores", "changes.reviews")


def noon(days: int = 0) -> Callable[[], datetime]:
    """Noon of the day that the tests take for today, or of another one so many days later."""
    return lambda: NOON + timedelta(days=days)


def new_book(root: Path, *, days: int = 0, who: str = "Noor", team: str = "Retail") -> Session:
    """A new team folder `root/book`."""
    for name, text in starter("small", "Small").items():
        path = root / "questions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    settings = Settings(team=team, questionnaire="../questions")
    return Session.create(root / "book", settings, who=who, clock=noon(days))


def later(session: Session, days: int = 0) -> Session:
    """The same book, opened anew on another day."""
    return Session.open(session.folder.path, who="Noor", clock=noon(days))


def hand_in(session: Session, participant: str, levels: Mapping[str, int], note: str = "") -> str:
    """A ballot with these levels, each with the note; its id."""
    ballot_id, _ = ballots.create(
        session.folder.ballots_path, session.questionnaire, participant, session.now.book.profile
    )
    own = Session.open_ballot(session.folder.path, ballot_id, clock=session.clock)
    own.apply_all({name: Edit(level=level, note=note or None) for name, level in levels.items()})
    session.read_ballots_again()
    return ballot_id
