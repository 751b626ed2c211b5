"""This module reads an audit of CISO Assistant, as it exports one to CSV: a row for each requirement, known by its urn.

The audit is one of a library of `levelbook export ciso-assistant`, or of the framework that the book's questionnaire
was imported from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from levelbook.core.answers.said_outside import NOT_APPLICABLE, Said
from levelbook.core.assessment.taking_in import RowElsewhere
from levelbook.core.questionnaire.names_outside import requirement_urn
from levelbook.core.questionnaire.questionnaire import Questionnaire, exact
from levelbook.core.text.cleaning import clean, clean_line
from levelbook.errors import FileIsWrong
from levelbook.imports.csv_file import CsvRow, read_csv

_NEEDED: Final = ("urn", "compliance_result", "score")
_WITH_DOCUMENTATION: Final = "implementation_score"
"""What the score is called in an audit that scores documentation too. That second score has no place in a book."""
_STATES: Final = ("non_compliant", "partially_compliant", "compliant")
"""What levels a framework without scores of its own has, the lowest first."""
_OPEN: Final = ("", "not_assessed")


def rows_elsewhere(content: bytes, name: str, questionnaire: Questionnaire) -> tuple[RowElsewhere, ...]:
    """Read the rows of an audit. `name` is for messages. Raises FileIsWrong."""
    heads, rows = read_csv(content, name)
    if _WITH_DOCUMENTATION in heads and "score" not in heads:
        heads, rows = _as_one_score(heads, rows)
    if gone := [column for column in _NEEDED if column not in heads]:
        remedy = "Export the audit from CISO Assistant as CSV."
        raise FileIsWrong.one(f"These columns are missing: {', '.join(gone)}.", path=name, remedy=remedy)
    known = _practices_by_urn(questionnaire)
    found = [_row(row, known, questionnaire) for row in rows if clean_line(row.cells.get("urn", "")) in known]
    if not found:
        raise FileIsWrong.one(
            f"No row has the urn of a practice of {questionnaire.id}: this audit is of another framework.", path=name
        )
    return tuple(found)


def _as_one_score(heads: Sequence[str], rows: Sequence[CsvRow]) -> tuple[tuple[str, ...], tuple[CsvRow, ...]]:
    """Call the implementation's score the score."""
    renamed = (replace(row, cells={**row.cells, "score": row.cells.get(_WITH_DOCUMENTATION, "")}) for row in rows)
    return (*heads, "score"), tuple(renamed)


def _practices_by_urn(questionnaire: Questionnaire) -> Mapping[str, Sequence[str]]:
    """The practices of each requirement: by the urns of our own export, or by those of the imported framework."""
    found: dict[str, list[str]] = {requirement_urn(questionnaire.id, one): [one] for one in questionnaire.practices}
    for question in questionnaire.scoring_model.questions if questionnaire.scoring_model else ():
        if question.source_id.startswith("urn:"):
            found.setdefault(question.source_id, []).append(question.practice)
    return found


def _row(row: CsvRow, known: Mapping[str, Sequence[str]], questionnaire: Questionnaire) -> RowElsewhere:
    where = f"line {row.line}"
    urn, result, score = (clean_line(row.cells.get(column, "")) for column in _NEEDED)
    note = clean(row.cells.get("observations", ""))
    practice, *others = known[urn]
    if row.fault:
        return RowElsewhere(where, practice, Said(), row.fault)
    if result in _OPEN and not score:
        return RowElsewhere(where, practice, Said())
    if others:
        why = f"CISO Assistant makes its score of {len(others) + 1} questions, which cannot be told from it."
        return RowElsewhere(where, practice, Said(), why)
    if result == "not_applicable":
        reason = clean_line(note.partition("\n")[0]) or "As CISO Assistant's audit says."
        return RowElsewhere(where, practice, Said(answer=NOT_APPLICABLE, reason=reason))
    level = _level(practice, result, score, questionnaire)
    if level is None:
        said = f"The score {score} is not a level of this practice." if score else f"It says {result}, and no score."
        return RowElsewhere(where, practice, Said(), said)
    return RowElsewhere(where, practice, Said(answer=str(level), note=note))


def _level(practice: str, result: str, score: str, questionnaire: Questionnaire) -> int | None:
    if score:
        try:
            wanted = Fraction(score)
        except (ValueError, ZeroDivisionError):
            return None
        scores = _scores(practice, questionnaire)
        return scores.index(wanted) if wanted in scores else None
    if result in _STATES and len(questionnaire.scale) == len(_STATES):
        return _STATES.index(result)
    return None


def _scores(practice: str, questionnaire: Questionnaire) -> list[Fraction]:
    """What CISO Assistant calls each level: its number in our export, its value in an imported framework."""
    model = questionnaire.scoring_model
    if model is not None:
        for question in model.questions:
            if question.practice == practice and question.source_id.startswith("urn:"):
                values = [exact(value) for value in model.sets_by_id[question.answers].values]
                adds_up = model.whole.aggregation == "sum"
                return [value / exact(question.weight) for value in values] if adds_up else values
    return [Fraction(step.level) for step in questionnaire.scale]
