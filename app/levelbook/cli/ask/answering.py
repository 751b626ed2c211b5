"""Letters answer one practice: unsure, not applicable, criteria, here, owner, target, risk, note."""

from __future__ import annotations

from collections.abc import Collection

from levelbook.cli import parameters
from levelbook.cli.ask.conversation import Conversation, Move
from levelbook.cli.asker import Option
from levelbook.cli.output import put
from levelbook.core.answers.answers import Accepted
from levelbook.core.answers.edits import Edit
from levelbook.errors import UsedWrongly


def level(talk: Conversation, name: str, said: int, reason: str = "") -> Move:
    """Answer with a level, and with the reason typed after the digit, if any."""
    if talk.score(name).scope == "not-applicable":
        raise UsedWrongly("This practice does not apply to your profile, so there is nothing to answer.")
    before, heard = talk.session.now.level_before(name), talk.claims(name)
    answer = talk.apply(name, Edit(level=said, level_reason=reason or None))
    if before is not None and before != said and not answer.level_reason:
        put(
            f"The last edition has level {before}. To say why it moved, go back with b and type “because” and the "
            "reason."
        )
    read_claims(talk, name, heard)
    return "on"


def because(talk: Conversation, name: str) -> Move:
    reason = talk.prose_over("Why has the level moved?", talk.score(name).answer.level_reason)
    talk.apply(name, Edit(level_reason=reason), details=True)
    return "stay"


def read_claims(talk: Conversation, name: str, heard: Collection[str]) -> None:
    """Read out the criteria that a level newly claims, and let a person strike out those that are not true."""
    one = talk.score(name)
    claimed = [key for key in talk.claims(name) if key not in heard]
    if not claimed:
        return
    put("That level claims:")
    put(*(f"  {number} {one.practice.criteria[key][1].text}" for number, key in enumerate(claimed, start=1)))
    if not talk.asker.is_heard():
        put("")
        return
    while said := talk.line("Numbers of the criteria that are not true, such as 1 3; Enter: all are true"):
        numbers = [parameters.whole_number(part) for part in said.replace(",", " ").split()]
        wrong = [key for n, key in enumerate(claimed, start=1) if n in numbers]
        if len(wrong) == len(set(numbers)):
            talk.apply(name, Edit(unmet=(*one.answer.unmet, *wrong)), details=True)
            return
        put(f"“{said}” is not understood. Give numbers from 1 to {len(claimed)}.")
    put("")


def unsure(talk: Conversation, name: str) -> Move:
    if talk.in_ballot:
        talk.apply(name, Edit(unsure=True))
        return "on"
    answer = talk.score(name).answer
    whom = talk.line_over("Who finds out", answer.ask_whom)
    by = talk.day_over("By when", answer.ask_by) if whom else None
    talk.apply(name, Edit(unsure=True, ask_whom=whom, ask_by=by))
    return "on"


def not_applicable(talk: Conversation, name: str) -> Move:
    talk.apply(name, Edit(not_applicable=talk.prose("It does not apply because")))
    return "on"


def confirm(talk: Conversation, name: str) -> Move:
    talk.apply(name, Edit(confirm=True))
    return "on"


def clear(talk: Conversation, name: str) -> Move:
    talk.apply(name, Edit(clear=True), details=True)
    return "stay"


# Criteria


def criterion(talk: Conversation, name: str) -> Move:
    chosen = talk.choose("Which criterion do you want to strike out or tick?", criteria(talk, name))
    if not chosen:
        return "stay"
    talk.apply(name, Edit(toggle=chosen), details=True)
    return "stay"


def unmet(talk: Conversation, name: str) -> Move:
    """Ask for all criteria of the level that are not true, at once."""
    options = criteria(talk, name)
    chosen = talk.choose_many("Which criteria of the level are not true?", options, talk.score(name).answer.unmet)
    talk.apply(name, Edit(unmet=tuple(chosen)), details=True)
    return "stay"


def met(talk: Conversation, name: str) -> Move:
    """Ask for all criteria of higher levels that are already true, at once."""
    options = criteria(talk, name)
    chosen = talk.choose_many("Which criteria of higher levels are already true?", options, talk.score(name).answer.met)
    talk.apply(name, Edit(met=tuple(chosen)), details=True)
    return "stay"


def here(talk: Conversation, name: str) -> Move:
    chosen = talk.choose("Which criterion do you want to describe?", criteria(talk, name))
    if not chosen:
        return "stay"
    line = talk.prose_over("Here", talk.score(name).answer.here.get(chosen, ""))
    talk.apply(name, Edit(here={chosen: line}), details=True)
    return "stay"


def criteria(talk: Conversation, name: str) -> list[Option]:
    """Return the criteria to choose from, each with its tick. Raises UsedWrongly if there are none."""
    one = talk.score(name)
    if one.inherited or not one.practice.criteria:
        raise UsedWrongly("There are no criteria to choose from here.")
    claimed = set(one.answer.claims(one.practice))
    return [
        Option(key, f"{'[x]' if key in claimed else '[ ]'} level {level}: {criterion.text}")
        for key, (level, criterion) in one.practice.criteria.items()
    ]


# What else is said about it


def owner(talk: Conversation, name: str) -> Move:
    answer = talk.score(name).answer
    who = talk.line_over("Owner", answer.owner)
    talk.apply(name, Edit(owner=who, due=talk.day_over("By when", answer.due)), details=True)
    return "stay"


def target(talk: Conversation, name: str) -> Move:
    aimed_at = talk.level(f"Own target, above {talk.score(name).placement.target} (empty: none)")
    if aimed_at is None:
        talk.apply(name, Edit(target=""), details=True)
    else:
        talk.apply(name, Edit(target=aimed_at, target_reason=talk.prose("Because")), details=True)
    return "stay"


def accept(talk: Conversation, name: str) -> Move:
    held = talk.level("Accept the risk at level (empty: no longer accepted)")
    if held is None:
        talk.apply(name, Edit(accepted=""), details=True)
        return "stay"
    until = talk.day("Until")
    if not until:
        raise UsedWrongly("An accepted risk needs a last day.")
    by = talk.line("Accepted by")
    if not by:
        raise UsedWrongly("An accepted risk needs a name.", remedy="Say who accepts it.")
    accepted = Accepted(level=held, until=until, by=by, reason=talk.prose("Because"))
    talk.apply(name, Edit(accepted=accepted), details=True)
    return "stay"


def note(talk: Conversation, name: str) -> Move:
    talk.apply(name, Edit(note=talk.prose_over("Note", talk.score(name).answer.note)), details=True)
    return "stay"
