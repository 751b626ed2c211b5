"""This module reads an audit of CISO Assistant, as it exports one to CSV: a row for each requirement, known by its urn.

The audit is one of a library of `levelbook export ciso-assistant`, or of the framework that the book's questionnaire
was imported from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from levelbook.core.answers.external_answer import NOT_APPLICABLE, ExternalAnswer
from levelbook.core.assessment.answer_import import RowElsewhere
from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.external_names import requirement_urn
from levelbook.core.questionnaire.questionnaire import Practice, Questionnaire, exact
from levelbook.core.questionnaire.scoring_model import Question, ScoringModel
from levelbook.core.text.cleaning import clean_line, clean_lines
from levelbook.core.text.numbers import exact_number
from levelbook.imports.csv_file import CsvRow, must_be_once, read_csv
from levelbook.words.figures import plural

_NEEDED: Final = ("urn", "compliance_result", "score")
_IMPLEMENTATION: Final = "implementation_score"
"""The column of the score in an audit that scores documentation too."""
_DOCUMENTATION: Final = "documentation_score"
_OBSERVATIONS: Final = "observations"
_STATES: Final = ("non_compliant", "partially_compliant", "compliant")
"""The levels of a framework without scores of its own, the lowest first."""
_OPEN: Final = ("", "not_assessed")

Scores = Sequence[Fraction]
"""The names of a practice's levels in an audit, from 0 upwards."""


@frozen
class _Requirement:
    """A requirement of an audit, as the book has it: its practices."""

    practices: Mapping[str, Scores]
    """Usually one; several if its score is made from several questions."""
    documentation: Mapping[str, Scores]
    """The practice about its documentation, or none."""
    asked: Practice | None = None
    """The practice whose words our own export gives it; None for a framework's own words."""

    def is_shown_otherwise(self, row: CsvRow) -> bool:
        """Return whether a row shows another title or description than this one has, as of another version."""
        if self.asked is None:
            return False
        title, description = (clean_line(row.cells.get(column, "")) for column in ("name", "description"))
        return (bool(title) and clean_line(self.asked.title) not in title) or (
            bool(description) and clean_line(self.asked.rule) not in description
        )


def rows_elsewhere(content: bytes, name: str, questionnaire: Questionnaire) -> tuple[RowElsewhere, ...]:
    """Read the rows of an audit. `name` is for messages. Raises FileIsWrong."""
    heads, rows = read_csv(content, name)
    must_be_once(heads, (*_NEEDED, _IMPLEMENTATION, _DOCUMENTATION, _OBSERVATIONS), name)
    if _IMPLEMENTATION in heads and "score" not in heads:
        heads, rows = _as_one_score(heads, rows)
    if gone := [column for column in _NEEDED if column not in heads]:
        remedy = "Export the audit from CISO Assistant as CSV."
        raise FileIsWrong.one(f"These columns are missing: {', '.join(gone)}.", path=name, remedy=remedy)
    known = _requirements_by_urn(questionnaire)
    met = [(row, known[urn]) for row in rows if (urn := clean_line(row.cells.get("urn", ""))) in known]
    if not met:
        raise FileIsWrong.one(
            f"No row has the urn of a practice of {questionnaire.id}: this audit belongs to another framework.",
            path=name,
        )
    steps = len(questionnaire.scale)
    found = [
        replace(said, shows_other_words=requirement.is_shown_otherwise(row))
        for row, requirement in met
        for said in _said_by(row, requirement, steps)
    ]
    left = _left_there([row for row, requirement in met if not requirement.documentation])
    return (*found, *_of_no_practice(rows, known, questionnaire), *left)


def _of_no_practice(
    rows: Sequence[CsvRow], known: Mapping[str, _Requirement], questionnaire: Questionnaire
) -> Iterator[RowElsewhere]:
    """Yield the rows of our own export that say something about a practice which is not asked here, to be refused."""
    ours = requirement_urn(questionnaire.id, "")
    for row in rows:
        urn, result, score = (clean_line(row.cells.get(column, "")) for column in _NEEDED)
        practice = urn.removeprefix(ours)
        is_one = urn.startswith(ours) and "." in practice  # a section's name has no dot
        if is_one and urn not in known and (score or result not in _OPEN):
            yield RowElsewhere(f"line {row.line}", practice, ExternalAnswer())


def _as_one_score(heads: Sequence[str], rows: Sequence[CsvRow]) -> tuple[tuple[str, ...], tuple[CsvRow, ...]]:
    """Rename the column of the implementation's score to that of the only score."""
    renamed = (replace(row, cells={**row.cells, "score": row.cells.get(_IMPLEMENTATION, "")}) for row in rows)
    return (*heads, "score"), tuple(renamed)


def _requirements_by_urn(questionnaire: Questionnaire) -> Mapping[str, _Requirement]:
    """Map urns to requirements: urns of our own export, which numbers levels, and those of an imported framework."""
    model = questionnaire.scoring_model
    levels = [Fraction(step.level) for step in questionnaire.scale]
    beside = model.documentation_of if model else {}
    found = {
        requirement_urn(questionnaire.id, practice): _Requirement(
            {practice: levels}, {beside[practice]: levels} if practice in beside else {}, asked
        )
        for practice, asked in questionnaire.practices.items()
        if practice not in beside.values()
    }
    return {**found, **(_imported_requirements(model) if model else {})}


def _imported_requirements(model: ScoringModel) -> Mapping[str, _Requirement]:
    by_urn: dict[str, list[Question]] = {}
    for question in model.questions:
        if question.source_id.startswith("urn:"):
            by_urn.setdefault(question.source_id, []).append(question)
    return {
        urn: _Requirement(
            {one.practice: _scores(one, model) for one in questions if not one.documents},
            {one.practice: _scores(one, model) for one in questions if one.documents},
        )
        for urn, questions in by_urn.items()
    }


def _scores(question: Question, model: ScoringModel) -> Scores:
    """Return the scores of a framework. If they are summed, in one or two layers, values include their weight."""
    values = [exact(value) for value in model.sets_by_id[question.answers].values]
    adds_up = "sum" in {node.aggregation for node in (model.whole, *model.nodes_within[model.whole.id])}
    return [value / exact(question.weight) for value in values] if adds_up else values


def _said_by(row: CsvRow, requirement: _Requirement, steps: int) -> Iterator[RowElsewhere]:
    """Read what a row says about a requirement, and about its documentation."""
    about_it = _row(row, requirement.practices, steps)
    yield about_it
    score = clean_line(row.cells.get(_DOCUMENTATION, ""))
    for practice, scores in requirement.documentation.items():
        if about_it.said.answer == NOT_APPLICABLE:
            yield replace(about_it, practice_id=practice, said=replace(about_it.said, note=""))
        elif not score or row.fault:
            yield RowElsewhere(about_it.place, practice, ExternalAnswer(), row.fault)
        elif (level := _level_of(score, scores)) is not None:
            yield RowElsewhere(about_it.place, practice, ExternalAnswer(answer=str(level)))
        else:
            why = f"The documentation score {score} is not a level of this practice."
            yield RowElsewhere(about_it.place, practice, ExternalAnswer(), why)


def _left_there(rows: Sequence[CsvRow]) -> Iterator[RowElsewhere]:
    """Name the documentation scores of requirements whose documentation the book does not ask about."""
    if left := sum(bool(clean_line(row.cells.get(_DOCUMENTATION, ""))) for row in rows):
        why = (
            f"{plural(left, 'score is', 'scores are')} not imported, because this book does not ask about "
            "documentation. `levelbook questionnaire import ciso-assistant … --documentation` makes a questionnaire "
            "that does."
        )
        yield RowElsewhere(f"column {_DOCUMENTATION}", "", ExternalAnswer(), why)


def _row(row: CsvRow, practices: Mapping[str, Scores], steps: int) -> RowElsewhere:
    where = f"line {row.line}"
    _, result, score = (clean_line(row.cells.get(column, "")) for column in _NEEDED)
    note = clean_lines(row.cells.get(_OBSERVATIONS, ""))
    practice, *others = practices
    if row.fault:
        return RowElsewhere(where, practice, ExternalAnswer(), row.fault)
    if result in _OPEN and not score:
        return RowElsewhere(where, practice, ExternalAnswer(note=note))
    if others:
        asked = len(others) + 1
        why = f"CISO Assistant computes its score from {asked} questions, and the score does not show the answers."
        return RowElsewhere(where, practice, ExternalAnswer(), why)
    if result == "not_applicable":
        first, _, further = note.partition("\n")
        reason = clean_line(first) or "As CISO Assistant's audit says."
        return RowElsewhere(where, practice, ExternalAnswer(NOT_APPLICABLE, reason, note=further.strip()))
    level = _level_of(score, practices[practice]) if score else _level_of_state(result, steps)
    if level is None:
        said = f"The score {score} is not a level of this practice." if score else f"It says {result}, and no score."
        return RowElsewhere(where, practice, ExternalAnswer(), said)
    return RowElsewhere(where, practice, ExternalAnswer(answer=str(level), note=note))


def _level_of(score: str, scores: Scores) -> int | None:
    try:
        wanted = exact_number(score)
    except ValueError:
        return None
    return scores.index(wanted) if wanted in scores else None


def _level_of_state(result: str, steps: int) -> int | None:
    return _STATES.index(result) if result in _STATES and steps == len(_STATES) else None
