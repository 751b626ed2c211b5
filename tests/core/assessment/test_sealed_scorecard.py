"""The shape of an edition's figures, as other programs read them."""

from __future__ import annotations

from typing import Any

import pytest

from levelbook.core.assessment.sealed_scorecard import SealedFigures, SealedPractice
from levelbook.core.errors import FileIsWrong
from levelbook.reading import strict

FIGURES: dict[str, Any] = {
    "level": 1.6279,
    "low": 1.0938,
    "high": 2.9063,
    "evidenced": None,
    "target": 2.0,
    "attainment": 1,
    "coverage": 0.6719,
    "confirmed": 0.0,
    "exact": {"level": "70/43", "target": "2"},
}


def test_figures_are_numbers_or_null_with_exact_ones_beside() -> None:
    figures = strict.read(SealedFigures, FIGURES)

    assert (figures.level, figures.evidenced, figures.attainment) == (1.6279, None, 1.0)
    assert figures.exact["level"] == "70/43"


def test_keys_that_are_not_known_are_kept_and_passed_over() -> None:
    figures = strict.read(SealedFigures, {**FIGURES, "mood": {"a": [1]}})

    assert figures.unknown == {"mood": {"a": [1]}}
    assert figures == strict.read(SealedFigures, {**FIGURES, "mood": {"a": [1]}})


@pytest.mark.parametrize(
    ("change", "key"),
    [({"level": "1.6"}, "level"), ({"exact": {"level": 1.6}}, "exact.level"), ({"low": True}, "low")],
)
def test_a_figure_of_another_kind_is_refused(change: dict[str, Any], key: str) -> None:
    with pytest.raises(FileIsWrong) as caught:
        strict.read(SealedFigures, {**FIGURES, **change})

    assert [problem.key for problem in caught.value.problems] == [key]


def test_a_practice_has_every_key_even_where_there_is_nothing() -> None:
    with pytest.raises(FileIsWrong) as caught:
        strict.read(SealedPractice, {})

    assert {"level", "before", "people", "evidence"} <= {problem.key for problem in caught.value.problems}
