"""A table of a file becomes a frozen value of the core, or every problem in it is said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import pytest

from levelbook.core.answers.answers import Answer, Evidence
from levelbook.core.errors import FileIsWrong
from levelbook.core.text.field_types import Ge, Le, Line, RequiredLine
from levelbook.reading import strict
from levelbook.reading.toml import Lines, parse_toml


@dataclass(frozen=True)
class Wheel:
    """A part of a bicycle."""

    size: Annotated[int, Ge(10), Le(30)]
    maker: Line = ""


@dataclass(frozen=True)
class Bicycle:
    """Something with wheels."""

    name: RequiredLine
    wheels: tuple[Wheel, ...]
    kind: Literal["town", "race"] = "town"
    came_from: Line = field(default="", metadata={"key": "from"})


@dataclass(frozen=True)
class Shed:
    """Something that keeps keys which it does not know."""

    door: bool = False
    unknown: Mapping[str, Any] = field(default_factory=dict)


def problems(kind: type[object], text: str) -> list[str]:
    try:
        strict.read(kind, parse_toml(text, "x.toml"), "x.toml", lines=lambda: Lines(text))
    except FileIsWrong as wrong:
        return [str(problem) for problem in wrong.problems]
    return []


def test_tables_become_frozen_values_and_lists_tuples_with_text_cleaned() -> None:
    table = {"name": " Blue\u202e ", "wheels": [{"size": 28, "maker": "a\nb"}, {"size": 26}], "from": "Porto"}

    assert strict.read(Bicycle, table) == Bicycle("Blue<U+202E>", (Wheel(28, "a b"), Wheel(26)), came_from="Porto")


def test_every_problem_is_said_with_key_and_line() -> None:
    assert problems(Bicycle, 'name = ""\nwhels = []\n\n[[wheels]]\nsize = true\n\n[[wheels]]\nsize = 31\n') == [
        "x.toml:1: name: This text is empty.",
        "x.toml:5: wheels[0].size: This is true; it must be a whole number.",
        "x.toml:8: wheels[1].size: This is the number 31; it must be at most 30.",
        "x.toml:2: whels: There is no such key here. Did you mean “wheels”?",
    ]


def test_a_key_goes_by_its_name_in_the_file_only() -> None:
    assert problems(Bicycle, 'name = "x"\nwheels = []\ncame_from = "Porto"\n') == [
        "x.toml:3: came_from: There is no such key here. Did you mean “from”?"
    ]


def test_unknown_keys_are_kept_where_a_class_has_a_field_for_them() -> None:
    assert strict.read(Shed, {"door": True, "roof": [1, {"a": 2}], "unknown": 3}) == Shed(
        True, {"roof": [1, {"a": 2}], "unknown": 3}
    )


def test_what_a_class_itself_refuses_is_a_problem_of_its_table() -> None:
    assert problems(Answer, "level = 1\nunsure = true\n") == [
        "x.toml: At most one of level, unsure and not_applicable can be said."
    ]


def test_a_table_that_does_not_fit_is_none_where_nobody_wants_to_know_why() -> None:
    assert strict.read_or_none(Wheel, {"size": 28}) == Wheel(28)
    assert strict.read_or_none(Wheel, {"size": 9}) is None
    assert strict.read_or_none(Wheel, "a text") is None


def test_a_value_that_was_read_is_the_one_that_code_makes() -> None:
    read = strict.read(Answer, {"level": 2, "evidence": [{"kind": "tested", "link": "x"}], "colour": "blue"})
    made = Answer(level=2, evidence=(Evidence(kind="tested", unknown={"link": "x"}),), unknown={"colour": "blue"})

    assert read == made
    assert read.table == {"level": 2, "evidence": [{"kind": "tested", "link": "x"}], "colour": "blue"}


@pytest.mark.parametrize("kind", [Bicycle, Wheel])
def test_the_schema_is_called_and_described_as_the_class(kind: type[object]) -> None:
    schema = strict.json_schema(kind)

    assert (schema["title"], schema["description"]) == (kind.__name__, kind.__doc__)
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            Bicycle,
            '{"name": " Blue\\u202e ", "wheels": [{"size": 28, "maker": "a\\nb"}, {"size": 26}], "from": "Porto"}',
        ),
        (Bicycle, '{"name": "Blue", "wheels": [], "kind": "race", "from": "a", "from": "b"}'),
        (Bicycle, '{"name": "Blue", "wheels": [{"size": "28"}]}'),
        (Bicycle, '{"name": "Blue", "wheels": [{"size": 28.0}]}'),
        (Bicycle, '{"name": "Blue", "wheels": [{"size": true}]}'),
        (Bicycle, '{"name": "Blue", "wheels": [{"size": 31}]}'),
        (Bicycle, '{"name": "", "wheels": []}'),
        (Bicycle, '{"name": 1, "wheels": []}'),
        (Bicycle, '{"name": "Blue", "wheels": null}'),
        (Bicycle, '{"name": "Blue", "wheels": [], "came_from": "its name in the code"}'),
        (Bicycle, '{"name": "Blue", "wheels": [], "bell": true}'),
        (Bicycle, '{"name": "Blue"}'),
        (Bicycle, "[]"),
        (Evidence, '{"kind": "tested", "reference": "  wiki  "}'),
        (Evidence, '{"kind": "rumoured"}'),
        (Shed, "{}"),
        (Shed, '{"door": 1}'),
    ],
)
def test_text_of_json_is_read_by_the_rules_of_tables(kind: type[Any], text: str) -> None:
    assert strict.from_json_or_none(kind, text.encode()) == strict.read_or_none(kind, json.loads(text))


def test_a_key_of_json_that_nobody_knows_is_passed_over_where_a_class_may_have_some() -> None:
    text = b'{"door": true, "window": [1, {"a": null}], "unknown": {"door": false}}'

    assert strict.from_json_or_none(Shed, text) == Shed(door=True)


@pytest.mark.parametrize("text", [b"", b'{"door": true', b'{"door": true} {}', b'\xef\xbb\xbf{"door": true}', b"\xff"])
def test_what_is_no_json_in_utf_8_is_left_to_those_who_say_what_is_wrong(text: bytes) -> None:
    assert strict.from_json_or_none(Shed, text) is None
