"""Text that somebody typed into a ballot and did not save is found, also once the ballot's round has ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from levelbook.book.session import Session
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.store import draft_files, recovery_files
from levelbook.store.private_files import Kind, PrivateFolder
from levelbook.words.recovery import recovery_words


@frozen
class UnsavedInBallot:
    """An open form of a ballot, or the answers of a session that could not save them."""

    kept_at: datetime
    words: str
    """What it is, in words."""
    ballot: Path
    """The ballot's file, which may be gone."""
    folder: Path
    """Where the text is kept."""


def unsaved_in_ballots(session: Session) -> Iterator[UnsavedInBallot]:
    """Yield what this person typed into ballots of a book and did not save, drafts first."""
    for ballot, folder in _folders(session, "drafts"):
        for draft in draft_files.read_all(folder):
            yield UnsavedInBallot(draft.kept_at, f"“{clean_line(draft.form)}”", ballot, folder.path)
    for ballot, folder in _folders(session, "recovery"):
        for name, one in recovery_files.read_all(folder):
            yield UnsavedInBallot(one.head.kept_at, recovery_words(one, session.now), ballot, folder.path / name)


def _folders(session: Session, kind: Kind) -> Iterator[tuple[Path, PrivateFolder]]:
    """Yield each ballot that something may be kept of, with the folder of it; none of another book at this place."""
    for name in PrivateFolder.files_in(kind, session.folder.ballots_path):
        ballot = session.folder.ballots_path / name
        yield ballot, PrivateFolder(kind, ballot, book=session.known_by, settings=session.folder.settings_path)
