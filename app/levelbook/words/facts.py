"""This module says which answers to facts cannot all be true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from levelbook.core.questionnaire.facts import incompatible_facts
from levelbook.core.questionnaire.questionnaire import IncompatibleFacts
from levelbook.core.questionnaire.tailoring import FactState
from levelbook.core.text.cleaning import without_full_stop

INCOMPATIBLE_REMEDY = "Correct one of the answers: `levelbook profile`, or the profile in the app."


def incompatible_words(rules: Iterable[IncompatibleFacts], states: Mapping[str, FactState]) -> list[str]:
    """Say, a sentence each, which of a team's answers cannot all be true, and why not.

    rules: as the questionnaire has them. states: fact id to state, as tailoring works them out.
    """
    return [incompatible_sentence(one, states) for one in incompatible_facts(rules, states)]


def incompatible_sentence(one: IncompatibleFacts, states: Mapping[str, FactState]) -> str:
    """Say which answers cannot all be true, and why not: `“No” (tools) and “Start by itself” (agency) …`."""
    answers = [f"“{_chosen(one, states[name])}” ({name})" for name in one.when]
    both = "both" if len(answers) == 2 else "all"
    return f"{', '.join(answers[:-1])} and {answers[-1]} cannot {both} be true: {without_full_stop(one.because)}."


def _chosen(one: IncompatibleFacts, state: FactState) -> str:
    """The choices that a test is about: those that it names, or all where it is about what is not chosen."""
    test = one.when[state.fact.id]
    named = test if isinstance(test, tuple) else state.choices
    return ", ".join(choice.label for choice in state.fact.choices if choice.id in named and choice.id in state.choices)
