"""`scoring.toml` holds a scoring model: somebody else's arithmetic over a questionnaire."""

from __future__ import annotations

from typing import Annotated, Literal

from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.scoring_model import (
    AnswerSet,
    Blank,
    Node,
    Question,
    Rounding,
    ScoringModel,
)
from levelbook.core.text.field_types import FormatNumber, Ge, Le, Len, Line, RequiredLine
from levelbook.packs.files import Problems, Source

MOST_NODES = 5_000
MOST_QUESTIONS = 20_000
MOST_DEPTH = 20


@frozen
class ScoringModelFile:
    """Mirrors `scoring.toml`."""

    format: FormatNumber
    name: RequiredLine
    """The name that distinguishes its figures from levelbook's own, such as `SAMM`."""
    answer_sets: Annotated[tuple[AnswerSet, ...], Len(1, MOST_QUESTIONS)]
    nodes: Annotated[tuple[Node, ...], Len(1, MOST_NODES)]
    """The nodes of the tree; exactly one, the top, is within no other."""
    questions: Annotated[tuple[Question, ...], Len(1, MOST_QUESTIONS)]
    source: Line = ""
    """Issuer and version of the model, and where it is published."""
    blank: Blank = "range"
    """How a question without an answer counts: as `zero`, or anywhere in the `range` of its answers."""
    not_applicable: Literal["left-out", "zero"] = "left-out"
    """How a question counts that does not apply to the team."""
    decimals: Annotated[int, Ge(0), Le(6)] = 2
    """The number of decimals with which the model's own figures are shown."""
    rounding: Rounding = "half-up"
    """The rounding of shown figures: `half-up`, or `truncate`, which cuts off further decimals."""


def scoring_model_in(source: Source, problems: Problems) -> ScoringModel | None:
    """Return the model in the file; None once the problems of its tables are noted."""
    file = source.value(ScoringModelFile, problems)
    if file is None:
        return None
    return ScoringModel(
        name=file.name,
        answer_sets=file.answer_sets,
        nodes=file.nodes,
        questions=file.questions,
        source=file.source,
        blank=file.blank,
        not_applicable=file.not_applicable,
        decimals=file.decimals,
        rounding=file.rounding,
    )
