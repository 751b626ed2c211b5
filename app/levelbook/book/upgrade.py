"""A team folder brought to the version of its questionnaire that is there now.

The order of what is written makes it safe to end anywhere and to begin again:

1  an edition under the old version, so that everything can be seen and scored as it was. Where no edition holds that
   version there is no questionnaire to seal it with: `answers.toml` is then kept beside, as it was
2  the ballots, each by itself
3  `answers.toml`: from here on the book answers the new version
4  guide, record and charts. The blocks that were renamed are known to every assembly, so that nothing is lost when
   somebody assembles the guide before the upgrade was run again
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from levelbook import clock
from levelbook.book.conflicts_in_texts import must_hold_no_conflict
from levelbook.book.contents.sittings import Sittings
from levelbook.book.editions.editions import Editions
from levelbook.book.opening import answers_of, opened
from levelbook.book.publishing.edition_basis import is_as_sealed
from levelbook.book.publishing.guide_damage import located
from levelbook.book.publishing.publish import Publisher, Written
from levelbook.book.restore_hint import with_restore_command
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.agreed_evidence import Agreement, agreed_evidence
from levelbook.core.answers.answers import AnswerBook
from levelbook.core.answers.upgrade import Upgraded, is_current, needs_upgrade, upgrade
from levelbook.core.assessment.brought_evidence import brought_for_good
from levelbook.core.errors import AnsweredElsewhere, CutShort, OtherVersion, Problem
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.questionnaire.versions import is_later
from levelbook.guide.keep import blocks
from levelbook.store import answers_file, answers_text, atomic, ballots, text_files, upgrade_files
from levelbook.store.editions import Edition
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown


@frozen
class UpgradeResult:
    """The result of an upgrade."""

    edition: Edition | None
    """The one that was sealed first; None where there was nothing to seal, or nothing to seal it with."""
    copy: Path | None
    """`answers.toml` as it was; None where an edition holds all of it."""
    ballots: tuple[str, ...]
    """Ids of the ballots that were brought along."""
    written: Written | None
    """Guide, record and charts; None where there is no guide yet."""


class Upgrade:
    """An upgrade of one team folder: its plan, and its execution."""

    def __init__(
        self,
        folder: TeamFolder,
        questionnaire: Questionnaire,
        data: bytes,
        who: str | None,
        clock: Callable[[], datetime],
    ) -> None:
        self.folder = folder
        self.questionnaire = questionnaire
        """The new version."""
        self.left_ballots: dict[str, None] = {}
        """Sentences about ballots that cannot be read; these stay as they are."""
        try:
            self.book: AnswerBook = answers_text.parse(data, shown(folder.answers_path))
            """The answers as they are now."""
        except CutShort as short:
            raise with_restore_command(folder, short) from None
        self._data = data
        self._who, self._clock = who, clock
        self.editions = Editions(folder, questionnaire)
        """The editions before the upgrade."""
        self.editions.must_be_whole()
        self._refuse_older_version()

    @classmethod
    def open(cls, start: Path, *, who: str | None = None, clock: Callable[[], datetime] = clock.now) -> Upgrade:
        """The team folder at or nearest to `start`.

        Raises NoTeamFolder, FileIsWrong; OtherVersion where the answers belong to a later version than there is.
        """
        folder, questionnaire = opened(start)
        return cls(folder, questionnaire, answers_file.bytes_of(folder.answers_path, within=folder.path), who, clock)

    def _refuse_older_version(self) -> None:
        book, known = self.book, self.questionnaire
        if book.questionnaire == known.id and is_later(book.version, known.version):
            message = (
                f"These answers belong to {book.questionnaire} {book.version}; there is only {known.version} here."
            )
            path = shown(self.folder.answers_path)
            raise OtherVersion(
                [Problem(message, path=path, key="version")],
                remedy="Use the questionnaire's new version; for one that comes with levelbook, install a newer "
                "levelbook.",
            )

    # What it would do

    @cached_property
    def outcome(self) -> Upgraded:
        """The answers under the new version, and what that changes."""
        return self._upgraded(self.book)

    @property
    def is_needed(self) -> bool:
        return needs_upgrade(self.book, self.questionnaire) or bool(self.old_ballots) or self._is_unfinished

    @property
    def today(self) -> date:
        """The team's own day."""
        return self._clock().astimezone(self.folder.settings.zone).date()

    @property
    def is_another_questionnaire(self) -> bool:
        """The answers belong to another questionnaire altogether, of which this one says nothing."""
        return self.book.questionnaire != self.questionnaire.id

    def evidence_to_bring(self, practice_id: str) -> int:
        """Count the pieces that sittings agreed on for a practice, by its id before the upgrade, and nobody brought."""
        found = agreed_evidence(
            Sittings(self.folder.sittings_path).all, self.book, str, settled=self._evidence_brought_before
        )
        return sum(one.practice == practice_id and one.fate == "open" for one in found)

    @property
    def _evidence_brought_before(self) -> frozenset[Agreement]:
        if self.editions.last is None:
            return frozenset()
        then = self.editions.assessment(self.editions.last)
        return brought_for_good(then.agreed_evidence, then.scorecard.judge, self.today, str)

    @property
    def has_answers(self) -> bool:
        """Tell whether anything is answered; notes, owners and votes alone are no answer."""
        return any(one.status != "unanswered" for one in self.book.answers.values())

    @property
    def last_edition(self) -> Edition | None:
        """The last edition before the upgrade."""
        return self.editions.last

    @cached_property
    def former(self) -> Questionnaire | None:
        """The version that the answers belong to, as the last edition holds it; None where that holds another."""
        last = self.editions.last
        if last is None or is_current(self.book, self.questionnaire):
            return None
        held = self.editions.questionnaire_of(last)
        return held if is_current(self.book, held) else None

    @cached_property
    def seals(self) -> bool:
        """Return whether an edition is sealed first."""
        if self.former is None or not self.has_answers:
            return False
        return not is_as_sealed(self._session_before(self.former).state)

    @cached_property
    def copy(self) -> Path | None:
        """Return the path for a copy of `answers.toml`, needed if no edition can be made or a person laid it out."""
        if self.former is not None and upgrade_files.is_laid_out_by_levelbook(self._data, self.book, self.former):
            return None
        if is_current(self.book, self.questionnaire) and upgrade_files.is_laid_out_by_levelbook(
            self._data, self.book, self.questionnaire
        ):
            return None
        return upgrade_files.path_of_copy(self.folder.answers_path, self.book.version, self._data)

    @cached_property
    def old_ballots(self) -> tuple[str, ...]:
        """Ids of the ballots that answer an earlier version of this questionnaire."""
        return tuple(ballot_id for ballot_id, _ in self._ballots_to_bring())

    def _ballots_to_bring(self) -> Iterator[tuple[str, AnswerBook]]:
        known = self.questionnaire
        found, problems = ballots.books(self.folder.ballots_path)
        self.left_ballots.update(dict.fromkeys(map(str, problems)))
        for ballot_id, book in found.items():
            is_ours = book.questionnaire == known.id and not is_later(book.version, known.version)
            if is_ours and book.version != known.version:
                yield ballot_id, book

    @property
    def _is_unfinished(self) -> bool:
        """Tell whether an upgrade stopped after writing the answers: nothing was sealed since, and the guide is old."""
        last = self.editions.last
        if last is None or not is_current(self.book, self.questionnaire):
            return False
        is_since = not is_current(self.editions.book(last), self.questionnaire)
        return is_since and self._has_guide and bool(Publisher(self._session().state).assembled().changed)

    @property
    def _has_guide(self) -> bool:
        return self._guide is not None

    @property
    def _guide(self) -> str | None:
        return text_files.text_or_none(self.folder.guide_path, within=self.folder.path)

    def _session(self) -> Session:
        return Session.open(self.folder.path, who=self._who, clock=self._clock)

    def _session_before(self, former: Questionnaire) -> Session:
        file = answers_of(self.folder, former)
        return Session(self.folder, former, file, self._who, self._clock)

    # Doing it

    def carry_out(self) -> UpgradeResult:
        """Do all that is still to do.

        Raises AnsweredElsewhere where the answers have changed since this was opened, GuideDamaged before anything is
        written, FileIsWrong and CouldNotWrite. After any of them it can be opened and carried out again.
        """
        with atomic.locked(self.folder.path):
            self._refuse_changes()
            self._refuse_damage()
            edition = self._sealed()
            brought = self._bring_ballots()
            copy = self._bring_answers()
            session = self._session()
            written = Publisher(session.state).write() if self._has_guide else None
        return UpgradeResult(edition, copy, brought, written)

    def _sealed(self) -> Edition | None:
        """The ballots stay: they were given for a sitting that is still to come."""
        if self.former is None or not self.seals:
            return None
        return seal(self._session_before(self.former), before_upgrade_to=self.questionnaire.version)

    def _refuse_changes(self) -> None:
        path = self.folder.answers_path
        if answers_file.bytes_of(path, within=self.folder.path) != self._data:
            raise AnsweredElsewhere(
                (), f"{shown(path)} has changed since it was read.", remedy="Nothing was written. Upgrade again."
            )

    def _refuse_damage(self) -> None:
        try:
            blocks.parse(self._guide or "")
        except blocks.DamagedGuide as damaged:
            raise located(damaged, self.folder) from None
        must_hold_no_conflict(self.folder)

    def _bring_ballots(self) -> tuple[str, ...]:
        if not self.folder.ballots_path.is_dir():
            return ()
        brought = []
        with atomic.locked(self.folder.ballots_path):  # whoever fills one in saves under the same lock
            for ballot_id, book in self._ballots_to_bring():
                path = ballots.path_of(self.folder.ballots_path, ballot_id)
                before = answers_file.bytes_of(path, within=self.folder.path)
                upgraded = self._upgraded(book).book
                upgrade_files.write(path, upgraded, self.questionnaire, within=self.folder.path, before=before)
                brought.append(ballot_id)
        return tuple(brought)

    def _bring_answers(self) -> Path | None:
        if not needs_upgrade(self.book, self.questionnaire):
            return None
        if self.copy is not None:
            upgrade_files.keep(self.copy, self._data, within=self.folder.path)
        path, book = self.folder.answers_path, self._book_to_write()
        upgrade_files.write(path, book, self.questionnaire, within=self.folder.path)
        return self.copy

    def _book_to_write(self) -> AnswerBook:
        """The outcome; what was confirmed in this round still is, since the edition sealed for it ends no round."""
        if self.former is None:
            return self.outcome.book
        session = self._session_before(self.former)
        session.editions.must_be_whole()  # or what was confirmed would be told by an edition before
        last = session.editions.last
        if last is None or last.before_upgrade_to != self.questionnaire.version:
            return self.outcome.book
        card = session.editions.assessment(last).scorecard
        confirmed = [name for name, one in card.practices.items() if one.confirmed]
        return self._upgraded(self.book, confirmed, last.name).book

    def _upgraded(self, book: AnswerBook, confirmed: Collection[str] = (), after: str = "") -> Upgraded:
        zone = self.folder.settings.zone
        return upgrade(book, self.questionnaire, zone=zone, confirmed=confirmed, after=after)
