"""Keys move the interview: to one practice, to another queue, or back by undo."""

from __future__ import annotations

from levelbook.book.queue import queue
from levelbook.cli.ask.conversation import Conversation, Go, InputEnded, Move, Through
from levelbook.cli.asker import Option
from levelbook.cli.output import put
from levelbook.core.assessment.queue import ONLY, ORDERS, Only, Walk
from levelbook.core.questionnaire import lookup
from levelbook.words.figures import plural
from levelbook.words.queue import ONLY_WORDS, ORDER_WORDS


def jump(talk: Conversation, name: str) -> Move:
    said = talk.line("Which practice (its number, or a part of its title)")
    if not said:
        return "stay"
    found = lookup.practices_like(talk.session.questionnaire, said)
    if not found:
        put(f"No practice has a title like “{said}”.")
        return "stay"
    if len(found) == 1:
        return Go(found[0])
    chosen = talk.choose("Which of these?", [Option(one, talk.titled(one)) for one in found], leave="none of them")
    return Go(chosen) if chosen else "stay"


def filter_(talk: Conversation, name: str) -> Move:
    counts = {only: len(queue(talk.session, Walk(only))) for only in ONLY}
    options = [Option(only, f"{only}: {ONLY_WORDS[only]} ({counts[only]})") for only in ONLY]
    key = talk.choose_one("Which practices do you want to review?", options, "all")
    only: Only = next(one for one in ONLY if one == key)
    if not counts[only]:
        put("No practice matches.")
        return "stay"
    order = talk.choose_one("In which order?", [Option(one, ORDER_WORDS[one][1]) for one in ORDERS], ORDERS[0])
    walk = Walk(only, order=next(one for one in ORDERS if one == order))
    ids = tuple(score.id for score in queue(talk.session, walk))
    put(f"{plural(len(ids), 'practice')} in your queue.", "")
    return Through(ids)


def back(talk: Conversation, name: str) -> Move:
    return "back"


def undo(talk: Conversation, name: str) -> Move:
    talk.say_turn(talk.session.undo(), "Undone", "There is nothing to undo.", undone=True)
    return "stay"


def redo(talk: Conversation, name: str) -> Move:
    talk.say_turn(talk.session.redo(), "Once more", "There is nothing to redo.", undone=False)
    return "stay"


def stop(talk: Conversation, name: str) -> Move:
    raise InputEnded
