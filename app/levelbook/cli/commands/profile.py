"""`levelbook profile`: show or set the facts about the team."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from levelbook.book.session import Session
from levelbook.cli import parameters, shell_completion
from levelbook.cli.open_book import open_session
from levelbook.cli.output import put, put_json
from levelbook.core.questionnaire.facts import check_facts
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN
from levelbook.core.questionnaire.tailoring import FactState
from levelbook.words.fact_effects import effect_lines
from levelbook.words.facts import incompatible_words
from levelbook.words.standing import scope_words


@click.command(
    "profile",
    epilog="--json prints a list of {id, question, many, asked, open, given, choices}: given as answered or null, "
    "choices as rules see them.",
)
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="ID=CHOICE[,…]",
    shell_complete=shell_completion.facts,
    help="Set a fact; ID= clears it. Repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="The facts as JSON.")
@click.pass_obj
def command(folder: Path, facts: tuple[str, ...], as_json: bool) -> None:
    """Show the facts about the team, or set them and say what each changes."""
    session = open_session(folder)
    wanted = parameters.facts(facts)
    check_facts(session.questionnaire, wanted)  # all are looked at before the first is written
    for fact_id, value in wanted.items():
        effect = session.set_fact(fact_id, value)
        if not as_json:
            put(
                f"{fact_id}: {', '.join(value) if value else 'cleared'}",
                *(f"  {line}" for line in effect_lines(effect)),
            )
    if as_json:
        put_json([_shape(state, session) for state in session.now.facts])
        return
    states = session.now.tailoring.facts  # once all are set: one may be what another is asked for
    unasked = [fact_id for fact_id, value in wanted.items() if value and not states[fact_id].asked]
    put(*(f"{one} is kept, but not asked of this team now, so nothing follows from it." for one in unasked))
    if wanted:
        put("")
    else:
        for state in session.now.facts:
            put(*_lines(state, session))
    put(scope_words(session.now), *incompatible_words(session.questionnaire.incompatible, session.now.tailoring.facts))


def _shape(state: FactState, session: Session) -> dict[str, Any]:
    """`{id, question, many, asked, open, given, choices}`: `given` as answered, `choices` as rules see it."""
    value = session.now.book.profile.get(state.fact.id)
    return {
        "id": state.fact.id,
        "question": state.fact.question,
        "many": state.fact.many,
        "asked": state.asked,
        "open": state.open,
        "given": None if value is None else [value] if isinstance(value, str) else list(value),
        "choices": list(state.choices),
    }


def _lines(state: FactState, session: Session) -> list[str]:
    fact = state.fact
    lines = [f"{fact.id}: {fact.question}"]
    if not state.asked:
        why = "open until an earlier fact is settled" if state.open else "not asked, earlier facts settle it"
        return [*lines, f"  ({why})", ""]
    value = session.now.book.profile.get(fact.id, ())
    chosen = (value,) if isinstance(value, str) else tuple(value)
    lines += [f"  {'[x]' if choice.id in chosen else '[ ]'} {choice.id}: {choice.label}" for choice in fact.choices]
    lines.append(f"  {'[x]' if NOT_KNOWN in chosen else '[ ]'} {NOT_KNOWN}: nobody could say")
    if state.open and NOT_KNOWN not in chosen:
        lines.append("  not answered")
    return [*lines, ""]
