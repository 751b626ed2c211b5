"""This module keeps answers that could not be saved in the person's state folder, and offers them later."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from levelbook.book.session import NotOnDisk
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.unsaved.moved_book import private_folder
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.merge import changed_fields, merge_answers, with_lost_words_in_note
from levelbook.core.answers.recovery import Recovery, RecoveryHead
from levelbook.core.answers.sitting_changes import decisions_not_taken, evidence_not_taken, with_all_of, with_change
from levelbook.core.answers.sittings import Sitting, with_minutes
from levelbook.core.errors import CouldNotWrite, LevelbookError, NotConfirmed, UsedWrongly
from levelbook.core.questionnaire.questionnaire import FactValue
from levelbook.store import atomic, path_guard, recovery_files, sittings_file
from levelbook.words.edit_conflicts import not_taken_words
from levelbook.words.figures import listed
from levelbook.words.files import shown
from levelbook.words.parked_items import (
    decision_not_taken_words,
    evidence_not_taken_words,
    next_round_not_taken_words,
    step_not_taken_words,
)
from levelbook.words.recovery import (
    facts_not_taken_words,
    kept_of_ballot_words,
    kept_words,
    read_only_words,
    recovery_words,
)

if TYPE_CHECKING:
    from levelbook.core.answers.recovery_upgrade import BroughtRecovery


class Recoveries:
    """The recoveries of one open book: its own, and those that earlier sessions left."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.session = workshop.session
        self._folder = private_folder(self.session, "recovery")
        self._names: dict[date | None, str] = {}
        """Names of this session's own recoveries: None for that of the answers, a day for that of a sitting."""

    # Keeping

    def keep(self) -> Path | None:
        """Keep what is not on the disk, and nothing where everything is; the folder. Raises CouldNotWrite.

        The open sitting goes with the answers, each of another day into a recovery of its own.
        """
        unsaved = self._present()
        for key in self._names.keys() - unsaved.keys():
            self._folder.remove(self._names.pop(key))
        places = []
        for key, recovery in unsaved.items():
            self._names.setdefault(key, recovery_files.new_name(recovery))
            places.append(recovery_files.write(self._folder, self._names[key], recovery))
        return places[0].parent if len(places) > 1 else next(iter(places), None)

    def _present(self) -> dict[date | None, Recovery]:
        sittings, opened = dict(self.workshop.unsaved_sittings), self.workshop.day
        found: dict[date | None, Recovery] = {}
        if self.session.unsaved or opened in sittings:
            unsaved = self.session.not_on_disk
            found[None] = self._recovery(unsaved, opened if opened in sittings else None, sittings.pop(opened, None))
        nothing = replace(self.session.not_on_disk, answers=frozenset(), facts=frozenset())
        return found | {day: self._recovery(nothing, day, sitting) for day, sitting in sittings.items()}

    def _recovery(self, unsaved: NotOnDisk, day: date | None, sitting: Sitting | None) -> Recovery:
        head = RecoveryHead(
            kept_at=self.session.clock(),
            book=str(self.session.answers_path.absolute()),
            answers=tuple(sorted(unsaved.answers)),
            facts=tuple(sorted(unsaved.facts)),
            sitting=day,
        )
        said, before = (_part(book, unsaved) for book in (unsaved.said, unsaved.before))
        return Recovery(head, said, before, sitting, self.workshop.sittings_before.get(day) if day else None)

    @property
    def read_only_words(self) -> str:
        """Say that nothing can be written where the answers are; empty where that is possible."""
        folder = path_guard.real_path(self.session.answers_path).parent
        if atomic.is_writable(folder):
            return ""
        return read_only_words(folder, is_ballot=self.session.ballot is not None)

    @property
    def own_words(self) -> str:
        """Name what is not on the disk of what was said in this session."""
        return listed([recovery_words(one, self.session.now) for one in self._present().values()])

    def save_again(self) -> bool:
        """Write what is not on the disk yet; True once it is there. Raises as `Session.save` does."""
        if self.session.unsaved:
            self.session.save()
        self.workshop.save()
        return True

    def save_unless_locked(self) -> None:
        """Write what is not on the disk yet, without waiting for a program that writes in the folder just now.

        Raises as `Session.save` does.
        """
        with atomic.locked(self.session.folder.path, patience=0):
            self.save_again()

    def leave(self) -> None:
        """Try once more to save; keep what the disk still refuses. Raises CouldNotWrite, which says where it is."""
        if not self.session.unsaved and not self.workshop.unsaved:
            self.keep()
            return
        words = self.own_words
        remedy = self._kept_or_lost()
        try:
            self.save_again()
        except NotConfirmed:
            self.keep()
            raise
        except LevelbookError as refused:
            raise CouldNotWrite(f"Not saved: {words}. {refused.message}", remedy=remedy) from refused
        self.keep()

    def _kept_or_lost(self) -> str:
        try:
            kept = self.keep()
        except CouldNotWrite as no_place:
            return f"It could not be saved elsewhere either, so please enter it again. {no_place.message}"
        if not kept:
            return ""
        if self.session.ballot is None:
            return kept_words(shown(kept))
        path = self.session.answers_path
        return kept_of_ballot_words(
            shown(kept), path.stem, self.session.ballot.participant, is_there=os.path.lexists(path)
        )

    # Taking in again

    def offered(self) -> dict[str, Recovery]:
        """Return the recoveries of earlier sessions by name, the oldest first."""
        return {name: one for name, one in recovery_files.read_all(self._folder) if name not in self._names.values()}

    def words(self, recovery: Recovery) -> str:
        """Say what is in a recovery."""
        brought = self._brought(recovery)
        present, left = brought.present.head, brought.left.head
        head = replace(recovery.head, answers=present.answers + left.answers, facts=present.facts + left.facts)
        return recovery_words(replace(recovery, head=head), self.session.now)

    def discard(self, name: str) -> None:
        """Remove a recovery."""
        self._folder.remove(name)

    def take_in(self, name: str) -> str:
        """Say again what a recovery holds, and remove it once that is on the disk.

        What the book says by now stays; what a recovered answer says otherwise in the same field goes into its note.
        A fact has none: the sentence that is returned says what was not taken, and is empty where all was. What has no
        place in the present version of the questionnaire stays in the recovery, and the sentence says where.
        Raises UsedWrongly where nothing has a place, and what saving raises.
        """
        brought = self._brought(self.offered()[name])
        if words := self._other_version_words(brought):
            raise UsedWrongly(words, remedy=self._read_it_there())
        recovery = brought.present
        if recovery.sitting is not None and recovery.day is not None:
            mine, day, base = recovery.sitting, recovery.day, recovery.sitting_base
            path = self.session.folder.sittings_path
            sittings_file.change(path, day, lambda held: _joined(held, mine, day, base))
            self.workshop.read_again()
        not_taken = [facts_not_taken_words(recovery, self.session.now)]
        if brought.leaves_any:
            left = recovery_words(brought.left, self.session.now)
            not_taken.append(f"Not taken: {left}. {self._why_not(brought)} {self._read_it_there()}")
        try:
            self.session.restore(self._answers(recovery), self._facts(recovery))
        except CouldNotWrite:
            self.keep()  # from now on it is this session's own
            self._keep_left(name, brought)
            raise
        self._keep_left(name, brought)
        return " ".join(filter(None, not_taken))

    def _keep_left(self, name: str, brought: BroughtRecovery) -> None:
        """Keep of a recovery that was taken in what had no place; remove it where all had."""
        if brought.leaves_any:  # under a name of its own, because the files of a recovery are written one by one
            recovery_files.write(self._folder, recovery_files.new_name(brought.left), brought.left)
        self.discard(name)

    def _brought(self, recovery: Recovery) -> BroughtRecovery:
        # 8 ms, which only a recovery pays.
        from levelbook.core.answers.recovery_upgrade import brought_to

        return brought_to(recovery, self.session.questionnaire, self.session.folder.settings.zone)

    def _other_version_words(self, brought: BroughtRecovery) -> str:
        """Say that nothing of a recovery has a place in the questionnaire's present version; else empty."""
        return self._why_not(brought) if brought.leaves_any and not brought.has_any else ""

    def _why_not(self, brought: BroughtRecovery) -> str:
        said, asked = brought.left.said, self.session.questionnaire
        return f"This answers {said.questionnaire} {said.version}; the book now belongs to {asked.id} {asked.version}."

    def how_to_have_back(self, recovery: Recovery) -> str:
        """Say how a recovery comes back into the book, or why it does not."""
        if words := self._other_version_words(self._brought(recovery)):
            return f"{words} {self._read_it_there()}"
        return "In a terminal, `levelbook` and `levelbook ask` offer to take it in."

    def _read_it_there(self) -> str:
        return f"It stays in {shown(self._folder.path)}: read it there, and enter it again."

    def _answers(self, recovery: Recovery) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for name in recovery.head.answers:
            said, held, base = (
                recovery.said.answer(name),
                self.session.now.book.answer(name),
                recovery.base.answer(name),
            )
            merged, day = merge_answers(base, said, held, take="theirs"), self.session.now.day_of(recovery.head.kept_at)
            is_lost = bool(merged.conflicts)
            practice = self.session.questionnaire.practices.get(name)
            if is_lost:
                fields = changed_fields(said, merged.answer, base)
                lost = not_taken_words(said, merged.answer, fields, day, practice)
                found[name] = with_lost_words_in_note(merged.answer, lost, fields)
            else:
                found[name] = merged.answer
        return found

    def _facts(self, recovery: Recovery) -> dict[str, FactValue | None]:
        held, before, said = self.session.now.book.profile, recovery.base.profile, recovery.said.profile
        return {name: said.get(name) for name in recovery.head.facts if held.get(name) == before.get(name)}


def _joined(held: Sitting, mine: Sitting, day: date, base: Sitting | None) -> Sitting:
    """Return a day's sitting with what a recovered version changed; what others decided otherwise is in the minutes.

    base: what both began from; None where that is not known: then everything is added that only one of them has.
    """
    both = with_all_of(held, mine, day) if base is None else with_change(held, base, mine)
    lost = [] if base is None else list(_only_recovered(both, mine, base, day))
    lost += [decision_not_taken_words(item, day) for item in decisions_not_taken(both, mine, day)]
    lost += [evidence_not_taken_words(one) for one in evidence_not_taken(both, mine)]
    return with_minutes(both, lost)


def _only_recovered(both: Sitting, mine: Sitting, base: Sitting, day: date) -> Iterator[str]:
    """Yield lines for the minutes about what somebody typed that others have changed otherwise since."""
    yield from (line for line in mine.minutes.split("\n") if line not in base.minutes.split("\n"))
    if mine.next_round and mine.next_round not in (base.next_round, both.next_round):
        yield next_round_not_taken_words(mine.next_round, day)
    for step in mine.taken_on:
        if step not in (*base.taken_on, *both.taken_on):
            yield step_not_taken_words(step, day)


def _part(book: AnswerBook, unsaved: NotOnDisk) -> AnswerBook:
    """Return only the answers and facts that are not on disk."""
    answers = {name: answer for name, answer in book.answers.items() if name in unsaved.answers}
    profile = {name: value for name, value in book.profile.items() if name in unsaved.facts}
    return AnswerBook(book.questionnaire, book.version, profile=profile, answers=answers)
