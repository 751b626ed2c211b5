"""This module finds days of answers that are still to come although they tell of something that has happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from levelbook.book.contents.sittings import A_DAY
from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import Problem
from levelbook.core.text.cleaning import spoken_day
from levelbook.core.text.quotation import in_quotes


def future_days(now: Assessment, path: str) -> Iterator[Problem]:
    """Yield a problem for each done step, piece of evidence, answer and confirmation of a day in the future.

    A day ahead is another time zone's. path: of the answers, for messages.
    """
    for name, answer in now.book.answers.items():
        for what, day, remedy in _happened(now, answer):
            if day - now.on > A_DAY:
                yield Problem(f"{what} on {spoken_day(day)}, a day in the future.", path=path, key=name, remedy=remedy)


def _happened(now: Assessment, answer: Answer) -> Iterator[tuple[str, date, str]]:
    """Yield what an answer says has happened, on which day, and what to do where that is still to come."""
    for number, step in enumerate(answer.steps, start=1):
        if step.done_on is not None:
            remedy = f"Give the day on which it was done: `--step-number {number} --done DATE`."
            yield f"Step {number}, {in_quotes(step.text)}, was done", step.done_on, remedy
    for piece in answer.evidence:
        if piece.seen_on is not None:
            named = in_quotes(piece.reference) if piece.reference else f"Evidence of the kind {piece.kind}"
            yield f"{named} was seen", piece.seen_on, "Until then it proves nothing. Give the day on which it was seen."
    remedy = "Look whether the clock of some machine was wrong; confirm the answer again."
    for what, moment in (("This was answered", answer.answered_at), ("This was confirmed", answer.confirmed_at)):
        if moment is not None:
            yield what, now.day_of(moment), remedy
