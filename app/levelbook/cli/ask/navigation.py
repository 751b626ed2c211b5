"""Keys move the interview: to one practice, to another queue, or back by undo."""

from __future__ import annotations

from levelbook.book.queue import place_of, queue
from levelbook.cli.ask.conversation import Conversation, GoTo, InputEnded, Move, ReplaceQueue
from levelbook.cli.output import put
from levelbook.cli.prompter import Option
from levelbook.core.assessment.queue import ONLY, ORDERS, Only, QueueChoice, counts_all
from levelbook.core.questionnaire import lookup
from levelbook.words.queue import ONLY_WORDS, ORDER_WORDS

STOPS = ("q", "quit")
"""What stops, where a line is no free text."""


def jump(conversation: Conversation, practice_id: str) -> Move:
    """Ask for a practice by its number or a part of its title, and go there."""
    how = "Type its number, such as 4.3, or words of its title; Enter stays here."
    said = conversation.explained_line("Which practice (its number, or a part of its title)", how)
    if not said:
        return "stay"
    found = lookup.practices_like(conversation.session.questionnaire, said)
    if not found:
        put(f"No practice has a title like “{said}”.")
        return "stay"
    if len(found) == 1:
        return GoTo(found[0])
    chosen = conversation.choose(
        "Which of these?", [Option(one, conversation.titled(one)) for one in found], leave="none of them"
    )
    return GoTo(chosen) if chosen else "stay"


def filter_(conversation: Conversation, practice_id: str) -> Move:
    """Ask which practices to review, and in which order; they replace the queue."""
    counts = {only: place_of(conversation.session, QueueChoice(only), "")[1] for only in ONLY}
    options = [Option(only, f"{only}: {ONLY_WORDS[only]} ({counts[only]})") for only in ONLY]
    key = conversation.choose("Which practices do you want to review?", options, leave="go on with those in the queue")
    if not key:
        return "stay"
    only: Only = next(one for one in ONLY if one == key)
    if not queue(conversation.session, QueueChoice(only)):
        put("No practice matches.")
        return "stay"
    others = [Option(one, ORDER_WORDS[one][1]) for one in ORDERS[1:]]
    order = conversation.choose("In which order?", others, leave=ORDER_WORDS[ORDERS[0]][1])
    queue_choice = QueueChoice(only, order=next((one for one in ORDERS if one == order), ORDERS[0]))
    ids = tuple(score.id for score in queue(conversation.session, queue_choice))
    is_everything = counts_all(queue_choice)
    put(f"{conversation.queue_words(ids, is_everything=is_everything)}.", "")
    return ReplaceQueue(ids, is_everything)


def back(conversation: Conversation, practice_id: str) -> Move:
    return "back"


def undo(conversation: Conversation, practice_id: str) -> Move:
    conversation.say_turn(conversation.session.undo(), "Undone", "There is nothing to undo.", undone=True)
    return "stay"


def redo(conversation: Conversation, practice_id: str) -> Move:
    conversation.say_turn(conversation.session.redo(), "Redone", "There is nothing to redo.", undone=False)
    return "stay"


def stop(conversation: Conversation, practice_id: str) -> Move:
    raise InputEnded
