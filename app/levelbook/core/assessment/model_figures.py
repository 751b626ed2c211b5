"""Figures of a scoring model are worked out exactly, by the model's own rules, beside levelbook's own figures.

Each node has three: the model's figure, and the least and the most that it can become once every open question is
answered. Where the model counts a blank as nothing, its figure is there from the start; where it does not, a sum is
there only once nothing is open, and a mean is over what was answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.questionnaire.questionnaire import exact
from levelbook.core.questionnaire.scoring_model import Node, Question, ScoringModel

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class ModelFigure:
    """What a node comes to, or a question."""

    value: Fraction | None
    """By the model's own rule; None where that says nothing yet."""
    low: Fraction
    high: Fraction
    open: int
    """How many questions under it are without an answer."""


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
        return None if model.not_applicable == "left-out" else ModelFigure(ZERO, ZERO, ZERO, 0)
    if score.level is None:
        return ModelFigure(ZERO if model.blank == "zero" else None, min(values), max(values), 1)
    value = values[score.level]
    return ModelFigure(value, value, value, 0)


def _aggregated(
    model: ScoringModel, scores: Mapping[str, PracticeScore], node: Node, parts: Sequence[_Part]
) -> ModelFigure:
    open_ = sum(part.figure.open for part in parts)
    if node.aggregation == "cumulative-level":
        met = _Met(model, scores)
        low, high = met.level(node, open_counts=False), met.level(node, open_counts=True)
        return ModelFigure(low if model.blank == "zero" or low == high else None, low, high, open_)
    known = [(part.weight, part.figure.value) for part in parts if part.figure.value is not None]
    adds_up = node.aggregation in ("sum", "sum-clipped")
    value = None if not known or (adds_up and len(known) < len(parts)) else _combined(node, known)
    low = _combined(node, [(part.weight, part.figure.low) for part in parts])
    high = _combined(node, [(part.weight, part.figure.high) for part in parts])
    return ModelFigure(value, low, high, open_)


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

    def level(self, node: Node, *, open_counts: bool) -> Fraction:
        """Return the highest level up to which everything that counts is met; with `open_counts`, or may yet be."""
        missing: set[int] = set()
        levels: set[int] = set()
        for question in self._questions(node):
            score = self.scores[question.practice]
            at = question.at_level or 1
            if not score.counts and self.model.not_applicable == "left-out":
                continue
            levels.add(at)
            values = self.model.sets_by_id[question.answers].values
            if score.counts and score.level is None:
                holds = open_counts
            else:
                holds = score.counts and score.level is not None and values[score.level] == max(values)
            if not holds:
                missing.add(at)
        reached = [level for level in levels if not missing or level < min(missing)]
        return Fraction(max(reached, default=0))

    def _questions(self, node: Node) -> Iterable[Question]:
        yield from self.model.questions_within[node.id]
        for child in self.model.nodes_within[node.id]:
            yield from self._questions(child)
