"""A scoring model is somebody else's arithmetic over a questionnaire: values for answers, and how they add up.

Levels, targets and gaps stay levelbook's own. A scoring model gives each answer a value and puts the practices under
nodes, as OWASP SAMM puts questions under maturity levels, practices and business functions. Only nodes aggregate
(docs/design.md, "Scoring models"). `core/assessment/model_figures.py` computes the figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from levelbook.core.frozen import frozen
from levelbook.core.text.field_types import Ge, Id, Le, Len, Line, RequiredLine, Weight

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
"""The ways in which a node combines its children into one figure (docs/design.md, "Scoring models")."""
Blank = Literal["zero", "range"]
Rounding = Literal["half-up", "truncate"]
Value = Annotated[float | int, Ge(-1_000_000), Le(1_000_000)]


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """A set of possible answers, shared by some questions."""

    id: Id
    values: Annotated[tuple[Value, ...], Len(2)]
    """The value of each level of the scale, from level 0 upwards."""
    labels: tuple[Line, ...] = ()
    """The model's own words for the levels, if all its questions share them."""
    source_id: Line = ""
    """The model's own id for it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node aggregates its children, which are nodes or questions."""

    id: Id
    title: RequiredLine
    aggregation: Aggregation
    within: Id | None = None
    """The id of its parent node; None for the top."""
    weight: Weight = 1
    """The weight in its parent's weighted mean."""
    range: Annotated[tuple[Value, ...], Len(2, 2)] | None = None
    """The lowest and highest possible figure. A clipped sum is limited to it."""
    complete: bool = False
    """True if it has a figure only once everything under it is answered."""
    decimals: Annotated[int, Ge(0), Le(6)] | None = None
    """The number of decimals to which it is rounded before its parent uses it; None if it stays exact."""
    source_id: Line = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question is a practice at its position in the model."""

    practice: RequiredLine
    """The practice's full id, such as `design.checklist`."""
    within: Id
    """The node that it is under."""
    answers: Id
    """Its answer set."""
    weight: Weight = 1
    at_level: Annotated[int, Ge(1), Le(100)] | None = None
    """The model's level that needs it, under a cumulative level."""
    documents: Annotated[tuple[RequiredLine, ...], Len(0, 100)] = ()
    """The practices whose documentation it asks about: it counts once they are answered, and a blank then as zero."""
    source_id: Line = ""


@frozen
class ScoringModel:
    """A scoring model, complete and checked (by `packs/scoring_model_check.py`): a tree with a single top."""

    name: RequiredLine
    """The name that distinguishes its figures from levelbook's own, such as `SAMM`."""
    answer_sets: tuple[AnswerSet, ...]
    nodes: tuple[Node, ...]
    questions: tuple[Question, ...]
    source: Line = ""
    """Issuer and version of the model, and where it is published."""
    blank: Blank = "range"
    """How a question without an answer counts: as zero, as in the model, or anywhere in its range."""
    not_applicable: Literal["left-out", "zero"] = "left-out"
    """How a question counts that does not apply to the team."""
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
        """Map the id of each node to its child nodes, in order."""
        found: dict[str, list[Node]] = {node.id: [] for node in self.nodes}
        for node in self.nodes:
            if node.within is not None:
                found[node.within].append(node)
        return {name: tuple(nodes) for name, nodes in found.items()}

    @cached_property
    def questions_within(self) -> Mapping[str, tuple[Question, ...]]:
        """Map the id of each node to its child questions, in order."""
        found: dict[str, list[Question]] = {node.id: [] for node in self.nodes}
        for question in self.questions:
            found[question.within].append(question)
        return {name: tuple(questions) for name, questions in found.items()}

    @cached_property
    def documentation_of(self) -> Mapping[str, str]:
        """Map each practice to the practice about its documentation alone."""
        return {question.documents[0]: question.practice for question in self.questions if len(question.documents) == 1}

    def rounded(self, figure: Fraction, decimals: int) -> Fraction:
        """Return a figure with this number of decimals, rounded or cut off as the model does."""
        scaled = abs(figure) * 10**decimals
        units = int(scaled + Fraction(1, 2)) if self.rounding == "half-up" else int(scaled)
        return Fraction(units if figure >= 0 else -units, 10**decimals)

    def shown(self, figure: Fraction) -> str:
        """Write a figure as the model does: its number of decimals, rounded or cut off."""
        units = int(self.rounded(figure, self.decimals) * 10**self.decimals)
        whole, rest = divmod(abs(units), 10**self.decimals)
        return f"{'−' if units < 0 else ''}{whole}" + (f".{rest:0{self.decimals}}" if self.decimals else "")
