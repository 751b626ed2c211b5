"""The files of a book are brought to the newest format.

Sealed editions and settings are left alone. The order of what is written makes it safe to end anywhere and to begin
again, since each file is written whole and a file of either format is read:

1  the questionnaire, stored where editions share it, so that the next edition does not bring it along
2  the ballots, each by itself
3  `answers.toml`: from here on an older levelbook asks for a newer one
4  guide, record and charts, where there is a guide
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path

from levelbook.book.publishing.guide_check import assembled_by_another
from levelbook.book.publishing.publish import Publisher, Written
from levelbook.book.sealing.seal import stored_questionnaire
from levelbook.book.session import Session
from levelbook.core.answers.answers import NEWEST_FORMAT, AnswerBook
from levelbook.core.errors import AnsweredElsewhere
from levelbook.core.frozen import frozen
from levelbook.store import answers_file, atomic, ballots, upgrade_files
from levelbook.words.files import shown


@frozen
class FilesDone:
    """The files that an upgrade of files has written."""

    questionnaire: Path
    """The folder in which the questionnaire is stored."""
    ballots: tuple[str, ...]
    """Ids of the ballots that were brought along."""
    copy: Path | None
    """`answers.toml` as it was; None where the new one holds all of it, or it was of the newest format."""
    written: Written | None
    """Guide, record and charts; None where there is no guide yet."""


class FileUpgrade:
    """An upgrade of a book's files to the newest format: its plan, and its execution."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.folder = session.folder
        self.left_ballots: dict[str, None] = {}
        """Sentences about ballots that cannot be read; these stay as they are."""
        self._data = answers_file.bytes_of(self.folder.answers_path, within=self.folder.path)

    @property
    def format(self) -> int:
        """The format of the answers."""
        return self.session.now.book.format

    @cached_property
    def old_ballots(self) -> tuple[str, ...]:
        """Ids of the ballots that are of an older format."""
        return tuple(name for name, book in self._ballots().items() if book.format < NEWEST_FORMAT)

    @property
    def is_needed(self) -> bool:
        """Return whether any file has an older format, or an upgrade was interrupted before the guide was assembled."""
        if self.format < NEWEST_FORMAT or self.old_ballots:
            return True
        publisher = Publisher(self.session.state)
        return publisher.guide_text() is not None and assembled_by_another(publisher) is not None

    def carry_out(self) -> FilesDone:
        """Do all that is still to do.

        Raises AnsweredElsewhere where the answers have changed since the book was opened, GuideDamaged and FileIsWrong
        before anything is written, CouldNotWrite. After any of them it can be carried out again.
        """
        with atomic.locked(self.folder.path):
            if answers_file.bytes_of(self.folder.answers_path, within=self.folder.path) != self._data:
                raise AnsweredElsewhere(
                    (),
                    f"{shown(self.folder.answers_path)} has changed since it was read.",
                    remedy="Nothing was written. Upgrade again.",
                )
            publisher = Publisher(self.session.state)
            has_guide = publisher.guide_text() is not None
            if has_guide:
                publisher.guide_file()  # refuses what is damaged before anything is written
            stored = stored_questionnaire(self.session.state)
            brought = self._bring_ballots()
            copy = self._bring_answers()
            written = publisher.write() if has_guide else None
        return FilesDone(self.folder.questionnaires_path / stored.folder, brought, copy, written)

    def _bring_ballots(self) -> tuple[str, ...]:
        if not self.old_ballots:
            return ()
        with atomic.locked(self.folder.ballots_path):  # whoever fills one in saves under the same lock
            old = {name: book for name, book in self._ballots().items() if book.format < NEWEST_FORMAT}
            for name, book in old.items():
                path = ballots.path_of(self.folder.ballots_path, name)
                self._write(path, book, before=answers_file.bytes_of(path, within=self.folder.path))
        return tuple(old)

    def _bring_answers(self) -> Path | None:
        book = self.session.now.book
        if book.format == NEWEST_FORMAT:
            return None
        copy = None
        if not upgrade_files.is_laid_out_by_levelbook(self._data, book, self.session.questionnaire):
            copy = upgrade_files.path_of_copy(self.folder.answers_path, f"format-{book.format}", self._data)
            upgrade_files.keep(copy, self._data, within=self.folder.path)
        self._write(self.folder.answers_path, book)
        return copy

    def _write(self, path: Path, book: AnswerBook, *, before: bytes = b"") -> None:
        newest = replace(book, format=NEWEST_FORMAT)
        upgrade_files.write(path, newest, self.session.questionnaire, within=self.folder.path, before=before)

    def _ballots(self) -> dict[str, AnswerBook]:
        """Return ballots for this version of the questionnaire; others are for `upgrade` without --files."""
        known = self.session.questionnaire
        found, problems = ballots.books(self.folder.ballots_path)
        self.left_ballots.update(dict.fromkeys(map(str, problems)))
        return {
            name: book
            for name, book in found.items()
            if (book.questionnaire, book.version) == (known.id, known.version)
        }
