"""This module derives the scale of a CISO Assistant framework: a level for each score or named score, or three."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal

from levelbook.core.frozen import frozen
from levelbook.packs.published_models.answer_ladder import ModelAnswer, plain
from levelbook.packs.published_models.published_yaml import Table
from levelbook.packs.questionnaire_files import ScaleStep

MOST_LEVELS: Final = 10
STATES: Final = ("Not compliant", "Partially compliant", "Compliant")
DEFAULT_RANGE: Final = (0, 100)


@frozen
class Scale:
    """The scores of a framework, and the levels derived from them. Raises FileIsWrong."""

    framework: Table

    @cached_property
    def range(self) -> tuple[Fraction, Fraction]:
        has_own = "min_score" in self.framework.values or "max_score" in self.framework.values
        found = [self.framework.number(key) for key in ("min_score", "max_score")] if has_own else DEFAULT_RANGE
        least, most = map(Fraction, found)
        if least >= most:
            raise self.framework.wrong("max_score", "The highest score has to be above the lowest.")
        return least, most

    @cached_property
    def scores(self) -> tuple[ModelAnswer, ...]:
        """Return the scores that become levels, each with its name, lowest first."""
        least, most = self.range
        named = {score: said for score, said in self._named_scores() if least <= score <= most}
        if most - least < MOST_LEVELS and least.denominator == most.denominator == 1:
            whole = [Fraction(score) for score in range(int(least), int(most) + 1)]
            return tuple(ModelAnswer(named.get(score, f"Score {score}"), score) for score in whole)
        if 2 <= len(named) <= MOST_LEVELS:
            return tuple(ModelAnswer(named[score], score) for score in sorted(named))
        return tuple(
            ModelAnswer(state, score) for state, score in zip(STATES, (least, (least + most) / 2, most), strict=True)
        )

    def scores_meaning(self, key: Literal["description", "description_doc"]) -> tuple[ModelAnswer, ...]:
        """Return the same scores with their meaning for implementation or documentation, if the framework says."""
        said = {one.number("score"): one.text(key, required=False) for one in self._defined()}
        return tuple(
            ModelAnswer(f"{one.text}: {meaning}" if (meaning := said.get(one.value)) else one.text, one.value)
            for one in self.scores
        )

    def _named_scores(self) -> Iterator[tuple[Fraction, str]]:
        for one in self._defined():
            yield one.number("score"), one.text("name", required=False) or f"Score {one.text('score')}"

    def _defined(self) -> Sequence[Table]:
        defined = self.framework.values.get("scores_definition")
        within = self.framework.table("scores_definition") if isinstance(defined, dict) else self.framework
        key = "scale" if isinstance(defined, dict) else "scores_definition"
        return within.tables(key) if within.values.get(key) else []

    @property
    def top(self) -> int:
        return len(self.scores) - 1

    @property
    def steps(self) -> list[ScaleStep]:
        about = self.framework.text("name")
        return [
            ScaleStep(
                one.text, f"{_plural_points(one.value)} of {about}.", "documented" if at == self.top else "asserted"
            )
            for at, one in enumerate(self.scores)
        ]


def _plural_points(score: Fraction) -> str:
    return f"{plain(score)} {'point' if score == 1 else 'points'}"
