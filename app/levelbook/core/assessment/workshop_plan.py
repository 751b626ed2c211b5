"""A workshop's plan says what a team discusses in the available time, computed from scorecard and ballots.

Practices to discuss come one at a time: essential ones and raised targets first, then by how far the ballots are
apart. Others are confirmed as lists: those on which the ballots agree within a level, inherited ones, and carried
answers that are still valid. The minutes are rules of thumb, and are presented as such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final, Literal, get_args

from levelbook.core.answers.ballots import Spread, spread_of_votes
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.queue import SECONDS_IN_A_LIST, SECONDS_TO_TALK
from levelbook.core.assessment.review import CAUSES, OVERTAKEN, Cause
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.frozen import frozen

Reason = Literal["pulled-out", "essential", "raised", "differ"] | Cause

WHY: Final[dict[Reason, str]] = {
    "pulled-out": "pulled out",
    "essential": "essential",
    "differ": "you differ",
}
"""Each reason in a few words."""
WHY.update(CAUSES.items())

ListKind = Literal["agreed", "inherited", "carried"]
LIST_KINDS: Final[tuple[ListKind, ...]] = get_args(ListKind)
"""The kinds of lists, in the order in which they are confirmed."""

SECONDS_PER_LEVEL_APART = 60
"""The additional seconds for each level beyond the first between lowest and highest vote."""
MINUTES_TO_CLOSE = 10


@frozen
class Item:
    """One practice to discuss."""

    score: PracticeScore
    spread: Spread | None
    """Spread of the ballots; None if nobody gave a level."""
    reason: Reason
    """The reason for its position in the plan."""
    causes: tuple[Cause, ...] = ()
    """The reasons why it needs another look."""
    is_answered: bool = False
    """True if the ballots contradict its answer: that of this round, or one of before from which they are far."""
    in_list: bool = False
    """True if it needs no discussion, because it is or was confirmed in a list."""

    @property
    def id(self) -> str:
        return self.score.id

    @property
    def why(self) -> str:
        """The reason in a few words."""
        return f"target {self.score.target}" if self.reason == "raised" else WHY[self.reason]

    @property
    def cause_words(self) -> str:
        """The further reasons why it needs another look; empty for an unanswered practice."""
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
    """The plan for a number of minutes."""

    minutes: int
    agreed: tuple[Item, ...]
    """Practices on which the ballots agree within one level: confirmed as a list."""
    inherited: tuple[PracticeScore, ...]
    """Inherited practices that nobody has answered yet, without differing ballots: confirmed as a list."""
    carried: tuple[PracticeScore, ...]
    """Carried answers without a reason for another look: confirmed as a list."""
    to_discuss: tuple[Item, ...]
    """Practices to discuss, in this order."""
    later: tuple[Item, ...]
    """Practices for which there is not enough time."""
    done: tuple[Item, ...] = ()
    """Practices that this sitting has settled, or has assigned to somebody to find out, in that order."""

    def listed(self, kind: ListKind) -> tuple[PracticeScore, ...]:
        """The practices of a list."""
        if kind == "agreed":
            return tuple(item.score for item in self.agreed)
        return self.inherited if kind == "inherited" else self.carried

    @property
    def closing_minutes(self) -> int:
        """Minutes reserved for the close: steps to take on, evidence to bring, things to find out, the next date."""
        return closing_minutes(self.minutes)

    def seconds_in(self, kind: ListKind) -> int:
        """Seconds for a list, rounded up to whole minutes: printed minutes of several lists then add up."""
        return list_seconds(len(self.listed(kind)))

    @property
    def list_seconds(self) -> int:
        """Seconds for all lists together: the sum of each list's whole minutes."""
        return sum(self.seconds_in(kind) for kind in LIST_KINDS)

    @property
    def talk_seconds(self) -> int:
        return sum(item.seconds for item in self.to_discuss)

    @property
    def done_seconds(self) -> int:
        """Seconds that the practices done should have taken."""
        return sum(item.seconds for item in self.done)

    def seconds_for(self, practice_ids: Iterable[str]) -> int:
        """Add up the seconds for practices, wherever they are in the plan; of others, those of a talk."""
        seconds = {item.id: item.seconds for item in (*self.agreed, *self.to_discuss, *self.later, *self.done)}
        seconds |= {score.id: SECONDS_IN_A_LIST for score in (*self.inherited, *self.carried)}
        return sum(seconds.get(name, SECONDS_TO_TALK) for name in practice_ids)

    @property
    def waiting(self) -> int:
        """The number of practices that are not done yet."""
        return len(self.agreed) + len(self.inherited) + len(self.carried) + len(self.to_discuss) + len(self.later)

    @property
    def is_empty(self) -> bool:
        """Nothing is left to take up."""
        return not self.waiting


def list_seconds(count: int) -> int:
    """Return the seconds for a list of so many practices, rounded up to whole minutes."""
    return -(-SECONDS_IN_A_LIST * count // 60) * 60


def closing_minutes(minutes: int) -> int:
    return min(MINUTES_TO_CLOSE, minutes // 6)


def make_plan(
    now: Assessment,
    spreads: Mapping[str, Spread],
    minutes: int,
    *,
    pulled_out: Collection[str] = (),
    taken_up: Iterable[str] = (),
    all_ballots_read: bool = True,
    heard: Collection[str] = (),
) -> Plan:
    """Plan the practices that are not yet settled in this round, and those whose answer the ballots contradict.

    spreads: what the ballots say of practices, by id. minutes: how long the sitting is.
    pulled_out: ids of practices that somebody wants to discuss, whatever list they would be in; they come
    first. taken_up: ids of practices that this sitting has discussed, with their time spent.
    heard: ids of practices that a sitting of this round has discussed; ballots do not bring them back.
    all_ballots_read: without it no list holds a practice that ballots answer, for the missing one may disagree.
    """
    agreed: list[Item] = []
    inherited: list[PracticeScore] = []
    carried: list[PracticeScore] = []
    to_discuss: list[Item] = []
    taken_up = tuple(taken_up)
    scorecard = now.scorecard
    looked_at = _PlanInputs(now, spreads, pulled_out)
    done = _done(looked_at, taken_up)
    settled = {item.id for item in done}
    looked_at = replace(looked_at, pulled_out=still_to_discuss(scorecard, pulled_out, taken_up))
    in_scope = (
        score for section in scorecard.sections for score in section.practices if score.scope != "not-applicable"
    )
    for score in in_scope:
        if score.id in settled:
            continue
        item = looked_at.item(score)
        contradicted = score.id not in heard and contradicts(item.spread, score)
        if score.confirmed and not item.causes:
            if contradicted:
                to_discuss.append(replace(item, is_answered=True))
            continue
        if not score.counts or item.reason == "pulled-out" or (item.spread is not None and not all_ballots_read):
            to_discuss.append(item)
        elif score.id in heard and score.answer.awaits_review and score.status == "answered" and not item.causes:
            carried.append(
                score
            )  # a sitting settled it, and only the merge since is to be confirmed, whatever ballots say
        elif item.spread is not None and item.spread.agrees:
            agreed.append(replace(item, in_list=True))
        elif score.inherited and score.status == "unanswered" and not _is_wide(item):
            inherited.append(score)
        elif score.status == "answered" and not item.causes and not _is_wide(item) and not contradicted:
            carried.append(score)
        else:
            to_discuss.append(replace(item, is_answered=contradicted and not _is_wide(item)))
    places = {name: place for place, name in enumerate(scorecard.questionnaire.practices)}
    to_discuss.sort(key=lambda item: (_group(item), -_width(item), not item.score.is_essential, places[item.id]))
    plan = Plan(minutes, tuple(agreed), tuple(inherited), tuple(carried), (), (), tuple(done))
    return _within(plan, to_discuss)


def contradicts(spread: Spread | None, score: PracticeScore) -> bool:
    """Tell whether ballots are far apart, or far from an answer with a level for which nobody has counted them.

    The votes of an answer that is still to be confirmed are of an earlier round than the ballots.
    """
    answer = score.answer
    if spread is None or answer.level is None:
        return False
    counted = spread_of_votes(answer) if score.confirmed else None
    if counted is not None and (not answer.from_ballots or counted == spread):
        return False
    return spread.is_far_from(answer.level)


@frozen
class _PlanInputs:
    """The inputs for placing a practice in the plan."""

    now: Assessment
    spreads: Mapping[str, Spread]
    pulled_out: Collection[str]

    def item(self, score: PracticeScore) -> Item:
        found = self.now.causes(score)
        return Item(score, self.spreads.get(score.id), self._reason(score, found), found)

    def _reason(self, score: PracticeScore, found: tuple[Cause, ...]) -> Reason:
        spread = self.spreads.get(score.id)
        if score.id in self.pulled_out:
            return "pulled-out"
        if score.is_essential:
            return "essential"
        if score.target > self.now.questionnaire.default_target:
            return "raised"
        if spread is not None and (
            spread.is_wide or (contradicts(spread, score) and (score.confirmed or not spread.agrees))
        ):
            return "differ"
        return found[0] if found else "unsure" if score.status == "unsure" else "new"


def _done(looked_at: _PlanInputs, taken_up: Iterable[str]) -> list[Item]:
    scorecard = looked_at.now.scorecard
    found = []
    for name in dict.fromkeys(taken_up):
        score = scorecard.practices.get(name)
        if score is None:
            continue
        item = looked_at.item(score)
        is_touched_since = score.confirmed and item.causes
        if is_touched_since or not (is_done(score) or _was_sealed_as_settled(scorecard, item)):
            continue
        listed = item.reason != "pulled-out" and (
            score.inherited or _is_as_before(scorecard, score) or (item.spread is not None and item.spread.agrees)
        )
        found.append(replace(item, in_list=listed))
    return found


def still_to_discuss(scorecard: Scorecard, pulled_out: Collection[str], taken_up: Collection[str]) -> set[str]:
    """Return what was pulled out and not settled since: a seal on the same day calls for no second discussion."""
    answered = {name for name in taken_up if name in scorecard.practices and scorecard[name].status == "answered"}
    return set(pulled_out) - answered


def _was_sealed_as_settled(scorecard: Scorecard, item: Item) -> bool:
    """Tell whether an edition was sealed since a sitting settled it, and nothing has overtaken it since.

    It then is to be confirmed in the new round; the sitting has still done it.
    """
    score = item.score
    settled = score.status in ("answered", "not-applicable") and not score.answer.awaits_review
    return (
        settled
        and score.scope != "not-applicable"
        and _is_as_before(scorecard, score)
        and OVERTAKEN.isdisjoint(item.causes)
    )


def is_done(score: PracticeScore) -> bool:
    """Tell whether a sitting has finished a practice: it is settled, or somebody finds out."""
    return score.confirmed or score.status == "unsure"


def _is_as_before(scorecard: Scorecard, score: PracticeScore) -> bool:
    """Tell whether an answer equals the last edition's, so that it was only confirmed."""
    earlier = (scorecard.judge.last_answers or {}).get(score.id)
    return earlier is not None and earlier.claim == score.answer.claim


def _within(plan: Plan, to_discuss: list[Item]) -> Plan:
    """Return as much of `to_discuss` as fits into the time beside finished practices, lists and close; at least one."""
    left = (plan.minutes - plan.closing_minutes) * 60 - plan.list_seconds - plan.done_seconds
    taken: list[Item] = []
    for item in to_discuss:
        if item.seconds > left and taken:
            break
        taken.append(item)
        left -= item.seconds
    return replace(plan, to_discuss=tuple(taken), later=tuple(to_discuss[len(taken) :]))


def _is_wide(item: Item) -> bool:
    return item.spread is not None and item.spread.is_wide


def _group(item: Item) -> int:
    if item.reason == "pulled-out":
        return 0
    return 1 if item.reason in ("essential", "raised") else 2


def _width(item: Item) -> int:
    return item.spread.width if item.spread else -1
