"""Tailoring works out a profile's rules, and each practice's scope and target (docs/design.md, "Tailoring").

A fact is in one of three states for a team: *settled* with choices, settled without any (it is not asked and has no
`otherwise`), or *open*. Only a settled fact with choices can match a test, so what nobody answered takes nothing away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import (
    NOT_KNOWN,
    Fact,
    FactValue,
    ListTest,
    Questionnaire,
    Rule,
    Scope,
    When,
)


@frozen
class FactState:
    """The state of a fact for one team."""

    fact: Fact
    asked: bool
    """True if its own `when` holds."""
    open: bool
    """True if it is not known yet what rules should see."""
    choices: tuple[str, ...]
    """The choices that rules see."""


@frozen
class Placement:
    """A placement is one practice's scope and target by the rules in force."""

    scope: Scope
    target: int
    because: tuple[str, ...]
    """The `because` of every rule in force that names the practice or its section, in file order."""
    scope_because: tuple[str, ...]
    """Reasons among these that decided the scope; empty when no rule did."""
    target_because: tuple[str, ...]
    """Reasons among these whose floor is the target; empty when it is the default."""

    @property
    def decisive(self) -> tuple[str, ...]:
        """Return the reasons that decided scope and target, without those that a stronger rule overruled."""
        of_target = self.target_because if self.scope != "not-applicable" else ()
        return tuple(dict.fromkeys((*self.scope_because, *of_target)))


@frozen
class Tailoring:
    """A tailoring is a questionnaire as one team's profile shapes it."""

    questionnaire: Questionnaire
    facts: Mapping[str, FactState]
    """Fact id to state, in questionnaire order."""
    rules: tuple[Rule, ...]
    """The rules in force, in file order."""
    placements: Mapping[str, Placement]
    """Full practice id to placement, in questionnaire order."""

    @property
    def open_facts(self) -> tuple[str, ...]:
        """List the facts for which it is not known yet what rules should see."""
        return tuple(name for name, state in self.facts.items() if state.open)

    @cached_property
    def legal(self) -> frozenset[str]:
        """Return the `framework:item`s, or whole frameworks, that a rule in force brings in."""
        return frozenset(name for rule in self.rules for name in rule.legal)

    def brings_in(self, reference: str) -> bool:
        """Tell whether a reference to a law counts for this team."""
        return reference in self.legal or reference.partition(":")[0] in self.legal

    def __getitem__(self, practice_id: str) -> Placement:
        return self.placements[practice_id]

    def wording(self, practice_id: str) -> str:
        """Return the digest of what a practice asks of this team: another where a provider does it."""
        return self.questionnaire.wording(practice_id, inherited=self[practice_id].scope == "inherited")


def fact_states(facts: Iterable[Fact], profile: Mapping[str, FactValue]) -> dict[str, FactState]:
    """Work out the state of every fact, in the questionnaire's order; a fact's `when` sees only facts before it."""
    states: dict[str, FactState] = {}
    for fact in facts:
        asked = holds(fact.when, states)
        unsettled = any(states[name].open for name in fact.when if name in states)
        if asked:
            choices = _choices_of(fact, profile.get(fact.id))
            states[fact.id] = FactState(fact, asked=True, open=not choices, choices=choices)
        elif unsettled:
            states[fact.id] = FactState(fact, asked=False, open=True, choices=())
        else:
            states[fact.id] = FactState(fact, asked=False, open=False, choices=fact.otherwise_choices)
    return states


def _choices_of(fact: Fact, value: FactValue | None) -> tuple[str, ...]:
    """Return the choices of an answer; none if it is missing, not known, or unknown to this questionnaire."""
    choices = (value,) if isinstance(value, str) else tuple(value or ())
    if NOT_KNOWN in choices or not any(fact.choice(choice) for choice in choices):
        return ()
    return choices


def holds(when: When, states: Mapping[str, FactState]) -> bool:
    """Tell whether every test holds; a test of a fact without choices never does."""
    return all(name in states and _matches(test, states[name].choices) for name, test in when.items())


def may_hold(when: When, states: Mapping[str, FactState]) -> bool:
    """Tell whether every test holds, or may still hold because a fact is open."""
    return all(states[name].open or holds({name: test}, states) for name, test in when.items() if name in states)


def _matches(test: tuple[str, ...] | ListTest, choices: tuple[str, ...]) -> bool:
    if not choices:
        return False
    given = set(choices)
    if not isinstance(test, ListTest):
        return bool(given & set(test))
    if test.all is not None:
        return given >= set(test.all)
    if test.only is not None:
        return given <= set(test.only)
    return not given & set(test.none or ())


def tailor(questionnaire: Questionnaire, profile: Mapping[str, FactValue]) -> Tailoring:
    """Work out scope and target of every practice for a profile, with the reasons."""
    states = fact_states(questionnaire.facts, profile)
    rules = tuple(rule for rule in questionnaire.rules if holds(rule.when, states))
    placements = {
        practice.id: _place(questionnaire, practice.id, rules) for practice in questionnaire.practices.values()
    }
    return Tailoring(questionnaire, states, rules, placements)


def _place(questionnaire: Questionnaire, practice_id: str, rules: Iterable[Rule]) -> Placement:
    names = {practice_id, practice_id.partition(".")[0]}
    by_scope: dict[Scope, list[str]] = {"applicable": [], "inherited": [], "not-applicable": []}
    floors: list[tuple[int, str]] = []
    because: list[str] = []
    for rule in rules:
        if names.isdisjoint(rule.names):
            continue
        because.append(rule.because)
        listed: tuple[tuple[Scope, tuple[str, ...]], ...] = (
            ("applicable", rule.apply),
            ("inherited", rule.inherited),
            ("not-applicable", rule.not_applicable),
        )
        for claimed, named in listed:
            if not names.isdisjoint(named):
                by_scope[claimed].append(rule.because)
        floors += [(floor.level, rule.because) for floor in rule.floor if not names.isdisjoint(floor.practices)]
    # docs/design.md, "Tailoring": `apply` beats `inherited` beats `not_applicable`; with no rule, applicable.
    scope: Scope = next((scope for scope, reasons in by_scope.items() if reasons), "applicable")
    default = questionnaire.default_target
    target = max([default, *(level for level, _ in floors)])
    return Placement(
        scope=scope,
        target=target,
        because=tuple(because),
        scope_because=tuple(by_scope[scope]),
        target_because=tuple(reason for level, reason in floors if level == target and level > default),
    )
