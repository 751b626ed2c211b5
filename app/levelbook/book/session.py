"""A session is a team's open book: it writes answers, and everything that follows from them is read from `now`.

Both front ends hold one Session and do nothing that it does not do for them. It writes: an answer, a fact, an undo are
on disk before the call returns. What is computed is in `now`, an Assessment, which is replaced at every change;
`editions`, `ballots` and `sittings` are what else lies in the team folder. What is published is made by
`publish.Publisher`, so that reading a score never loads a template engine.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from levelbook import clock
from levelbook.book.contents.ballots import Ballots
from levelbook.book.contents.sittings import Sittings
from levelbook.book.contents.state import BookState
from levelbook.book.contents.taken_offers import TakenOffers
from levelbook.book.editions.editions import Editions
from levelbook.book.opening import answers_of, opened
from levelbook.book.questionnaires import questionnaire_in
from levelbook.book.undo import Change, Turn, UndoHistory
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.ballots import Ballot
from levelbook.core.answers.sittings import Sitting
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import (
    AnsweredElsewhere,
    CouldNotWrite,
    FileIsWrong,
    LevelbookError,
    NotConfirmed,
    UsedWrongly,
)
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire import facts
from levelbook.core.questionnaire.facts import FactEffect, OwnDecisions
from levelbook.core.questionnaire.questionnaire import FactValue, Questionnaire
from levelbook.core.text.cleaning import clean_line
from levelbook.packs.find import find_questionnaire
from levelbook.store import atomic, ballots, path_guard, team_folder, text_files
from levelbook.store.answers_file import AnswersFile
from levelbook.store.team_folder import Settings, TeamFolder

if TYPE_CHECKING:
    from levelbook.core.answers.edits import Edit
    from levelbook.core.assessment.queue import SectionQueue
    from levelbook.core.questionnaire.bulletins import Bulletin


@frozen
class BallotOf:
    """The participant of a ballot session."""

    participant: str
    """Empty where it is anonymous."""
    profile: Mapping[str, FactValue]
    """The team's, by which it is asked."""


@frozen
class NotOnDisk:
    """Edits that are not on disk, and the state before them."""

    answers: frozenset[str]
    facts: frozenset[str]
    said: AnswerBook
    """With these answers and facts as they were said."""
    before: AnswerBook
    """The file's state when it was last read or written."""


class Session:
    """A session is one open book, or one participant's open ballot."""

    def __init__(
        self,
        folder: TeamFolder,
        questionnaire: Questionnaire,
        file: AnswersFile,
        who: str | None,
        clock: Callable[[], datetime],
        ballot: BallotOf | None = None,
    ) -> None:
        self.clock = clock
        """Tells the present moment, in UTC."""
        self.folder = folder
        self.questionnaire = questionnaire
        self.ballot = ballot
        """The ballot that is filled in; None where this is the team's own book."""
        self.editions = Editions(folder, questionnaire, sealed=None if ballot is None else ())
        """The sealed editions; a ballot has none."""
        self.ballots = Ballots(None if ballot else folder.ballots_path, questionnaire)
        """The ballots of participants; empty in a ballot session."""
        self.section_queues: dict[tuple[str, str], SectionQueue] = {}
        """Cached results of each filter in each section, which `queue` uses while the section is unchanged."""
        self.urgencies: dict[str, int] = {}
        """How urgent each practice was when it last needed another look: it keeps its place in a queue once settled."""
        self.unsigned_words = ""
        """A sentence where something was to be signed, and git could not be asked by whom."""
        self._file = file
        self._who = who
        self._undo = UndoHistory()
        self._listeners: list[Callable[[Turn], None]] = []
        self._unsaved_answers: set[str] = set()
        self._unsaved_facts: set[str] = set()
        self._changed_elsewhere: dict[str, None] = {}
        self._sealed_elsewhere: list[str] = []
        self._sittings = Sittings(folder.sittings_path)
        self._offers = TakenOffers(folder.offers_path)
        self._now: Assessment | None = None
        self._book = self._with_team_profile(file.book)

    # Opening

    @classmethod
    def open(cls, start: Path, *, who: str | None = None, clock: Callable[[], datetime] = clock.now) -> Session:
        """The team folder at or nearest to `start`. Raises NoTeamFolder, FileIsWrong, OtherVersion."""
        folder, questionnaire = opened(start)
        return cls(folder, questionnaire, answers_of(folder, questionnaire), who, clock)

    @classmethod
    def open_ballot(cls, start: Path, ballot_id: str, *, clock: Callable[[], datetime] = clock.now) -> Session:
        """Open one participant's ballot, tailored by the team's profile. Raises UnknownId, and as `open` does."""
        folder, questionnaire = opened(start)
        file = ballots.open_file(folder.ballots_path, questionnaire, ballot_id)
        profile = answers_of(folder, questionnaire).book.profile
        ballot = BallotOf(Ballot(ballot_id, file.book).participant, profile)
        return cls(folder, questionnaire, file, ballot.participant, clock, ballot)

    @classmethod
    def create(
        cls,
        path: Path,
        settings: Settings,
        *,
        within: Path | None = None,
        who: str | None = None,
        clock: Callable[[], datetime] = clock.now,
    ) -> Session:
        """A new team folder, with no fact and no practice answered.

        within: the folder below which no link is followed on the way there; by default as to a path that is typed.

        Raises UsedWrongly where there is one already, CouldNotWrite, FileIsWrong.
        """
        atomic.make_folder(
            path, within=within or path_guard.folder_of(path)
        )  # a questionnaire may be named as seen from there
        questionnaire = questionnaire_in(find_questionnaire(settings.questionnaire, path))
        empty = AnswerBook(questionnaire.id, questionnaire.version)
        with atomic.locked(path):
            team_folder.must_be_free(path)
            # The settings make it a book, so they come last: whoever is interrupted before can begin once more.
            answers = AnswersFile.begun(path / path_guard.ANSWERS, questionnaire, empty)
            folder = team_folder.create(path, settings)
        return cls(folder, questionnaire, answers, who, clock)

    # Reading

    @property
    def now(self) -> Assessment:
        """The answers as they stand today, also those that are not on disk yet, and what is computed of them."""
        today = self.clock().astimezone(self.folder.settings.zone).date()
        if self._now is None:
            editions = self.editions
            self._now = Assessment(
                "now",
                self.questionnaire,
                self._book,
                today,
                last_edition=editions.last_name,
                last_answers=editions.last_answers,
                last_profile=editions.last_profile,
                is_ballot=self.ballot is not None,
                zone=self.folder.settings.zone,
                editions=editions.past,
                read_sittings=self._reader_of_sittings(),
                offers={} if self.ballot else self.offers.by_id,
                faulty_offers={} if self.ballot else self.offers.faulty,
                read_threatened=self._threatened,
            )
        elif self._now.on != today:
            self._now = self._now.on_day(today)
        return self._now

    @property
    def sittings(self) -> Sittings:
        """The sittings as they are on disk; the same object for as long as they are."""
        self.read_sittings_again()
        return self._sittings

    def _reader_of_sittings(self) -> Callable[[], tuple[tuple[date, Sitting], ...]]:
        """Reads the sittings as they are at this moment; a ballot has none."""
        found = self._sittings
        return lambda: () if self.ballot else found.all

    def _threatened(self, now: Assessment) -> Mapping[str, tuple[Bulletin, ...]]:
        """Find the practices that new bulletins touch, with these."""
        from levelbook.book.bulletins import bulletins_to_consider  # 5 ms, which `score` does without

        return bulletins_to_consider(self._bulletins, self.editions, now)

    @cached_property
    def _bulletins(self) -> tuple[Bulletin, ...]:
        """The bulletins of the questionnaire; none where they are wrong, which home and `check` say."""
        from levelbook.packs.companions import read_bulletins  # 5 ms, likewise

        with contextlib.suppress(FileIsWrong):
            return read_bulletins(Path(self.questionnaire.folder)) if self.questionnaire.folder else ()
        return ()

    @property
    def offers(self) -> TakenOffers:
        """The offers that were taken, as they are on disk; the same object for as long as they are."""
        self.read_offers_again()
        return self._offers

    @property
    def state(self) -> BookState:
        """Return the book's present state, for background work while people continue to answer."""
        self.read_ballots_again()
        sittings, offers, ballots = self.sittings, self.offers, self.ballots  # which `now` is brought up to
        for one in (sittings, offers, ballots):
            _ = one.problems  # reads them, as they are at this moment
        guide = text_files.content_digest(self.folder.guide_path, within=self.folder.path)
        return BookState(self.folder, self.now, self.editions, sittings, offers, ballots, guide)

    @cached_property
    def who(self) -> str:
        """Return who signs: the given name, otherwise git's user.name, otherwise an empty name.

        It is cleaned as names in files are: a name with accents is looked for among them.
        """
        if self._who is not None:
            return clean_line(self._who)
        name, why_unknown = self.folder.git.user(self.folder.path)
        if why_unknown:
            self.unsigned_words = f"git does not say who is typing ({why_unknown}), so answers from here have no name."
        return clean_line(name)

    @property
    def answers_path(self) -> Path:
        """The file that is written: the team's answers, or the ballot."""
        return self._file.path

    @property
    def known_by(self) -> tuple[str, str, str]:
        """Return what the book is known by wherever it lies: the team, what it is about, the questionnaire."""
        settings = self.folder.settings
        return settings.team, settings.about, self.questionnaire.id

    @property
    def unsaved(self) -> bool:
        """Return whether there are edits that could not be saved."""
        return bool(self._unsaved_answers or self._unsaved_facts)

    @property
    def not_on_disk(self) -> NotOnDisk:
        """Return the edits that could not be saved."""
        return NotOnDisk(frozenset(self._unsaved_answers), frozenset(self._unsaved_facts), self._book, self._file.book)

    # Answering

    def apply(self, practice_id: str, edit: Edit) -> Answer:
        """Change one answer and save it. Raises UsedWrongly, UnknownId, AnsweredElsewhere, CouldNotWrite."""
        self.apply_all({practice_id: edit})
        return self.now.book.answer(practice_id)

    def apply_all(self, edits: Mapping[str, Edit | tuple[Edit, ...]]) -> None:
        """Change several answers at once, by practice id, and save them: all, or where one is refused none.

        edits: one for each answer, or several that are made one after the other.

        They are one turn, so that one undo takes them back. Raises as `apply` does.
        """
        with self._not_sealed_meanwhile():
            self._look_at_editions()
            changes = []
            for practice_id, wanted in edits.items():
                before = after = self.now.book.answer(practice_id)
                for edit in wanted if isinstance(wanted, tuple) else (wanted,):
                    after = self._edited(practice_id, after, edit)
                changes.append(Change("answer", practice_id, before, after))
            self._take(Turn(tuple(changes)))

    @contextlib.contextmanager
    def _not_sealed_meanwhile(self) -> Iterator[None]:
        """Let an answer be signed and saved in one round: a seal waits for it, or it waits for a seal."""
        with contextlib.ExitStack() as held:
            with contextlib.suppress(CouldNotWrite):  # the save says so, and keeps what was said
                held.enter_context(atomic.locked(self.folder.path))
            yield

    def restore(self, answers: Mapping[str, Answer], facts: Mapping[str, FactValue | None]) -> None:
        """Say answers and facts whole, as they were said before and signed then; one turn. Raises as `save` does."""
        held = self.now.book
        changes = [Change("answer", name, held.answer(name), answer) for name, answer in answers.items()]
        changes += [Change("fact", name, held.profile.get(name), value) for name, value in facts.items()]
        self._take(Turn(tuple(changes)))

    def _edited(self, practice_id: str, before: Answer, edit: Edit) -> Answer:
        from levelbook.book.signed_edits import edited  # 9 ms, which reading a score does without

        anonymous = self.ballot is not None and not self.ballot.participant
        at = None if anonymous else self.clock()
        return edited(edit, before, practice_id, self.now, by=self.who, at=at, earlier=self.answers_before(practice_id))

    def set_fact(self, fact_id: str, value: FactValue | None) -> FactEffect:
        """Answer one fact, or clear it with None, and save. Raises UsedWrongly, UnknownId, and what saving raises."""
        if self.ballot:
            raise UsedWrongly("A ballot follows the team's profile.", remedy="Change the facts in the team's book.")
        fact = facts.find_fact(self.questionnaire, fact_id)
        before = self.now.tailoring
        wanted = None if value is None else facts.checked_choices(fact, value)
        self._take(Turn((Change("fact", fact_id, self.now.book.profile.get(fact_id), wanted),)))
        return facts.effect(before, self.now.tailoring, self.own_decisions)

    @property
    def own_decisions(self) -> OwnDecisions:
        """Return the team's own targets, and what it left out itself."""
        answers = self.now.book.answers.items()
        return OwnDecisions(
            {name: answer.target for name, answer in answers if answer.target is not None},
            {name for name, answer in answers if answer.not_applicable},
        )

    # Undoing

    def undo(self) -> Turn | None:
        """Take back the last change since the book was opened; None when there is none left.

        Raises UsedWrongly where others have changed the same since: the change stays, and the next undo takes back the
        one before it.
        """
        self._look_for_changes()
        turn = self._undo.undo()
        if turn is not None and turn.overtaken:
            names = [self.questionnaire.numbers.get(name, f"“{name}”") for name in turn.overtaken]
            raise UsedWrongly(
                f"Your last change stays: others have changed {', '.join(names)} since.",
                remedy="Undo once more takes back the change before it.",
            )
        if turn is not None:
            self._make_changes(turn.reverse)
        return turn

    @property
    def undo_is_overtaken(self) -> bool:
        """Tell whether others have changed the same as the last change, so that no undo takes it back."""
        return bool(self._undo.done and self._undo.done[-1].overtaken)

    def redo(self) -> Turn | None:
        """Make the last change that was taken back once more; None when there is none."""
        self._look_for_changes()
        turn = self._undo.redo()
        if turn is not None:
            self._make_changes(turn)
        return turn

    def _look_for_changes(self) -> None:
        """Take in what others wrote since, for a turn back must not be made over it; what is wrong, a save says."""
        with contextlib.suppress(LevelbookError):
            self.take_in_changes()

    def answers_before(self, practice_id: str) -> list[Answer]:
        """Return what an answer was before each change that undo takes back, the latest first."""
        return self._undo.answers_before(practice_id)

    def why_not_applicable(self, practice_id: str) -> str:
        """Return why a practice does not apply, or did not before a change that undo takes back; else nothing."""
        answers = (self.now.book.answer(practice_id), *self.answers_before(practice_id))
        return next((one.not_applicable for one in answers if one.not_applicable), "")

    def add_turn(self, turn: Turn) -> None:
        """Add a turn made elsewhere to the undo history: listeners to turns redo or undo it."""
        self._undo.add(turn)

    def forget_changes(self, ids: Iterable[str]) -> None:
        """Drop what was said of these from what undo takes back."""
        self._undo.forget(ids)

    def tell(self, listener: Callable[[Turn], None]) -> None:
        """Call a listener with every turn from now on; undo sends the reverse turn. The listener must not fail."""
        self._listeners.append(listener)

    def _take(self, turn: Turn) -> None:
        """Make what a turn says true, and save. One that changes nothing is no turn. Raises as `save` does."""
        if turn.changes_nothing and not self.unsaved:
            return
        self._undo.add(turn)
        self._make_changes(turn)

    def _make_changes(self, turn: Turn) -> None:
        for change in turn.changes:
            if isinstance(change.after, Answer):
                self._replace_now(self.now.with_answer(change.id, change.after))
                self._unsaved_answers.add(change.id)
            elif not isinstance(change.after, Sitting):  # which whoever keeps it is told of below
                self._replace_now(self.now.with_fact(change.id, change.after))
                self._unsaved_facts.add(change.id)
        try:
            self.save()
        finally:
            for listener in self._listeners:
                listener(turn)

    def _replace_now(self, now: Assessment) -> None:
        self._now, self._book = now, now.book

    # Saving, and what others saved meanwhile

    def get_ready_to_save(self) -> None:
        """Look through the file once, for which the first save would otherwise wait."""
        self._file.get_ready_to_save()

    def save(self) -> None:
        """Write what is not yet on disk, and take in what others wrote meanwhile.

        Raises CouldNotWrite (what was said stays in memory, and is tried again at the next change), NotConfirmed (it is
        in the file) and AnsweredElsewhere (theirs is shown from now on; the error names the answers).
        """
        self.must_still_be_there()
        with atomic.locked(self.folder.path):  # as a seal does, which ends the round of a ballot
            self._must_be_of_this_round()
            try:
                merged = self._file.save(self._book, answers=self._unsaved_answers, facts=self._unsaved_facts)
            except NotConfirmed:
                self._saved(self._file.book)
                raise
            except AnsweredElsewhere as clash:
                raise self._give_way(clash) from clash
            self._saved(merged)

    def must_still_be_there(self) -> None:
        """Raise CouldNotWrite where the folder is no book any more, or another one."""
        self.folder.must_still_be_there(self._answers_are_others)

    def _answers_are_others(self) -> bool:
        return self._file.as_changed_elsewhere() is not None

    def _must_be_of_this_round(self) -> None:
        """Raise CouldNotWrite for a ballot whose round has ended: all that it says would count in the next one."""
        if self.ballot is None:
            return
        path = self.answers_path
        if edition := ballots.put_away_in(path.parent, path.stem, self._file.data):
            raise CouldNotWrite(
                f"The team has sealed edition {edition}, so the round of this ballot has ended.",
                remedy="Begin a ballot for the next round: `levelbook ballot new NAME`.",
            )

    def _saved(self, book: AnswerBook) -> None:
        """Take in what the file holds now; nothing waits to be saved any more."""
        self._unsaved_answers.clear()
        self._unsaved_facts.clear()
        self._take_in(self._with_team_profile(book))

    def _give_way(self, clash: AnsweredElsewhere) -> AnsweredElsewhere:
        """Save everything except conflicting answers, and report both versions; our text goes into the note of theirs.

        Raises CouldNotWrite; then nothing is given up.
        """
        from levelbook.book.giving_way import given_way  # 3 ms, which only a clash pays

        practices = self.questionnaire.practices
        mine = {name: self._book.answer(name) for name in clash.ids if name in practices}
        base = self._file.book  # as it was read, which a save replaces
        theirs = self._file.save(
            self._book,
            answers=self._unsaved_answers.difference(clash.ids),
            facts=self._unsaved_facts.difference(clash.ids),
        )
        merged, said = given_way(mine, theirs, base, self.questionnaire, self.now.on)
        self._saved(self._file.save(merged, answers=mine))
        for name in clash.ids:
            self._changed_elsewhere.pop(name, None)  # the error tells of these
        self._undo.forget(clash.ids)
        said += [f"{name} has another answer now." for name in clash.ids if name not in mine]
        words = "" if merged == theirs else " Its words are in the note."
        remedy = f"Yours was not saved.{words} Look at the new one, then answer again if yours is still right."
        return AnsweredElsewhere(clash.ids, f"Changed elsewhere: {' '.join(said)}", remedy=remedy)

    def take_in_changes(self) -> None:
        """Take in what others wrote since, if they did: answers, facts, ballots. Raises FileIsWrong, OtherVersion.

        What was said here and is not on disk yet waits for the next save, which knows what to do.
        Raises CouldNotWrite where another team's book lies in the folder by now: nothing of that is taken in.
        """
        self.folder.must_be_the_same_book(self._answers_are_others)
        self.read_ballots_again()
        if not self.unsaved and (changed := self._file.as_changed_elsewhere()) is not None:
            self._file = changed
            self._take_in(self._with_team_profile(changed.book))

    def changed_elsewhere(self) -> tuple[str, ...]:
        """Ids of answers and facts that others changed and that were taken in since this was last asked for."""
        found = tuple(self._changed_elsewhere)
        self._changed_elsewhere.clear()
        return found

    def read_ballots_again(self) -> None:
        """Look again at what was handed in."""
        self.ballots = self.ballots.read_again()

    def read_sittings_again(self) -> None:
        """Look again at the sittings, which `now` is brought up to."""
        found = self._sittings.read_again()
        if found is not self._sittings:
            self._sittings = found
            if self._now is not None:
                self._now = self._now.with_sittings(self._reader_of_sittings())

    def read_offers_again(self) -> None:
        """Look again at the offers that were taken."""
        found = self._offers.read_again()
        if found is not self._offers:
            self._offers, self._now = found, None

    def _look_at_editions(self) -> None:
        """Judge by what somebody else has sealed since: what is confirmed from now on is confirmed after that."""
        if self.editions.are_as_read or self.folder.another_book() is not None:
            return
        known = {edition.name for edition in self.editions.all}
        self.editions, self._now = self.editions.read_again(), None
        self._sealed_elsewhere += [edition.name for edition in self.editions.all if edition.name not in known]

    def sealed_elsewhere(self) -> tuple[str, ...]:
        """Names of editions that others sealed and that an answer was judged by since this was last asked for."""
        found = tuple(self._sealed_elsewhere)
        self._sealed_elsewhere.clear()
        return found

    def forget_editions(self) -> None:
        """Look again at what is sealed, and at the ballots, which a seal puts away."""
        self.editions = self.editions.read_again()
        self.read_ballots_again()
        self._now = None

    def _take_in(self, book: AnswerBook) -> None:
        """Show what the file holds now. What others changed cannot be undone here, which an undo of it says."""
        if book == self._book:
            return
        mine, self._book = self._book, book
        theirs = [name for name in {**mine.answers, **book.answers} if mine.answer(name) != book.answer(name)]
        theirs += [
            name for name in {**mine.profile, **book.profile} if mine.profile.get(name) != book.profile.get(name)
        ]
        self._changed_elsewhere.update(dict.fromkeys(theirs))
        self._undo.overtake(theirs)
        self._now = None

    def _with_team_profile(self, book: AnswerBook) -> AnswerBook:
        """Return a file's content as it is asked: a ballot always gets the team's present profile."""
        return replace(book, profile=self.ballot.profile) if self.ballot else book
