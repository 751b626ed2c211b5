"""Pickers for the interview's filters and orders, and for what comes after the last practice."""

from __future__ import annotations

from dataclasses import replace

from levelbook.book.queue import place_of, queue
from levelbook.book.session import Session
from levelbook.core.assessment.queue import ONLY, ORDERS, Only, QueueChoice
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row
from levelbook.words.figures import plural
from levelbook.words.files import shown
from levelbook.words.queue import ONLY_WORDS, ORDER_WORDS, queue_choice_words

LIST, OTHERS, STAY, LEAVE = "list", "others", "stay", "leave"
HOME, SITTING = "home", "sitting"
"""A choice that is neither a filter nor an order."""

_ORDER = "order:"
_LEFT_OVER: tuple[Only, ...] = ("revisit", "new", "unsure", "carried", "differ")
"""Choices for the end of the queue."""


def filters(session: Session, current: QueueChoice) -> Picker:
    """Say what to go through, and in which order? Each choice changes one of the two and leaves the other."""
    here = LIST if current.listed is not None else current.only
    choices = []
    if current.listed is not None:
        choices.append(_choice(LIST, "l", "your list", "as it was chosen", len(queue(session, current)), here=True))
    for only in ONLY:
        _, count = place_of(session, replace(current, only=only, listed=None), "")
        choices.append(_choice(only, only[0], only, ONLY_WORDS[only], count, here=only == here))
    choices.append(Choice("", Row(line("Order", "dim"))))
    for place, order in enumerate(ORDERS, start=1):
        name, about = ORDER_WORDS[order]
        is_here = order == current.order and current.listed is None
        choices.append(_choice(f"{_ORDER}{order}", str(place), name, about, here=is_here))
    return Picker("Filter", choices, current=here)


def chosen_queue(current: QueueChoice, key: str) -> QueueChoice:
    """The walk after a choice."""
    for only in ONLY:
        if only == key:
            return replace(current, only=only, listed=None)
    for order in ORDERS:
        if f"{_ORDER}{order}" == key:
            return replace(current, order=order, listed=None)
    return current


def end_of(session: Session, queue_choice: QueueChoice, keys: Keys, *, in_a_sitting: bool) -> Picker:
    """That was the last of a walk: what is left, and where to go from here."""
    choices = [_choice(SITTING, "t", "sitting", "what is left of the plan, and the close")] if in_a_sitting else []
    choices += _left_over(session)
    choices.append(_choice(OTHERS, keys.key("filter"), "filter", "other practices, or another order"))
    choices.append(_choice(HOME, "h", "home", "where you stand, and what to do next"))
    choices.append(_choice(STAY, "s", "stay", "on this practice"))
    going = queue_choice_words(session.now, queue_choice)
    said = "That was the last one" + (f" ({going})." if going else ".")
    answered, counting = session.now.scorecard.settled_of
    return Picker("At the end", choices, about=f"{said} Everything is answered." if 0 < counting == answered else said)


def end_of_ballot(session: Session) -> Picker:
    """That was the last question of a ballot: where it is, and that nothing else is needed."""
    choices = [choice for choice in _left_over(session) if choice.key == "new"]
    answered, counting = session.now.scorecard.settled_of
    said = "All are answered." if 0 < counting == answered else "That was the last one. You may leave some unanswered."
    choices.append(_choice(LEAVE, "q", "leave", "everything is saved"))
    choices.append(_choice(STAY, "s", "stay", "and change what you said"))
    about = f"{said}\nYour ballot is in {shown(session.answers_path)}. Nothing else is needed."
    return Picker("Your ballot", choices, about=about)


def _left_over(session: Session) -> list[Choice]:
    counts = {only: len(queue(session, QueueChoice(only))) for only in _LEFT_OVER}
    return [_choice(only, only[0], only, ONLY_WORDS[only], count) for only, count in counts.items() if count]


def _choice(key: str, letter: str, name: str, about: str, count: int | None = None, *, here: bool = False) -> Choice:
    """Draw one choice: its letter, whether it is chosen, its name and meaning, and how many practices it has."""
    dot = line("● " if here else "  ", "chosen")
    row = Row(
        line(about, "dim"),
        lead=join(line(f"{letter} ", "key"), dot, line(f"{name:<16}", "strong" if here else "")),
        key=key,
        right=EMPTY if count is None else line(plural(count, "practice"), "" if count else "dim"),
        clip=True,
    )
    return Choice(key, row, letter=letter)
