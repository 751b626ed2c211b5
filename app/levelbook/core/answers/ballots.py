"""Ballots say how several people see the same practice: how far apart they are, and where the median is.

A ballot is one participant's own answers, given before the workshop; votes are levels shown in the room. Both come
down to a `Spread`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from levelbook.core.answers.answers import Answer, AnswerBook, Vote
from levelbook.core.questionnaire.tailoring import Tailoring
from levelbook.core.text.cleaning import clean_line
from levelbook.frozen import frozen

MOST_OF_A_NAME = 120
"""Characters of a participant's name."""

WIDE = 2
"""From so many levels between the lowest and the highest, people see a practice differently."""


@frozen
class Spread:
    """A spread says how many people gave each level; at least one did."""

    counts: Mapping[int, int]
    """Level to how many gave it, lowest first; only levels that somebody gave."""
    abstained: int = 0
    """How many gave none."""

    @property
    def voters(self) -> int:
        """Count those who gave a level."""
        return sum(self.counts.values())

    @property
    def low(self) -> int:
        """Return the lowest level that somebody gave."""
        return min(self.counts)

    @property
    def high(self) -> int:
        """Return the highest level that somebody gave."""
        return max(self.counts)

    @property
    def width(self) -> int:
        """Count the levels between the lowest and the highest."""
        return self.high - self.low

    @property
    def is_wide(self) -> bool:
        """Tell whether people see the practice differently."""
        return self.width >= WIDE

    @property
    def median(self) -> Fraction:
        """Return the middle level; between two of them, half-way."""
        levels = self._levels
        middle = len(levels) // 2
        return Fraction(levels[middle] + levels[middle - (len(levels) + 1) % 2], 2)

    @property
    def proposal(self) -> int:
        """Return the level to start from: the middle one, the lower of two."""
        return self._levels[(len(self._levels) - 1) // 2]

    @property
    def agrees(self) -> bool:
        """Tell whether two or more gave a level, no fewer than abstained, and all within one level of each other."""
        return self.voters >= 2 and self.voters >= self.abstained and self.width <= 1

    @property
    def _levels(self) -> list[int]:
        return [level for level, count in self.counts.items() for _ in range(count)]


def spread_of(levels: Iterable[int | None]) -> Spread | None:
    """Count some levels, None being an abstention; None where nobody gave a level."""
    given = list(levels)
    counts = Counter(level for level in given if level is not None)
    if not counts:
        return None
    return Spread({level: counts[level] for level in sorted(counts)}, given.count(None))


def spread_of_votes(answer: Answer) -> Spread | None:
    """Count the votes that an answer keeps; None where there are none."""
    counts: Counter[int] = Counter()
    for vote in answer.votes:
        counts[vote.level] += vote.count
    shown = {level: counts[level] for level in sorted(counts) if counts[level]}
    return Spread(shown, answer.abstained or 0) if shown else None


@frozen
class Hand:
    """A hand is what one participant shows in a vote."""

    level: int | None
    """None: abstains."""
    who: str = ""
    """A name, only where its owner agrees to be named."""
    reason: str = ""
    """Why, where somebody sees it differently and says so."""


def votes_of(hands: Iterable[Hand]) -> tuple[Vote, ...]:
    """Turn hands into votes: counts by level, and apart from these whoever is named or gives a reason."""
    shown = [hand for hand in hands if hand.level is not None]
    counts = Counter(hand.level for hand in shown if not hand.who and not hand.reason)
    votes = [Vote(level=level, count=count) for level, count in counts.items() if level is not None]
    votes += [
        Vote(level=hand.level, count=1, who=hand.who, reason=hand.reason)
        for hand in shown
        if hand.level is not None and (hand.who or hand.reason)
    ]
    return tuple(sorted(votes, key=lambda vote: vote.level))


@frozen
class Ballot:
    """A ballot holds one participant's own answers."""

    id: str
    """What its file is called, without the ending."""
    book: AnswerBook

    @property
    def participant(self) -> str:
        """Name whose ballot it is; empty where it is anonymous."""
        given = self.book.unknown.get("participant", "")
        return clean_line(given)[:MOST_OF_A_NAME] if isinstance(given, str) else ""

    @property
    def title(self) -> str:
        """Return what people call it: the participant's name, else its id."""
        return self.participant or self.id

    @property
    def says_something(self) -> bool:
        """Tell whether it holds an answer or a note."""
        return any(answer.status != "unanswered" or answer.note for answer in self.book.answers.values())

    @property
    def given(self) -> int:
        """Count the practices that it says something about."""
        return sum(answer.status != "unanswered" for answer in self.book.answers.values())


def answers_present_wording(answer: Answer, tailoring: Tailoring, practice_id: str) -> bool:
    """Tell whether a ballot's answer is to the question that the team is asked now."""
    inherited = tailoring[practice_id].scope == "inherited"
    return answer.wording in ("", tailoring.questionnaire.wording(practice_id, inherited=inherited))


def spreads(ballots: Iterable[Ballot], tailoring: Tailoring) -> dict[str, Spread]:
    """Map each practice in scope to the spread of its ballots where one gives a level, in questionnaire order."""
    handed_in = tuple(ballots)
    found: dict[str, Spread] = {}
    for practice_id in _in_scope(tailoring):
        spread = _spread(_answers_to(handed_in, tailoring, practice_id))
        if spread is not None:
            found[practice_id] = spread
    return found


@frozen
class PracticeBallots:
    """A practice's ballots are what they say of it; at least one says something."""

    practice_id: str
    spread: Spread | None
    """None where nobody gives a level."""
    said: tuple[tuple[Ballot, Answer], ...]
    """Who says what, also who has only a note; by level, whoever gives none last."""


def compare_ballots(ballots: Iterable[Ballot], tailoring: Tailoring) -> tuple[PracticeBallots, ...]:
    """List what the ballots say of each practice in scope, widest spread first, those without a level last."""
    handed_in = tuple(ballots)
    found: list[PracticeBallots] = []
    for practice_id in _in_scope(tailoring):
        said = _answers_to(handed_in, tailoring, practice_id)
        if said:
            ordered = sorted(said, key=lambda pair: (pair[1].level is None, pair[1].level or 0))
            found.append(PracticeBallots(practice_id, _spread(said), tuple(ordered)))
    return tuple(sorted(found, key=lambda heard: -heard.spread.width if heard.spread else 1))


def _in_scope(tailoring: Tailoring) -> Iterator[str]:
    return (name for name, placement in tailoring.placements.items() if placement.scope != "not-applicable")


def _answers_to(ballots: Sequence[Ballot], tailoring: Tailoring, practice_id: str) -> list[tuple[Ballot, Answer]]:
    """The ballots that say anything to the question as it is asked now."""
    said = [(ballot, ballot.book.answer(practice_id)) for ballot in ballots]
    return [(ballot, answer) for ballot, answer in said if _says_something(answer, tailoring, practice_id)]


def _says_something(answer: Answer, tailoring: Tailoring, practice_id: str) -> bool:
    return (answer.status != "unanswered" or bool(answer.note)) and answers_present_wording(
        answer, tailoring, practice_id
    )


def _spread(said: Iterable[tuple[Ballot, Answer]]) -> Spread | None:
    return spread_of(answer.level for _, answer in said if answer.status != "unanswered")
