"""The queue of an interview: which practices it goes through, and in which order."""

from __future__ import annotations

from typing import Literal, get_args

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import SectionScore
from levelbook.core.frozen import frozen

Only = Literal[
    "all", "essential", "revisit", "new", "unsure", "carried", "stale", "below", "differ", "mine", "inherited"
]
ONLY: tuple[Only, ...] = get_args(Only)

Order = Literal["questionnaire", "essential", "spread"]
ORDERS: tuple[Order, ...] = ("questionnaire", "essential", "spread")

SECONDS_TO_TALK = 120
"""The seconds from question to level if people agree."""
SECONDS_IN_A_LIST = 15
"""The seconds for a practice that is gone through in a list."""


@frozen
class QueueChoice:
    """A queue choice names the practices to go through by a filter, and their order."""

    only: Only = "all"
    section: str | None = None
    """Only this section."""
    order: Order = "questionnaire"
    """`essential`: these first; `spread`: first where the ballots (else the votes) are furthest apart."""
    listed: tuple[str, ...] | None = None
    """Exactly these, in this order, such as those of a plan; None: by what is above."""


EVERYTHING = QueueChoice()
"""All that is in scope, in the questionnaire's order."""


@frozen
class SectionQueue:
    """One section's practices that pass a filter; valid while the section and what it was judged by are unchanged."""

    section: SectionScore
    spreads: object
    """By which it was judged where people differ."""
    evidence_due: frozenset[str]
    """By which it was judged what to look at again; empty for every other filter."""
    in_scope: tuple[PracticeScore, ...]
    holding: tuple[PracticeScore, ...]
    ids_in_scope: tuple[str, ...]
    ids: tuple[str, ...]
    """Ids of the practices for which the filter holds."""


def counts_all(queue_choice: QueueChoice) -> bool:
    """Tell whether a queue is of everything: it also goes through what the team left out, uncounted."""
    return queue_choice.only == "all" and queue_choice.listed is None


def is_carried(score: PracticeScore) -> bool:
    """Answered before this round and not looked at since."""
    return score.status in ("answered", "not-applicable") and not score.confirmed


def talk_seconds(practices: int, listed: int = 0) -> int:
    """Estimate the seconds that a team takes for practices on which people agree.

    listed: how many more are gone through as a list, as those that a provider does.
    """
    return practices * SECONDS_TO_TALK + listed * SECONDS_IN_A_LIST
