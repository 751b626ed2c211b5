"""What is wrong with values that people wrote, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from levelbook.core.answers.answers import Answer
from levelbook.core.errors import MOST_PROBLEMS, FileIsWrong
from levelbook.core.questionnaire.questionnaire import Fact, Practice
from levelbook.core.text.field_types import Id, Len, RequiredLine
from levelbook.reading import strict
from levelbook.reading.toml import Location
from support.growth import assert_grows_at_most


def said(kind: type[object], data: Mapping[str, Any], at: Location = ()) -> list[str]:
    """What is found in data, without the file's name."""
    try:
        strict.read(kind, data, at=at)
    except FileIsWrong as wrong:
        return [str(problem) for problem in wrong.problems]
    return []


def test_problems_name_the_key_what_was_found_and_what_is_allowed() -> None:
    practice = {"id": "a", "title": 1, "levels": [{"level": 1, "statment": "x"}], "weight": True, "impact": 7}

    assert said(Practice, {**practice, "moments": ["never"]}, ("practices", 0)) == [
        "practices[0].title: This is the number 1; it must be text in quotes.",
        "practices[0].rule: This key is missing.",
        "practices[0].question: This key is missing.",
        "practices[0].levels[0].statement: This key is missing.",
        "practices[0].levels[0].statment: There is no such key here. Did you mean “statement”?",
        "practices[0].impact: This is the number 7; it must be at most 3.",
        "practices[0].moments[0]: This is the text “never”; it must be design, change, release, run, incident or buy.",
        "practices[0].weight: This is true; it must be a number.",
    ]


@dataclass(frozen=True)
class Listed:
    """A table with a list that needs an item."""

    items: Annotated[tuple[Row, ...], Len(1, 3)]


@dataclass(frozen=True)
class Row:
    """An item with a key."""

    text: RequiredLine


def test_a_list_whose_items_are_wrong_is_not_called_too_short() -> None:
    assert said(Listed, {"items": [{"txet": "a"}]}) == [
        "items[0].text: This key is missing.",
        "items[0].txet: There is no such key here. Did you mean “text”?",
    ]
    assert said(Listed, {"items": []}) == ["items: This is an empty list; it must be a list of at least 1 item."]


@dataclass(frozen=True)
class Choosy:
    """A table where a list would do too."""

    all: tuple[Id, ...] | None = None


@dataclass(frozen=True)
class Holder:
    """Something that several things may stand in."""

    when: Mapping[Id, tuple[Id, ...] | Choosy]
    because: RequiredLine


def test_problems_speak_once_of_a_value_that_could_have_been_several_things() -> None:
    when = {"role": {"al": ["x"]}, "Bad Key": ["a"], "b": 3, "c": [1]}

    assert said(Holder, {"when": when, "because": ""}) == [
        "when.role.al: There is no such key here. Did you mean “all”?",
        'when."Bad Key": This name is the text “Bad Key”: '
        "an id is lower-case words joined by hyphens, at most 64 characters.",
        "when.b: This is the number 3; it must be a list.",
        "when.c[0]: This is the number 1; it must be text in quotes.",
        "because: This text is empty.",
    ]


def test_problems_of_an_answer_use_the_names_of_the_file() -> None:
    table = {
        "level": True,
        "due": "2026",
        "answered_at": "x",
        "ask_by": datetime(2026, 1, 1, tzinfo=UTC),
        "evidence": [{"kind": 1}, 3],
        "steps": {},
        "accepted": 3,
    }

    assert said(Answer, table) == [
        "level: This is true; it must be a whole number.",
        "due: This is the text “2026”; it must be a day such as 2026-12-04, without quotes.",
        "ask_by: This is the time 2026-01-01T00:00:00+00:00: a day such as 2026-12-04 is wanted here, without a time.",
        "answered_at: This is the text “x”; it must be a time such as 2026-12-04T14:02:11Z, without quotes.",
        "accepted: This is the number 3; it must be a table.",
        "evidence[0].kind: This is the number 1; it must be text in quotes.",
        "evidence[1]: This is the number 3; it must be a table.",
        "steps: This is a table; it must be a list.",
    ]
    assert said(Answer, {"level": 1, "unsure": True}) == [
        "At most one of level, unsure and not_applicable can be said."
    ]


def test_a_misspelt_key_that_is_near_nothing_is_told_what_there_is() -> None:
    [problem] = [line for line in said(Fact, {"wxyz": 1}) if line.startswith("wxyz")]

    assert problem.endswith("Keys here are id, question, choices, many, when, otherwise.")


def test_long_and_hostile_values_are_neither_repeated_nor_acted_out() -> None:
    [problem] = said(Answer, {"level": "\x1b[2J" + "x" * 10_000})

    assert "\x1b" not in problem
    assert len(problem) < 150


def test_very_many_faults_take_time_in_proportion() -> None:
    assert_grows_at_most(8, lambda count: said(Fact, {f"nope-{number}": 1 for number in range(count)}), 500, 2_000)


def test_problems_stop_at_a_number_that_is_said() -> None:
    found = said(Fact, {f"nope-{number}": 1 for number in range(3_000)})

    assert len(found) == MOST_PROBLEMS + 1
    assert re.fullmatch(r"2,00\d more problems are not listed\. Fix the listed ones first\.", found[-1])
