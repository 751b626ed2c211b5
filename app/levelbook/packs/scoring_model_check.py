"""This module checks that a scoring model can be computed: it is one tree, in which no name is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from levelbook.core.errors import Problem
from levelbook.core.questionnaire.questionnaire import exact
from levelbook.core.questionnaire.scoring_model import Node, ScoringModel
from levelbook.packs.files import Source, did_you_mean, quoted
from levelbook.packs.id_problems import known_name, repeated
from levelbook.packs.partial_questionnaire import PartialQuestionnaire
from levelbook.packs.scoring_model_file import MOST_DEPTH
from levelbook.reading.toml import Location


def problems_of(partial: PartialQuestionnaire, source: Source, model: ScoringModel) -> Iterator[Problem]:
    """Yield everything that prevents a model from being computed: it must be one tree without unknown names."""
    lists = (
        ("answer_sets", "id", "answer set", [one.id for one in model.answer_sets]),
        ("nodes", "id", "node", [one.id for one in model.nodes]),
        ("questions", "practice", "practice", [one.practice for one in model.questions]),
    )
    for name, key, what, ids in lists:
        yield from repeated((((name, at, key), one) for at, one in enumerate(ids)), source, what)
    yield from _answer_sets(partial, source, model)
    broken = [*_tree(source, model), *_questions(partial, source, model)]
    yield from broken or _ranges(source, model)


def _answer_sets(partial: PartialQuestionnaire, source: Source, model: ScoringModel) -> Iterator[Problem]:
    if partial.top is None:
        return
    levels = partial.top + 1
    for at, one in enumerate(model.answer_sets):
        if len(one.values) != levels:
            message = f"Here are {len(one.values)} values; the scale has {levels} levels, and each is worth something."
            yield source.problem(("answer_sets", at, "values"), message, "Give one a level, from level 0 upwards.")
        if one.labels and len(one.labels) != levels:
            message = f"Here are {len(one.labels)} labels; the scale has {levels} levels."
            yield source.problem(("answer_sets", at, "labels"), message, "Give one label a level, or none.")


def _tree(source: Source, model: ScoringModel) -> Iterator[Problem]:
    nodes = {node.id: node for node in model.nodes}
    wholes = [at for at, node in enumerate(model.nodes) if node.within is None]
    if not wholes:
        message = "Every node is within another: there is no whole."
        yield source.problem(("nodes",), message, "Leave out `within` of the whole.")
    for at in wholes[1:]:
        whole = quoted(model.nodes[wholes[0]].id)
        message = f"{quoted(model.nodes[at].id)} is within no node, and {whole} is the whole already."
        yield source.problem(("nodes", at, "within"), message, "Say which node it is within.")
    holding = {node.within for node in model.nodes} | {question.within for question in model.questions}
    for at, node in enumerate(model.nodes):
        here: Location = ("nodes", at)
        if node.within is not None and node.within not in nodes:
            remedy = did_you_mean(node.within, nodes)
            yield source.problem((*here, "within"), f"There is no node {quoted(node.within)}.", remedy)
        if node.id not in holding:
            message = f"Nothing is within {quoted(node.id)}, so it adds nothing up."
            yield source.problem((*here, "id"), message, "Leave it out.")
        if node.range is not None and node.range[0] >= node.range[1]:
            message = "A range goes from its least to its most."
            yield source.problem((*here, "range"), message, "Write [least, most].")
        if node.aggregation == "sum-clipped" and node.range is None:
            message = "A clipped sum needs the range to which it is clipped."
            yield source.problem((*here, "aggregation"), message, "Add `range`.")
        yield from _parts_of_a_rule(source, here, model, node)
        if _depth(node, nodes) > MOST_DEPTH:
            message = f"{quoted(node.id)} is within itself, or more than {MOST_DEPTH} nodes deep."
            yield source.problem((*here, "within"), message, "Let every node lead to the whole.")


def _ranges(source: Source, model: ScoringModel) -> Iterator[Problem]:
    """Yield a problem for every range that does not match the values and weights of a sound model."""
    for at, node in enumerate(model.nodes):
        bounds = _bounds(model, node)
        if node.range is None or bounds is None or node.aggregation == "sum-clipped":
            continue
        least, most = (exact(bound) for bound in node.range)
        low, high = bounds
        fits = high == most if node.aggregation == "sum" else least <= low and high <= most
        if not fits:
            said = f"{_written(least)} to {_written(most)}"
            message = f"What is under {quoted(node.id)} adds up to {_written(low)} to {_written(high)}, not to {said}."
            yield source.problem(("nodes", at, "range"), message, "Mend the values or the weights, or the range.")


def _bounds(model: ScoringModel, node: Node) -> tuple[Fraction, Fraction] | None:
    """Return the lowest and highest possible sum or mean; None for other aggregations."""
    parts: list[tuple[Fraction, Fraction]] = []
    for child in model.nodes_within[node.id]:
        bounds = _bounds(model, child)
        if bounds is None:
            return None
        parts.append(bounds)
    for question in model.questions_within[node.id]:
        values = [exact(value) for value in model.sets_by_id[question.answers].values]
        parts.append((min(values), max(values)))
    lows, highs = zip(*parts, strict=True)
    match node.aggregation:
        case "sum":
            return sum(lows, Fraction(0)), sum(highs, Fraction(0))
        case "mean" | "weighted-mean" | "mean-of-questions" | "min":
            return min(lows), max(highs)
        case "sum-clipped" if node.range is not None:
            return exact(node.range[0]), exact(node.range[1])
    return None


def _written(figure: Fraction) -> str:
    return str(int(figure)) if figure.denominator == 1 else str(float(figure))


def _parts_of_a_rule(source: Source, here: Location, model: ScoringModel, node: Node) -> Iterator[Problem]:
    """Yield a problem if a node's rule needs parts that are missing below it."""
    wanted = _WANTED.get(node.aggregation)
    if wanted is None:
        return
    below = [one for one in model.nodes if one.within == node.id]
    if len(below) != len(wanted) or any(one.within == node.id for one in model.questions):
        message = f"Under a {node.aggregation} node stand exactly: {', '.join(wanted)}."
        yield source.problem((*here, "aggregation"), message, "Put every question under these.")
    elif below[-1].range is None:
        message = f"The rule uses the range of {quoted(below[-1].id)}, which has none."
        yield source.problem((*here, "aggregation"), message, "Give it a `range`.")


_WANTED: Final[Mapping[str, Sequence[str]]] = {
    "mitigated": ("a node with the raw score", "a node with the mitigation"),
    "quarter-level": ("a node with the score",),
}


def _depth(node: Node, nodes: Mapping[str, Node]) -> int:
    """Count the nodes above a node, up to one more than allowed."""
    depth = 0
    while node.within is not None and node.within in nodes and depth <= MOST_DEPTH:
        node, depth = nodes[node.within], depth + 1
    return depth


def _questions(partial: PartialQuestionnaire, source: Source, model: ScoringModel) -> Iterator[Problem]:
    nodes = {node.id: node for node in model.nodes}
    for at, question in enumerate(model.questions):
        here: Location = ("questions", at)
        yield from known_name(partial, source, (*here, "practice"), question.practice, sections=False)
        if question.within not in nodes:
            remedy = did_you_mean(question.within, nodes)
            yield source.problem((*here, "within"), f"There is no node {quoted(question.within)}.", remedy)
        elif question.at_level is None and _under_a_cumulative_level(question.within, nodes):
            message = "A cumulative level is worked out by the levels that its questions are needed for."
            yield source.problem((*here, "at_level"), message, "Add at_level.")
        if question.answers not in model.sets_by_id:
            remedy = did_you_mean(question.answers, model.sets_by_id)
            yield source.problem((*here, "answers"), f"There is no answer set {quoted(question.answers)}.", remedy)
        for place, practice in enumerate(question.documents):
            yield from known_name(partial, source, (*here, "documents", place), practice, sections=False)
            if practice == question.practice:
                message = f"{quoted(practice)} cannot be its own documentation."
                yield source.problem((*here, "documents", place), message, "Name the practice that it documents.")


def _under_a_cumulative_level(name: str, nodes: Mapping[str, Node]) -> bool:
    for _ in range(MOST_DEPTH):
        if nodes[name].aggregation.startswith("cumulative-level"):
            return True
        above = nodes[name].within
        if above is None or above not in nodes:
            return False
        name = above
    return False
