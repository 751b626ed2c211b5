"""A scoring model's figures follow its own rules, exactly, and lie in the range of what may still be answered."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.model_figures import ModelFigure, NodeFigure, model_figures
from levelbook.core.questionnaire.scoring_model import Aggregation, AnswerSet, Node, Question, ScoringModel
from support.builders import a_book, scored, tiny_questionnaire
from support.examples import examples

TINY = tiny_questionnaire(1, 4)
NAMES = list(TINY.practices)
SET = AnswerSet("plain", (0, 0.1, 0.25, 0.5, 1))


def a_model(aggregation: Aggregation, **changes: Any) -> ScoringModel:
    """All four practices right under the whole, which adds up as it is said; their weights are 1, 2, 3, 4."""
    whole = Node("whole", "Whole", aggregation, range=changes.pop("range", None))
    questions = tuple(
        Question(name, "whole", "plain", weight=at, at_level=min(at, 3)) for at, name in enumerate(NAMES, start=1)
    )
    return replace(ScoringModel("Model", (SET,), (whole,), questions), **changes)


def whole_of(model: ScoringModel, *said: Answer) -> ModelFigure | None:
    card = scored(TINY, a_book(TINY, dict(zip(NAMES, said, strict=False))))
    return model_figures(model, card.practices)[0].figure


def told(figure: ModelFigure | None) -> tuple[F | None, F, F, int] | None:
    """A figure without its target: what it is, what it may become, and how much is open."""
    return None if figure is None else (figure.value, figure.low, figure.high, figure.open)


LEVELS = tuple(Answer(level=level) for level in (4, 2, 1, 3))


@pytest.mark.parametrize(
    ("aggregation", "range_", "value"),
    [
        ("mean", None, F(37, 80)),
        ("weighted-mean", None, F(1 * 100 + 2 * 25 + 3 * 10 + 4 * 50, 1000)),
        ("sum", None, F(185, 100)),
        ("sum-clipped", (0, 1), F(1)),
        ("sum-clipped", (0, 3), F(185, 100)),
        ("min", None, F(1, 10)),
        ("cumulative-level", None, F(1)),
    ],
)
def test_each_aggregation_is_worked_out_by_hand_and_exactly(
    aggregation: Aggregation, range_: tuple[int, int] | None, value: F
) -> None:
    assert told(whole_of(a_model(aggregation, range=range_), *LEVELS)) == (value, value, value, 0)


def test_a_blank_is_nothing_by_one_rule_and_anything_by_the_other() -> None:
    zero = whole_of(a_model("mean", blank="zero"), *LEVELS[:2])
    anything = whole_of(a_model("mean", blank="range"), *LEVELS[:2])

    assert told(zero) == (F(125, 400), F(125, 400), F(325, 400), 2)
    assert told(anything) == (F(125, 200), F(125, 400), F(325, 400), 2)


def test_a_sum_that_is_not_complete_is_no_figure_yet_unless_blanks_are_nothing() -> None:
    assert told(whole_of(a_model("sum", blank="range"), *LEVELS[:3])) == (None, F(135, 100), F(235, 100), 1)
    assert told(whole_of(a_model("sum", blank="zero"), *LEVELS[:3])) == (F(135, 100), F(135, 100), F(235, 100), 1)


def test_a_cumulative_level_is_reached_only_with_everything_below_it() -> None:
    top, less = Answer(level=4), Answer(level=3)
    model = a_model("cumulative-level", blank="zero")

    assert told(whole_of(model, top, top, top, top)) == (F(3), F(3), F(3), 0)
    assert told(whole_of(model, top, less, top, top)) == (F(1), F(1), F(1), 0)
    assert told(whole_of(model, less, top, top, top)) == (F(0), F(0), F(0), 0)
    assert told(whole_of(model, top, Answer(), top, top)) == (F(1), F(1), F(3), 1)
    out = Answer(not_applicable="we aim for the second level")
    assert told(whole_of(model, top, top, out, out)) == (F(2), F(2), F(2), 0), "nothing was shown of the third"


def test_where_what_does_not_apply_is_nothing_no_level_is_reached_above_it() -> None:
    top, out = Answer(level=4), Answer(not_applicable="no such thing")
    model = a_model("cumulative-level", blank="zero", not_applicable="zero")

    assert told(whole_of(model, top, out, top, Answer())) == (F(1), F(1), F(1), 1)


def test_what_does_not_apply_is_left_out_or_nothing_as_the_model_has_it() -> None:
    said = (Answer(level=4), Answer(not_applicable="no such thing"), *LEVELS[2:])

    assert told(whole_of(a_model("sum"), *said)) == (F(16, 10), F(16, 10), F(16, 10), 0)
    mean = whole_of(a_model("mean"), *said)
    assert mean is not None and mean.value == F(16, 30)
    mean = whole_of(a_model("mean", not_applicable="zero"), *said)
    assert mean is not None and mean.value == F(16, 40)
    assert whole_of(a_model("mean"), *[Answer(not_applicable="none of it")] * 4) is None


@pytest.mark.parametrize(
    ("aggregation", "target"),
    [("mean", F(1, 4)), ("weighted-mean", F(1, 4)), ("sum", F(1)), ("min", F(1, 4)), ("cumulative-level", F(0))],
)
def test_the_target_profile_is_worked_out_as_the_answers_are(aggregation: Aggregation, target: F) -> None:
    """Every practice has the target 2, which is worth a quarter; the first has its own in the second half."""
    found = whole_of(a_model(aggregation), *LEVELS)
    raised = whole_of(a_model(aggregation), Answer(level=1, target=4), *LEVELS[1:])

    assert found is not None and raised is not None
    assert found.target == target
    more = {"mean": F(3, 16), "weighted-mean": F(3, 40), "sum": F(3, 4), "min": F(0), "cumulative-level": F(1)}
    assert raised.target - found.target == more[aggregation]


def test_a_node_with_nothing_left_is_no_part_of_what_it_stands_in() -> None:
    nodes = (Node("whole", "Whole", "mean"), *(Node(name, name, "sum", "whole") for name in ("left", "right")))
    questions = tuple(Question(name, ("left", "right")[at // 2], "plain") for at, name in enumerate(NAMES))
    model = ScoringModel("Model", (SET,), nodes, questions)
    out = Answer(not_applicable="no")
    card = scored(TINY, a_book(TINY, dict(zip(NAMES, (*LEVELS[:2], out, out), strict=True))))

    found = model_figures(model, card.practices)

    assert [(one.node.id, one.depth) for one in found] == [("whole", 0), ("left", 1), ("right", 1)]
    assert (found[0].figure, found[2].figure) == (found[1].figure, None)


@st.composite
def models(draw: st.DrawFn) -> ScoringModel:
    """Two to four nodes under a whole, with every aggregation that goes up with its parts."""
    kinds = st.sampled_from(["mean", "weighted-mean", "sum", "sum-clipped", "min", "cumulative-level"])
    ids = [f"n{at}" for at in range(draw(st.integers(1, 4)))]
    weights = st.sampled_from([1, 2, 0.5])
    whole = Node("whole", "Whole", draw(kinds), range=(0, 2))
    nodes = [Node(name, name, draw(kinds), "whole", draw(weights), (0, 1)) for name in ids]
    questions = [
        Question(name, draw(st.sampled_from(["whole", *ids])), "plain", draw(weights), draw(st.integers(1, 3)))
        for name in NAMES
    ]
    used = {question.within for question in questions}
    kept = [node for node in nodes if node.id in used] if "whole" in used or len(used) else nodes
    blank = draw(st.sampled_from(["zero", "range"]))
    return ScoringModel("Model", (SET,), (whole, *kept), tuple(questions), blank=blank)


said_of_each = st.lists(st.none() | st.integers(0, 4), min_size=4, max_size=4)


def figures_of(model: ScoringModel, levels: list[int | None]) -> tuple[NodeFigure, ...]:
    answers = {name: Answer(level=level) for name, level in zip(NAMES, levels, strict=True) if level is not None}
    return model_figures(model, scored(TINY, a_book(TINY, answers)).practices)


@examples(150)
@given(models(), said_of_each, said_of_each)
def test_a_figure_lies_in_its_range_and_answering_narrows_it(
    model: ScoringModel, levels: list[int | None], others: list[int | None]
) -> None:
    more = [level if level is not None else other for level, other in zip(levels, others, strict=True)]

    for before, after in zip(figures_of(model, levels), figures_of(model, more), strict=True):
        assert before.figure is not None and after.figure is not None
        assert before.figure.low <= after.figure.low <= after.figure.high <= before.figure.high
        for figure in (before.figure, after.figure):
            assert figure.value is None or figure.low <= figure.value <= figure.high
            if not figure.open:
                assert figure.low == figure.high == figure.value
