"""A scoring model is a tree of nodes over questions, and writes its figures as its publisher does."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from typing import Any

import pytest

from levelbook.core.questionnaire.scoring_model import AnswerSet, Node, Question, ScoringModel

MODEL = ScoringModel(
    "Model",
    (AnswerSet("plain", (0, 1)),),
    (Node("left", "Left", "sum", "whole"), Node("whole", "Whole", "mean"), Node("right", "Right", "min", "whole")),
    (Question("s1.p1", "left", "plain"), Question("s1.p2", "whole", "plain"), Question("s1.p3", "left", "plain")),
)


def test_the_whole_is_within_nothing_wherever_it_stands_in_the_file() -> None:
    assert MODEL.whole.id == "whole"


def test_what_is_within_a_node_stands_in_the_files_order() -> None:
    assert [node.id for node in MODEL.nodes_within["whole"]] == ["left", "right"]
    assert [question.practice for question in MODEL.questions_within["left"]] == ["s1.p1", "s1.p3"]
    assert MODEL.questions_within["right"] == MODEL.nodes_within["left"] == ()
    assert list(MODEL.sets_by_id) == ["plain"]


@pytest.mark.parametrize(
    ("decimals", "rounding", "figure", "shown"),
    [
        (2, "half-up", F(1305, 1000), "1.31"),
        (2, "truncate", F(1309, 1000), "1.30"),
        (0, "half-up", F(5, 2), "3"),
        (1, "half-up", F(-3, 20), "−0.2"),
        (2, "half-up", F(-1, 1000), "0.00"),
        (2, "half-up", F(2999, 1000), "3.00"),
    ],
)
def test_a_figure_is_shown_as_the_model_shows_it(decimals: int, rounding: Any, figure: F, shown: str) -> None:
    assert replace(MODEL, decimals=decimals, rounding=rounding).shown(figure) == shown
