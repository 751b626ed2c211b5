"""A ballot is begun here, for a participant to fill in, or taken in from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from levelbook.book.session import Session
from levelbook.store import ballots
from levelbook.store.ballot_import import BallotImport
from levelbook.store.ballot_import import ImportedBallot as ImportedBallot


def begin(session: Session, participant: str) -> tuple[str, Path]:
    """Make an empty ballot, an anonymous one for an empty name; its id and its file. Raises UsedWrongly."""
    ballot_id, file = ballots.create(
        session.folder.ballots_path,
        session.questionnaire,
        participant,
        session.now.book.profile,
        team=session.folder.settings.team,
        after=session.editions.last_name,
    )
    return ballot_id, file.path


def import_ballots(
    session: Session, paths: Sequence[Path], *, anonymous: bool, replacing: bool
) -> tuple[ImportedBallot, ...]:
    """Check ballots from elsewhere, files or folders of them, and take in those that are right, one by one."""
    importing = BallotImport(
        session.folder.ballots_path,
        session.now.tailoring,
        after=session.editions.last_name,
        round_after=session.editions.name_of_a_round(session.editions.last_name),
        team=session.folder.settings.team,
        zone=session.folder.settings.zone,
        anonymous=anonymous,
        replacing=replacing,
    )
    taken = tuple(one for path in paths for one in importing.import_all(path))
    session.read_ballots_again()
    return taken
