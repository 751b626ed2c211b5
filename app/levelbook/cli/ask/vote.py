"""A vote takes one digit for each participant, reads the result out, and may settle a level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from levelbook.cli import parameters
from levelbook.cli.ask.answering import level_and_reason, read_claims, say_where_the_reason_goes
from levelbook.cli.ask.conversation import Conversation, InputEnded, Move
from levelbook.cli.output import put
from levelbook.cli.prompter import Option
from levelbook.core.answers.ballots import ParticipantVote, Spread, spread_of
from levelbook.core.answers.sittings import Participant
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import with_full_stop
from levelbook.words.figures import plural
from levelbook.words.spread import spread_words

ABSTAINS = "-"
NOBODY = Option("nobody", "nobody's")


def vote(conversation: Conversation, name: str) -> Move:
    hands = _hands(conversation)
    if not hands:
        return "stay"
    spread = spread_of(hand.level for hand in hands)
    if spread is None:
        put("Everybody abstained, so nothing was saved.")
        return "stay"
    _read_out(spread, hands)
    level, because = None, ""
    try:
        level, because = _settle(conversation)
        hands = _with_reasons(conversation, hands, spread, level)
    except InputEnded:
        _keep(conversation, name, hands, level, because)  # what was shown is not lost because nobody said more
        raise
    _keep(conversation, name, hands, level, because)
    return "stay" if level is None else "on"


def _keep(
    conversation: Conversation, name: str, hands: Sequence[ParticipantVote], level: int | None, because: str
) -> None:
    heard = conversation.claims(name)
    conversation.workshop.take_in_changes()  # somebody may have withdrawn their name meanwhile
    named = {one.name for one in conversation.workshop.sitting.participants if one.named}
    hands = [hand if hand.who in named else replace(hand, who="") for hand in hands]
    conversation.workshop.vote(name, hands, level, reason=because)
    if level is None:
        held = conversation.session.now.book.answer(name).level
        put("Saved: the votes, without a level." if held is None else f"Saved: the votes; level {held} stays.")
        conversation.say_kept()
        put("")
        return
    conversation.count(name)
    put(with_full_stop(f"Saved: {conversation.state(name)}"))
    conversation.say_kept()
    conversation.say_progress()
    put("")
    say_where_the_reason_goes(conversation, name, level)
    read_claims(conversation, name, heard)


def _hands(conversation: Conversation) -> list[ParticipantVote]:
    """Ask for the votes until the line can be read; empty if nobody votes."""
    people = conversation.workshop.sitting.participants
    if people:
        names = ", ".join(one.name for one in people)
        question = f"One digit each for {names} ({ABSTAINS} abstains, Enter: no vote)"
    else:
        question = f"One digit for each who votes ({ABSTAINS} abstains, Enter: no vote)"
    while said := conversation.line(question):
        try:
            return _read(said, people, conversation.session.questionnaire.max_level)
        except UsedWrongly as wrong:
            put(*wrong.lines())
    return []


def _read(said: str, people: Sequence[Participant], top: int) -> list[ParticipantVote]:
    """Parse the votes of these people. Raises UsedWrongly."""
    parts = re.split(r"[\s,;]+", said.strip()) if top > 9 else re.sub(r"[\s,;]", "", said)
    levels: list[int | None] = []
    for part in parts:
        level = parameters.whole_number(part)
        if part != ABSTAINS and (level is None or level > top):
            raise UsedWrongly(
                f"“{part}” is not a level to vote for.", remedy=f"A level from 0 to {top}, or {ABSTAINS} to abstain."
            )
        levels.append(level)
    if people and len(levels) != len(people):
        raise UsedWrongly(
            f"That is {plural(len(levels), 'vote')}, but there are {plural(len(people), 'participant')}.",
            remedy=with_full_stop(f"In this order: {', '.join(one.name for one in people)}"),
        )
    if not people:
        return [ParticipantVote(level) for level in levels]
    return [
        ParticipantVote(level, who=one.name if one.named else "") for level, one in zip(levels, people, strict=True)
    ]


def _read_out(spread: Spread, hands: Sequence[ParticipantVote]) -> None:
    put(f"Shown: {spread_words(spread, voted=True)}.")
    if spread.width:
        low, high = _who(hands, spread.low), _who(hands, spread.high)
        said = with_full_stop(f"Lowest, {spread.low}: {low}"), with_full_stop(f"Highest, {spread.high}: {high}")
        put(" ".join((*said, "Let them speak first.")))


def _who(hands: Sequence[ParticipantVote], level: int) -> str:
    """Name the people who agreed to be named, and count the others."""
    shown = [hand for hand in hands if hand.level == level]
    names = [hand.who for hand in shown if hand.who]
    others = len(shown) - len(names)
    if others:
        names.append(f"{others} more" if names else ("one person" if others == 1 else f"{others} people"))
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"


def _settle(conversation: Conversation) -> tuple[int | None, str]:
    """Ask for the level that the team settles on until it is one, with the reason typed after it; None if they do
    not settle.
    """
    top = conversation.session.questionnaire.max_level
    while said := conversation.line("Which level do you settle on (Enter: not settled)"):
        level, because = level_and_reason(said)
        if level is not None and level <= top:
            return level, because
        put(f"“{said}” is not a level. The scale runs from 0 to {top}.")
    return None, ""


def _with_reasons(
    conversation: Conversation, hands: list[ParticipantVote], spread: Spread, level: int | None
) -> list[ParticipantVote]:
    """Return the votes with the reasons of people who disagree and want to give one."""
    apart = {spread.low, spread.high} if level is None else set(spread.counts)
    where = "the record and the guide" if spread.is_wide else "the record"
    for other in sorted(apart - {level}) if spread.width or level is not None else ():
        reason = conversation.prose(f"Why level {other} (a line for {where}, or Enter)")
        if reason:
            hands = _with_reason(conversation, hands, other, reason)
    return hands


def _with_reason(
    conversation: Conversation, hands: list[ParticipantVote], level: int, reason: str
) -> list[ParticipantVote]:
    """Return the votes with a reason for this level: without a name where the input ends before one is chosen."""
    try:
        with conversation.finishing():
            place = _vote_of_reason(conversation, hands, level)
        given = replace(hands[place], reason=reason)
    except InputEnded:
        place = next(place for place, hand in enumerate(hands) if hand.level == level)
        given = replace(hands[place], who="", reason=reason)
    return [given if one == place else hand for one, hand in enumerate(hands)]


def _vote_of_reason(conversation: Conversation, hands: Sequence[ParticipantVote], level: int) -> int:
    """Return the vote that a reason belongs to; with a name only if that person agreed to be named."""
    places = [place for place, hand in enumerate(hands) if hand.level == level]
    named = [place for place in places if hands[place].who]
    if not named:
        return places[0]
    if len(places) == 1:
        return places[0]
    unnamed = [place for place in places if not hands[place].who]
    options = [Option(str(place), hands[place].who) for place in named]
    if not unnamed:
        return int(conversation.choose_one("Who gives this reason?", options))
    chosen = conversation.choose("Who gives this reason?", [*options, NOBODY], leave="nobody is named")
    return unnamed[0] if chosen in ("", NOBODY.key) else int(chosen)
