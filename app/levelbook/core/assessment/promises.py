"""Promises are what a team owes or has kept: steps, things to find out, gaps with an owner or a day, accepted risks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from levelbook.core.answers.answers import NOTHING, Answer, Step
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.questionnaire.questionnaire import EFFORTS, Effort

Kind = Literal["step", "done", "find-out", "gap", "accepted"]
"""`done` is a step that was done in this round."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that somebody does, finds out, looks after or answers for."""

    score: PracticeScore
    kind: Kind
    who: str
    """A step without a name of its own is its practice's owner's."""
    by: date | None
    number: int = 0
    """Of a step in its answer, from 1."""

    @property
    def step(self) -> Step:
        return self.score.answer.steps[self.number - 1]

    def is_late(self, on: date) -> bool:
        return self.by is not None and self.by < on and self.kind != "done"


def promises_of(score: PracticeScore, before: Answer = NOTHING) -> tuple[Promise, ...]:
    """List what is owed about one practice that counts: itself first, then its steps in their order.

    The practice itself is among it unless all about it is in its steps: no owner of its own, and no day. `before` is
    what the last edition holds, so that steps done since are named too.
    """
    steps = tuple(_steps(score, before))
    itself = _itself(score, has_steps=any(step.kind == "step" for step in steps))
    return (itself, *steps) if itself else steps


def _itself(score: PracticeScore, *, has_steps: bool) -> Promise | None:
    answer = score.answer
    if answer.status == "unsure":
        return Promise(score, "find-out", answer.ask_whom, answer.ask_by)
    if score.accepted_holds and answer.accepted:
        return Promise(score, "accepted", answer.accepted.by, answer.accepted.until)
    if not score.gap and score.settled:
        return None
    if has_steps and not answer.owner and answer.due is None:
        return None
    return Promise(score, "gap", answer.owner, answer.due)


def _steps(score: PracticeScore, before: Answer) -> Iterable[Promise]:
    for number, step in enumerate(score.answer.steps, start=1):
        who = step.owner or score.answer.owner
        if step.is_open:
            yield Promise(score, "step", who, step.due, number)
        elif not _was_done(step, before):
            yield Promise(score, "done", who, step.due, number)


def _was_done(step: Step, before: Answer) -> bool:
    return any(other.done_on is not None and same_step(step, other) for other in before.steps)


def same_step(one: Step, other: Step) -> bool:
    """Tell whether two steps are one promise: from the same action, or in the same words."""
    if one.from_action and other.from_action:
        return one.from_action == other.from_action
    return one.text == other.text


def late(scores: Iterable[PracticeScore], on: date) -> tuple[Promise, ...]:
    """Everything whose day is past, the oldest first."""
    found = (one for score in scores for one in promises_of(score) if one.is_late(on))
    return tuple(sorted(found, key=lambda one: one.by or on))


def kept(scores: Iterable[PracticeScore], last: Mapping[str, Answer]) -> tuple[Promise, ...]:
    """Every step that was done since the last edition, whose answers are `last`; the latest first."""
    found = [one for score in scores for one in promises_of(score, last.get(score.id, NOTHING)) if one.kind == "done"]
    return tuple(sorted(found, key=lambda one: one.step.done_on or date.min, reverse=True))


@dataclass(frozen=True)
class Suggestion:
    """What the questionnaire would do next about a gap, and nobody has taken on yet."""

    text: str
    effort: Effort | None = None
    action: str = ""
    """Id of the questionnaire's action; empty for what a provider is asked for."""


def suggestion(score: PracticeScore) -> Suggestion | None:
    """The least work towards the next level that is not among the steps; of an inherited practice, what to ask for."""
    taken = {step.from_action for step in score.answer.steps}
    if score.inherited:
        said = {step.text for step in score.answer.steps}
        asks = (f"Ask the provider for {item}" for item in score.practice.provider_evidence)
        text = next((text for text in asks if text not in said), None)
        return Suggestion(text) if text else None
    following = (score.level or 0) + 1
    if following > score.max_level:
        return None
    free = [action for action in score.practice.level(following).actions if action.id not in taken]
    if not free:
        return None
    action = min(free, key=lambda action: EFFORTS.index(action.effort))
    return Suggestion(action.text, action.effort, action.id)
