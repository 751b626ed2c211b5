"""What is said of a book while it is open: turn by turn, taken back and made again, and saved at once.

A Turns holds the answers file. Every change is on disk before the call that made it returns; what could not be written
stays in memory, is named in `unsaved`, and is tried again. What others write meanwhile is taken in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from levelbook.core.answers.answers import Answer, AnswerBook
from levelbook.core.questionnaire.questionnaire import FactValue
from levelbook.errors import AnsweredElsewhere
from levelbook.store.answers_file import AnswersFile


@dataclass(frozen=True)
class Change:
    """An answer or a fact, before and after."""

    kind: Literal["answer", "fact"]
    id: str
    before: Answer | FactValue | None
    after: Answer | FactValue | None

    @property
    def reverse(self) -> Change:
        return Change(self.kind, self.id, self.after, self.before)


@dataclass(frozen=True)
class Turn:
    """What was said at once, and is undone at once: one change, or those of a whole list."""

    changes: tuple[Change, ...]

    @property
    def practice_ids(self) -> tuple[str, ...]:
        return tuple(change.id for change in self.changes if change.kind == "answer")


class Turns:
    """An answers file that is open, and what was said since."""

    def __init__(
        self,
        file: AnswersFile,
        seen: Callable[[AnswerBook], AnswerBook],
        follow: Callable[[Change | None], None],
        after: Callable[[Turn], None],
    ) -> None:
        """seen: what a file holds, as the session sees it. follow: told of each change to `book`, with None where
        others' were taken in. after: told of each turn, also of one that is not yet on disk."""
        self.file = file
        self.book: AnswerBook = seen(file.book)
        """The answers as they stand, also those that are not on disk yet."""
        self._seen, self._follow, self._after = seen, follow, after
        self._done: list[Turn] = []
        self._undone: list[Turn] = []
        self._unsaved_answers: set[str] = set()
        self._unsaved_facts: set[str] = set()
        self._news: dict[str, None] = {}

    def take(self, turn: Turn) -> None:
        """Make what a turn says true, and save. One that changes nothing is no turn. Raises as `save` does."""
        if all(change.before == change.after for change in turn.changes) and not self.unsaved:
            return
        self._done.append(turn)
        self._undone.clear()
        self._set(turn)

    def undo(self) -> Turn | None:
        """Take back the last change of this sitting; None when there is none left."""
        if not self._done:
            return None
        turn = self._done.pop()
        self._undone.append(turn)
        self._set(Turn(tuple(change.reverse for change in reversed(turn.changes))))
        return turn

    def redo(self) -> Turn | None:
        """Make the last change that was taken back once more; None when there is none."""
        if not self._undone:
            return None
        turn = self._undone.pop()
        self._done.append(turn)
        self._set(turn)
        return turn

    @property
    def unsaved(self) -> bool:
        """Something was said that is not on disk, because the disk would not take it."""
        return bool(self._unsaved_answers or self._unsaved_facts)

    def _set(self, turn: Turn) -> None:
        for change in turn.changes:
            if isinstance(change.after, Answer):
                self.book = self.book.with_answer(change.id, change.after)
                self._unsaved_answers.add(change.id)
            else:
                self.book = self.book.with_fact(change.id, change.after)
                self._unsaved_facts.add(change.id)
            self._follow(change)
        try:
            self.save()
        finally:
            self._after(turn)

    def save(self) -> None:
        """Write what is not yet on disk, and take in what others wrote meanwhile.

        Raises CouldNotWrite (what was said stays in memory, and is tried again at the next change) and
        AnsweredElsewhere (theirs is shown from now on; the error names the answers).
        """
        try:
            merged = self.file.save(self.book, answers=self._unsaved_answers, facts=self._unsaved_facts)
        except AnsweredElsewhere as clash:
            self._reload()
            for name in clash.ids:
                self._news.pop(name, None)  # the error tells of these
            self._done = _without(self._done, clash.ids)
            self._undone = _without(self._undone, clash.ids)
            raise
        self._unsaved_answers.clear()
        self._unsaved_facts.clear()
        self._take_in(self._seen(merged))

    def _reload(self) -> None:
        """Read the answers from disk again; what was said and not saved is given up."""
        self.file = AnswersFile.load(self.file.path, self.file.questionnaire)
        self._unsaved_answers.clear()
        self._unsaved_facts.clear()
        self._take_in(self._seen(self.file.book))

    def look_again(self) -> None:
        """Take in what others wrote since, if they did. Raises FileIsWrong, OtherVersion.

        What was said here and is not on disk yet waits for the next save, which knows what to do.
        """
        if not self.unsaved and (changed := self.file.as_changed_elsewhere()) is not None:
            self.file = changed
            self._take_in(self._seen(changed.book))

    def news(self) -> tuple[str, ...]:
        """Ids of answers and facts that others changed and that were taken in since this was last asked for."""
        found = tuple(self._news)
        self._news.clear()
        return found

    def _take_in(self, book: AnswerBook) -> None:
        """This is what the file holds now. What others changed cannot be undone here: it is theirs."""
        if book == self.book:
            return
        mine, self.book = self.book, book
        theirs = [name for name in {**mine.answers, **book.answers} if mine.answer(name) != book.answer(name)]
        theirs += [
            name for name in {**mine.profile, **book.profile} if mine.profile.get(name) != book.profile.get(name)
        ]
        self._news.update(dict.fromkeys(theirs))
        self._done = _without(self._done, theirs)
        self._undone = _without(self._undone, theirs)
        self._follow(None)


def _without(turns: Iterable[Turn], ids: Iterable[str]) -> list[Turn]:
    """The turns that changed none of these."""
    gone = set(ids)
    return [turn for turn in turns if gone.isdisjoint(change.id for change in turn.changes)]
