"""This module reports what was promised, parked or to be brought by a day that is past."""

from __future__ import annotations

from collections.abc import Iterator

from levelbook.book.publishing.published_names import published, shown_names
from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.assessment.promises import promises_of, to_bring
from levelbook.core.assessment.review import risk_ran_out
from levelbook.core.errors import Problem
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.quotation import in_quotes, speaker
from levelbook.store import sittings_file
from levelbook.words.files import shown
from levelbook.words.promises import late_promise_words


def late_promises(session: Session) -> Iterator[Problem]:
    """Report promises with a date in the past, and expired risks."""
    today = session.now.on
    for one in published(session.state).scorecard.counting:
        for promise in promises_of(one):
            if promise.is_late(today) and promise.by:
                yield Problem(late_promise_words(promise, promise.by), key=one.id)
        accepted = one.answer.accepted
        if accepted is not None and risk_ran_out(one, today):
            yield Problem(
                f"Level {accepted.level} was accepted until {spoken_day(accepted.until)} ({speaker(accepted.by)}); "
                f"it is {one.level}, and the target is {one.target}.",
                key=one.id,
            )


def late_parked_items(session: Session) -> Iterator[Problem]:
    """Report parked items that somebody was to have seen to by now."""
    today, names = session.now.on, shown_names(session.state)
    for item in parked_items.still_open(Workshop(session)):
        if item.is_late(today) and item.due:
            by = spoken_day(item.due)
            yield Problem(
                f"{in_quotes(item.text)} was to be settled by {by} ({names.name(item.owner) or 'nobody'}).",
                key=item.practice,
                remedy="Settle it in the close of a sitting.",
            )


def late_evidence(session: Session) -> Iterator[Problem]:
    """Report agreed evidence that is late."""
    for one in to_bring(published(session.state)):
        if one.is_late(session.now.on) and one.evidence is not None and one.by:
            by = spoken_day(one.by)
            yield Problem(
                f"{in_quotes(one.evidence.proof.what)} was to be brought by {by} ({one.who or 'nobody'}).",
                path=shown(sittings_file.path_of(session.folder.sittings_path, one.evidence.day)),
                key=one.score.id,
                remedy="Add it to the answer, or say what happened to it: `levelbook sitting evidence`.",
            )
