"""This module computes the figures of a scoring model exactly, by the model's own rules.

Each node has three: the model's figure, and the lowest and highest that it can become once every open question is
answered. If the model counts a blank as zero, its figure exists from the start. Otherwise a sum exists only once
nothing is open, and a mean covers the answered questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.questionnaire.questionnaire import exact
from levelbook.core.questionnaire.scoring_model import Node, Question, ScoringModel

ZERO = Fraction(0)
MITIGATION_COUNTS_FROM: Final = Fraction(80, 100) / 2
"""Canada's AIA: the share of the maximum mitigation (a project can reach half of it, by design or operation) …"""
MITIGATION_TAKES_OFF: Final = Fraction(15, 100)
"""… from which this share of the raw score is taken off."""

LevelBasis = Literal["answers", "answers or open", "targets"]
"""The levels to use: the answers; the answers with open questions at their best; or the targets."""


@dataclass(frozen=True, slots=True)
class ModelFigure:
    """The figure of a node or a question, with its range."""

    value: Fraction | None
    """The figure by the model's own rule; None if there is none yet."""
    low: Fraction
    high: Fraction
    open: int
    """The number of unanswered questions under it."""
    target: Fraction
    """The figure with every practice at its target: the target profile beside the current one."""


@dataclass(frozen=True, slots=True)
class NodeFigure:
    """A node with its figure and its depth in the tree."""

    node: Node
    depth: int
    """0 for the top."""
    figure: ModelFigure | None
    """None if nothing under it counts for this team."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One input of an aggregation, with its weight."""

    weight: Fraction
    figure: ModelFigure


@dataclass(frozen=True, slots=True)
class _ComputedNode:
    """A computed node, with everything under it."""

    figures: tuple[NodeFigure, ...]
    """The figures of the node and of all nodes under it, parents first."""
    parts: tuple[_Part, ...]
    """The inputs of its aggregation; for a mean of questions, including those of such means under it."""

    @property
    def node(self) -> Node:
        return self.figures[0].node

    @property
    def figure(self) -> ModelFigure | None:
        return self.figures[0].figure


def model_figures(model: ScoringModel, scores: Mapping[str, PracticeScore]) -> tuple[NodeFigure, ...]:
    """Compute every node, parents first.

    scores: by full practice id.
    """
    return _worked(model, scores, model.whole, 0).figures


def _worked(model: ScoringModel, scores: Mapping[str, PracticeScore], node: Node, depth: int) -> _ComputedNode:
    below = [_worked(model, scores, child, depth + 1) for child in model.nodes_within[node.id]]
    parts: list[_Part] = []
    for child in below:
        if node.aggregation == child.node.aggregation == "mean-of-questions":
            parts += child.parts
        elif child.figure is not None:
            parts.append(_Part(exact(child.node.weight), child.figure))
    parts += [
        _Part(exact(question.weight), figure)
        for question in model.questions_within[node.id]
        if (figure := _of_question(model, question, scores)) is not None
    ]
    figure = _figure(model, scores, node, below, parts) if parts else None
    own = NodeFigure(node, depth, figure)
    return _ComputedNode((own, *(figure for child in below for figure in child.figures)), tuple(parts))


def _figure(
    model: ScoringModel,
    scores: Mapping[str, PracticeScore],
    node: Node,
    below: Sequence[_ComputedNode],
    parts: Sequence[_Part],
) -> ModelFigure:
    match node.aggregation:
        case "mitigated":
            found = _mitigated(*below)
        case "quarter-level":
            found = _quarter_level(*below)
        case "cumulative-level" | "cumulative-level-plus":
            found = _cumulative(model, scores, node, sum(part.figure.open for part in parts))
        case _:
            found = _aggregated(node, parts)
    if node.complete and found.open and model.blank == "range":
        found = replace(found, value=None)
    return found if node.decimals is None else _rounded(model, found, node.decimals)


def _rounded(model: ScoringModel, figure: ModelFigure, decimals: int) -> ModelFigure:
    value = None if figure.value is None else model.rounded(figure.value, decimals)
    low, high, target = (model.rounded(one, decimals) for one in (figure.low, figure.high, figure.target))
    return ModelFigure(value, low, high, figure.open, target)


def _mitigated(raw: _ComputedNode, mitigation: _ComputedNode) -> ModelFigure:
    """Return a raw score, reduced by a share if there is enough mitigation."""
    least, most = (exact(bound) for bound in mitigation.node.range or (0, 0))
    score = raw.figure or ModelFigure(ZERO, ZERO, ZERO, 0, ZERO)
    against = mitigation.figure or ModelFigure(least, least, least, 0, least)

    def left(of: Fraction, by: Fraction) -> Fraction:
        return of * (1 - MITIGATION_TAKES_OFF) if by >= MITIGATION_COUNTS_FROM * most else of

    known = score.value is not None and against.value is not None
    return ModelFigure(
        left(score.value, against.value) if known else None,  # type: ignore[arg-type]  # `known` says both are there
        left(score.low, against.high),
        left(score.high, against.low),
        score.open + against.open,
        left(score.target, against.target),
    )


def _quarter_level(score: _ComputedNode) -> ModelFigure:
    """Return the quarter of its range in which a score lies, from 1 to 4; a boundary belongs to the lower one."""
    assert score.figure is not None
    least, most = (exact(bound) for bound in score.node.range or (0, 1))

    def quarter(of: Fraction) -> Fraction:
        return Fraction(1 + sum(of > least + (most - least) * Fraction(cut, 4) for cut in (1, 2, 3)))

    found = score.figure
    value = None if found.value is None else quarter(found.value)
    return ModelFigure(value, quarter(found.low), quarter(found.high), found.open, quarter(found.target))


def _cumulative(model: ScoringModel, scores: Mapping[str, PracticeScore], node: Node, open_: int) -> ModelFigure:
    met = _CumulativeLevels(model, scores)
    low, high, target = (met.level(node, by) for by in ("answers", "answers or open", "targets"))
    return ModelFigure(low if model.blank == "zero" or low == high else None, low, high, open_, target)


def _of_question(model: ScoringModel, question: Question, scores: Mapping[str, PracticeScore]) -> ModelFigure | None:
    """Return the value of one question; None if it is left out."""
    score = scores[question.practice]
    values = [exact(value) for value in model.sets_by_id[question.answers].values]
    documented = [scores[practice] for practice in question.documents]
    if not score.counts or (documented and not any(one.counts for one in documented)):
        return None if model.not_applicable == "left-out" else ModelFigure(ZERO, ZERO, ZERO, 0, ZERO)
    blank = ZERO if model.blank == "zero" else None
    waits = any(one.counts and one.level is None for one in documented)
    target = values[score.target]
    if score.level is None:
        value = ZERO if documented and not waits else blank
        return ModelFigure(value, min(values), max(values), 1, target)
    value = values[score.level]
    return ModelFigure(blank if waits else value, value, value, 0, target)


def _aggregated(node: Node, parts: Sequence[_Part]) -> ModelFigure:
    known = [(part.weight, part.figure.value) for part in parts if part.figure.value is not None]
    adds_up = node.aggregation in ("sum", "sum-clipped")
    value = None if not known or (adds_up and len(known) < len(parts)) else _combined(node, known)
    low = _combined(node, [(part.weight, part.figure.low) for part in parts])
    high = _combined(node, [(part.weight, part.figure.high) for part in parts])
    target = _combined(node, [(part.weight, part.figure.target) for part in parts])
    return ModelFigure(value, low, high, sum(part.figure.open for part in parts), target)


def _combined(node: Node, values: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    plain = [value for _, value in values]
    match node.aggregation:
        case "mean":
            return sum(plain, ZERO) / len(plain)
        case "weighted-mean" | "mean-of-questions":
            return sum((weight * value for weight, value in values), ZERO) / sum((weight for weight, _ in values), ZERO)
        case "min":
            return min(plain)
        case "sum-clipped" if node.range is not None:
            least, most = (exact(bound) for bound in node.range)
            return max(least, min(most, sum(plain, ZERO)))
        case _:
            return sum(plain, ZERO)


@dataclass(frozen=True, slots=True)
class _CumulativeLevels:
    """Computes cumulative levels from the questions of a model that are fully met."""

    model: ScoringModel
    scores: Mapping[str, PracticeScore]

    def level(self, node: Node, by: LevelBasis) -> Fraction:
        """Return the highest level up to which everything that counts is met, or would be.

        With a plus, it is half a level more where something of the next one is met.
        """
        missing: set[int] = set()
        levels: set[int] = set()
        begun: set[int] = set()
        for question in self._questions(node):
            score = self.scores[question.practice]
            at = question.at_level or 1
            if not score.counts and self.model.not_applicable == "left-out":
                continue
            levels.add(at)
            values = self.model.sets_by_id[question.answers].values
            reached = score.target if by == "targets" else score.level
            may_be = reached is None and by == "answers or open"
            met = score.counts and (may_be or (reached is not None and values[reached] == max(values)))
            (begun if met else missing).add(at)
        held = [level for level in levels if not missing or level < min(missing)]
        plus = node.aggregation == "cumulative-level-plus" and bool(missing) and min(missing) in begun
        return Fraction(max(held, default=0)) + (Fraction(1, 2) if plus else 0)

    def _questions(self, node: Node) -> Iterable[Question]:
        yield from self.model.questions_within[node.id]
        for child in self.model.nodes_within[node.id]:
            yield from self._questions(child)
