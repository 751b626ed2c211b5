"""A review finds the carried answers that time, facts or the questionnaire have overtaken in a new round.

The rest of what was answered before still stands as far as anybody can tell, and is confirmed as lists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, Literal

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.questionnaire.tailoring import Placement

Cause = Literal[
    "moved-on",
    "outside",
    "new",
    "facts",
    "reworded",
    "unsure",
    "voted",
    "left-out",
    "threat",
    "stale",
    "ran-out",
    "step",
    "evidence",
    "due",
    "done",
]

CAUSES: Final[Mapping[Cause, str]] = {
    "moved-on": "the offer has changed",
    "outside": "edited outside levelbook",
    "new": "not answered yet",
    "facts": "your facts have changed",
    "reworded": "reworded",
    "unsure": "unsure",
    "voted": "put to a vote, not settled",
    "left-out": "left out by the team",
    "threat": "touched by a new threat",
    "stale": "evidence expired",
    "ran-out": "the risk is no longer accepted",
    "step": "a step is due",
    "evidence": "agreed evidence is due",
    "due": "the target is due",
    "done": "a step has been done",
}
"""Each reason in a few words, most important first."""


_MOST_URGENT_FIRST: Final[tuple[Cause, ...]] = (
    "step",
    "evidence",
    "due",
    "ran-out",
    "stale",
    "threat",
    "moved-on",
    "outside",
    "facts",
    "reworded",
    "done",
    "unsure",
    "voted",
    "left-out",
    "new",
)
"""What was promised and is late, what has expired, what the world has overtaken, and last what is open in any case."""

OVERTAKEN: Final[frozenset[Cause]] = frozenset({"moved-on", "outside", "facts", "reworded"})
"""After these an answer may be one to another question: only whoever says that it holds has reviewed it."""

NOT_URGENT: Final = len(_MOST_URGENT_FIRST)


def urgency(found: Iterable[Cause]) -> int:
    """Return the rank of a practice's most urgent cause, from 0; NOT_URGENT where it has none."""
    return min(map(_MOST_URGENT_FIRST.index, found), default=NOT_URGENT)


def causes(
    card: Scorecard,
    score: PracticeScore,
    earlier_placements: Mapping[str, Placement],
    evidence_due: Collection[str] = (),
    threatened: Collection[str] = (),
    done_since: Collection[str] = (),
    expired_since: Collection[str] = (),
) -> tuple[Cause, ...]:
    """List the reasons why a practice needs another look in this round; none if it does not.

    Once it was reviewed in the round, only what came afterwards is one: a threat that became known, evidence or an
    accepted risk that ran out, a step that was done.

    earlier_placements: placements by the facts of the round in which each was last confirmed, by id.
    evidence_due: ids of practices for which a sitting agreed on evidence that is due and that nobody has brought.
    threatened, done_since, expired_since: as `Assessment.threatened`, `Assessment.done_since_review` and
    `Assessment.expired_since_review` give them.
    """
    if score.scope == "not-applicable":
        return ()
    afterwards: tuple[Cause, ...] = ("done",) if score.settled and score.id in done_since else ()
    if score.confirmed:
        return (*_causes_since_review(card, score, threatened, expired_since), *afterwards)
    return (*_causes(card, score, earlier_placements, evidence_due, threatened), *afterwards)


def _causes_since_review(
    card: Scorecard, score: PracticeScore, threatened: Collection[str], expired_since: Collection[str]
) -> Iterator[Cause]:
    if not score.counts:
        return
    if score.id in threatened:
        yield "threat"
    if score.id in expired_since:
        yield from _expired(card, score)


def _expired(card: Scorecard, score: PracticeScore) -> Iterator[Cause]:
    if score.evidence_is_stale:
        yield "stale"
    if risk_ran_out(score, card.on):
        yield "ran-out"


def _causes(
    card: Scorecard,
    score: PracticeScore,
    earlier_placements: Mapping[str, Placement],
    evidence_due: Collection[str],
    threatened: Collection[str],
) -> Iterator[Cause]:
    answer = score.answer
    if answer.edited_outside:
        yield "outside"
    if score.status == "unanswered":
        yield "new"
        yield from _promises_due(card, score, evidence_due)
        return
    moved = has_moved(score, earlier_placements)
    if moved:
        yield "facts"
    if score.status == "unsure":
        if not card.judge.is_of_this_round(score.id, answer):
            yield "unsure"
            yield from _promises_due(card, score, evidence_due)
        return
    if is_reworded(card, score) and not (moved and is_of_other_scope(card.questionnaire, score)):
        yield "reworded"
    if not score.counts:
        if not is_reworded(card, score):
            yield "left-out"  # by the team; what rules leave out comes back with the facts, and this does not
        return
    if card.judge.is_left_open_by_vote(score.id, answer):
        yield "voted"
    if score.id in threatened:
        yield "threat"
    yield from _expired(card, score)
    yield from _promises_due(card, score, evidence_due)


def _promises_due(card: Scorecard, score: PracticeScore, evidence_due: Collection[str]) -> Iterator[Cause]:
    answer = score.answer
    if any(step.due is not None and step.due <= card.on for step in answer.open_steps):
        yield "step"
    if score.id in evidence_due:
        yield "evidence"
    if score.gap and not score.accepted_holds and answer.due is not None and answer.due <= card.on:
        yield "due"


def has_moved(score: PracticeScore, earlier_placements: Mapping[str, Placement]) -> bool:
    """Tell whether the team's facts put it elsewhere than they did: another scope, or another level that is needed."""
    then = earlier_placements.get(score.id)
    return then is not None and (then.scope, then.target) != (score.placement.scope, score.placement.target)


def is_reworded(card: Scorecard, score: PracticeScore) -> bool:
    """Tell whether an answer was given to other words than are asked now."""
    return score.answer.wording != card.questionnaire.wording(score.id, inherited=score.inherited)


def is_of_other_scope(questionnaire: Questionnaire, score: PracticeScore) -> bool:
    """Tell whether an answer was given to the same question while others did what is now the team's own, or the other
    way round. Its levels read otherwise then, and nobody has reworded anything.
    """
    return score.answer.wording == questionnaire.wording(score.id, inherited=not score.inherited)


def is_answered_as_inherited(questionnaire: Questionnaire, score: PracticeScore) -> bool:
    """Tell whether the level was given as levels read where others do it, whoever does it by now."""
    return score.inherited != is_of_other_scope(questionnaire, score)


def statement_as_answered(questionnaire: Questionnaire, score: PracticeScore) -> str:
    """Return what the level means as it was answered, whoever does it by now; that of level 0 where there is none."""
    theirs = questionnaire.inherited_statements if is_answered_as_inherited(questionnaire, score) else ()
    return theirs[score.low] if theirs else score.practice.level(score.low).statement


def risk_ran_out(score: PracticeScore, today: date) -> bool:
    """Tell whether somebody answered for a gap, which is still there, until a day that is past.

    Nobody answered for a level below the one that was accepted: that acceptance had ended before.
    """
    accepted, level = score.answer.accepted, score.level
    if accepted is None or level is None:
        return False
    return accepted.until < today and score.gap > 0 and level >= accepted.level
