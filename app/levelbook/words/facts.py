"""This module says which answers to facts have changed, and which cannot all be true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.comparison import Comparison
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.facts import incompatible_facts, reworded_facts
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, IncompatibleFacts, Questionnaire
from levelbook.core.questionnaire.tailoring import FactState
from levelbook.core.text.cleaning import without_full_stop
from levelbook.words.figures import listed

INCOMPATIBLE_REMEDY = "Correct one of the answers: `levelbook profile`, or the profile in the app."


@frozen
class ChangedFact:
    """A changed fact is a question about the team with the choices then and now, in words."""

    question: str
    old: list[str]
    """Empty where it was not asked, not answered or not known."""
    new: list[str]
    old_without: str = "not answered"
    """Why there is no choice in `old`: not asked, not answered or not known."""
    new_without: str = "not answered"

    def __str__(self) -> str:
        both = ((self.old, self.old_without), (self.new, self.new_without))
        old, new = (", ".join(f"“{one}”" for one in side) or without for side, without in both)
        return f"{self.question} {new}, before {old}"


def changed_facts(comparison: Comparison) -> list[ChangedFact]:
    """List the facts that the team answers differently now, as the later questionnaire asks them."""
    return _changed(comparison, comparison.after.scorecard.tailoring.facts)


def facts_that_lowered(comparison: Comparison, practice_id: str) -> list[ChangedFact]:
    """List the changed facts without which a rule no longer asks for a higher target of a practice."""
    before, after = comparison.pairing.carried.scorecard.tailoring, comparison.after.scorecard.tailoring
    names, target = {practice_id, practice_id.partition(".")[0]}, after[practice_id].target
    gone = [
        rule
        for rule in before.rules
        if rule not in after.rules
        and any(floor.level > target and not names.isdisjoint(floor.practices) for floor in rule.floor)
    ]
    return _changed(comparison, dict.fromkeys(name for rule in gone for name in rule.when))


def reworded_words(before: Questionnaire, now: Questionnaire, edition: str) -> str:
    """Say which facts read differently under one version than in an edition; empty where none does."""
    names = reworded_facts(before, now)
    if not names:
        return ""
    facts = f"the fact {names[0]} reads" if len(names) == 1 else f"the facts {listed(names)} read"
    return (
        f"The questionnaire differs from that of {edition} under the same version {now.version}: {facts} differently, "
        "so the answers there may mean something else."
    )


def compared_reworded_words(comparison: Comparison) -> str:
    """Say which facts read differently under one version in a comparison; empty where none does."""
    before, after = comparison.before, comparison.after
    return reworded_words(before.questionnaire, after.questionnaire, before.name)


def _changed(comparison: Comparison, names: Iterable[str]) -> list[ChangedFact]:
    then, now = comparison.pairing.carried, comparison.after
    path, earlier = comparison.pairing.upgrade_path, comparison.before.questionnaire.facts
    there = {later for fact in earlier for later in path.fact(fact.id).ids}
    changed: list[ChangedFact] = []
    for name in names:
        was, state = then.scorecard.tailoring.facts[name], now.scorecard.tailoring.facts[name]
        old, new = [*_labels(was), *_labels_without_place(comparison, name)], _labels(state)
        if old != new:
            # A question that is new was put to nobody before.
            without = (_without(was, then) if name in there else "not asked", _without(state, now))
            changed.append(ChangedFact(state.fact.question, old, new, *without))
    return changed


def _labels_without_place(comparison: Comparison, name: str) -> list[str]:
    """Return the labels of what the team said then of a fact, in choices that the later questionnaire does not have."""
    path, now = comparison.pairing.upgrade_path, comparison.after.questionnaire.facts_by_id[name]
    there = {(name, choice.id) for choice in now.choices}
    return [
        choice.label
        for state in comparison.before.scorecard.tailoring.facts.values()
        if name in path.fact(state.fact.id).ids and state.asked
        for choice in state.fact.choices
        if choice.id in state.choices and there.isdisjoint(path.outcome("choices", (state.fact.id, choice.id)).to)
    ]


def _without(state: FactState, assessment: Assessment) -> str:
    """Say why a fact has no choice: it was not asked, nobody answered it, or nobody could say."""
    if not state.asked:
        return "not asked"
    said = assessment.book.profile.get(state.fact.id, ())
    return "not known" if NOT_KNOWN in ((said,) if isinstance(said, str) else said) else "not answered"


def _labels(state: FactState) -> list[str]:
    """Return the labels of the choices; empty where the fact is not asked or not answered."""
    return [one.label for one in state.fact.choices if one.id in state.choices] if state.asked else []


def incompatible_words(rules: Iterable[IncompatibleFacts], states: Mapping[str, FactState]) -> list[str]:
    """Say, a sentence each, which of a team's answers cannot all be true, and why not.

    rules: as the questionnaire has them. states: fact id to state, as tailoring works them out.
    """
    return [incompatible_sentence(one, states) for one in incompatible_facts(rules, states)]


def incompatible_sentence(one: IncompatibleFacts, states: Mapping[str, FactState]) -> str:
    """Say which answers cannot all be true, and why not: `“No” (tools) and “Start by itself” (agency) …`."""
    answers = [f"{_chosen(one, states[name])} ({name})" for name in one.when]
    both = "both" if len(answers) == 2 else "all"
    return f"{', '.join(answers[:-1])} and {answers[-1]} cannot {both} be true: {without_full_stop(one.because)}."


def _chosen(one: IncompatibleFacts, state: FactState) -> str:
    """The choices that a test is about: those that it names, or all where it is about what is not chosen."""
    test = one.when[state.fact.id]
    named = test if isinstance(test, tuple) else state.choices
    return listed(
        f"“{choice.label}”" for choice in state.fact.choices if choice.id in named and choice.id in state.choices
    )
