"""This module tells votes in guide and record: how far apart the team was, and what those who dissent said.

The guide speaks only of a wide spread, in a line; the record holds every count and every reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from levelbook.core.answers.answers import Answer, Vote
from levelbook.core.answers.ballots import spread_of_votes
from levelbook.core.answers.hand_vote import LONGEST_REASON_IN_GUIDE
from levelbook.core.text.quotation import speaker
from levelbook.core.text.rounding import one_decimal
from levelbook.guide.write.render import View

MOST_REASONS = 2
"""Reasons that the guide gives for seeing a practice differently: those furthest from what was settled.

It has no room for more, nor for long ones, and says that the record has them.
"""


def is_unsettled(answer: Answer) -> bool:
    """Tell whether a practice was voted on or asked and no level came of it."""
    return answer.status == "unsure" or is_left_open_by_votes(answer)


def is_left_open_by_votes(answer: Answer) -> bool:
    """Tell whether a practice was voted on, or its ballots counted, and it is not answered yet."""
    return answer.status == "unanswered" and spread_of_votes(answer) is not None


def dissent_view(answer: Answer, *, is_open: bool) -> View:
    """Return a wide spread of votes and the reasons of those who dissent, for the guide; empty for a narrow one.

    is_open: they settled nothing, over an answer that was there before; then a narrow spread is told as well.
    """
    spread = spread_of_votes(answer)
    if spread is None or not (spread.is_wide or is_open):
        return {}
    dissents = _dissents(answer)
    shown = [vote for vote in dissents if len(vote.reason) <= LONGEST_REASON_IN_GUIDE][:MOST_REASONS]
    return {
        "open": is_open,
        "low": spread.low,
        "high": spread.high,
        "from_ballots": answer.from_ballots,
        "reasons": [_vote_view(vote) for vote in shown],
        "more": len(dissents) - len(shown),
    }


def _dissents(answer: Answer) -> list[Vote]:
    """Return the votes with a reason for another level than the one settled, furthest from it first.

    Where none was, all who gave one saw it in their own way: furthest from the middle first.
    """
    spread = spread_of_votes(answer)
    if spread is None:
        return []
    settled = spread.median if answer.level is None else Fraction(answer.level)
    with_reason = [vote for vote in answer.votes if vote.count and vote.reason and vote.level != answer.level]
    return sorted(with_reason, key=lambda vote: -abs(vote.level - settled))


def votes_view(answer: Answer, *, is_open: bool) -> View:
    """Return the votes for the record: counts by level, median, named votes and reasons; empty where nobody voted."""
    spread = spread_of_votes(answer)
    if spread is None:
        return {}
    return {
        "counts": [{"level": level, "count": count} for level, count in spread.counts.items()],
        "voters": spread.voters,
        "from_ballots": answer.from_ballots,
        "abstained": spread.abstained,
        "median": _plain(spread.median),
        "wide": spread.is_wide,
        "open": is_open or answer.status == "unanswered",
        "said": [_vote_view(vote) for vote in _spoken(answer.votes)],
    }


def _spoken(votes: Iterable[Vote]) -> list[Vote]:
    return [vote for vote in votes if vote.count and (vote.who or vote.reason)]


def _vote_view(vote: Vote) -> View:
    return {"level": vote.level, "count": vote.count, "who": speaker(vote.who), "reason": vote.reason}


def _plain(value: Fraction) -> str:
    """Write a median as "2" or "1.5"."""
    return str(value.numerator) if value.denominator == 1 else one_decimal(value)
