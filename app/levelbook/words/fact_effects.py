"""This module says what an answer about the team changed: practices in and out of scope, targets up and down."""

from __future__ import annotations

from levelbook.core.questionnaire.facts import FactEffect
from levelbook.core.questionnaire.questionnaire import Practice
from levelbook.core.text.cleaning import told_apart
from levelbook.words.figures import plural


def effect_kinds(effect: FactEffect) -> list[tuple[tuple[Practice, ...], str]]:
    """List the practices that a fact changed, and how, for each kind of change: `now in scope`."""
    kinds = (
        (effect.entered, "now in scope"),
        (effect.left, "no longer in scope"),
        (effect.inherited, "now done by a provider"),
        (effect.taken_back, "no longer done by a provider"),
        (effect.raised, "with a higher target"),
        (effect.lowered, "with a lower target"),
    )
    return [(practices, words) for practices, words in kinds if practices]


def effect_lines(effect: FactEffect) -> list[str]:
    """Say what a fact changed, one line a kind; a single line where it changed nothing."""
    lines = [
        f"{plural(len(practices), 'practice')} {words}: {_some([practice.title for practice in practices])}"
        for practices, words in effect_kinds(effect)
    ]
    return lines or ["This changes no practice."]


def _some(titles: list[str]) -> str:
    shown = ", ".join(told_apart(titles[:_MOST_NAMED]))
    return shown if len(titles) <= _MOST_NAMED else f"{shown} and {len(titles) - _MOST_NAMED} more"


_MOST_NAMED = 4
