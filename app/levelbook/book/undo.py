"""The undo history holds the changes to an open book, turn by turn, so that they can be undone and redone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from levelbook.core.answers.answers import Answer
from levelbook.core.answers.sittings import Sitting
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import FactValue


@frozen
class Change:
    """An answer, a fact or a sitting, before and after."""

    kind: Literal["answer", "fact", "sitting"]
    id: str
    """The practice's or the fact's; of a sitting its day, as `2026-11-22`."""
    before: Answer | FactValue | Sitting | None
    after: Answer | FactValue | Sitting | None

    @property
    def reverse(self) -> Change:
        return Change(self.kind, self.id, self.after, self.before)


@frozen
class Turn:
    """A turn is what was said at once, and is undone at once: one change, or those of a whole list."""

    changes: tuple[Change, ...]
    overtaken: tuple[str, ...] = ()
    """Ids of its answers and facts that others have changed since: undoing the turn would undo theirs."""

    @property
    def practice_ids(self) -> tuple[str, ...]:
        return tuple(change.id for change in self.changes if change.kind == "answer")

    @property
    def answered_ids(self) -> tuple[str, ...]:
        """Ids of the practices that it answered or confirmed; a note, a step or evidence alone answers nothing."""
        return tuple(
            change.id
            for change in self.changes
            if isinstance(change.after, Answer) and _answers(change.before, change.after)
        )

    @property
    def sitting_versions(self) -> tuple[Sitting, Sitting] | None:
        """The sitting before and after, where the turn changed one; None for a turn of answers or facts."""
        for change in self.changes:
            if isinstance(change.before, Sitting) and isinstance(change.after, Sitting):
                return change.before, change.after
        return None

    @property
    def changes_nothing(self) -> bool:
        return all(change.before == change.after for change in self.changes)

    @property
    def reverse(self) -> Turn:
        return Turn(tuple(change.reverse for change in reversed(self.changes)))


def _answers(before: object, after: Answer) -> bool:
    """Tell whether a change of an answer is a new answer or its confirmation, and not only something said beside it."""
    was = before if isinstance(before, Answer) else Answer()
    return _signed(was) != _signed(after)


def _signed(answer: Answer) -> tuple[object, ...]:
    """Return what an answer claims, and when that was said."""
    claim = (answer.level, answer.unsure, answer.not_applicable, answer.unmet, answer.met, answer.offer)
    return (*claim, answer.wording, answer.answered_at, answer.confirmed_at, answer.confirmed_after)


@dataclass
class UndoHistory:
    """The turns that can be undone, and those that were undone and can be made again; the latest is last."""

    done: list[Turn] = field(default_factory=list)
    undone: list[Turn] = field(default_factory=list)

    def add(self, turn: Turn) -> None:
        """Add a new turn, after which undone turns can no longer be redone."""
        self.done.append(turn)
        self.undone.clear()

    def undo(self) -> Turn | None:
        """The turn to take back, which can be made again from now on; None when there is none left.

        One that others have overtaken is only taken off: whoever calls says that it stays.
        """
        if self.done and self.done[-1].overtaken:
            return self.done.pop()
        return _moved(self.done, self.undone)

    def redo(self) -> Turn | None:
        """The turn to make again; None when none was undone."""
        return _moved(self.undone, self.done)

    def answers_before(self, practice_id: str) -> list[Answer]:
        """Return what an answer was before each turn that changed it, the latest first, since others changed it."""
        found: list[Answer] = []
        for turn in reversed(self.done):
            if practice_id in turn.overtaken:
                break
            found += [
                change.before
                for change in reversed(turn.changes)
                if change.kind == "answer" and change.id == practice_id and isinstance(change.before, Answer)
            ]
        return found

    def forget(self, ids: Iterable[str]) -> None:
        """Drop the changes of these answers, facts or sittings from their turns: nothing is left of them to undo."""
        gone = set(ids)
        for turns in (self.done, self.undone):
            turns[:] = [kept for turn in turns if (kept := _without(turn, gone)).changes]

    def overtake(self, ids: Iterable[str]) -> None:
        """Mark the turns that changed one of these answers or facts, which others have changed since."""
        theirs = set(ids)
        self.done[:] = [_overtaken(turn, theirs) for turn in self.done]
        self.undone[:] = [turn for turn in self.undone if not _overtaken(turn, theirs).overtaken]


def _without(turn: Turn, gone: Collection[str]) -> Turn:
    return Turn(
        tuple(change for change in turn.changes if change.id not in gone),
        tuple(name for name in turn.overtaken if name not in gone),
    )


def _overtaken(turn: Turn, theirs: Collection[str]) -> Turn:
    found = tuple(change.id for change in turn.changes if change.id in theirs and change.id not in turn.overtaken)
    return replace(turn, overtaken=(*turn.overtaken, *found)) if found else turn


def _moved(source: list[Turn], target: list[Turn]) -> Turn | None:
    if not source:
        return None
    turn = source.pop()
    target.append(turn)
    return turn
