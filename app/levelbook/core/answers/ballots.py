"""Ballots and votes show how several people see the same practice: their spread and their median.

A ballot is one participant's own answers, given before the workshop; votes are levels shown in the room. Both give
a `Spread`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from levelbook.core.answers.answers import Answer, AnswerBook, Vote
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.tailoring import Tailoring
from levelbook.core.text.cleaning import clean_line

MOST_OF_A_NAME = 120
"""The most characters of a participant's name."""

WIDE = 2
"""The number of levels between lowest and highest from which people disagree about a practice."""


@frozen
class Spread:
    """A spread says how many people gave each level; at least one did."""

    counts: Mapping[int, int]
    """Map each given level to the number of people who gave it, lowest first."""
    abstained: int = 0
    """The number of people who gave no level."""

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
        """Tell whether people disagree about the practice."""
        return self.width >= WIDE

    def is_far_from(self, level: int) -> bool:
        """Tell whether somebody gave a level far from another one, such as the answer's."""
        return max(self.high, level) - min(self.low, level) >= WIDE

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
    """Count levels, in which None is an abstention; return None if nobody gave a level."""
    given = list(levels)
    counts = Counter(level for level in given if level is not None)
    if not counts:
        return None
    return Spread({level: counts[level] for level in sorted(counts)}, given.count(None))


def spread_of_votes(answer: Answer) -> Spread | None:
    """Count the votes stored in an answer; return None if there are none."""
    counts: Counter[int] = Counter()
    for vote in answer.votes:
        counts[vote.level] += vote.count
    shown = {level: counts[level] for level in sorted(counts) if counts[level]}
    return Spread(shown, answer.abstained or 0) if shown else None


@frozen
class ParticipantVote:
    """A hand is one participant's vote."""

    level: int | None
    """None: abstains."""
    who: str = ""
    """The person's name, only if they agreed to be named."""
    reason: str = ""
    """The reason, if somebody dissents and gives one."""


def votes_of(hands: Iterable[ParticipantVote]) -> tuple[Vote, ...]:
    """Turn hands into votes: counts by level, with separate votes for people who are named or give a reason."""
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
    """The name of its file, without the ending."""
    book: AnswerBook

    @property
    def participant(self) -> str:
        """The participant's name; empty if the ballot is anonymous."""
        name = self.book.unknown.get("participant", "")
        return clean_line(name)[:MOST_OF_A_NAME] if isinstance(name, str) else ""

    @property
    def title(self) -> str:
        """The name that people see: the participant's, else the ballot's id."""
        return self.participant or self.id

    @property
    def has_answers(self) -> bool:
        """Tell whether it holds an answer or a note."""
        return any(answer.status != "unanswered" or answer.note for answer in self.book.answers.values())


def answers_present_wording(answer: Answer, tailoring: Tailoring, practice_id: str) -> bool:
    """Tell whether a ballot's answer is to the question that the team is asked now."""
    return answer.wording in ("", tailoring.wording(practice_id))


def spreads(ballots: Iterable[Ballot], tailoring: Tailoring) -> dict[str, Spread]:
    """Map practices in scope to the spread of their ballots, in questionnaire order; only those with a level."""
    handed_in = tuple(ballots)
    found: dict[str, Spread] = {}
    for practice_id in _in_scope(tailoring):
        spread = _spread(_answers_to(handed_in, tailoring, practice_id))
        if spread is not None:
            found[practice_id] = spread
    return found


@frozen
class PracticeBallots:
    """The ballots that answer one practice, or have a note on it; at least one."""

    practice_id: str
    spread: Spread | None
    """None if nobody gave a level."""
    said: tuple[tuple[Ballot, Answer], ...]
    """The ballots and their answers, including those with only a note; by level, those without one last."""


def compare_ballots(ballots: Iterable[Ballot], tailoring: Tailoring) -> tuple[PracticeBallots, ...]:
    """List the ballots of each practice in scope, widest spread first, practices without a level last."""
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
    """Return the ballots that answer the present wording of a practice."""
    said = [(ballot, ballot.book.answer(practice_id)) for ballot in ballots]
    return [(ballot, answer) for ballot, answer in said if _has_answers(answer, tailoring, practice_id)]


def _has_answers(answer: Answer, tailoring: Tailoring, practice_id: str) -> bool:
    return (answer.status != "unanswered" or bool(answer.note)) and answers_present_wording(
        answer, tailoring, practice_id
    )


def _spread(said: Iterable[tuple[Ballot, Answer]]) -> Spread | None:
    return spread_of(answer.level for _, answer in said if answer.status != "unanswered")
