"""A half merged `answers.toml` is settled answer by answer.

Nothing is written until every conflict is settled, and what is not taken stays in the answer's note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from levelbook import clock
from levelbook.book.merging import unmerged_remedy
from levelbook.book.merging_versions import brought_together, former_questionnaire, merged_by_answers
from levelbook.book.opening import opened
from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.answers.merge import (
    SIDES,
    Side,
    differing_fields,
    merge_answers,
    says_something_new,
    with_lost_words_in_note,
)
from levelbook.core.errors import FileIsWrong, Problem, UnknownId, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import FactValue, Practice, Questionnaire
from levelbook.core.questionnaire.versions import is_later
from levelbook.core.text.cleaning import nearest
from levelbook.reading.toml import comments, decoded
from levelbook.store.answers_file import AnswersFile, bytes_of
from levelbook.store.answers_text import parse
from levelbook.store.conflicts import ConflictSides, sides_of, versions_of
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import shown
from levelbook.words.merging import lost_words


def _is_whole(text: str, folder: TeamFolder) -> bool:
    """Return whether a text can be read as it is: what looks like markers in it is part of what somebody wrote."""
    try:
        parse(text, shown(folder.answers_path))
    except FileIsWrong:
        return False
    return True


@frozen
class AnswerConflict:
    """An answer in conflict has two versions; each holds what was settled on its own, and its side of the rest."""

    id: str
    """The practice's."""
    fields: tuple[str, ...]
    ours: Answer
    theirs: Answer

    def settled(self, take: Side, day: date, practice: Practice | None) -> Answer:
        """Return the side that is taken, with the other one's words in its note."""
        kept, lost = (self.ours, self.theirs) if take == "ours" else (self.theirs, self.ours)
        return with_lost_words_in_note(kept, lost_words(lost, kept, self.fields, day, practice), self.fields)


def _merged(name: str, base: Answer, ours: Answer, theirs: Answer) -> AnswerConflict:
    merged, turned = (merge_answers(base, ours, theirs, take=side) for side in SIDES)
    return AnswerConflict(name, merged.conflicts, merged.answer, turned.answer)


@frozen
class FactConflict:
    """A fact in conflict has two values; None is none."""

    id: str
    ours: FactValue | None
    theirs: FactValue | None


Conflict = AnswerConflict | FactConflict


class Resolution:
    """A resolution is what is to be settled in one half merged file, and what is settled."""

    def __init__(
        self, folder: TeamFolder, questionnaire: Questionnaire, data: bytes, sides: ConflictSides, moment: datetime
    ) -> None:
        """Raises FileIsWrong where a side cannot be read, or belongs to another version of the questionnaire."""
        self.folder = folder
        self.questionnaire = questionnaire
        self.sides = sides
        self._data = data
        self._day = moment.astimezone(clock.zone(folder.settings.timezone)).date()
        path = folder.answers_path
        staged = versions_of(path, folder.git)
        self._versions = self._versions_in_index(staged)
        if self._versions:
            self.questionnaire = former_questionnaire(folder, questionnaire, self._versions) or questionnaire
        half_merged = decoded(data, shown(path))
        held = staged if self._versions else None
        together = held and brought_together(folder, self.questionnaire, half_merged, held, self._versions)
        self.upgraded_from: Mapping[str, str] = together.versions if together else {}
        """Map `ours` and `theirs` to their versions, where both were brought to one; else empty."""
        self._is_merged_by_answers = False
        """Whether both sides are git's whole versions, merged, and not what stands between the markers."""
        if together:
            self._text = together.text
            self._versions = [together.base, together.ours, together.theirs]
            self._ours, self._theirs = together.ours, together.theirs
        else:
            self._read_both(self._by_answers(half_merged, held) if held else sides)
        self._refuse_what_is_neither_answer_nor_fact()
        self.answers: dict[str, AnswerConflict] = {}
        """The open conflicts, in the questionnaire's order."""
        self.merged: dict[str, Answer] = {}
        """Answers that were merged automatically, because the two sides changed different fields."""
        self._find_conflicts()
        self.facts = {
            name: FactConflict(name, self._ours.profile.get(name), self._theirs.profile.get(name))
            for name in dict.fromkeys((*self._ours.profile, *self._theirs.profile))
            if self._ours.profile.get(name) != self._theirs.profile.get(name)
        }

    def _by_answers(self, half_merged: str, staged: Sequence[bytes]) -> ConflictSides:
        """Return both sides as levelbook merges git's versions, or as somebody has begun to settle them."""
        path = self.folder.answers_path
        can_be_read = all(_is_whole(side, self.folder) for side in (self.sides.ours, self.sides.theirs))
        sides = merged_by_answers(path, half_merged, self.sides, staged, can_be_read=can_be_read)
        self._is_merged_by_answers = sides is not self.sides
        return sides

    def _read_both(self, sides: ConflictSides) -> None:
        """Read both sides. Raises FileIsWrong."""
        self._ours = self._read(sides.ours, "ours", sides.our_lines)
        self._theirs = self._read(sides.theirs, "theirs", sides.their_lines)
        here = Counter(comments(sides.ours))
        others = (Counter(comments(sides.theirs)) - here).elements()
        self._text = sides.ours + "".join(f"{comment}\n" for comment in others)

    @classmethod
    def open(cls, start: Path, *, now: Callable[[], datetime] = clock.now) -> Resolution:
        """The half merged answers at or nearest to `start`. Raises UsedWrongly where there are none, FileIsWrong."""
        folder, questionnaire = opened(start)
        data = bytes_of(folder.answers_path, within=folder.path)
        text = decoded(data, shown(folder.answers_path))
        sides = sides_of(text)
        path = folder.answers_path
        is_unmerged = path.name in folder.git.unmerged_in(path.parent)
        # Where git says so, markers within a note are its own, too: two people may have written it by hand.
        if sides is None or (not is_unmerged and _is_whole(text, folder)):
            raise UsedWrongly(
                f"{shown(path)} has no complete conflict markers: there is nothing to resolve."
                + (" But git holds two versions of it that are not merged." if is_unmerged else ""),
                remedy=unmerged_remedy(path) if is_unmerged else "`levelbook check` says whether the file is complete.",
            )
        return cls(folder, questionnaire, data, sides, now())

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return all that is to be settled: answers, then facts."""
        return (*self.answers.values(), *self.facts.values())

    def _read(self, text: str, name: str, lines: Sequence[int]) -> AnswerBook:
        """Read a side, whose lines stand on these lines of the file. Raises FileIsWrong."""
        path = shown(self.folder.answers_path)
        try:
            return parse(text, path)
        except FileIsWrong as wrong:
            raise FileIsWrong(
                [self._in_file(one, name, lines) for one in wrong.problems],
                remedy="Fix this by hand, then run `levelbook resolve` again.",
            ) from None

    def _in_file(self, problem: Problem, name: str, lines: Sequence[int]) -> Problem:
        """Return a problem of a side with its line in the file; the side is named unless both share that line."""
        line = lines[problem.line - 1] if problem.line and problem.line <= len(lines) else None
        if line in self.sides.our_lines and line in self.sides.their_lines:
            return replace(problem, line=line)
        return replace(problem, message=f"In “{name}”: {problem.message}", line=line)

    def _versions_in_index(self, staged: Sequence[bytes] | None) -> list[AnswerBook]:
        """Read base, ours and theirs as git has them; nothing where it has not all three.

        Of two branches that have merged each other before, git may have merged the base itself, and only half.
        """
        try:
            return [parse(one, shown(self.folder.answers_path)) for one in staged or ()]
        except FileIsWrong:
            return []

    def _refuse_what_is_neither_answer_nor_fact(self) -> None:
        for name in ("questionnaire", "version", "retired", "unknown"):
            if getattr(self._ours, name) != getattr(self._theirs, name):
                what = "the keys at the top" if name == "unknown" else f"`{name}`"
                raise FileIsWrong.one(
                    f"The two sides differ in {what}, which only a person can resolve.",
                    path=shown(self.folder.answers_path),
                    remedy=self._which_to_upgrade()
                    if name == "version"
                    else "Keep one side of that by hand, then run `levelbook resolve` again.",
                )

    def _which_to_upgrade(self) -> str:
        """Say which branch is to be upgraded where git no longer has the versions that it merged."""
        is_ours = is_later(self._theirs.version, self._ours.version)
        side, branch = ("ours", "is checked out") if is_ours else ("theirs", "was merged in")
        return (
            f"Undo this merge, run `levelbook upgrade` on the branch of “{side}”, which {branch}, and commit that; "
            "then merge again. If somebody changed the number by hand, keep the right one instead."
        )

    def _find_conflicts(self) -> None:
        names = dict.fromkeys((*self.questionnaire.practices, *self._ours.answers, *self._theirs.answers))
        for name in names:
            ours, theirs = self._ours.answer(name), self._theirs.answer(name)
            if ours != theirs or (self._is_merged_by_answers and self._is_changed_by_both(name)):
                self._add(self._conflict(name, ours, theirs))

    def _is_changed_by_both(self, name: str) -> bool:
        base, ours, theirs = (book.answer(name) for book in self._versions)
        return ours != theirs and base not in (ours, theirs)

    def _add(self, conflict: AnswerConflict) -> None:
        if conflict.fields:
            self.answers[conflict.id] = conflict
        else:
            self.merged[conflict.id] = conflict.ours

    def _conflict(self, name: str, ours: Answer, theirs: Answer) -> AnswerConflict:
        """Return both versions of an answer, from git's index if possible, otherwise from between the markers.

        There somebody may have put one right by hand since: then that version holds.
        """
        if self._versions:
            versions = [book.answer(name) for book in self._versions]
            base, mine, other = versions
            if says_something_new(ours, versions) or says_something_new(theirs, versions):
                mine, other = ours, theirs
            return _merged(name, base, mine, other)
        return AnswerConflict(name, differing_fields(ours, theirs), ours, theirs)

    def settle(self, taken: Mapping[str, Side]) -> AnswerBook:
        """Write the file with a side taken of each conflict, by id of practice or fact; the book that it then holds.

        Raises UsedWrongly where one is left, UnknownId, AnsweredElsewhere, CouldNotWrite; then nothing is written.
        """
        everything = [conflict.id for conflict in self.conflicts]
        for name in taken:
            if name not in everything:
                hint = f"In conflict: {', '.join(everything) or 'nothing'}."
                raise UnknownId("conflict", name, nearest(name, everything), hint=hint)
        if left := [name for name in everything if name not in taken]:
            raise UsedWrongly(
                f"Nothing was written, because both sides differ in: {', '.join(left)}.",
                remedy="Give each a `--take ours ID` or a `--take theirs ID`.",
            )
        book = replace(self._ours, answers={**self._ours.answers, **self.merged})
        for name, conflict in self.answers.items():
            practice = self.questionnaire.practices.get(name)
            book = book.with_answer(name, conflict.settled(taken[name], self._day, practice))
        for name, fact in self.facts.items():
            book = book.with_fact(name, fact.ours if taken[name] == "ours" else fact.theirs)
        return self._write(book)

    def _write(self, book: AnswerBook) -> AnswerBook:
        file = AnswersFile.of_text(self.folder.answers_path, self.questionnaire, self._text)
        return file.write_over(self._data, book, answers=(*self.merged, *self.answers), facts=tuple(self.facts))
