"""A scoring model is somebody else's arithmetic over a questionnaire: what its answers are worth, and how they add up.

Levels, targets and gaps stay levelbook's own. A scoring model gives each answer a value and puts the practices under
nodes, as OWASP SAMM puts questions under maturity levels, practices and business functions; only the nodes aggregate
(docs/design.md, "Scoring models"). `core/assessment/model_figures.py` works them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from levelbook.core.text.fields import Ge, Id, Le, Len, Line, RequiredLine, Weight
from levelbook.frozen import frozen

Aggregation = Literal[
    "mean",
    "weighted-mean",
    "mean-of-questions",
    "sum",
    "sum-clipped",
    "min",
    "cumulative-level",
    "cumulative-level-plus",
    "mitigated",
    "quarter-level",
]
"""How a node makes one figure of what is under it (docs/design.md, "Scoring models")."""
Blank = Literal["zero", "range"]
Rounding = Literal["half-up", "truncate"]
Value = Annotated[float | int, Ge(-1_000_000), Le(1_000_000)]


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """The answers that some questions take."""

    id: Id
    values: Annotated[tuple[Value, ...], Len(2)]
    """What each level of the scale is worth, from level 0 upwards."""
    labels: tuple[Line, ...] = ()
    """The model's own words for the levels, where all its questions share them."""
    source_id: Line = ""
    """What the model itself calls it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node only aggregates: what is under it, nodes or questions."""

    id: Id
    title: RequiredLine
    aggregation: Aggregation
    within: Id | None = None
    """The node that it is under; the whole is under none."""
    weight: Weight = 1
    """In a weighted mean."""
    range: Annotated[tuple[Value, ...], Len(2, 2)] | None = None
    """The least and the most that it can be. A clipped sum is held to it."""
    complete: bool = False
    """It has no figure before everything under it is answered."""
    decimals: Annotated[int, Ge(0), Le(6)] | None = None
    """It is rounded to so many, as the model rounds, before it is taken further; None: it stays exact."""
    source_id: Line = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question is a practice in its place in the model."""

    practice: RequiredLine
    """Its full id, as `design.checklist`."""
    within: Id
    """The node that it is under."""
    answers: Id
    """Its answer set."""
    weight: Weight = 1
    at_level: Annotated[int, Ge(1), Le(100)] | None = None
    """The level of the model that it is needed for, under a cumulative level."""
    documents: Annotated[tuple[RequiredLine, ...], Len(0, 100)] = ()
    """The practices whose documentation it is about: it counts once these are answered, and a blank is then a zero."""
    source_id: Line = ""


@frozen
class ScoringModel:
    """A scoring model is whole and checked (`packs/scoring_model_file.py`): a tree with one whole at its top."""

    name: RequiredLine
    """By which its figures are told from levelbook's own, such as `SAMM`."""
    answer_sets: tuple[AnswerSet, ...]
    nodes: tuple[Node, ...]
    questions: tuple[Question, ...]
    source: Line = ""
    """Issuer and version of the model, and where it is published."""
    blank: Blank = "range"
    """What a question without an answer counts as: nothing at all, as the model has it, or somewhere in its range."""
    not_applicable: Literal["left-out", "zero"] = "left-out"
    """What a question counts as that does not apply to the team."""
    decimals: int = 2
    rounding: Rounding = "half-up"

    @cached_property
    def sets_by_id(self) -> Mapping[str, AnswerSet]:
        """Map ids to answer sets."""
        return {one.id: one for one in self.answer_sets}

    @cached_property
    def whole(self) -> Node:
        """Return the node at the top."""
        return next(node for node in self.nodes if node.within is None)

    @cached_property
    def nodes_within(self) -> Mapping[str, tuple[Node, ...]]:
        """Map the id of each node to the nodes right under it, in their order."""
        found: dict[str, list[Node]] = {node.id: [] for node in self.nodes}
        for node in self.nodes:
            if node.within is not None:
                found[node.within].append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    @cached_property
    def questions_within(self) -> Mapping[str, tuple[Question, ...]]:
        """Map the id of each node to the questions right under it, in their order."""
        found: dict[str, list[Question]] = {node.id: [] for node in self.nodes}
        for question in self.questions:
            found[question.within].append(question)
        return {name: tuple(questions) for name, questions in found.items()}

    @cached_property
    def documentation_of(self) -> Mapping[str, str]:
        """Map each practice to the one that is about its documentation, and about no other's."""
        return {question.documents[0]: question.practice for question in self.questions if len(question.documents) == 1}

    def rounded(self, figure: Fraction, decimals: int) -> Fraction:
        """Return a figure with so many decimals: rounded or cut off, as the model does."""
        scaled = abs(figure) * 10**decimals
        units = int(scaled + Fraction(1, 2)) if self.rounding == "half-up" else int(scaled)
        return Fraction(units if figure >= 0 else -units, 10**decimals)

    def shown(self, figure: Fraction) -> str:
        """Write a figure as the model itself does: so many decimals, rounded or cut off."""
        units = int(self.rounded(figure, self.decimals) * 10**self.decimals)
        whole, rest = divmod(abs(units), 10**self.decimals)
        return f"{'−' if units < 0 else ''}{whole}" + (f".{rest:0{self.decimals}}" if self.decimals else "")
