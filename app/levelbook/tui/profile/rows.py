"""The facts about the team, each with its choices, and what a change did."""

from __future__ import annotations

from textual.content import Content

from levelbook.book.session import Session
from levelbook.core.questionnaire.facts import FactEffect, decided_by, effect_of, incompatible_facts
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, Fact, FactValue
from levelbook.core.questionnaire.tailoring import FactState, holds
from levelbook.core.text.cleaning import told_apart
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row
from levelbook.words.fact_effects import effect_kinds
from levelbook.words.facts import incompatible_words
from levelbook.words.figures import first_of, listed, plural

BLANK = Row(EMPTY, clip=True)


def key_of(fact_id: str, choice_id: str) -> str:
    """A row's key; without a choice that of a fact whose choices are folded away."""
    return f"{fact_id}={choice_id}"


def rows(session: Session, opened: str, *, width: int) -> list[Row]:
    """Return a row for each fact, and the choices of the open one."""
    states = session.now.facts
    asked = [state for state in states if state.asked]
    open_ones = len(session.now.tailoring.open_facts)  # those that depend on an open one too, as home counts them
    facts = plural(len(states), "fact")
    summary = f"{open_ones} of {facts} open" if open_ones else f"{plural(len(asked), 'fact')}, all answered"
    shown = [Row(line("About your team", "head"), right=line(summary, "warn" if open_ones else "good"), clip=True)]
    if session.ballot:
        shown.append(
            Row(line("These are the team's facts. They shape this ballot, which cannot change them.", "amber"))
        )
    elif wrong := incompatible_words(session.questionnaire.incompatible, session.now.tailoring.facts):
        shown += [Row(line(words, "warn")) for words in wrong]
    else:
        about = "These facts decide which practices apply to you, and their targets."
        shown.append(Row(line(about, "dim"), lines=2))
    shown.append(BLANK)
    for number, state in enumerate(states, start=1):
        if not state.asked:
            shown.append(_not_asked(session, state, number, width))
        elif state.fact.id == opened:
            shown += _open(session, state, number)
        else:
            shown.append(_folded(session, state, number, width))
    return shown


def choices_of(fact: Fact) -> list[tuple[str, str]]:
    """Ids and labels of what can be said about a fact; last that it is not known."""
    return [*((choice.id, choice.label) for choice in fact.choices), (NOT_KNOWN, "Not known")]


def said_words(session: Session, state: FactState) -> tuple[str, str]:
    """Say what was said about a fact, in words, and their ink."""
    given = given_choices(session, state.fact.id)
    if NOT_KNOWN in given:
        return "not known", "warn"
    if state.open:
        return "open", "warn"
    return "; ".join(label for choice_id, label in choices_of(state.fact) if choice_id in given), ""


def _folded(session: Session, state: FactState, number: int, width: int) -> Row:
    """A fact and what was said about it, each cut to its half of the line."""
    words, ink = said_words(session, state)
    said = line(words, ink)
    question = line(state.fact.question, "dim")
    room = width - 10  # beside the cursor's mark, the number and what is between the two
    half = max(room // 2, room - question.cell_length)
    return Row(
        question,
        lead=line(f"{number:>2} ", "blue"),
        key=key_of(state.fact.id, ""),
        right=said.truncate(half, ellipsis=True),
        clip=True,
    )


def _open(session: Session, state: FactState, number: int) -> list[Row]:
    """A fact with all its choices."""
    fact = state.fact
    given = given_choices(session, fact.id)
    said = line("not known", "warn") if NOT_KNOWN in given else line("open", "warn") if state.open else EMPTY
    how = line(" choose all that apply", "dim") if fact.many else EMPTY
    shown = [Row(join(line(fact.question, "strong"), how), lead=line(f"{number:>2} ", "blue"), right=said)]
    for choice_id, label in choices_of(fact):
        chosen = choice_id in given
        box = ("[x] " if chosen else "[ ] ") if fact.many else ("(•) " if chosen else "( ) ")
        shown.append(
            Row(
                line(label, "strong" if chosen else "dim" if choice_id == NOT_KNOWN else ""),
                lead=line(f"   {box}", "chosen" if chosen else "dim"),
                key=key_of(fact.id, choice_id),
            )
        )
    return shown


def _not_asked(session: Session, state: FactState, number: int, width: int) -> Row:
    why = "depends on an open fact above" if state.open else f"not asked, because of {_because(session, state.fact)}"
    question = line(state.fact.question, "dim")
    half = max((width - 10) // 2, width - 10 - question.cell_length)
    right = line(why, "dim").truncate(half, ellipsis=True)
    return Row(question, lead=line(f"{number:>2} ", "dim"), right=right, clip=True)


AT_ONCE = 500
"""With more practices than this, what a choice would change is said once it is chosen: until then it costs a key."""


def detail(session: Session, key: str, keys: Keys, changed: str = "") -> list[Row]:
    """Say what the choice under the cursor would change, or `changed` just now; and on how much the fact bears."""
    fact_id, _, choice_id = key.partition("=")
    fact = session.questionnaire.facts_by_id.get(fact_id)
    if fact is None or not choice_id:
        return []
    bears = len(decided_by(session.questionnaire, fact_id))
    about = f"affects {plural(bears, 'practice')}" if bears else "affects no practice by itself"
    clash = _contradicted_words(session, fact_id)
    return [
        Row(line(f"→ {changed}", "amber") if changed else _would_change(session, fact, choice_id, keys), lines=2),
        Row(line(clash, "warn") if clash else line(f"This fact {about}.", "dim"), clip=True),
    ]


def _contradicted_words(session: Session, fact_id: str) -> str:
    """Name the facts whose answers cannot be true beside that of this one; empty where there are none."""
    tailoring = session.now.tailoring
    wrong = incompatible_facts(session.questionnaire.incompatible, tailoring.facts)
    others = {name for one in wrong if fact_id in one.when for name in one.when if name != fact_id}
    if not others or session.ballot:
        return ""
    numbers = [str(number) for number, state in enumerate(session.now.facts, start=1) if state.fact.id in others]
    named = f"fact {numbers[0]}" if len(numbers) == 1 else f"facts {listed(numbers)}"
    return f"This contradicts the answer to {named}: the top of this list says why."


def _would_change(session: Session, fact: Fact, choice_id: str, keys: Keys) -> Content:
    if session.ballot:
        return line("The team decides this in its own book.", "dim")
    if len(session.questionnaire.practices) > AT_ONCE:
        return line(f"{keys.key('fact-choose')} chooses it, and shows what that changes.", "dim")
    given = given_choices(session, fact.id)
    value = toggled(fact, given, choice_id)
    what = "Clearing this" if choice_id in given else "Choosing this"
    now = session.now
    effect = effect_of(now.tailoring, now.book.profile, fact.id, value, session.own_decisions)
    return join(line(f"{what}: ", "dim"), line(effect_words(effect)))


def _because(session: Session, fact: Fact) -> str:
    """The answers that keep this fact from being asked, in their own words."""
    states = {state.fact.id: state for state in session.now.facts}
    said = []
    for name in (name for name, test in fact.when.items() if not holds({name: test}, states)):
        other = session.questionnaire.facts_by_id[name]
        labels = [choice.label for choice in other.choices if choice.id in given_choices(session, name)]
        said.append(f"“{', '.join(labels) or other.question}”")
    return " and ".join(said)


def given_choices(session: Session, fact_id: str) -> tuple[str, ...]:
    """Say what the team said about a fact."""
    value = session.now.book.profile.get(fact_id)
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def toggled(fact: Fact, given: tuple[str, ...], choice_id: str) -> FactValue | None:
    """Give a fact's value after a choice is toggled; None for no choice. An exclusive one replaces the others."""
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
    """Say what a change of a fact did, in one sentence."""
    said = []
    for practices, words in effect_kinds(effect):
        named = first_of(told_apart(practice.title for practice in practices), 2)
        said.append(f"{len(practices)} {words} ({named})")
    return "; ".join(said) or "changes no practice"
