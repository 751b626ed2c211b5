"""This module checks answers to facts, and works out what a changed fact does to the questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from levelbook.core.errors import UnknownId, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import (
    NOT_KNOWN,
    Fact,
    FactValue,
    IncompatibleFacts,
    Practice,
    Questionnaire,
)
from levelbook.core.questionnaire.tailoring import FactState, Tailoring, holds, tailor
from levelbook.core.text.cleaning import nearest


def find_fact(questionnaire: Questionnaire, fact_id: str) -> Fact:
    """Find a fact by its id. Raises UnknownId with the nearest."""
    known = questionnaire.facts_by_id
    if fact_id not in known:
        raise UnknownId("fact", fact_id, nearest(fact_id, known), hint=_there_are(known))
    return known[fact_id]


def _there_are(known: Iterable[str]) -> str:
    return f"There are: {', '.join(known)}. `levelbook profile` shows their questions."


def check_facts(questionnaire: Questionnaire, facts: Mapping[str, FactValue | None]) -> None:
    """Check facts by id with the choices given for each, None to clear one.

    Raises UnknownId or UsedWrongly, which names all that is wrong.
    """
    refused: list[UsedWrongly] = []
    for fact_id, value in facts.items():
        try:
            fact = find_fact(questionnaire, fact_id)
            if value is not None:
                checked_choices(fact, value)
        except UsedWrongly as wrong:
            refused.append(wrong)
    if refused:
        raise _all_of(refused)


def checked_choices(fact: Fact, value: FactValue) -> FactValue:
    """Return the value as the file holds it. Raises UsedWrongly, UnknownId for choices that the fact does not have."""
    given = (value,) if isinstance(value, str) else tuple(dict.fromkeys(value))
    known = [*(choice.id for choice in fact.choices), NOT_KNOWN]
    labels = (f"{choice.id} ({choice.label})" for choice in fact.choices)
    hint = f"The choices are: {', '.join((*labels, NOT_KNOWN))}."
    unknown = [choice for choice in given if choice not in known]
    if unknown:
        kind = f"choice for {fact.id}"
        raise _all_of([UnknownId(kind, choice, nearest(choice, known), hint=hint) for choice in unknown])
    alone = [name for name in given if name == NOT_KNOWN or _exclusive(fact, name)]
    if alone and len(given) > 1:
        raise UsedWrongly(f"“{alone[0]}” cannot be combined with other choices of {fact.id}.")
    if not fact.many:
        if len(given) != 1:
            raise UsedWrongly(f"{fact.id} takes one choice.", remedy=f"The choices are: {', '.join(known)}.")
        return given[0]
    return tuple(sorted(given, key=known.index))


def _all_of(refused: Sequence[UsedWrongly]) -> UsedWrongly:
    """Return one error for all of them, each remedy behind its problem, and no remedy twice."""
    if len(refused) == 1:
        return refused[0]
    said = dict.fromkeys(text for one in refused for text in (one.message, one.remedy) if text)
    return UsedWrongly(" ".join(said))


def _exclusive(fact: Fact, name: str) -> bool:
    choice = fact.choice(name)
    return choice is not None and choice.exclusive


def reworded_facts(before: Questionnaire, now: Questionnaire) -> tuple[str, ...]:
    """List the ids of facts whose question or choices read differently in two questionnaires of one id and version.

    Nobody answered those words, and what was answered may mean the opposite in them. None for another version, whose
    version map says what became of each fact.
    """
    if (before.id, before.version) != (now.id, now.version):
        return ()
    then = {fact.id: fact for fact in before.facts}
    return tuple(fact.id for fact in now.facts if fact.id in then and _reads_differently(then[fact.id], fact))


def _reads_differently(was: Fact, fact: Fact) -> bool:
    labels = {choice.id: choice.label for choice in was.choices}
    return was.question != fact.question or any(
        labels.get(choice.id, choice.label) != choice.label for choice in fact.choices
    )


def incompatible_facts(
    rules: Iterable[IncompatibleFacts], states: Mapping[str, FactState]
) -> tuple[IncompatibleFacts, ...]:
    """List the answers of a team that cannot all be true. Only what the team was asked counts.

    rules: as the questionnaire has them. states: fact id to state, as tailoring works them out.
    """
    return tuple(one for one in rules if holds(one.when, states) and all(states[name].asked for name in one.when))


@frozen
class FactEffect:
    """The effect of a changed fact on the questionnaire."""

    entered: tuple[Practice, ...]
    """Practices that came into scope."""
    left: tuple[Practice, ...]
    """Practices that went out of scope."""
    raised: tuple[Practice, ...]
    """Practices in scope before and after whose target went up."""
    lowered: tuple[Practice, ...]
    """Practices in scope before and after whose target went down."""
    inherited: tuple[Practice, ...]
    """Practices that are inherited from a provider from now on."""
    taken_back: tuple[Practice, ...]
    """Practices that a provider did until now and the team does itself from now on."""


@frozen
class OwnDecisions:
    """Own decisions are what the team itself said about practices, whatever its facts are."""

    targets: Mapping[str, int]
    """The team's own target by practice id: a rule that asks for no more changes nothing."""
    left_out: Collection[str]
    """Ids of the practices that the team says do not apply."""


NONE_OWN = OwnDecisions({}, ())


def effect(before: Tailoring, after: Tailoring, own: OwnDecisions = NONE_OWN) -> FactEffect:
    """Compare what two profiles bring into scope, raise and lower. Each practice is named once at most as to its target
    and scope: what comes into scope or leaves it has no target to compare."""
    practices = after.questionnaire.practices

    def those(holds: Callable[[str], bool]) -> tuple[Practice, ...]:
        return tuple(practice for name, practice in practices.items() if name not in own.left_out and holds(name))

    def out(tailoring: Tailoring, name: str) -> bool:
        return tailoring[name].scope == "not-applicable"

    def is_inherited(tailoring: Tailoring, name: str) -> bool:
        return tailoring[name].scope == "inherited"

    def rise(name: str) -> int:
        if out(before, name) or out(after, name):
            return 0
        least = own.targets.get(name, 0)
        return max(least, after[name].target) - max(least, before[name].target)

    return FactEffect(
        entered=those(lambda name: out(before, name) and not out(after, name)),
        left=those(lambda name: out(after, name) and not out(before, name)),
        raised=those(lambda name: rise(name) > 0),
        lowered=those(lambda name: rise(name) < 0),
        inherited=those(lambda name: is_inherited(after, name) and not is_inherited(before, name)),
        taken_back=those(
            lambda name: is_inherited(before, name) and not is_inherited(after, name) and not out(after, name)
        ),
    )


def effect_of(
    before: Tailoring,
    profile: Mapping[str, FactValue],
    fact_id: str,
    value: FactValue | None,
    own: OwnDecisions = NONE_OWN,
) -> FactEffect:
    """Work out what another answer to one fact would change, without changing it; None for no answer."""
    others = {name: said for name, said in profile.items() if name != fact_id}
    after = tailor(before.questionnaire, others if value is None else {**others, fact_id: value})
    return effect(before, after, own)


def decided_by(questionnaire: Questionnaire, fact_id: str) -> tuple[Practice, ...]:
    """List the practices that an answer to a fact may change, by its own rules or those of facts that depend on it."""
    facts = {fact_id}
    for fact in questionnaire.facts:  # a fact hangs on earlier ones only
        if not facts.isdisjoint(fact.when):
            facts.add(fact.id)
    names = {name for rule in questionnaire.rules if not facts.isdisjoint(rule.when) for name in rule.names}
    return tuple(
        practice
        for name, practice in questionnaire.practices.items()
        if name in names or name.partition(".")[0] in names
    )
