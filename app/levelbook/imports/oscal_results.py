"""This module reads OSCAL assessment results from `levelbook export oscal`, or from a tool that keeps its props.

A finding's level is in a prop of ours, because OSCAL itself only has satisfied and not satisfied.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from levelbook.core.answers.external_answer import ExternalAnswer
from levelbook.core.answers.people import is_same_team
from levelbook.core.assessment.answer_import import RowElsewhere
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.external_names import OSCAL_NAMESPACE, of_oscal_token
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.quotation import in_quotes
from levelbook.reading.json_keys import KeyTwice, with_each_key_once
from levelbook.reading.toml import decoded
from levelbook.words.figures import listed

_OBJECTIVE: Final = "_obj"
_MOST_NAMED: Final = 5
_MOST_CHARACTERS: Final = 500


def rows_elsewhere(content: bytes, name: str, questionnaire: Questionnaire, team: str = "") -> tuple[RowElsewhere, ...]:
    """Read the findings of the last result. `name` is for messages.

    Raises FileIsWrong, also where the result says that it is of another team than `team`.
    """
    try:
        document = json.loads(decoded(content, name), object_pairs_hook=with_each_key_once)
    except KeyTwice as twice:
        raise FileIsWrong.one(str(twice), path=name) from None
    except json.JSONDecodeError as error:
        raise FileIsWrong.one(
            f"This is not valid JSON: {clean_line(error.msg)}.", path=name, line=error.lineno
        ) from None
    except ValueError:
        raise FileIsWrong.one("A number in this file has too many digits.", path=name) from None
    except RecursionError:
        raise FileIsWrong.one("This file is nested too deeply.", path=name) from None
    results = _list(_table(_table(document), "assessment-results"), "results")
    if not results:
        raise FileIsWrong.one(
            "This file holds no OSCAL assessment results in JSON.", path=name, key="assessment-results"
        )
    _must_be_of(team, results[-1], name)
    findings = _list(results[-1], "findings")
    rows = tuple(_row(at, finding, questionnaire) for at, finding in enumerate(findings))
    if not any(row.practice_id in questionnaire.practices for row in rows):
        message = f"No finding is about a practice of {questionnaire.id}."
        raise FileIsWrong.one(message, path=name, key="assessment-results.results.findings")
    return rows


def _must_be_of(team: str, result: Any, name: str) -> None:
    """Raise FileIsWrong for another team's result. Every team's file has the same name, and most have the same rows."""
    other = next(
        (of for of in _our_props(result, "team") if team and not is_same_team(of, team[:_MOST_CHARACTERS])), ""
    )
    if other:
        raise FileIsWrong.one(
            f"These results are of {in_quotes(other)}, and this is the book of {in_quotes(team)}.",
            path=name,
            remedy="If it is the same team under a new name, take the prop `team` out of the result.",
        )


def _row(at: int, finding: Any, questionnaire: Questionnaire) -> RowElsewhere:
    where = f"finding {at + 1}"
    target = _text(_table(_table(finding), "target"), "target-id")
    practice = of_oscal_token(target.removesuffix(_OBJECTIVE))
    levels = sorted(set(_our_props(finding, "level")))
    if practice not in questionnaire.practices:
        return RowElsewhere(where, practice, ExternalAnswer())
    if len(levels) > 1:
        several = listed([f"“{level}”" for level in levels[:_MOST_NAMED]])
        return RowElsewhere(where, practice, ExternalAnswer(), f"It has several levels: {several}.")
    level = next(iter(levels), "")
    if not level:
        return RowElsewhere(where, practice, ExternalAnswer(), "It has no level, which is a prop of levelbook's.")
    if not (level.isascii() and level.isdigit() and int(level) <= questionnaire.max_level):
        return RowElsewhere(
            where, practice, ExternalAnswer(), f"“{level}” is not a level from 0 to {questionnaire.max_level}."
        )
    wording = next(_our_props(finding, "wording"), "")
    unmet, met = (tuple(_our_props(finding, name)) for name in ("unmet", "met"))
    return RowElsewhere(where, practice, ExternalAnswer(answer=str(int(level))), wording=wording, unmet=unmet, met=met)


def _our_props(finding: Any, name: str) -> Iterator[str]:
    for prop in _list(_table(finding), "props"):
        if _text(_table(prop), "ns") == OSCAL_NAMESPACE and _text(_table(prop), "name") == name:
            yield _text(_table(prop), "value")


def _table(value: Any, key: str | None = None) -> dict[str, Any]:
    """Return a table, or the one under a key of it; an empty table for anything else."""
    found = value.get(key) if key is not None and isinstance(value, dict) else value
    return found if isinstance(found, dict) else {}


def _list(table: dict[str, Any], key: str) -> list[Any]:
    found = table.get(key)
    return found if isinstance(found, list) else []


def _text(table: dict[str, Any], key: str) -> str:
    found = table.get(key)
    return clean_line(found[:_MOST_CHARACTERS]) if isinstance(found, str) else ""
