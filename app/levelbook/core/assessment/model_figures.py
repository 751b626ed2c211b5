"""Figures of a scoring model are worked out exactly, by the model's own rules, beside levelbook's own figures.

Each node has three: the model's figure, and the least and the most that it can become once every open question is
answered. Where the model counts a blank as nothing, its figure is there from the start; where it does not, a sum is
there only once nothing is open, and a mean is over what was answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.questionnaire.questionnaire import exact
from levelbook.core.questionnaire.scoring_model import Node, Question, ScoringModel

ZERO = Fraction(0)

By = Literal["answers", "answers or open", "targets"]
"""By what something is met: by what was answered; or what may yet be; or what the team needs."""


@dataclass(frozen=True, slots=True)
class ModelFigure:
    """What a node comes to, or a question."""

    value: Fraction | None
    """By the model's own rule; None where that says nothing yet."""
    low: Fraction
    high: Fraction
    open: int
    """How many questions under it are without an answer."""
    target: Fraction
    """What it would come to with every practice at its target: the target profile beside the current one."""


@dataclass(frozen=True, slots=True)
class NodeFigure:
    """A node with its figure, and how deep it stands."""

    node: Node
    depth: int
    """0 for the whole."""
    figure: ModelFigure | None
    """None where nothing under it counts for this team."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing that is aggregated."""

    weight: Fraction
    figure: ModelFigure


def model_figures(model: ScoringModel, scores: Mapping[str, PracticeScore]) -> tuple[NodeFigure, ...]:
    """Work out every node: the whole first, and each node before what stands under it.

    scores: by full practice id.
    """
    return tuple(_walk(model, scores, model.whole, 0))


def _walk(model: ScoringModel, scores: Mapping[str, PracticeScore], node: Node, depth: int) -> Iterator[NodeFigure]:
    below = [list(_walk(model, scores, child, depth + 1)) for child in model.nodes_within[node.id]]
    parts = [_Part(exact(found[0].node.weight), found[0].figure) for found in below if found[0].figure is not None]
    parts += [
        _Part(exact(question.weight), figure)
        for question in model.questions_within[node.id]
        if (figure := _of_question(model, question, scores)) is not None
    ]
    yield NodeFigure(node, depth, _aggregated(model, scores, node, parts) if parts else None)
    for found in below:
        yield from found


def _of_question(model: ScoringModel, question: Question, scores: Mapping[str, PracticeScore]) -> ModelFigure | None:
    """What one question is worth; None where it is left out."""
    score = scores[question.practice]
    values = [exact(value) for value in model.sets_by_id[question.answers].values]
    if not score.counts:
        return None if model.not_applicable == "left-out" else ModelFigure(ZERO, ZERO, ZERO, 0, ZERO)
    target = values[score.target]
    if score.level is None:
        return ModelFigure(ZERO if model.blank == "zero" else None, min(values), max(values), 1, target)
    value = values[score.level]
    return ModelFigure(value, value, value, 0, target)


def _aggregated(
    model: ScoringModel, scores: Mapping[str, PracticeScore], node: Node, parts: Sequence[_Part]
) -> ModelFigure:
    open_ = sum(part.figure.open for part in parts)
    if node.aggregation == "cumulative-level":
        met = _Met(model, scores)
        low, high, target = (met.level(node, by) for by in ("answers", "answers or open", "targets"))
        return ModelFigure(low if model.blank == "zero" or low == high else None, low, high, open_, target)
    known = [(part.weight, part.figure.value) for part in parts if part.figure.value is not None]
    adds_up = node.aggregation in ("sum", "sum-clipped")
    value = None if not known or (adds_up and len(known) < len(parts)) else _combined(node, known)
    low = _combined(node, [(part.weight, part.figure.low) for part in parts])
    high = _combined(node, [(part.weight, part.figure.high) for part in parts])
    target = _combined(node, [(part.weight, part.figure.target) for part in parts])
    return ModelFigure(value, low, high, open_, target)


def _combined(node: Node, values: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    plain = [value for _, value in values]
    match node.aggregation:
        case "mean":
            return sum(plain, ZERO) / len(plain)
        case "weighted-mean":
            return sum((weight * value for weight, value in values), ZERO) / sum((weight for weight, _ in values), ZERO)
        case "min":
            return min(plain)
        case "sum-clipped" if node.range is not None:
            least, most = (exact(bound) for bound in node.range)
            return max(least, min(most, sum(plain, ZERO)))
        case _:
            return sum(plain, ZERO)


@dataclass(frozen=True, slots=True)
class _Met:
    """Tells which questions of a model are fully met, by which a cumulative level goes."""

    model: ScoringModel
    scores: Mapping[str, PracticeScore]

    def level(self, node: Node, by: By) -> Fraction:
        """Return the highest level up to which everything that counts is met, or would be."""
        missing: set[int] = set()
        levels: set[int] = set()
        for question in self._questions(node):
            score = self.scores[question.practice]
            at = question.at_level or 1
            if not score.counts and self.model.not_applicable == "left-out":
                continue
            levels.add(at)
            values = self.model.sets_by_id[question.answers].values
            reached = score.target if by == "targets" else score.level
            may_be = reached is None and by == "answers or open"
            if not (score.counts and (may_be or (reached is not None and values[reached] == max(values)))):
                missing.add(at)
        held = [level for level in levels if not missing or level < min(missing)]
        return Fraction(max(held, default=0))

    def _questions(self, node: Node) -> Iterable[Question]:
        yield from self.model.questions_within[node.id]
        for child in self.model.nodes_within[node.id]:
            yield from self._questions(child)
