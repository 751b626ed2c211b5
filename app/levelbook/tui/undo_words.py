"""What was taken back or made again, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from levelbook.book.session import Session
from levelbook.book.undo import Change, Turn
from levelbook.core.answers.answers import Answer
from levelbook.tui import labels

_MOST = 6
"""So many practices of a list are named."""


def turn_words(session: Session, turn: Turn) -> str:
    """What a turn changed, and what is said there now: `4.3 Input validation: level 2, Defined`."""
    if len(turn.changes) == 1:
        return _change_words(session, turn.changes[0])
    numbers = [session.questionnaire.numbers.get(name, name) for name in turn.practice_ids]
    return f"a list of {len(turn.changes)}, {named(numbers)}. They are {_states(session, turn)}"


def _change_words(session: Session, change: Change) -> str:
    practice = session.questionnaire.practices.get(change.id)
    if change.kind == "fact":
        fact = session.questionnaire.facts_by_id.get(change.id)
        return f"the fact “{fact.question if fact else change.id}”"
    if practice is None:
        return change.id
    said = f"{session.questionnaire.numbers[practice.id]} {practice.title}"
    before, after = change.before, change.after
    same = isinstance(before, Answer) and isinstance(after, Answer) and _gist(before) == _gist(after)
    return said if same else f"{said}: {labels.state(session, session.now.scorecard[practice.id]).plain}"


def _gist(answer: Answer) -> tuple[object, ...]:
    return (answer.level, answer.unsure, answer.not_applicable)


def _states(session: Session, turn: Turn) -> str:
    """What is said of the practices of a list now, and of how many each."""
    counts: dict[str, int] = {}
    for name in turn.practice_ids:
        answer = session.now.book.answer(name)
        said = f"at level {answer.level}" if answer.level is not None else answer.status.replace("-", " ")
        counts[said] = counts.get(said, 0) + 1
    if len(counts) == 1:
        return f"all {next(iter(counts))} now"
    return ", ".join(f"{count} {said}" for said, count in counts.items()) + " now"


def named(numbers: Sequence[str]) -> str:
    """`1.1, 1.2 and 1.3`; beyond a few, `1.1, 1.2, 1.3 and 9 more`."""
    if len(numbers) > _MOST:
        return f"{', '.join(numbers[: _MOST - 1])} and {len(numbers) - _MOST + 1} more"
    *first, last = numbers
    return f"{', '.join(first)} and {last}" if first else last
