"""This module finds changes on disk since an open book was last checked, except answers, without reading a file."""

from __future__ import annotations

from pathlib import Path

from levelbook.book.session import Session
from levelbook.core.errors import FileIsWrong, NoTeamFolder
from levelbook.core.frozen import frozen
from levelbook.store import offers_file, sittings_file, team_folder
from levelbook.store.stamps import FileStamp, FolderStamp, file_stamp
from levelbook.words.files import shown


@frozen
class DiskState:
    """A team folder as it is on disk: two that are equal hold the same files."""

    settings: FileStamp
    guide: FileStamp
    sittings: FolderStamp
    offers: FolderStamp
    editions: frozenset[tuple[str, FileStamp]]
    questionnaire: frozenset[tuple[str, FileStamp]]


def disk_state(session: Session) -> DiskState:
    """Look at the files that an open book shows and does not hold."""
    folder, asked = session.folder, Path(session.questionnaire.folder)
    try:
        sealed = frozenset((path.name, file_stamp(path / "edition.toml")) for path in folder.editions_path.iterdir())
    except OSError:
        sealed = frozenset()
    return DiskState(
        file_stamp(folder.settings_path),
        file_stamp(folder.guide_path),
        sittings_file.stamp(folder.sittings_path),
        offers_file.stamp(folder.offers_path),
        sealed,
        frozenset((str(path), file_stamp(path)) for path in (*asked.glob("*.toml"), *asked.glob("sections/*.toml"))),
    )


def read_settings_again(session: Session) -> bool:
    """Read a changed `levelbook.toml`, and return whether the book has to be opened again for another questionnaire.

    Raises FileIsWrong, and CouldNotWrite where the file is that of another book.
    """
    try:
        changed = team_folder.open_folder(session.folder.path)
    except NoTeamFolder:
        raise FileIsWrong.one(
            "This file is gone while the book is open.",
            path=shown(session.folder.settings_path),
            remedy="Was the book moved, or another branch checked out? Nothing can be saved until it is back.",
        ) from None
    session.folder.must_be_the_same_book()
    if changed.settings.questionnaire != session.folder.settings.questionnaire:
        return True
    session.folder = changed
    return False
