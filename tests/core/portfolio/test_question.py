"""A question may be left open, or say of which teams it asks."""

from __future__ import annotations

import pytest

from levelbook.core.portfolio.question import PortfolioQuestion


def test_a_question_that_says_nothing_is_open() -> None:
    assert PortfolioQuestion().is_open


@pytest.mark.parametrize(
    "question",
    [
        PortfolioQuestion(unit="retail"),
        PortfolioQuestion(profile={"exposure": ("public",)}),
        PortfolioQuestion(questionnaire="genai"),
        PortfolioQuestion(quarter="2026-Q4"),
        PortfolioQuestion(row_pairs=[]),
    ],
    ids=["unit", "profile", "questionnaire", "quarter", "rows"],
)
def test_a_question_that_says_anything_is_not(question: PortfolioQuestion) -> None:
    assert not question.is_open
