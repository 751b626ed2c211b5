"""A scoring model's figure is one sentence, named after the model, that says what open questions may make of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.model_figures import model_figures
from levelbook.core.questionnaire.scoring_model import AnswerSet, Node, Question, ScoringModel
from levelbook.words.scoring_model import model_change_words, model_words
from support.builders import a_book, an_assessment, scored, tiny_questionnaire

TINY = tiny_questionnaire(1, 2)
MODEL = ScoringModel(
    "House rules",
    (AnswerSet("plain", (0, 0.1, 0.25, 0.5, 1)),),
    (Node("whole", "Whole", "min"),),
    tuple(Question(name, "whole", "plain") for name in TINY.practices),
)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (
            [],
            "House rules: no figure yet, target 0.25; between 0.00 and 1.00 once 2 open questions are answered.",
        ),
        (
            [Answer(level=2)],
            "House rules: 0.25, target 0.25; between 0.00 and 0.25 once 1 open question is answered.",
        ),
        ([Answer(level=0)], "House rules: 0.00, target 0.25; 1 open question cannot change it."),
        ([Answer(level=2), Answer(level=1)], "House rules: 0.10, target 0.25."),
        ([Answer(not_applicable="No oven.")] * 2, "House rules: none of its questions applies, so there is no figure."),
    ],
)
def test_the_sentence_says_figure_target_and_what_may_come(answers: list[Answer], words: str) -> None:
    card = scored(TINY, a_book(TINY, dict(zip(TINY.practices, answers, strict=False))))

    assert model_words(MODEL, model_figures(MODEL, card.practices)) == words


def test_two_figures_of_one_model_are_said_beside_each_other_and_of_two_models_nothing() -> None:
    with_model = replace(TINY, scoring_model=MODEL)
    first, second = TINY.practices
    before = an_assessment(with_model, a_book(with_model, {first: Answer(level=2)}))
    after = an_assessment(with_model, a_book(with_model, {first: Answer(level=2), second: Answer(level=1)}))

    assert model_change_words(before, after) == "0.25 (0.00–0.25) to 0.10"
    fixed = an_assessment(with_model, a_book(with_model, {first: Answer(level=0)}))
    assert model_change_words(fixed, after) == "0.00 to 0.10", "an open question cannot change the first"
    assert model_change_words(an_assessment(TINY, a_book(TINY, {})), after) == ""
    other = replace(TINY, scoring_model=replace(MODEL, name="Another's rules"))
    assert model_change_words(an_assessment(other, a_book(other, {})), after) == ""
