"""Keys manage the sitting: who is here, parked items, the minutes, the plan."""

from __future__ import annotations

from functools import partial

from levelbook.book.sittings import parked_items
from levelbook.book.sittings.workshop import Workshop
from levelbook.cli.ask.conversation import Conversation, InputEnded, Move
from levelbook.cli.ask.form import Form
from levelbook.cli.output import put
from levelbook.cli.prompter import Option
from levelbook.cli.sitting_lines import people_words, time_lines
from levelbook.core.answers.edits import Edit
from levelbook.words.plan import plan_lines
from levelbook.words.sitting import doubled_words, still_named_words


def park(conversation: Conversation, practice_id: str) -> Move:
    """Park an item with this practice; where no sitting has begun, ask whether it goes into a note instead."""
    with Form(conversation, practice_id, "Park") as form:
        words = form.prose("text", "What is parked")
        kept = words and _where_to_keep(conversation, BEGIN_AND_PARK, NOTE, DISCARD)
        if kept == DISCARD.key:
            put("Discarded.", "")
        elif words and (kept == NOTE.key or (not kept and conversation.is_over)):
            note = conversation.session.now.book.answer(practice_id).note
            conversation.apply(practice_id, Edit(note=f"{note}\n{words}".strip()))
        elif kept:
            sitting = parked_items.park(conversation.workshop, words, practice_id)
            put(f"Parked, with {conversation.titled(practice_id)} ({len(sitting.parked)} in all).", "")
        elif words:
            _leave(form, "p")
    return "stay"


def minutes(conversation: Conversation, practice_id: str) -> Move:
    """Add to the minutes, after what an unsaved text of theirs still holds."""
    held = conversation.workshop.sitting.minutes
    with Form(conversation, "", "Minutes", {"minutes": held}, screen="sitting") as form:
        # The draft may be of an earlier day, whose minutes are not said again.
        known = {*held.split("\n"), *form.before.get("minutes", "").split("\n")}
        begun = [line for line in form.typed.get("minutes", "").split("\n") if line not in known]
        words = "\n".join(begun) or conversation.prose("What goes into the minutes", in_lines=True)
        if words:
            form.enter(minutes=f"{held}\n{words}".strip("\n"))
        kept = words and _where_to_keep(conversation, BEGIN_AND_NOTE, DISCARD)
        if kept == DISCARD.key:
            put("Discarded.", "")
        elif kept:
            conversation.workshop.add_to_minutes(words)
            put("Added to the minutes.", "")
        elif words and conversation.is_over:
            put("No sitting has begun, so this is not in the minutes.")
            raise InputEnded
        elif words:
            _leave(form, "m")
    return "stay"


def _leave(form: Form, letter: str) -> None:
    """Leave the words of a form that nobody decided on where its letter offers them again."""
    form.leave_for_later()
    put(f"Kept as unsaved text: {letter} offers it again.", "")


BEGIN_AND_PARK = Option("begin", "begin a sitting and park it there")
BEGIN_AND_NOTE = Option("begin", "begin a sitting and put it into the minutes")
NOTE = Option("note", "note it on this practice instead")
DISCARD = Option("discard", "discard it for good")


def _where_to_keep(conversation: Conversation, *ways: Option) -> str:
    """Ask what to do if no sitting has begun, and return the option's key; empty to do nothing."""
    workshop = conversation.workshop
    if workshop.is_open or workshop.wrong:
        return BEGIN_AND_PARK.key
    with conversation.finishing():
        question = "No sitting has begun. What do you want to do with this?"
        chosen = conversation.choose(question, ways, leave="keep it for later")
    if chosen == BEGIN_AND_PARK.key:
        workshop.begin()
    return chosen


def people(conversation: Conversation, practice_id: str) -> Move:
    """Add and remove participants, and mark who may be named."""
    workshop = conversation.workshop
    if not workshop.is_open and not workshop.wrong:
        put("No sitting has begun yet. Adding a name begins one.")
    put(people_words(workshop.sitting))
    while said := conversation.line(
        "Who is here (names with commas; +NAME switches whether NAME may be named, -NAME removes NAME; Enter ends)"
    ):
        if said == "?":
            put("Ana, Tom adds two people; +Ana lets Ana be named beside a vote, or no longer; -Tom removes Tom.")
            continue
        wanted = [one for part in said.split(",") if (one := part.strip())]
        here = workshop.sitting.names
        for one in wanted:
            conversation.attempt(partial(_enter, workshop, one))
        put(*filter(None, [doubled_words([one for one in wanted if one[0] not in "+-"], here)]))
        put(people_words(workshop.sitting))
    put("")
    return "stay"


def _enter(workshop: Workshop, said: str) -> None:
    who = said[1:].strip() if said[0] in "+-" else said
    if said[0] == "-":
        workshop.remove_participant(who)
        return
    workshop.begin(names=[who])
    if said[0] == "+":
        named = {one.name.casefold() for one in workshop.sitting.participants if one.named}
        workshop.agree_to_be_named(who, named=who.casefold() not in named)
        if who.casefold() in named:
            put(*filter(None, [still_named_words(workshop.session.now, who)]))


def plan(conversation: Conversation, practice_id: str) -> Move:
    """Read out the plan of the sitting, and its time."""
    put(*plan_lines(conversation.workshop.plan(), conversation.session.now), *time_lines(conversation.workshop), "")
    return "stay"
