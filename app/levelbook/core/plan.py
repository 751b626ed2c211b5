"""What a team takes up in the time it has (a workshop's plan), as a pure function of scorecard and ballots.

What wants talk comes one practice at a time: essential ones and raised targets first, then by how far the ballots are
apart. What needs no talk is confirmed as a list: where the ballots agree within a level, what a provider does, and
what was answered before and still stands. The minutes are rules of thumb, said as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from levelbook.core.ballots import Spread
from levelbook.core.scoring import PracticeScore, Scorecard

Reason = Literal["essential", "raised", "differ", "reworded", "stale", "unsure", "new"]

SECONDS_TO_TALK = 120
"""From question to level, where people are of one mind."""
SECONDS_PER_LEVEL_APART = 60
"""For each level beyond the first between lowest and highest: there is something to hear."""
SECONDS_IN_A_LIST = 15
MINUTES_TO_CLOSE = 10


@dataclass(frozen=True)
class Item:
    """One practice to talk about."""

    score: PracticeScore
    spread: Spread | None
    """Of the ballots; None where nobody gave a level."""
    reason: Reason
    """Why it comes where it does."""

    @property
    def id(self) -> str:
        return self.score.id

    @property
    def seconds(self) -> int:
        apart = self.spread.width if self.spread else 0
        return SECONDS_TO_TALK + SECONDS_PER_LEVEL_APART * max(0, apart - 1)


@dataclass(frozen=True)
class Plan:
    """What to take up in so many minutes."""

    minutes: int
    agreed: tuple[Item, ...]
    """The ballots agree within one level: confirmed as a list."""
    inherited: tuple[PracticeScore, ...]
    """A provider does it, and nobody has said yet what we hold: gone through as a list."""
    carried: tuple[PracticeScore, ...]
    """Answered before this round, nothing against it: confirmed as a list."""
    talk: tuple[Item, ...]
    """To talk about, in this order."""
    later: tuple[Item, ...]
    """What the time does not reach."""

    @property
    def closing_minutes(self) -> int:
        """Kept for the close: what we take on, who brings and finds out what, the next date."""
        return closing_minutes(self.minutes)

    @property
    def list_seconds(self) -> int:
        """For all lists together."""
        return SECONDS_IN_A_LIST * (len(self.agreed) + len(self.inherited) + len(self.carried))

    @property
    def talk_seconds(self) -> int:
        return sum(item.seconds for item in self.talk)

    @property
    def is_empty(self) -> bool:
        return not (self.agreed or self.inherited or self.carried or self.talk or self.later)


def closing_minutes(minutes: int) -> int:
    return min(MINUTES_TO_CLOSE, minutes // 6)


def make_plan(scorecard: Scorecard, spreads: Mapping[str, Spread], minutes: int) -> Plan:
    """The plan for what is not yet settled in this round."""
    agreed: list[Item] = []
    inherited: list[PracticeScore] = []
    carried: list[PracticeScore] = []
    talk: list[Item] = []
    for score in scorecard.counting:
        if score.confirmed:
            continue
        item = Item(score, spreads.get(score.id), _reason(scorecard, score, spreads.get(score.id)))
        if item.spread is not None and item.spread.agrees:
            agreed.append(item)
        elif score.inherited and score.status == "unanswered":
            inherited.append(score)
        elif _still_stands(scorecard, item):
            carried.append(score)
        else:
            talk.append(item)
    order = list(scorecard.questionnaire.practices)
    places = {name: place for place, name in enumerate(order)}
    talk.sort(key=lambda item: (_group(item), -_width(item), places[item.id]))
    plan = Plan(minutes, tuple(agreed), tuple(inherited), tuple(carried), (), ())
    return _within(plan, talk)


def _within(plan: Plan, talk: list[Item]) -> Plan:
    """As much of `talk` as the time has room for after lists and close, at least one."""
    left = (plan.minutes - plan.closing_minutes) * 60 - plan.list_seconds
    taken: list[Item] = []
    for item in talk:
        if item.seconds > left and taken:
            break
        taken.append(item)
        left -= item.seconds
    return Plan(plan.minutes, plan.agreed, plan.inherited, plan.carried, tuple(taken), tuple(talk[len(taken) :]))


def _reason(scorecard: Scorecard, score: PracticeScore, spread: Spread | None) -> Reason:
    if score.practice.essential:
        return "essential"
    if score.target > scorecard.questionnaire.file.default_target:
        return "raised"
    if spread is not None and spread.is_wide:
        return "differ"
    if score.status == "unsure":
        return "unsure"
    if score.status == "answered" and _is_reworded(scorecard, score):
        return "reworded"
    return "stale" if score.evidence_is_stale else "new"


def _still_stands(scorecard: Scorecard, item: Item) -> bool:
    score = item.score
    answered = score.status == "answered" and not score.answer.edited_outside
    apart = item.spread is not None and item.spread.is_wide
    return answered and not apart and not score.evidence_is_stale and not _is_reworded(scorecard, score)


def _is_reworded(scorecard: Scorecard, score: PracticeScore) -> bool:
    return score.answer.wording != scorecard.questionnaire.wording(score.id, inherited=score.inherited)


def _group(item: Item) -> int:
    return 0 if item.reason in ("essential", "raised") else 1


def _width(item: Item) -> int:
    return item.spread.width if item.spread else -1
