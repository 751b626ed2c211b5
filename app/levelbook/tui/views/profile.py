"""The facts about the team, each with its choices, and what a change did."""

from __future__ import annotations

from collections.abc import Mapping

from levelbook.core.answers import FactValue
from levelbook.core.conditions import FactState
from levelbook.core.facts import FactEffect
from levelbook.core.questionnaire import NOT_KNOWN, Fact
from levelbook.session import Session
from levelbook.tui.plain import EMPTY, line
from levelbook.tui.views.words import plural
from levelbook.tui.widgets.rows import Row

BLANK = Row(EMPTY)


def key_of(fact_id: str, choice_id: str) -> str:
    return f"{fact_id}={choice_id}"


def rows(session: Session, effects: Mapping[str, str]) -> list[Row]:
    """All facts. `effects` says what the last change of a fact did, by its id."""
    states = session.facts()
    asked = [state for state in states if state.asked]
    open_ones = sum(state.open for state in asked)
    summary = (
        f"{plural(len(asked), 'fact')}, {open_ones} open"
        if open_ones
        else f"{plural(len(asked), 'fact')}, all answered"
    )
    shown = [
        Row(line("About your team", "head"), right=line(summary, "warn" if open_ones else "good"), clip=True),
        Row(line("What you say here decides which practices apply to you, and how high you need to be.", "dim")),
    ]
    for number, state in enumerate(states, start=1):
        shown.append(BLANK)
        shown += _asked(session, state, number, effects) if state.asked else _not_asked(session, state, number)
    return shown


def _asked(session: Session, state: FactState, number: int, effects: Mapping[str, str]) -> list[Row]:
    fact = state.fact
    given = given_choices(session, fact.id)
    said = line("not known", "warn") if NOT_KNOWN in given else line("open", "warn") if state.open else EMPTY
    many = "choose all that hold" if fact.many else ""
    shown = [Row(line(fact.question, "strong"), lead=line(f"{number:>2} ", "blue"), right=said)]
    if many:
        shown.append(Row(line(many, "dim"), lead=line("   ")))
    choices = [(choice.id, choice.label) for choice in fact.choices] + [(NOT_KNOWN, "Not known")]
    for choice_id, label in choices:
        chosen = choice_id in given
        box = ("[x] " if chosen else "[ ] ") if fact.many else ("(•) " if chosen else "( ) ")
        shown.append(
            Row(
                line(label, "strong" if chosen else "dim" if choice_id == NOT_KNOWN else ""),
                lead=line(f"   {box}", "chosen" if chosen else "dim"),
                key=key_of(fact.id, choice_id),
            )
        )
    if fact.id in effects:
        shown.append(Row(line(effects[fact.id], "amber"), lead=line("   → ", "amber")))
    return shown


def _not_asked(session: Session, state: FactState, number: int) -> list[Row]:
    why = (
        "depends on a fact above that is still open"
        if state.open
        else f"not asked, because of {_because(session, state.fact)}"
    )
    return [
        Row(line(state.fact.question, "dim"), lead=line(f"{number:>2} ", "dim")),
        Row(line(why, "dim"), lead=line("   ")),
    ]


def _because(session: Session, fact: Fact) -> str:
    """The facts that this one depends on, in their own words."""
    said = []
    for name in fact.when:
        other = session.questionnaire.facts_by_id[name]
        labels = [choice.label for choice in other.choices if choice.id in given_choices(session, name)]
        said.append(f"“{', '.join(labels) or other.question}”")
    return " and ".join(said)


def given_choices(session: Session, fact_id: str) -> tuple[str, ...]:
    """What the team said about a fact."""
    value = session.book.profile.get(fact_id)
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def toggled(fact: Fact, given: tuple[str, ...], choice_id: str) -> FactValue | None:
    """What is said once a choice was toggled; None when nothing is left. Choices that stand alone push others out."""
    if not fact.many:
        return None if choice_id in given else choice_id
    if choice_id in given:
        return tuple(name for name in given if name != choice_id) or None
    if _alone(fact, choice_id):
        return (choice_id,)
    return (*(name for name in given if not _alone(fact, name)), choice_id)


def _alone(fact: Fact, choice_id: str) -> bool:
    choice = fact.choice(choice_id)
    return choice_id == NOT_KNOWN or (choice is not None and choice.exclusive)


def effect_words(effect: FactEffect) -> str:
    """What a change of a fact did, in one sentence."""
    kinds = (
        (effect.entered, "now in scope"),
        (effect.left, "no longer in scope"),
        (effect.inherited, "now done by a provider"),
        (effect.raised, "now needs more"),
        (effect.lowered, "now needs less"),
    )
    said = []
    for practices, what in kinds:
        if practices:
            named = ", ".join(practice.title for practice in practices[:2]) + (" …" if len(practices) > 2 else "")
            said.append(f"{len(practices)} {what} ({named})")
    return "; ".join(said) or "changes no practice"
