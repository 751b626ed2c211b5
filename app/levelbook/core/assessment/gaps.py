"""Gaps, and the roadmap: the order to close them (docs/design.md, "The arithmetic")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import Scorecard
from levelbook.core.questionnaire.questionnaire import EFFORTS, Action

Wave = Literal["find-out", "now", "next", "later", "accepted"]
WAVES: tuple[Wave, ...] = ("find-out", "now", "next", "later", "accepted")


@dataclass(frozen=True)
class Gap:
    """A practice with a gap, or one that nobody has settled."""

    score: PracticeScore
    wave: Wave

    @property
    def action(self) -> Action | None:
        """What to do next."""
        return self.score.next_action

    @property
    def owner(self) -> str:
        """Who looks after it; of an unsure answer, who finds out."""
        answer = self.score.answer
        return answer.ask_whom if answer.status == "unsure" else answer.owner


def roadmap(scorecard: Scorecard) -> tuple[Gap, ...]:
    """All gaps by wave, then priority, then least effort of the next action, then questionnaire order."""
    found = [Gap(score, wave_of(score)) for score in scorecard.counting if score.gap or not score.settled]
    places = {score.id: place for place, score in enumerate(scorecard.counting)}

    def order(gap: Gap) -> tuple[int, int, int, int]:
        effort = EFFORTS.index(gap.action.effort) if gap.action else len(EFFORTS)
        return (WAVES.index(gap.wave), -gap.score.priority, effort, places[gap.score.id])

    return tuple(sorted(found, key=order))


MOST_LARGEST = 3


def largest_gaps(scorecard: Scorecard) -> tuple[PracticeScore, ...]:
    """The gaps of highest priority, at most three: accepted ones too, and what was asked and nobody could say.

    Of equal priority those come first whose section is not among them yet, then those first in the questionnaire.
    """
    left = [score for score in scorecard.counting if score.gap and score.status != "unanswered"]
    found: list[PracticeScore] = []
    while left and len(found) < MOST_LARGEST:
        sections = {score.practice.section for score in found}
        largest = min(left, key=lambda score: (-score.priority, score.practice.section in sections))
        found.append(largest)
        left.remove(largest)
    return tuple(found)


def wave_of(score: PracticeScore) -> Wave:
    """The wave of a practice that has a gap or is not settled."""
    if not score.settled:
        return "find-out"
    if score.accepted_holds:
        return "accepted"
    return {"high": "now", "medium": "next", "low": "later", None: "later"}[score.band]  # type: ignore[return-value]


def in_waves(gaps: Iterable[Gap]) -> dict[Wave, list[Gap]]:
    """The same gaps under their waves; only waves that hold something."""
    waves: dict[Wave, list[Gap]] = {}
    for gap in gaps:
        waves.setdefault(gap.wave, []).append(gap)
    return waves
