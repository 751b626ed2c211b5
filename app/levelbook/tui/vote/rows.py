"""A vote as rows: who has shown what, the histogram, and what it says in words."""

from __future__ import annotations

from textual.content import Content

from levelbook.book.session import Session
from levelbook.core.answers.ballots import Spread, spread_of_votes
from levelbook.core.answers.hand_vote import HandVote
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import with_full_stop
from levelbook.core.text.quotation import speaker
from levelbook.keymap.effective_keys import Keys
from levelbook.tui import labels
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row
from levelbook.words.spread import median_words

BLANK = Row(EMPTY)

_LONGEST_NAME = 18
_WIDEST_HAND = 4
"""Columns of the histogram for one hand, at most."""


@frozen
class Density:
    """The density with which a vote is laid out."""

    spaced: bool = True
    """The question is above, and blank lines between the parts."""
    lines: int = 0
    """Lines of each level's statement while hands are typed in: 0 for all of them, -1 for no statement."""


DENSITIES = (
    Density(),
    Density(spaced=False),
    Density(spaced=False, lines=2),
    Density(spaced=False, lines=1),
    Density(spaced=False, lines=-1),
)
"""From the most room to the least."""

BESIDE = 100
"""Columns from which on each level's statement is beside its bar."""


def rows(
    session: Session, score: PracticeScore, show: HandVote, keys: Keys, density: Density, *, shown: bool, width: int
) -> list[Row]:
    """Show whose turn it is while hands are typed in, and the result once all are in, with what the levels mean."""
    ballots = session.ballots.spreads(session.now.tailoring).get(score.id)
    made = [Row(line(score.practice.question, "strong"), lines=2), BLANK] if density.spaced else []
    if not shown:
        statements = [BLANK, *_statements(session, score, density.lines)] if density.lines >= 0 else []
        made += [*_hands(show, width), BLANK, *_how(session, show, ballots, keys), *_kept(score), *statements]
    else:
        compared = [Row(line(f"The ballots: {labels.spread_words(ballots)}.", "dim"))] if ballots else []
        made += [*_histogram(session, score, show, ballots, width), BLANK, *_said(show)]
        made += [] if width >= BESIDE else _in_question(session, score, show)
        made += [*compared, *(_left_out(session) if ballots else []), BLANK, _what_next(session, score, show, keys)]
    return made if density.spaced else [row for row in made if row is not BLANK]


def _statements(session: Session, score: PracticeScore, lines: int) -> list[Row]:
    """Say what each level means, for whoever looks at the screen before showing fingers."""
    return [_statement(session, score, level, lines) for level in range(score.max_level + 1)]


def _statement(session: Session, score: PracticeScore, level: int, lines: int = 0) -> Row:
    words = line(labels.statement(session, score, score.practice.level(level)))
    return Row(words, lead=line(f"{level}  ", "chosen"), lines=lines)


def _in_question(session: Session, score: PracticeScore, show: HandVote) -> list[Row]:
    """Say what the lowest and the highest level shown mean, in full."""
    spread = show.spread
    if spread is None:
        return []
    return [_statement(session, score, level) for level in sorted({spread.low, spread.high})]


def _hands(show: HandVote, width: int) -> list[Row]:
    """List everybody with their level, in columns; the person whose turn it is is marked."""
    if not show.participants:
        levels = [_level(level) for level in show.levels]
        return [Row(Content("  ").join([*levels, line("_", "key")]), lead=line(f"{len(levels)} shown  ", "dim"))]
    longest = min(_LONGEST_NAME, max(line(participant.name).cell_length for participant in show.participants))
    in_a_row = max(1, (width - 2) // (longest + 6))
    hands = [_hand(show, place, longest) for place in range(len(show.participants))]
    left = len(show.participants) - len(show.levels)
    have = "has" if len(show.levels) == 1 else "have"
    told = Row(line(f"{len(show.levels)} of {len(hands)} {have} shown, {left} to go", "dim"))
    return [told, *(Row(join(*hands[at : at + in_a_row]), clip=True) for at in range(0, len(hands), in_a_row))]


def _hand(show: HandVote, place: int, longest: int) -> Content:
    is_next = place == len(show.levels)
    shown = (
        _level(show.levels[place])
        if place < len(show.levels)
        else line("_" if is_next else "·", "key" if is_next else "dim")
    )
    name = line(show.name(place), "key" if is_next else "dim").truncate(longest, ellipsis=True, pad=True)
    return join(line("▸ " if is_next else "  ", "key"), name, " ", shown, "  ")


def _level(level: int | None) -> Content:
    return line("–", "dim") if level is None else line(str(level), "chosen")


def _how(session: Session, show: HandVote, ballots: Spread | None, keys: Keys) -> list[Row]:
    digits = keys.levels(session.questionnaire.max_level)
    abstains, done = keys.key("vote-abstain"), keys.key("vote-done")
    turn = show.turn
    whose = f"What does {turn.name} show?" if turn else "Type one digit for each person."
    said = [Row(line(f"{whose} {digits} is a level, {abstains} abstains.", "strong"))]
    if not show.participants:
        where = f"Enter names in the sitting ({keys.key('go-sitting')}) to see whose turn it is."
        said.append(Row(line(f"{done} when all have voted. {where}", "dim")))
    if ballots:
        key = keys.key("vote-ballots")
        said.append(Row(line(f"Or {key} takes the ballots: {labels.spread_words(ballots)}.", "dim")))
        said += _left_out(session)
    return said


def _left_out(session: Session) -> list[Row]:
    words = session.ballots.left_out_words
    return [Row(line(f"{words}.", "warn"))] if words else []


def _kept(score: PracticeScore) -> list[Row]:
    kept = spread_of_votes(score.answer)
    if kept is None:
        return []
    said = labels.spread_words(kept, voted=not score.answer.from_ballots)
    return [Row(line(f"Kept so far: {said}. A new vote replaces it.", "dim"))]


def _histogram(session: Session, score: PracticeScore, show: HandVote, ballots: Spread | None, width: int) -> list[Row]:
    """Draw a bar for each level, the highest on top, with its count in figures and those of the ballots beside it.

    With room each level's statement is beside its bar.
    """
    spread = show.spread
    counts = spread.counts if spread else {}
    names = [level.own_name for level in session.questionnaire.scale]
    beside_it = width >= BESIDE
    longest = 0 if score.inherited else min(max(map(len, names)), 12 if width < 70 else 24)
    most = max([*counts.values(), 1])
    room = 12 if beside_it else max(8, width - longest - 38)
    each = max(1, min(_WIDEST_HAND, room // most))
    rows = []
    for level in reversed(range(score.max_level + 1)):
        count = counts.get(level, 0)
        bar = join(line("█" * min(room, count * each), "bar"), line(f" {count}" if count else "·", "strong"))
        given = ballots.counts.get(level, 0) if ballots else 0
        in_ballots = f"{given} in the ballots" if given else ""
        gap = " " * (min(room, most * each) + 5 - bar.cell_length)
        mark = line("◂target", "amber") if level == score.target else EMPTY
        name = "" if score.inherited else line(names[level]).truncate(longest, ellipsis=True, pad=True)
        lead = join(line(f"{level} ", "chosen" if count else "dim"), name, "  ")
        if beside_it:
            said = line(labels.statement(session, score, score.practice.level(level)), "" if count else "dim")
            told = line(f"  ({in_ballots})" if given else "", "dim")
            rows.append(Row(join(said, told, "  " if mark else "", mark), lead=join(lead, bar, gap)))
            continue
        beside = line(f"{in_ballots:<19}" if ballots else "", "dim")
        rows.append(Row(join(bar, gap, beside, mark), lead=lead, clip=True))
    return rows


def _said(show: HandVote) -> list[Row]:
    """Say spread and median in words, and who speaks."""
    spread = show.spread
    if spread is None:
        return [Row(line("Everybody abstains.", "strong"))]
    rows = [Row(line(_sentence(spread), "strong"))]
    if spread.is_wide:
        low, high = _who(show, spread.low), _who(show, spread.high)
        ends = with_full_stop(f"Lowest {spread.low}: {low}"), with_full_stop(f"Highest {spread.high}: {high}")
        rows.append(Row(line(" ".join((*ends, "They speak first.")), "amber")))
    if missing := [] if show.is_of_ballots else [person.name for person in show.participants[len(show.levels) :]]:
        rows.append(Row(line(with_full_stop(f"Not shown: {', '.join(missing)}"), "amber")))
    for place, dissent in sorted(show.dissents.items()):
        name = speaker(dissent.who) or "without a name"
        rows.append(Row(line(dissent.reason), lead=line(f"Dissent at {show.levels[place]}, {name}: ", "blue"), lines=2))
    return rows


def _sentence(spread: Spread) -> str:
    """Say the result in words: `From 1 to 4; the median is between 2 and 3. One abstains.`"""
    if not spread.width:
        said = f"All show {spread.low}." if spread.voters > 1 else f"One shows {spread.low}."
    else:
        near = "" if spread.is_wide else ", within one level"
        said = f"From {spread.low} to {spread.high}{near}; the median is {median_words(spread)}."
    if spread.abstained:
        said += f" {_count(spread.abstained)} abstain{'s' if spread.abstained == 1 else ''}."
    return said


def _who(show: HandVote, level: int) -> str:
    """Names, for the room only; how many, where they have none."""
    names = show.names_at(level)
    count = sum(shown == level for shown in show.levels)
    return ", ".join(names) if len(names) == count else _count(count).lower()


_NUMBERS = ("None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def _what_next(session: Session, score: PracticeScore, show: HandVote, keys: Keys) -> Row:
    spread = show.spread
    levels = keys.levels(session.questionnaire.max_level)
    done, leave = keys.key("vote-done"), keys.key("vote-leave")
    if spread is None:
        return Row(line(f"{levels} records a level anyway. {leave} leaves.", "strong"))
    kept = "the ballots" if show.is_of_ballots else "the votes"
    outcome = f"{kept} without a level" if score.level is None else f"{kept}, and level {score.level} stays"
    return Row(line(f"{levels} records the level. {done} keeps {outcome}.", "strong"))
