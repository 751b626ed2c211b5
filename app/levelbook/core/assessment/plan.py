"""What a team takes up in the time it has (a workshop's plan), as a pure function of scorecard and ballots.

What wants talk comes one practice at a time: essential ones and raised targets first, then by how far the ballots are
apart. What needs no talk is confirmed as a list: where the ballots agree within a level, what a provider does, and
what was answered before and still stands. The minutes are rules of thumb, said as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, Literal, get_args

from levelbook.core.answers.ballots import Spread
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.review import CAUSES, Cause, causes
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.questionnaire.tailoring import Placement
from levelbook.frozen import frozen

Reason = Literal["pulled-out", "essential", "raised", "differ"] | Cause

WHY: Final[dict[Reason, str]] = {
    "pulled-out": "pulled out",
    "essential": "essential",
    "raised": "higher target",
    "differ": "you differ",
}
"""Each reason in a few words."""
WHY.update(CAUSES.items())

ListKind = Literal["agreed", "inherited", "carried"]
LIST_KINDS: Final[tuple[ListKind, ...]] = get_args(ListKind)
"""What needs no talk, in the order in which it is gone through."""

SECONDS_TO_TALK = 120
"""From question to level, where people are of one mind."""
SECONDS_PER_LEVEL_APART = 60
"""For each level beyond the first between lowest and highest: there is something to hear."""
SECONDS_IN_A_LIST = 15
MINUTES_TO_CLOSE = 10


@frozen
class Item:
    """One practice to talk about."""

    score: PracticeScore
    spread: Spread | None
    """Spread of the ballots; None where nobody gave a level."""
    reason: Reason
    """Why it comes where it does."""
    causes: tuple[Cause, ...] = ()
    """Why it needs another look, whatever place that gives it."""
    in_list: bool = False
    """Whether it takes no talk, because it is, or was, confirmed in a list."""

    @property
    def id(self) -> str:
        return self.score.id

    @property
    def why(self) -> str:
        """The reason in a few words."""
        return WHY[self.reason]

    @property
    def cause_words(self) -> str:
        """Why it needs another look, where that is not the reason; nothing for what nobody has answered."""
        first = next((cause for cause in self.causes if cause not in (self.reason, "new")), None)
        return CAUSES[first] if first else ""

    @property
    def seconds(self) -> int:
        if self.in_list:
            return SECONDS_IN_A_LIST
        apart = self.spread.width if self.spread else 0
        return SECONDS_TO_TALK + SECONDS_PER_LEVEL_APART * max(0, apart - 1)


@frozen
class Plan:
    """What to take up in so many minutes."""

    minutes: int
    agreed: tuple[Item, ...]
    """The ballots agree within one level: confirmed as a list."""
    inherited: tuple[PracticeScore, ...]
    """A provider does it, nobody has said yet what we hold, and the ballots are not apart: gone through as a list."""
    carried: tuple[PracticeScore, ...]
    """Answered before this round, nothing against it: confirmed as a list."""
    talk: tuple[Item, ...]
    """To talk about, in this order."""
    later: tuple[Item, ...]
    """What the time does not reach."""
    done: tuple[Item, ...] = ()
    """What this sitting has taken up and settled, or has somebody find out, in that order."""

    def listed(self, kind: ListKind) -> tuple[PracticeScore, ...]:
        """The practices of a list."""
        if kind == "agreed":
            return tuple(item.score for item in self.agreed)
        return self.inherited if kind == "inherited" else self.carried

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
    def done_seconds(self) -> int:
        """What that should have taken."""
        return sum(item.seconds for item in self.done)

    @property
    def waiting(self) -> int:
        """How many practices are not yet done."""
        return len(self.agreed) + len(self.inherited) + len(self.carried) + len(self.talk) + len(self.later)

    @property
    def is_empty(self) -> bool:
        """Nothing is left to take up."""
        return not self.waiting


def closing_minutes(minutes: int) -> int:
    return min(MINUTES_TO_CLOSE, minutes // 6)


def make_plan(
    scorecard: Scorecard,
    spreads: Mapping[str, Spread],
    minutes: int,
    *,
    pulled_out: Collection[str] = (),
    taken_up: Iterable[str] = (),
    placed_then: Mapping[str, Placement] = MappingProxyType({}),
    moved_on: Collection[str] = (),
    evidence_due: Collection[str] = (),
) -> Plan:
    """The plan for what is not yet settled in this round.

    `placed_then` and `evidence_due`: as `review.causes` takes them.

    `pulled_out` are ids of practices that somebody wants to talk about, whatever list they would be in; they come
    first. `moved_on` are those whose offer says something else by now: nobody has looked at that, whatever was
    confirmed. `taken_up` are those that this sitting went through: what holds of it is done, and its time is spent.
    """
    agreed: list[Item] = []
    inherited: list[PracticeScore] = []
    carried: list[PracticeScore] = []
    talk: list[Item] = []
    looked_at = _Looked(scorecard, spreads, pulled_out, placed_then, moved_on, evidence_due)
    done = _done(looked_at, taken_up)
    settled = {item.id for item in done}
    for score in scorecard.counting:
        if (score.confirmed and score.id not in moved_on) or score.id in settled:
            continue
        item = looked_at.item(score)
        if item.reason == "pulled-out":
            talk.append(item)
        elif item.spread is not None and item.spread.agrees:
            agreed.append(replace(item, in_list=True))
        elif score.inherited and score.status == "unanswered" and not _is_wide(item):
            inherited.append(score)
        elif score.status == "answered" and not item.causes and not _is_wide(item):
            carried.append(score)
        else:
            talk.append(item)
    places = {name: place for place, name in enumerate(scorecard.questionnaire.practices)}
    talk.sort(key=lambda item: (_group(item), -_width(item), places[item.id]))
    plan = Plan(minutes, tuple(agreed), tuple(inherited), tuple(carried), (), (), tuple(done))
    return _within(plan, talk)


@frozen
class _Looked:
    """What a practice is judged by."""

    scorecard: Scorecard
    spreads: Mapping[str, Spread]
    pulled_out: Collection[str]
    placed_then: Mapping[str, Placement]
    moved_on: Collection[str]
    evidence_due: Collection[str]

    def item(self, score: PracticeScore) -> Item:
        found = causes(self.scorecard, score, self.placed_then, self.evidence_due)
        if score.id in self.moved_on:
            found = ("moved-on", *found)
        return Item(score, self.spreads.get(score.id), self._reason(score, found), found)

    def _reason(self, score: PracticeScore, found: tuple[Cause, ...]) -> Reason:
        spread = self.spreads.get(score.id)
        if score.id in self.pulled_out:
            return "pulled-out"
        if score.practice.essential:
            return "essential"
        if score.target > self.scorecard.questionnaire.default_target:
            return "raised"
        if spread is not None and spread.is_wide:
            return "differ"
        return found[0] if found else "unsure" if score.status == "unsure" else "new"


def _done(looked_at: _Looked, taken_up: Iterable[str]) -> list[Item]:
    scorecard = looked_at.scorecard
    found = []
    for name in dict.fromkeys(taken_up):
        score = scorecard.practices.get(name)
        if score is None or not is_done(score):
            continue
        item = looked_at.item(score)
        listed = item.reason != "pulled-out" and (
            score.inherited or _is_as_before(scorecard, score) or (item.spread is not None and item.spread.agrees)
        )
        found.append(replace(item, in_list=listed))
    return found


def is_done(score: PracticeScore) -> bool:
    """Whether a sitting that took it up is through with it: it is settled, or somebody finds out."""
    return score.confirmed or score.status in ("unsure", "not-applicable")


def _is_as_before(scorecard: Scorecard, score: PracticeScore) -> bool:
    """Tell whether an answer says what the last edition says, so that it was only confirmed."""
    earlier = (scorecard.judge.last_answers or {}).get(score.id)
    return earlier is not None and earlier.claim == score.answer.claim


def _within(plan: Plan, talk: list[Item]) -> Plan:
    """As much of `talk` as the time has room for after what is done, lists and close, at least one."""
    left = (plan.minutes - plan.closing_minutes) * 60 - plan.list_seconds - plan.done_seconds
    taken: list[Item] = []
    for item in talk:
        if item.seconds > left and taken:
            break
        taken.append(item)
        left -= item.seconds
    return replace(plan, talk=tuple(taken), later=tuple(talk[len(taken) :]))


def _is_wide(item: Item) -> bool:
    return item.spread is not None and item.spread.is_wide


def _group(item: Item) -> int:
    if item.reason == "pulled-out":
        return 0
    return 1 if item.reason in ("essential", "raised") else 2


def _width(item: Item) -> int:
    return item.spread.width if item.spread else -1
