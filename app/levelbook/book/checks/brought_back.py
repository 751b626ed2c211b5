"""This module tells of answers and facts that an old file or a branch brought into this round, or took out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from levelbook.book.contents.state import BookState
from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.since_last_edition import (
    answers_from_earlier_editions,
    answers_from_ended_rounds,
    facts_from_earlier_editions,
    missing_answers,
    missing_facts,
    renamed_answers,
)
from levelbook.core.errors import Problem
from levelbook.words.figures import first_of, plural
from levelbook.words.files import shown


def brought_back(book: BookState) -> Iterator[Problem]:
    """Yield a problem for answers that read as in an earlier edition again, and for those of a round that has ended
    which no earlier edition has; for those that have another id than in the last edition; for those of the last edition
    that are gone; and where none of them all seems to be this team's. Likewise for facts that read as in an earlier
    edition again, and for those that are gone.

    A file was restored, an old copy came back with a synced folder, a branch was merged after the seal, or somebody set
    answers back or cleared them. Those that are there count, and as not reviewed.
    """
    path = shown(book.folder.answers_path)
    if (older := _of_no_edition(book)) >= _A_FEW:
        yield Problem(
            f"None of the answers is in the last edition, though {older} were given before it was sealed: they may be "
            "another team's.",
            path=path,
            remedy="If another file took the place of this book's answers, restore this one from git or from the last "
            "edition.",
        )
    renamed = renamed_answers(book.now)
    earlier, ended = answers_from_earlier_editions(book.now), answers_from_ended_rounds(book.now)
    if ids := [name for name in earlier if name not in renamed]:
        yield Problem(
            f"{plural(len(ids), 'answer')} {'reads' if len(ids) == 1 else 'read'} as in an earlier edition again, and "
            f"not as in the last one: {first_of(ids)}.",
            path=path,
            remedy=f"{_counted(ids)} Confirm what somebody set back on purpose; if an old file was restored by "
            "mistake, restore the present one from git.",
        )
    if ids := [name for name in (*earlier, *ended) if name in renamed]:
        yield Problem(
            f"{plural(len(ids), 'answer')} {'was' if len(ids) == 1 else 'were'} in the last edition under another id: "
            f"{first_of(ids)}.",
            path=path,
            remedy=f"{_counted(ids)} Confirm what still holds.",
        )
    if ids := [name for name in ended if name not in renamed]:
        yield Problem(
            f"{plural(len(ids), 'answer')} {'says' if len(ids) == 1 else 'say'} something else than in the last "
            f"edition, and {'was' if len(ids) == 1 else 'were'} given before it or on a branch without it: "
            f"{first_of(ids)}.",
            path=path,
            remedy=f"{_counted(ids)} Confirm what a branch brought; if an old file was restored by mistake, restore "
            "the present one from git.",
        )
    if facts := facts_from_earlier_editions(book.now):
        yield Problem(
            f"{plural(len(facts), 'fact reads', 'facts read')} as in an earlier edition again, and not as in the last "
            f"one: {first_of(facts)}.",
            path=path,
            key="profile",
            remedy="If an old file was restored by mistake, restore the present one from git; if somebody set "
            f"{'it' if len(facts) == 1 else 'them'} back, there is nothing to do.",
        )
    yield from _gone(missing_answers(book.now), "answer", path, key="")
    yield from _gone(missing_facts(book.now), "fact", path, key="profile")


def _gone(ids: Sequence[str], what: str, path: str, key: str) -> Iterator[Problem]:
    if ids:
        yield Problem(
            f"{plural(len(ids), f'{what} of the last edition is', f'{what}s of the last edition are')} not in the book "
            f"any more: {first_of(ids)}.",
            path=path,
            key=key,
            remedy="If an old file was restored by mistake, restore the present one from git; if somebody cleared "
            f"{'it' if len(ids) == 1 else 'them'}, there is nothing to do.",
        )


_A_FEW: Final = 5
"""Fewer answers may all have been given anew since, beside some that a branch brought."""


def _of_no_edition(book: BookState) -> int:
    """Count the answers given before the last edition was sealed, if none of a book's answers is in that edition."""
    last, sealed, now = book.editions.last, _given(book.now.last_answers or {}), _given(book.now.book.answers)
    if last is None or not sealed or set(sealed) & set(now):
        return 0
    return sum(last.was_sealed_after(at) for at in now)


def _given(answers: Mapping[str, Answer]) -> list[datetime]:
    """Return when each of some answers was given, where that is known. Names may be erased, times stay."""
    return [one.answered_at for one in answers.values() if one.answered_at]


def _counted(ids: Sequence[str]) -> str:
    return f"{'It counts' if len(ids) == 1 else 'They count'} as not reviewed."
