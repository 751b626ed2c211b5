"""A scoring model's figures follow its own rules, exactly, and lie in the range of what may still be answered."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from typing import Any, get_args

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
        ("cumulative-level-plus", None, F(1)),
        ("mean-of-questions", None, F(1 * 100 + 2 * 25 + 3 * 10 + 4 * 50, 1000)),
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


def documented(aggregation: Aggregation = "mean", **changes: Any) -> ScoringModel:
    """The third practice is about the documentation of the first two, and alone under the whole."""
    model = a_model(aggregation, **changes)
    return replace(model, questions=(replace(model.questions[2], documents=(NAMES[0], NAMES[1])),))


@pytest.mark.parametrize(
    ("said", "value", "low", "open_"),
    [
        ((Answer(level=4), Answer(level=4), Answer(level=2)), F(1, 4), F(1, 4), 0),
        ((Answer(level=4), Answer(), Answer(level=2)), None, F(1, 4), 0),
        ((Answer(level=4), Answer(level=4)), F(0), F(0), 1),
        ((Answer(level=4),), None, F(0), 1),
        ((Answer(level=4), Answer(not_applicable="No ovens."), Answer(level=2)), F(1, 4), F(1, 4), 0),
    ],
)
def test_documentation_counts_once_what_it_documents_is_answered_and_a_blank_is_then_a_zero(
    said: tuple[Answer, ...], value: F | None, low: F, open_: int
) -> None:
    figure = whole_of(documented(), *said)

    assert figure is not None
    assert (figure.value, figure.low, figure.open) == (value, low, open_)


def test_documentation_of_what_does_not_apply_is_left_out() -> None:
    nothing = Answer(not_applicable="No ovens.")

    assert whole_of(documented(), nothing, nothing, Answer(level=2)) is None


def test_in_a_sum_with_blanks_as_nothing_documentation_waits_as_nothing() -> None:
    model = documented("sum", blank="zero")

    assert told(whole_of(model, Answer(level=4), Answer(), Answer(level=2))) == (F(0), F(1, 4), F(1, 4), 0)
    assert told(whole_of(model, Answer(level=4), Answer(level=1), Answer(level=2))) == (F(1, 4), F(1, 4), F(1, 4), 0)


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


def two_nodes(kind: Aggregation, below: Aggregation, **changes: Any) -> ScoringModel:
    """A whole over two nodes: three practices under the left one, the last under the right one."""
    whole = Node("whole", "Whole", kind)
    nodes = (whole, Node("left", "Left", below, "whole"), Node("right", "Right", below, "whole", range=(0, 1)))
    questions = tuple(Question(name, "left" if at < 3 else "right", "plain") for at, name in enumerate(NAMES))
    return replace(ScoringModel("Model", (SET,), nodes, questions), **changes)


def test_a_mean_of_questions_weighs_a_section_of_many_more_than_one_of_few() -> None:
    by_questions = whole_of(two_nodes("mean-of-questions", "mean-of-questions"), *LEVELS)
    by_nodes = whole_of(two_nodes("mean", "mean"), *LEVELS)

    assert by_questions is not None and by_questions.value == F(185, 400)
    assert by_nodes is not None and by_nodes.value == (F(135, 300) + F(1, 2)) / 2


def test_a_plus_is_half_a_level_where_something_of_the_next_one_is_met() -> None:
    top, less = Answer(level=4), Answer(level=3)
    model = a_model("cumulative-level-plus", blank="zero")

    assert told(whole_of(model, top, less, top, top)) == (F(1), F(1), F(1), 0), "nothing of the second level is met"
    assert told(whole_of(model, top, top, top, less)) == (F(5, 2), F(5, 2), F(5, 2), 0)
    assert told(whole_of(model, less, less, less, less)) == (F(0), F(0), F(0), 0)


@pytest.mark.parametrize(
    ("mitigation", "score"),
    [
        (0, F(135, 100)),
        (1, F(135, 100)),
        (2, F(135, 100)),
        (3, F(135, 100) * F(85, 100)),
        (4, F(135, 100) * F(85, 100)),
    ],
)
def test_mitigation_takes_off_15_per_cent_from_80_per_cent_of_half_its_range_on(mitigation: int, score: F) -> None:
    model = two_nodes("mitigated", "sum")

    assert told(whole_of(model, *LEVELS[:3], Answer(level=mitigation))) == (score, score, score, 0)


def test_what_is_open_of_the_mitigation_may_lower_the_score() -> None:
    found = whole_of(two_nodes("mitigated", "sum", blank="zero"), *LEVELS[:3])

    assert told(found) == (F(135, 100), F(135, 100) * F(85, 100), F(135, 100), 1)


@pytest.mark.parametrize(("level", "quarter"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 4)])
def test_a_quarter_level_gives_a_boundary_to_the_lower_quarter(level: int, quarter: int) -> None:
    nodes = (Node("whole", "Whole", "quarter-level"), Node("score", "Score", "sum", "whole", range=(0, 1)))
    model = ScoringModel("Model", (SET,), nodes, (Question(NAMES[0], "score", "plain"),))

    assert told(whole_of(model, Answer(level=level))) == (F(quarter), F(quarter), F(quarter), 0)


def test_a_node_may_wait_for_everything_under_it_and_round_before_it_is_taken_further() -> None:
    whole = Node("whole", "Whole", "mean", complete=True, decimals=1)
    model = ScoringModel("Model", (SET,), (whole,), tuple(Question(name, "whole", "plain") for name in NAMES))

    assert told(whole_of(model, *LEVELS[:3])) == (None, F(3, 10), F(6, 10), 1)
    assert told(whole_of(model, *LEVELS)) == (F(5, 10), F(5, 10), F(5, 10), 0)
    cut = whole_of(replace(model, rounding="truncate"), *LEVELS)
    assert cut is not None and cut.value == F(4, 10)


@st.composite
def models(draw: st.DrawFn) -> ScoringModel:
    """Two to four nodes under a whole, with every aggregation that goes up with its parts."""
    kinds = st.sampled_from([one for one in get_args(Aggregation) if one not in ("mitigated", "quarter-level")])
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


def has_one_range(model: ScoringModel) -> bool:
    """Tell whether all figures lie between the same two ends, as those of answers do, unlike sums and levels."""
    return all(node.aggregation in ("mean", "weighted-mean", "mean-of-questions", "min") for node in model.nodes)


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
            if has_one_range(model):
                assert figure.value is None or figure.low <= figure.value <= figure.high
            if not figure.open:
                assert figure.low == figure.high == figure.value
