"""Lists confirm practices that need no discussion: agreed in the ballots, done by a provider, carried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial

from levelbook.book.unsaved.kept_levels import KeptLevels
from levelbook.cli import parameters
from levelbook.cli.ask.conversation import AddToQueue, Conversation, InputEnded, Move
from levelbook.cli.output import put
from levelbook.core.answers.ballots import Spread
from levelbook.core.assessment.workshop_plan import LIST_KINDS, Item, ListKind, Plan
from levelbook.core.errors import CouldNotWrite, UsedWrongly
from levelbook.core.text.cleaning import with_full_stop
from levelbook.core.text.numbers import whole_number
from levelbook.words.figures import plural
from levelbook.words.plan import LIST_WORDS, NO_LIST, causes_words, list_heading, previous_level_words
from levelbook.words.practice_state import unrecorded_words
from levelbook.words.spread import counts_words, lower_words

LATER = "later"
STOP = "q"
UNDO = "z"
ALL = "all"


class _TakenBack(Exception):
    """A change was taken back at a list: the lists that it put something back into are read again."""

    def __init__(self, before: Plan) -> None:
        """before: the plan as it was until then."""
        super().__init__()
        self.before = before


def lists(conversation: Conversation, practice_id: str) -> Move:
    """Go through the lists of the plan, one after the other."""
    plan = conversation.workshop.plan()
    if not plan.list_seconds:
        put(NO_LIST, "")
        return "stay"
    pulled = go_through(conversation, plan)
    return AddToQueue(pulled) if pulled else "stay"


def go_through(conversation: Conversation, plan: Plan) -> tuple[str, ...]:
    """Confirm the plan's lists, and return the practices taken out for discussion.

    Each list is read again as its turn comes: it proposes what holds then, without what was settled since the plan.
    """
    pulled: list[str] = []
    place = 0
    while place < len(LIST_KINDS):
        kind = LIST_KINDS[place]
        if planned := [score.id for score in plan.listed(kind)]:
            conversation.attempt(conversation.session.take_in_changes)
            still = _still_listed(conversation, kind, planned)
            if gone := len(planned) - len(still):
                put(f"{plural(gone, 'practice')} {LIST_WORDS[kind]} {_out_of_the_list(gone)}", "")
            try:
                if still:
                    _confirm_kind(conversation, kind, still, pulled)
            except _TakenBack as taken_back:
                plan = conversation.workshop.plan()
                pulled[:] = [name for name in pulled if name in conversation.workshop.pulled_out]
                place = min(place, *_places_with_more(taken_back.before, plan))
                continue
        place += 1
    return tuple(pulled)


def _places_with_more(before: Plan, now: Plan) -> Iterator[int]:
    """Yield the places of the lists that hold something by now that they did not hold before; the last of all too."""
    for place, kind in enumerate(LIST_KINDS):
        if {score.id for score in now.listed(kind)} - {score.id for score in before.listed(kind)}:
            yield place
    yield len(LIST_KINDS) - 1


def _still_listed(conversation: Conversation, kind: ListKind, planned: Sequence[str]) -> dict[str, Item | None]:
    """Map those of the planned ids that are in a list now to the item of their ballots, if they have one."""
    now = conversation.workshop.plan()
    items = {item.id: item for item in now.agreed}
    return {score.id: items.get(score.id) for score in now.listed(kind) if score.id in planned}


def _out_of_the_list(count: int) -> str:
    if count == 1:
        return "was changed elsewhere since, and is no longer in this list."
    return "were changed elsewhere since, and are no longer in this list."


def _confirm_kind(
    conversation: Conversation, kind: ListKind, still: Mapping[str, Item | None], pulled: list[str]
) -> None:
    """Read out one list, and confirm it; what is taken out of it is added to `pulled`."""
    heading = list_heading(kind, len(still))
    if kind == "carried":
        put(f"{heading}. Proposed:")
        _confirm(conversation, {name: conversation.score(name).level for name in still}, {}, pulled)
    elif kind == "agreed":
        put(f"{heading}, within one level. Proposed:")
        spreads = {name: item.spread for name, item in still.items() if item is not None and item.spread is not None}
        ballots = {
            name: "; ".join(filter(None, (_ballots_words(spread), causes_words(item.causes))))
            for name, item in still.items()
            if item is not None and (spread := item.spread) is not None
        }
        _confirm(conversation, {name: spread.proposal for name, spread in spreads.items()}, ballots, pulled)
    else:
        put(f"{heading}. Which level does its evidence prove?")
        statements = conversation.session.questionnaire.inherited_statements
        put(*(f"  level {level}: {words}" for level, words in enumerate(statements)))
        _confirm(conversation, dict.fromkeys(still), {}, pulled)


def _ballots_words(spread: Spread) -> str:
    lower = lower_words(spread)
    return f"{', ' if lower else ''}{lower} (ballots {counts_words(spread)})"


def _confirm(
    conversation: Conversation, proposed: Mapping[str, int | None], remarks: Mapping[str, str], pulled: list[str]
) -> None:
    """Read a list out, take changes to it, and confirm the rest as one change; what is taken out goes into `pulled`.

    Raises InputEnded where the person stops, or the input ends, and _TakenBack where the last change was undone; then
    nothing of the list is confirmed. Levels that were given in it are kept at each line, as the app keeps them, and
    shown to a person in it again.
    """
    scale, kept = conversation.session.questionnaire.scale, KeptLevels(conversation.workshop, conversation.drafts)
    kept.restore()
    earlier = conversation.workshop.levels_in_lists if conversation.prompter.is_heard() else {}
    levels = {name: earlier.get(name, level) for name, level in proposed.items()}
    for number, (name, level) in enumerate(levels.items(), start=1):
        words = "no level yet" if level is None else f"level {scale[level].number_and_name}"
        words += previous_level_words(level, conversation.score(name).level)
        words += " (given before, and not confirmed)" if name in earlier else ""
        put(f"  {number} {conversation.titled(name)}: {words}{remarks.get(name, '')}")
    try:
        while said := conversation.line(_question(levels, pulled)):
            if said.lower() == LATER:
                put(*_waiting_words(levels, proposed, pulled), "")
                return
            if said.lower() == STOP:
                raise InputEnded
            if said == "?":
                put(*_how(len(levels)))
                continue
            if said.lower() == UNDO:
                conversation.attempt(partial(_take_back, conversation))
                continue
            conversation.attempt(partial(_take, conversation, said, levels, pulled))
            for name in _given(levels, proposed, pulled):
                conversation.workshop.give_in_list(name, levels[name])
            conversation.attempt(kept.keep)
    except InputEnded:
        with suppress(CouldNotWrite):  # where the terminal is gone
            put(*_waiting_words(levels, proposed, pulled))
        raise
    rest = {name: level for name, level in levels.items() if level is not None and name not in pulled}
    if rest:
        conversation.attempt(partial(conversation.confirm_list, rest))
        conversation.attempt(kept.keep)
    put("")
    if words := unrecorded_words(map(conversation.score, rest), conversation.session.now):
        put(f"{words} Add it there with e.", "")


def _take_back(conversation: Conversation) -> None:
    """Undo the last change. Raises _TakenBack where there was one, and UsedWrongly as `Session.undo` does."""
    before = conversation.workshop.plan()
    turn = conversation.session.undo()
    conversation.say_turn(turn, "Undone", "There is nothing to undo.", undone=True)
    if turn is not None:
        put("")
        raise _TakenBack(before)


def _given(
    levels: Mapping[str, int | None], proposed: Mapping[str, int | None], pulled: Sequence[str]
) -> Iterator[str]:
    """Yield the practices that were given another level than the proposed one."""
    return (name for name, level in levels.items() if level != proposed[name] and name not in pulled)


def _waiting_words(
    levels: Mapping[str, int | None], proposed: Mapping[str, int | None], pulled: Sequence[str]
) -> tuple[str, ...]:
    if not any(_given(levels, proposed, pulled)):
        return ()
    return ("", "The levels given in this list are not confirmed. `levelbook ask` and the app show them in it again.")


def _how(count: int) -> tuple[str, ...]:
    """Explain what can be typed about a list of so many practices."""
    of_several = (
        "A number takes a practice out of the list, to discuss it; several with blanks between them.",
        f"2=1 gives practice 2 level 1, and puts it back in the list; {ALL}=1 gives level 1 to all without a level.",
    )
    of_one = ("1 takes the practice out of the list, to discuss it.", "1=1 gives it level 1, and puts it back.")
    return (
        *(of_one if count == 1 else of_several),
        f"Enter confirms what has a level and is not to discuss. {LATER} leaves the list, and confirms nothing.",
        f"{UNDO} undoes the last change, such as the list before. {STOP} stops: everything is saved, and nothing of "
        "the list is confirmed.",
    )


def _question(levels: Mapping[str, int | None], pulled: list[str]) -> str:
    ready = sum(level is not None for name, level in levels.items() if name not in pulled)
    enter = f"Enter confirms {ready}" if ready else "Enter goes on"
    if len(levels) == 1:
        return f"1 to discuss it; a level with 1=1; {LATER} leaves the list; {enter}"
    some = f"1 {min(3, len(levels))}"
    return f"Numbers to discuss, such as {some}; a level with 2=1 or {ALL}=1; {LATER} leaves the list; {enter}"


def _take(conversation: Conversation, said: str, levels: dict[str, int | None], pulled: list[str]) -> None:
    """Take one line about the list: numbers to discuss, levels to change. Raises UsedWrongly and changes nothing."""
    names = list(levels)
    parts = [
        _part(part, len(names), conversation.session.questionnaire.max_level) for part in said.replace(",", " ").split()
    ]
    for number, level in parts:
        if number is None:
            without = [name for name in names if levels[name] is None and name not in pulled]
            levels.update(dict.fromkeys(without, level))
            put(f"Level {level}: {plural(len(without), 'practice')}." if without else "Each has a level already.")
        elif level is not None:
            levels[names[number - 1]] = level
            put(with_full_stop(f"Level {level}: {conversation.titled(names[number - 1])}"))
            _pull_out(conversation, names[number - 1], pulled, wanted=False)
        else:
            put(with_full_stop(f"To discuss: {conversation.titled(names[number - 1])}"))
            _pull_out(conversation, names[number - 1], pulled, wanted=True)


def _pull_out(conversation: Conversation, practice_id: str, pulled: list[str], *, wanted: bool) -> None:
    if wanted == (practice_id in pulled):
        return
    if wanted:
        pulled.append(practice_id)
    else:
        pulled.remove(practice_id)
    conversation.attempt(partial(conversation.workshop.pull_out, practice_id, wanted=wanted))


def _part(part: str, count: int, top: int) -> tuple[int | None, int | None]:
    """Parse a number of the list (None: all without a level) and the level given to it, if any. Raises UsedWrongly."""
    which, equals, level_given = part.partition("=")
    number, level = whole_number(which), whole_number(level_given)
    everywhere = which.lower() == ALL and bool(equals)
    if not everywhere and (number is None or not 1 <= number <= count):
        raise UsedWrongly(
            f"“{part}” is not understood.", remedy=f"{parameters.numbers_words(count, ' ')} ? explains more."
        )
    if equals and (level is None or level > top):
        raise UsedWrongly(f"“{part}” does not name a level.", remedy=f"The scale runs from 0 to {top}.")
    return (None if everywhere else number), level
