"""The close asks what became of what earlier sittings agreed on, and what happens to parked items."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from levelbook.book.sittings.close import Closing
from levelbook.cli.ask.conversation import Conversation
from levelbook.cli.ask.form import Form
from levelbook.cli.output import put
from levelbook.cli.prompter import Option
from levelbook.cli.sitting_lines import parked_words, to_bring_words
from levelbook.core.answers.agreed_evidence import AgreedEvidence
from levelbook.core.answers.sittings import Parked, is_same_item, present_version
from levelbook.core.text.cleaning import day_text
from levelbook.words.practice_state import holds_none_words

AGREED, GIVEN = "Agreed evidence", "Give it to somebody"
"""The titles of the app's forms, without the practice."""
UNDO = Option("z", "take back what was said last")

_BECAME = (
    Option("kept", "it was brought"),
    Option("handed", "another person or day"),
    Option("dropped", "it is no longer needed"),
)


def settle_evidence(conversation: Conversation, closing: Closing) -> None:
    """Ask what happened to each piece of evidence that earlier sittings agreed on and nobody has brought."""
    waiting = closing.workshop.evidence.of_earlier_sittings
    if waiting:
        put("What happened to the evidence agreed in earlier sittings?")
    changes = list[bool]()
    while len(changes) < len(waiting):
        one = waiting[len(changes)]
        question = to_bring_words(one, conversation.session)
        outcome = _chosen(conversation, question, _BECAME, "no change", is_first=not changes) if one.evidence else ""
        if outcome == UNDO.key:
            if changes.pop():
                take_back(conversation)
        elif not outcome or one.evidence is None:
            changes.append(False)
        elif conversation.attempt(partial(_settle_one, conversation, closing, one.evidence, outcome)):
            changes.append(True)
    if waiting:
        put("")


def _chosen(conversation: Conversation, question: str, options: Sequence[Option], leave: str, *, is_first: bool) -> str:
    """Ask what became of something; behind the first such question what was said last can be taken back."""
    return conversation.choose(question, options if is_first else (*options, UNDO), leave=leave)


def take_back(conversation: Conversation) -> None:
    conversation.attempt(
        lambda: conversation.say_turn(conversation.session.undo(), "Undone", "There is nothing to undo.", undone=True)
    )


def _settle_one(conversation: Conversation, closing: Closing, agreed: AgreedEvidence, outcome: str) -> None:
    if outcome == "handed":
        held = agreed.proof
        before = {"who": held.who, "by": day_text(held.by)}
        form = Form(conversation, agreed.practice, AGREED, before, subjects=(held.what,), screen="close")
        with form:
            who = form.line("who", "Who")
            with conversation.finishing():
                day = form.day("by", "By when")
            closing.workshop.evidence.reassign(agreed, who, held.by if day is None else day or None)
    elif outcome == "dropped":
        closing.workshop.evidence.settle(agreed, "dropped", conversation.prose("Why, in a few words"))
    else:
        closing.workshop.evidence.settle(agreed, "kept")
        score = conversation.session.now.score_of(agreed.practice)
        if score is not None and (words := holds_none_words(score, conversation.session.now)):
            put(f"{words} In the interview, e adds it.")


_OUTCOMES = (Option("settled", "settled: nothing more to do"), Option("given", "someone takes it on"))
_CARRIED = Option("carried", "the next sitting takes it up again")


def settle_parked(conversation: Conversation, closing: Closing) -> None:
    """Settle, give away or carry each open item; items that somebody has already may stay as they are."""
    asked, changes = list[Parked](), list[bool]()
    if _next_parked(closing, asked) is None:
        return
    put("What happens to the parked items?")
    while (number := _next_parked(closing, asked)) is not None:
        item = closing.parked_item(number)
        outcome = _outcome(conversation, closing, number, is_first=not asked)
        if outcome == UNDO.key:
            del asked[-1]
            if changes.pop():
                take_back(conversation)
        elif not outcome:
            asked.append(item)
            changes.append(False)
        elif conversation.attempt(partial(_decide, conversation, closing, number, outcome)):
            decided = _decided(closing, number, item)
            asked.append(decided)
            changes.append(True)
            put(f"  {parked_words(decided, conversation.session)}")
    put("")


def _next_parked(closing: Closing, asked: Iterable[Parked]) -> int | None:
    """Return the number of the next open item to ask about; others may have moved it since the last one, or have
    parked more.
    """
    closing.workshop.take_in_changes()
    left = list(asked)
    for number, one in enumerate(closing.sitting.parked, start=1):
        known = present_version(left, one)
        if known is not None:
            left.remove(known)
        elif one.is_open:
            return number
    return None


def _decided(closing: Closing, number: int, item: Parked) -> Parked:
    """Return an item that was just decided on: others may have taken one before it off the list meanwhile."""
    items = closing.sitting.parked
    if number <= len(items) and is_same_item(items[number - 1], item):
        return items[number - 1]
    return present_version(items, item) or item


def _outcome(conversation: Conversation, closing: Closing, number: int, *, is_first: bool) -> str:
    """Return the outcome chosen for an item; empty leaves it as it is, so it is carried unless somebody has it."""
    item = closing.parked_item(number)
    outcomes, leave = ((*_OUTCOMES, _CARRIED), "no change") if item.outcome else (_OUTCOMES, _CARRIED.words)
    question = f"{number} {parked_words(item, conversation.session)}"
    return _chosen(conversation, question, outcomes, leave, is_first=is_first)


def _decide(conversation: Conversation, closing: Closing, number: int, outcome: str) -> None:
    if outcome == "given":
        item = closing.parked_item(number)
        before = {"who": item.owner, "due": day_text(item.due)}
        with Form(conversation, "", GIVEN, before, subjects=(item.text,), screen="close") as form:
            who = form.line("who", "Who")
            with conversation.finishing():
                day = form.day("due", "By when")
            closing.give(number, who, item.due if day is None else day or None)
    elif outcome == "settled":
        with conversation.finishing():
            decision = conversation.prose("What was decided, in a few words (Enter: nothing to add)")
        closing.settle(number, decision)
    else:
        closing.carry(number)
