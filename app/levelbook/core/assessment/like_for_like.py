"""The change like for like counts only what was asked and answered both times, in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.pairing import Pairing
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.scoring import shares
from levelbook.core.frozen import frozen


@frozen
class LikeForLike:
    """The change over practices asked and answered both times, which is the figure that people mean."""

    before: Fraction
    after: Fraction
    practices: int

    @property
    def change(self) -> Fraction:
        return self.after - self.before


def shares_alike(pairing: Pairing) -> Mapping[str, Fraction]:
    """Return the practices that count and are answered both times in the same wording, with shares among themselves.

    By their later ids.
    """
    before, after = pairing.before, pairing.after

    def same(score: PracticeScore) -> bool:
        old = before.score_of(pairing.earlier.get(score.id, ""))
        return (
            score.settled
            and old is not None
            and old.settled
            and pairing.is_kept(old, score.id)
            and pairing.old_wording(old, score) == _wording(after, score)
        )

    return shares(after.scorecard.sections, same)


def like_for_like(pairing: Pairing) -> LikeForLike | None:
    """Return the change over what was asked and answered both times in the same words; None where nothing was."""
    weights = shares_alike(pairing)
    if not weights:
        return None
    before, after = pairing.before.scorecard.practices, pairing.after.scorecard.practices
    old = sum((share * before[pairing.earlier[name]].low for name, share in weights.items()), Fraction(0))
    new = sum((share * after[name].low for name, share in weights.items()), Fraction(0))
    return LikeForLike(old, new, len(weights))


def _wording(assessment: Assessment, score: PracticeScore) -> str:
    """Return the wording that was answered; an answer that was edited outside may lack it."""
    return score.answer.wording or assessment.questionnaire.wording(score.id, inherited=score.inherited)
