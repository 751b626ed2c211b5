"""This module lists gaps, and orders them as the roadmap (docs/design.md, "The arithmetic")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal

from levelbook.core.answers.answers import Answer, Step
from levelbook.core.assessment.practice_score import Band, PracticeScore
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import EFFORTS, Action

Wave = Literal["find-out", "now", "next", "later", "accepted"]
WAVES: tuple[Wave, ...] = ("find-out", "now", "next", "later", "accepted")


@frozen
class Gap:
    """A practice with a gap, or without a settled answer."""

    score: PracticeScore
    wave: Wave

    @property
    def action(self) -> Action | None:
        """The next action."""
        return self.score.next_action

    @property
    def step(self) -> Step | None:
        """The open step that is due first, of an answer that is not unsure."""
        answer = self.score.answer
        steps = () if answer.status == "unsure" else answer.open_steps
        return min(steps, key=lambda step: step.due or date.max, default=None)

    @property
    def owner(self) -> str:
        """The owner; for an unsure answer, the person who finds out."""
        return self._owner_and_due[0]

    @property
    def due(self) -> date | None:
        """The day on which the practice, or the answer, is due."""
        return self._owner_and_due[1]

    @property
    def _owner_and_due(self) -> tuple[str, date | None]:
        answer = self.score.answer
        return (answer.ask_whom, answer.ask_by) if answer.status == "unsure" else owner_and_due(answer)


def owner_and_due(answer: Answer) -> tuple[str, date | None]:
    """Return a practice's owner and due day; each missing one is taken from the open steps.

    Of these the first that has an owner counts, one with a day before one without; the day is that of this person's
    step that is due first. A step of somebody else gives no day.
    """
    steps = sorted(answer.open_steps, key=lambda step: step.due or date.max)
    owner = answer.owner or next((step.owner for step in steps if step.owner), "")
    own_days = (step.due for step in steps if step.due and (step.owner or answer.owner) == owner)
    return owner, answer.due or next(own_days, None)


def day_of_step(score: PracticeScore, step: Step, on: date) -> date | None:
    """Return the day of an open step; of one without, the day by which its owner means to reach the target.

    None where that is past, for then the gap is late and of the step nobody has said when; where there is no gap; and
    for the step of somebody else, who promised nothing by that day.
    """
    is_of_the_owner = step.owner in ("", score.answer.owner)
    until = score.answer.due if score.gap and is_of_the_owner else None
    return step.due or (until if until and until >= on else None)


def roadmap(scorecard: Scorecard) -> tuple[Gap, ...]:
    """List all gaps by wave, then priority, then least effort of the next action, then questionnaire order."""
    found = [Gap(score, wave_of(score)) for score in scorecard.counting if score.gap or not score.settled]
    places = {score.id: place for place, score in enumerate(scorecard.counting)}

    def order(gap: Gap) -> tuple[int, int, int, int]:
        effort = EFFORTS.index(gap.action.effort) if gap.action else len(EFFORTS)
        return (WAVES.index(gap.wave), -gap.score.priority, effort, places[gap.score.id])

    return tuple(sorted(found, key=order))


MOST_LARGEST = 3


def largest_gaps(scorecard: Scorecard) -> tuple[PracticeScore, ...]:
    """Return the first known gaps of the roadmap, at most three; unsure answers only where fewer are known.

    How large the gap of an unsure answer is, nobody knows, so it is never larger than a known one.
    """
    gaps = [gap.score for gap in roadmap(scorecard) if gap.score.gap and gap.score.status != "unanswered"]
    return tuple(sorted(gaps, key=lambda score: not score.settled)[:MOST_LARGEST])


_WAVE_OF_BAND: Final[Mapping[Band | None, Wave]] = {"high": "now", "medium": "next", "low": "later", None: "later"}


def wave_of(score: PracticeScore) -> Wave:
    """Return the wave of a practice that has a gap or is not settled."""
    if not score.settled:
        return "find-out"
    if score.accepted_holds:
        return "accepted"
    return _WAVE_OF_BAND[score.band]


def in_waves(gaps: Iterable[Gap]) -> dict[Wave, list[Gap]]:
    """Group gaps by wave, without empty waves."""
    waves: dict[Wave, list[Gap]] = {}
    for gap in gaps:
        waves.setdefault(gap.wave, []).append(gap)
    return waves
