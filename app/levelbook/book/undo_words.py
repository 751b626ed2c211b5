"""Sentences about what was undone or redone: what the change did, and what is there now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from levelbook.book.session import Session
from levelbook.book.undo import Change, Turn
from levelbook.core.answers.answers import STATUS_WORDS, Answer, Step
from levelbook.core.text.quotation import in_quotes
from levelbook.words.sitting_changes import sitting_change_words
from levelbook.words.spread import counted_word

_MOST = 6
"""So many practices of a list are named."""
_LONGEST = 60
"""So many characters of a note are quoted."""


def turn_words(session: Session, turn: Turn, state: Callable[[str], str], *, undone: bool) -> str:
    """Say what a turn had changed, and what is there now: `evidence removed from 1.1. “RA-1” is back.`

    state: says where the practice of an id stands now.
    """
    if (moved := turn.sitting_versions) is not None:
        was, is_now = reversed(moved) if undone else moved
        session.read_sittings_again()
        held = {day.isoformat(): sitting for day, sitting in session.sittings.all}
        return sitting_change_words(was, is_now, session.now.on, held.get(turn.changes[0].id))
    if len(turn.changes) == 1:
        return _change_words(session, turn.changes[0], state, undone=undone)
    numbers = [session.questionnaire.numbers.get(name, name) for name in turn.practice_ids]
    return f"{len(turn.changes)} answers, {named(numbers)}. Now {_states(session, turn)}."


def _change_words(session: Session, change: Change, state: Callable[[str], str], *, undone: bool) -> str:
    if change.kind == "fact":
        fact = session.questionnaire.facts_by_id.get(change.id)
        return f"the fact “{fact.question if fact else change.id}” changed."
    number = session.questionnaire.numbers.get(change.id, change.id)
    before, after = change.before, change.after
    if not isinstance(before, Answer) or not isinstance(after, Answer):
        return f"{number} changed."
    was, is_now = (after, before) if undone else (before, after)
    did = " and ".join(_done(number, before, after)) or f"{number} changed"
    said = [f"{did}.", *_back_and_gone(was, is_now)]
    if _status(before) != _status(after) and change.id in session.questionnaire.practices:
        said.append(f"Now: {state(change.id)}.")
    return " ".join(said)


def _status(answer: Answer) -> tuple[object, ...]:
    return (answer.level, answer.unsure, answer.not_applicable)


def _done(number: str, before: Answer, after: Answer) -> Iterator[str]:
    """Say what a change to an answer did, in words for each thing that it touched."""
    if _status(before) != _status(after):
        yield _answered(number, after)
    if before.evidence != after.evidence:
        yield _counted("evidence", number, len(after.evidence) - len(before.evidence))
    if before.steps != after.steps:
        yield _stepped(number, before.steps, after.steps)
    if (before.votes, before.abstained) != (after.votes, after.abstained) and (
        after.votes or _status(before) == _status(after)
    ):
        yield f"{counted_word(after if after.votes else before)} on {number} counted"
    for what, changed in (
        ("reason for the level of", before.level_reason != after.level_reason and _status(before) == _status(after)),
        ("note on", before.note != after.note),
        ("owner of", before.owner != after.owner),
        ("due date of", before.due != after.due),
        ("target of", before.target != after.target),
        ("reason for the target of", before.target == after.target and before.target_reason != after.target_reason),
        ("accepted risk of", before.accepted != after.accepted),
        ("who finds out about", before.ask_whom != after.ask_whom),
        ("date for finding out about", before.ask_by != after.ask_by),
        ("your own words on", before.here != after.here),
        ("criteria of", _status(before) == _status(after) and (before.met, before.unmet) != (after.met, after.unmet)),
    ):
        if changed:
            yield f"{what} {number} changed"
    if before.changed(wording=after.wording).content == after.content:
        yield f"{number} confirmed"  # also in the words of today, where it is reworded


def _answered(number: str, after: Answer) -> str:
    if after.level is not None:
        return f"{number} set to level {after.level}"
    if after.status == "unanswered":
        return f"answer to {number} cleared"
    return f"{number} marked {STATUS_WORDS[after.status]}"


def _counted(what: str, number: str, more: int) -> str:
    return f"{what} {'added to' if more > 0 else 'removed from' if more < 0 else 'changed in'} {number}"


def _stepped(number: str, before: Sequence[Step], after: Sequence[Step]) -> str:
    if len(before) == len(after):
        done = sum(not step.is_open for step in after) - sum(not step.is_open for step in before)
        if done:
            return f"step of {number} {'marked done' if done > 0 else 'reopened'}"
    return _counted("step", number, len(after) - len(before))


def _back_and_gone(was: Answer, is_now: Answer) -> Iterator[str]:
    """Name evidence, steps and reasons of votes that are there again, or no longer; quote note and owner."""
    for before, now in (
        ([piece.reference for piece in was.evidence], [piece.reference for piece in is_now.evidence]),
        ([step.text for step in was.steps], [step.text for step in is_now.steps]),
        (_reasons(was), _reasons(is_now)),
    ):
        if len(before) != len(now):
            yield from (f"{in_quotes(text)} is back." for text in now if text not in before)
            yield from (f"{in_quotes(text)} is gone." for text in before if text not in now)
    for what, old, now_there in (("note", was.note, is_now.note), ("owner", was.owner, is_now.owner)):
        if old != now_there:
            yield f"The {what} is {in_quotes(_beginning(now_there))}." if now_there else f"There is no {what}."


def _reasons(answer: Answer) -> list[str]:
    """List what those said who saw it differently in a vote."""
    return [vote.reason for vote in answer.votes if vote.reason]


def _beginning(text: str) -> str:
    """Return the first line of a text, cut where it is long."""
    first = text.partition("\n")[0]
    cut = first if len(first) <= _LONGEST else first[: _LONGEST - 1].rstrip()
    return cut if cut == text else f"{cut} …"


def _states(session: Session, turn: Turn) -> str:
    """Say where the practices of a list stand now, and how many stand so."""
    counts: dict[str, int] = {}
    answers = [session.now.book.answer(name) for name in turn.practice_ids]
    for answer in sorted(answers, key=lambda one: -1 if one.level is None else one.level):
        said = f"at level {answer.level}" if answer.level is not None else STATUS_WORDS[answer.status]
        counts[said] = counts.get(said, 0) + 1
    if len(counts) == 1:
        return f"all are {next(iter(counts))}"
    return ", ".join(f"{count} {said}" for said, count in counts.items())


def named(numbers: Sequence[str]) -> str:
    """Join numbers: `1.1, 1.2 and 1.3`; beyond a few, `1.1, 1.2, 1.3 and 9 more`."""
    if len(numbers) > _MOST:
        return f"{', '.join(numbers[: _MOST - 1])} and {len(numbers) - _MOST + 1} more"
    *first, last = numbers
    return f"{', '.join(first)} and {last}" if first else last
