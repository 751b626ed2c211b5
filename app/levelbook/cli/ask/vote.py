"""A vote takes one digit for each participant, reads the result out, and may settle a level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import cycle, islice

from levelbook.cli.ask.answering import read_claims, refuse_a_reason_for_no_move, say_where_the_reason_goes
from levelbook.cli.ask.conversation import Conversation, InputEnded, Move
from levelbook.cli.ask.form import Form
from levelbook.cli.output import put
from levelbook.cli.prompter import HELP, Option
from levelbook.core.answers.ballots import ParticipantVote, Spread
from levelbook.core.answers.hand_vote import Dissent, HandVote, level_and_reason
from levelbook.core.answers.sittings import Participant
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import with_full_stop
from levelbook.core.text.numbers import whole_number
from levelbook.core.text.quotation import in_quotes
from levelbook.words.figures import plural
from levelbook.words.spread import hands_left_out_words, spread_words

ABSTAINS = "-"
NOBODY = Option("nobody", "nobody's")
_TWO_DIGITS = 10
"""The first level with two digits: on a scale that has it, blanks stand between levels."""


@dataclass
class _Vote:
    """Holds what was entered of a vote so far; all of it is in the draft of the app's form."""

    conversation: Conversation
    practice_id: str
    form: Form
    show: HandVote
    level: int | None = None
    because: str = ""

    def take(self, show: HandVote) -> None:
        """Take in more of what was said."""
        self.show = show
        # A reason belongs to the hand at its place, where another person's hand may be by now.
        gone = {name: "" for name in self.form.typed if name.startswith(("reason ", "who "))}
        self.form.enter(**gone | show.typed)


def vote(conversation: Conversation, practice_id: str) -> Move:
    """Take a vote by show of hands: read the spread out, ask for the level and for the reasons of those apart."""
    with Form(conversation, practice_id, "Vote") as form:
        voting = _Vote(conversation, practice_id, form, _hands(conversation, form))
        spread = voting.show.spread
        if spread is None:
            if voting.show.levels:
                put("Everybody abstained, so nothing was saved.")
            return "stay"
        voting.take(voting.show)
        _read_out(spread, voting.show.hands)
        try:
            _settle(voting)
            _take_reasons(voting, spread)
        except InputEnded:
            _keep(voting)  # what was shown is not lost because nobody said more
            raise
        return _keep(voting)


def _keep(voting: _Vote) -> Move:
    """Save the votes and what they settled; say whether the interview goes on."""
    conversation, practice_id, level = voting.conversation, voting.practice_id, voting.level
    heard = conversation.claims(practice_id)
    conversation.workshop.take_in_changes()  # somebody may have withdrawn their name meanwhile, or sealed
    named = {one.name for one in conversation.workshop.sitting.participants if one.named}
    hands = [hand if hand.who in named else replace(hand, who="") for hand in voting.show.hands]
    unmoved = _unmoved_words(voting)
    conversation.workshop.vote(practice_id, hands, level, reason="" if unmoved else voting.because)
    voting.form.discard()
    if level is None:
        held = conversation.session.now.book.answer(practice_id).level
        put("Saved: the votes, without a level." if held is None else f"Saved: the votes; level {held} stays.")
        conversation.say_kept()
        put("")
        return "stay"
    conversation.count(practice_id)
    put(with_full_stop(f"Saved: {conversation.state(practice_id)}"))
    put(*filter(None, [unmoved]))
    conversation.say_kept()
    conversation.say_progress()
    put("")
    say_where_the_reason_goes(conversation, practice_id, level)
    return read_claims(conversation, practice_id, heard)


def _unmoved_words(voting: _Vote) -> str:
    """Say that a reason is not kept because the last edition, newer than the draft, has the same level; else empty."""
    now, level = voting.conversation.session.now, voting.level
    if level is None or not voting.because or not now.is_unmoved(voting.practice_id, level):
        return ""
    return f"The last edition has level {level} too, so the reason is not kept: {in_quotes(voting.because)}"


def _hands(conversation: Conversation, form: Form) -> HandVote:
    """Ask for the hands until the line can be read, unless a draft has them; none if nobody votes."""
    people = conversation.workshop.sitting.participants
    begun = HandVote(people).with_typed(form.typed)
    put(*filter(None, [hands_left_out_words(HandVote(people).left_out(form.typed))]))
    if begun.levels:
        return _with_the_others(conversation, begun)
    top = conversation.session.questionnaire.max_level
    while said := conversation.line(f"{_wanted(people, top)} ({ABSTAINS} abstains, Enter: no vote)"):
        if said == HELP:
            put(_how(people, top))
            continue
        try:
            return HandVote(people, _read(said, people, top))
        except UsedWrongly as wrong:
            put(*wrong.lines())
    return HandVote(people)


def _with_the_others(conversation: Conversation, begun: HandVote) -> HandVote:
    """Ask for the hands of those who have shown none in a vote that was begun; it may go on without them."""
    others, top = begun.participants[len(begun.levels) :], conversation.session.questionnaire.max_level
    question = f"{_wanted(others, top)} ({ABSTAINS} abstains, Enter: without them)"
    while others and (said := conversation.line(question)):
        if said == HELP:
            put(_how(others, top))
            continue
        try:
            more = _read(said, others, top)
            return replace(begun, levels=(*begun.levels, *more))
        except UsedWrongly as wrong:
            put(*wrong.lines())
    return begun


def _how(people: Sequence[Participant], top: int) -> str:
    """Explain the line of hands, with an example for as many people: “21-” for three."""
    among = "" if top < _TWO_DIGITS else " "
    example = among.join(islice(cycle((str(min(2, top)), "1", ABSTAINS)), len(people) or 3))
    order = f", in this order: {', '.join(one.name for one in people)}" if len(people) > 1 else ""
    return f"Type the levels that people show, from 0 to {top}{order}; such as {example}. {ABSTAINS} abstains."


def _wanted(people: Sequence[Participant], top: int) -> str:
    """Say what is to be typed: a digit for each of these people, or a level where the scale has more than ten."""
    what = "digit" if top < _TWO_DIGITS else "level"
    between = "" if top < _TWO_DIGITS else ", with blanks between them"
    if not people:
        return f"One {what} for each who votes{between}"
    if len(people) == 1:
        return f"One {what} for {people[0].name}"
    return f"One {what} each for {', '.join(one.name for one in people)}{between}"


def _read(said: str, people: Sequence[Participant], top: int) -> tuple[int | None, ...]:
    """Parse the levels that these people show. Raises UsedWrongly."""
    parts = re.split(r"[\s,;]+", said.strip()) if top >= _TWO_DIGITS else re.sub(r"[\s,;]", "", said)
    levels: list[int | None] = []
    for part in parts:
        level = whole_number(part)
        if part != ABSTAINS and (level is None or level > top):
            raise UsedWrongly(
                f"“{part}” is not a level to vote for.",
                remedy=f"Give a level from 0 to {top}, or {ABSTAINS} to abstain.",
            )
        levels.append(level)
    if people and len(levels) != len(people):
        are = "is" if len(people) == 1 else "are"
        order = f"In this order: {', '.join(one.name for one in people)}" if len(people) > 1 else ""
        raise UsedWrongly(
            f"That is {plural(len(levels), 'vote')}, but there {are} {plural(len(people), 'participant')}.",
            remedy=with_full_stop(order) if order else "",
        )
    return tuple(levels)


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


def _settle(voting: _Vote) -> None:
    """Ask for the level that the team settles on until it is one, with the reason typed after it, or for none."""
    top = voting.conversation.session.questionnaire.max_level
    so_far = voting.form.typed.get("settled", "")
    if so_far:
        voting.level, voting.because = level_and_reason(so_far)
    while said := voting.conversation.line_over("Which level do you settle on (Enter: not settled)", so_far):
        level, because = level_and_reason(said)
        if level is not None and level <= top:
            try:
                refuse_a_reason_for_no_move(voting.conversation, voting.practice_id, level, because)
            except UsedWrongly as refused:
                put(*refused.lines())
                continue
            voting.level, voting.because = level, because
            voting.form.enter(settled=said)
            return
        put(f"“{said}” is not a level. The scale runs from 0 to {top}.")
    voting.level, voting.because = None, ""


def _take_reasons(voting: _Vote, spread: Spread) -> None:
    """Ask for the reasons of people who disagree and want to give one; each that a draft has may be reworded."""
    apart = {spread.low, spread.high} if voting.level is None else set(spread.counts)
    where = "the record and the guide" if spread.is_wide else "the record"
    for other in sorted(apart - {voting.level}) if spread.width or voting.level is not None else ():
        question = f"Why did somebody show {other} (a line for {where}, or Enter)"
        given = [(place, said) for place, said in voting.show.dissents.items() if voting.show.levels[place] == other]
        for place, said in given:
            reason = voting.conversation.prose_over(question, said.reason)
            voting.take(voting.show.dissenting(place, replace(said, reason=reason)))
        if not given and (reason := voting.conversation.prose_over(question, "")):
            _take_reason(voting, other, reason)


def _take_reason(voting: _Vote, level: int, reason: str) -> None:
    """Take in a reason for this level: without a name where the input ends before one is chosen."""
    before = voting.show
    voting.take(before.dissenting(before.levels.index(level), Dissent(reason)))
    with suppress(InputEnded), voting.conversation.finishing():
        hands = before.hands
        place = _vote_of_reason(voting.conversation, hands, level)
        voting.take(before.dissenting(place, Dissent(reason, hands[place].who)))


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
