"""A question may be left open, or say of which teams it asks."""

from __future__ import annotations

import pytest

from levelbook.core.portfolio.question import Question


def test_a_question_that_says_nothing_is_open() -> None:
    assert Question().is_open


@pytest.mark.parametrize(
    "question",
    [
        Question(unit="retail"),
        Question(profile={"exposure": ("public",)}),
        Question(questionnaire="genai"),
        Question(quarter="2026-Q4"),
        Question(row_pairs=[]),
    ],
    ids=["unit", "profile", "questionnaire", "quarter", "rows"],
)
def test_a_question_that_says_anything_is_not(question: Question) -> None:
    assert not question.is_open
