"""This module says what was not saved, where it is kept, and what was not taken of it."""

from __future__ import annotations

from levelbook.core.answers.recovery import Recovery
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.text.cleaning import spoken_day
from levelbook.words.figures import listed, plural

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


def kept_words(place: str) -> str:
    """Say where it is kept, and when it comes back."""
    return f"It is kept in {place}; levelbook offers it when the book is opened again."
