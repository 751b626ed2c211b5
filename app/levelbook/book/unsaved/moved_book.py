"""Unsaved text of a book that moved to another disk waits until a person says that this is the book.

levelbook itself knows a moved book only on the same disk: two books may have the same team and questionnaire.
"""

from __future__ import annotations

from pathlib import Path

from levelbook.book.session import Session
from levelbook.core.errors import UsedWrongly
from levelbook.store import draft_files, path_guard, recovery_files
from levelbook.store.private_files import Kind, PrivateFolder
from levelbook.words.figures import listed
from levelbook.words.files import shown
from levelbook.words.recovery import left_elsewhere_words, of_other_names_words


def private_folder(session: Session, kind: Kind) -> PrivateFolder:
    """Return the folder with what a person keeps of a book, of one kind."""
    return PrivateFolder(kind, session.answers_path, book=session.known_by, settings=session.folder.settings_path)


def unreadable(session: Session) -> tuple[Path, ...]:
    """List the files and folders with unsaved text of a book that cannot be read, as they lost their end."""
    drafts, recoveries = private_folder(session, "drafts"), private_folder(session, "recovery")
    return (*draft_files.unreadable(drafts), *recovery_files.unreadable(recoveries))


def places_left(session: Session) -> tuple[Path, ...]:
    """List the folders that books of the same names are gone from, and of which unsaved text is kept."""
    folders = (private_folder(session, "drafts"), private_folder(session, "recovery"))
    return tuple(dict.fromkeys(one.book for folder in folders for one in folder.left_elsewhere))


def place_of_other_names(session: Session) -> Path | None:
    """Return the book's own folder where unsaved text is kept of a book in it that shares no name with this one."""
    folders = (private_folder(session, "drafts"), private_folder(session, "recovery"))
    return next((one.book for folder in folders for one in folder.left_under_other_names), None)


def left_words(session: Session) -> tuple[str, ...]:
    """Say what is kept of books that may be this one, and which command takes it over; usually empty."""
    here = place_of_other_names(session)
    words = () if here is None else (of_other_names_words(here),)
    return (*map(left_elsewhere_words, places_left(session)), *words)


def take_over(session: Session, book: Path) -> int:
    """Take over the unsaved text of the book that was in the folder `book`: how many forms and sessions.

    Raises UsedWrongly where nothing is kept of one, OSError and LevelbookError.
    """
    book = _place_left(session, book)
    return private_folder(session, "drafts").take_over(book) + private_folder(session, "recovery").take_over(book)


def leave(session: Session, book: Path) -> None:
    """Ask no more about the unsaved text of the book that was in the folder `book`, as it is another book's.

    Raises UsedWrongly where nothing is kept of one, OSError and LevelbookError.
    """
    book = _place_left(session, book)
    private_folder(session, "drafts").leave(book)
    private_folder(session, "recovery").leave(book)


def begin_anew(session: Session) -> None:
    """Leave alone the unsaved text of books of the same names: this one was made just now, and has none."""
    private_folder(session, "drafts").begin_anew()
    private_folder(session, "recovery").begin_anew()


def _place_left(session: Session, book: Path) -> Path:
    """Return the real path of a folder that a book is gone from. Raises UsedWrongly where nothing is kept of one."""
    here = place_of_other_names(session)
    places = (*places_left(session), *([here] if here is not None else []))
    book = path_guard.real_path(book)
    if book not in places:
        there = f"There is some of one in {listed([shown(one) for one in places])}." if places else ""
        raise UsedWrongly(f"No unsaved text is kept of a book in {shown(book)}.", remedy=there)
    return book
