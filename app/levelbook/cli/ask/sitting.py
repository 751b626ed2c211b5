"""The sitting itself, beside its answers: who is there, what is parked, the minutes, the plan."""

from __future__ import annotations

from functools import partial

from levelbook.book.workshop import Workshop
from levelbook.cli.ask.conversation import Conversation, Move
from levelbook.cli.output import put
from levelbook.cli.sitting_lines import people_words, time_lines
from levelbook.words.plan import plan_lines


def park(talk: Conversation, name: str) -> Move:
    words = talk.line("What is parked")
    if words:
        sitting = talk.workshop.park(words, name)
        put(f"Parked, with {talk.titled(name)} ({len(sitting.parked)} in all).", "")
    return "stay"


def minutes(talk: Conversation, name: str) -> Move:
    words = talk.line("For the minutes")
    if words:
        talk.workshop.add_to_minutes(words)
        put("It stands in the minutes.", "")
    return "stay"


def people(talk: Conversation, name: str) -> Move:
    """Enter participants, take some off, mark who may be named."""
    workshop = talk.workshop
    put(people_words(workshop.sitting))
    while said := talk.line(
        "Who is there (names with commas; +NAME may be named or no longer, -NAME has left; Enter ends)"
    ):
        for one in filter(None, (part.strip() for part in said.split(","))):
            talk.attempt(partial(_enter, workshop, one))
        put(people_words(workshop.sitting))
    put("")
    return "stay"


def _enter(workshop: Workshop, said: str) -> None:
    who = said[1:].strip() if said[0] in "+-" else said
    if said[0] == "-":
        workshop.remove_participant(who)
        return
    workshop.add_participants([who])
    if said[0] == "+":
        named = {one.name.casefold() for one in workshop.sitting.participants if one.named}
        workshop.agree_to_be_named(who, named=who.casefold() not in named)


def plan(talk: Conversation, name: str) -> Move:
    put(*plan_lines(talk.workshop.plan(), talk.session.now), *time_lines(talk.workshop), "")
    return "stay"
