"""This module says what was not saved, where it is kept, and what was not taken of it."""

from __future__ import annotations

from pathlib import Path

from levelbook.core.answers.recovery import Recovery
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.text.cleaning import spoken_day
from levelbook.words.figures import listed, plural
from levelbook.words.files import in_command, shown, typed
from levelbook.words.merging import value_words

_NAMED = 6
"""Answers that are named by their number; more are counted."""


def recovery_words(recovery: Recovery, now: Assessment) -> str:
    """Name what a recovery holds: `the answers to 4.2 and 4.3, one fact and the sitting of 28 November`."""
    head, numbers = recovery.head, now.questionnaire.numbers
    names = [numbers.get(name, name) for name in head.answers]
    parts = []
    if names:
        said = f"{plural(len(names), 'answer')}" if len(names) > _NAMED else listed(names)
        parts.append(said if len(names) > _NAMED else f"the answer{'s' if len(names) > 1 else ''} to {said}")
    if head.facts:
        parts.append(plural(len(head.facts), "fact"))
    if head.sitting:
        parts.append(f"the sitting of {spoken_day(head.sitting, now.on)}")
    return listed(parts)


def facts_not_taken_words(recovery: Recovery, now: Assessment) -> str:
    """Say which facts of a recovery somebody else has answered otherwise since; empty where nobody has."""
    held, before, said = now.book.profile, recovery.base.profile, recovery.said.profile
    found = [
        f"“{name}” is {value_words(held.get(name))} by now, and yours was {value_words(said.get(name))}"
        for name in recovery.head.facts
        if held.get(name) not in (before.get(name), said.get(name))
    ]
    return f"Not taken, because somebody changed it since: {'; '.join(found)}." if found else ""


def kept_words(place: str) -> str:
    """Say where it is kept, and when it comes back."""
    return f"It is kept in {place}; levelbook offers it when the book is opened again."


def kept_of_ballot_words(place: str, ballot_id: str, participant: str, *, is_there: bool) -> str:
    """Say where it is kept of a ballot, and when it comes back: one whose round has ended is there no more."""
    offers = f"`levelbook ballot fill {ballot_id}` offers it"
    if is_there:
        return f"It is kept in {place}; {offers}."
    if not participant:
        return f"It is kept in {place}: read it there, and enter it in your ballot for the next round."
    return (
        f"It is kept in {place}; {offers} once `levelbook ballot new {in_command(participant)}` has begun the next one."
    )


def read_only_words(folder: Path, *, is_ballot: bool = False) -> str:
    """Say beforehand that nobody can save in a folder, and what becomes of the answers."""
    return (
        f"You cannot write in {shown(folder)}, so answers are not saved there. levelbook keeps them for you, and "
        f"offers them when the {'ballot' if is_ballot else 'book'} is opened again."
    )


def left_elsewhere_words(book: Path) -> str:
    """Say what is kept of a book that is gone from a folder, and which command takes it over."""
    return (
        f"Text that was typed and not saved is kept of a book of this name, which is gone from {shown(book)}. "
        f"If it was moved here, `levelbook unsaved --take-over {typed(book)}` takes it over; "
        "if this is another book, --leave instead of --take-over ends this notice."
    )


def of_other_names_words(book: Path) -> str:
    """Say that something is kept of a book of other names in this folder, and how it comes back if it is this one."""
    return (
        "Text that was typed and not saved in this folder is kept of a book of another team. If it is this book and "
        f"was renamed, `levelbook unsaved --take-over {typed(book)}` takes it over; if it was another book, --leave "
        "instead of --take-over ends this notice."
    )


def unreadable_words(path: Path) -> str:
    """Say that a file with unsaved text cannot be read."""
    return f"Text that was typed and not saved cannot be read any more, or only by a newer levelbook: {shown(path)}."
