"""This module says what a scoring model makes of the answers, always named, beside levelbook's own figures."""

from __future__ import annotations

from collections.abc import Sequence

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.model_figures import ModelFigure, NodeFigure
from levelbook.core.questionnaire.scoring_model import ScoringModel
from levelbook.words.figures import plural

ROWS = 30
"""How many nodes are shown; of a larger model, as many levels from the top as fit."""


def model_words(model: ScoringModel, figures: Sequence[NodeFigure]) -> str:
    """Return the model's overall figure and its possible range in one sentence."""
    whole = figures[0].figure
    if whole is None:
        return f"{model.name}: none of its questions applies, so there is no figure."
    words = f"{model.name}: {value_words(model, whole)}, target {target_words(model, whole)}"
    if not whole.open:
        return f"{words}."
    questions = plural(whole.open, "open question")
    low, high = model.shown(whole.low), model.shown(whole.high)
    if low == high == value_words(model, whole):
        return f"{words}; {questions} cannot change it."
    verb = "is" if whole.open == 1 else "are"
    return f"{words}; between {low} and {high} once {questions} {verb} answered."


def model_change_words(before: Assessment, after: Assessment) -> str:
    """Say which figure a model had before and has now, such as `0.13 (0.13–3.00) to 0.25 (0.25–3.00)`.

    Empty where not both are of the same model.
    """
    was, model = before.questionnaire.scoring_model, after.questionnaire.scoring_model
    if was is None or model is None or was.name != model.name:
        return ""
    old, new = before.model_figures[0].figure, after.model_figures[0].figure
    return f"{_with_span(was, old)} to {_with_span(model, new)}"


def _with_span(model: ScoringModel, figure: ModelFigure | None) -> str:
    value, span = value_words(model, figure), span_words(model, figure)
    return f"{value} ({span})" if span and span != f"{value}–{value}" else value


def value_words(model: ScoringModel, figure: ModelFigure | None) -> str:
    """Write a figure by the model's own rule; words where there is none."""
    if figure is None:
        return "does not apply"
    return "no figure yet" if figure.value is None else model.shown(figure.value)


def target_words(model: ScoringModel, figure: ModelFigure | None) -> str:
    """Write what a figure would come to with every practice at its target; empty where nothing counts."""
    return "" if figure is None else model.shown(figure.target)


def span_words(model: ScoringModel, figure: ModelFigure | None) -> str:
    """Write the least and the most that a figure can become; empty where nothing is open."""
    if figure is None or not figure.open:
        return ""
    return f"{model.shown(figure.low)}–{model.shown(figure.high)}"


def shown_nodes(figures: Sequence[NodeFigure]) -> list[NodeFigure]:
    """Return the nodes that people are shown: as many levels from the top as fit."""
    deepest = max(found.depth for found in figures)
    depth = next(
        (depth for depth in range(deepest, 0, -1) if sum(found.depth <= depth for found in figures) <= ROWS), 1
    )
    return [found for found in figures if found.depth <= depth]
