"""A plain table is read without a validator, as the validator would have read it; any other goes to the validator."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, Evidence
from levelbook.core.answers.sittings import Sitting
from levelbook.core.errors import FileIsWrong
from levelbook.core.text.field_types import Ge, Gt, Le, Len, Line, file_keys
from levelbook.reading import fast_path, strict
from levelbook.store.editions import EditionFile
from levelbook.store.team_folder import Settings
from support.any_books import answers
from support.toml_values import names, typed, values


@dataclass(frozen=True)
class Bounded:
    """Every bound that there is, on numbers and on lists."""

    some: Annotated[int, Ge(1), Le(3)] = 1
    more: Annotated[int, Gt(0)] | None = None
    several: Annotated[tuple[Line, ...], Len(1, 2)] = ("a",)
    by_name: Mapping[Line, bool] = dataclasses.field(default_factory=dict)
    ratio: Annotated[float, Le(2)] = 1.0
    weight: float | int = 1
    one_or_some: Line | tuple[Line, ...] = ""
    half: bool | Evidence | None = None


KINDS: list[type[Any]] = [Answer, Evidence, Sitting, Settings, EditionFile, Bounded]

PLAIN: Mapping[str, Any] = {
    "format": 1, "team": "T", "systems": [{"name": "Chat"}], "guide": "guide.md", "name": "q1", "number": 1,
    "files": {"a.md": "0"}, "kind": "tested", "level": 2, "unmet": ["a"], "some": 2, "several": ["a", "b"],
    "participants": [{"name": "Ana", "named": True}], "people": "initials", "round_days": 92,
    "ratio": 1.5, "weight": 2, "one_or_some": ["a"], "half": {"kind": "tested"},
}  # fmt: skip
"""Keys of all of these classes, each with what is right for it."""


def everything(value: Any) -> Any:
    """All that a value holds, with the kinds of it: `true` is not 1, and a tuple no list."""
    if dataclasses.is_dataclass(value):
        return type(value), {field.name: everything(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return tuple(map(everything, value))
    return typed(value)


@st.composite
def any_tables(draw: st.DrawFn, kind: type[Any]) -> dict[str, Any]:
    """Tables with the keys of a class and others, holding what is right for it, and whatever else TOML may say."""
    known = st.sampled_from([*file_keys(kind).values(), *(set(PLAIN) & set(file_keys(kind).values()))])
    held = draw(st.dictionaries(known | names, values, max_size=3))
    right = {key: PLAIN[key] for key in file_keys(kind).values() if key in PLAIN and draw(st.booleans())}
    return right | held if draw(st.booleans()) else held | right


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_what_is_read_as_plain_is_what_the_validator_reads(kind: type[Any], data: st.DataObject) -> None:
    table = data.draw(any_tables(kind))

    quick = fast_path.read_or_none(kind, table)

    if quick is not None:
        assert everything(quick) == everything(strict.read(kind, table))


@given(answers(), names, values)
def test_an_answer_with_one_thing_changed_is_read_alike_or_left_to_the_validator(
    answer: Answer, key: str, value: Any
) -> None:
    for table in (answer.table, {**answer.table, key: value}):
        quick = fast_path.read_or_none(Answer, table)

        if quick is not None:
            assert everything(quick) == everything(strict.read(Answer, table))


@given(answers())
def test_what_levelbook_writes_of_an_answer_is_plain(answer: Answer) -> None:
    quick = fast_path.read_or_none(Answer, answer.table)

    assert quick is not None
    assert typed(quick.table) == typed(answer.table)


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (Bounded, {"some": 0}),
        (Bounded, {"some": 4}),
        (Bounded, {"some": True}),
        (Bounded, {"more": 0}),
        (Bounded, {"several": []}),
        (Bounded, {"several": ["a", "b", "c"]}),
        (Bounded, {"several": "a"}),
        (Bounded, {"by_name": {"a": 1}}),
        (Bounded, {"ratio": 2.5}),
        (Bounded, {"one_or_some": 1}),
        (Bounded, {"half": {"reference": "x"}}),
        (Bounded, {"ratio": None}),
        (Bounded, {"other": 1}),
        (Bounded, [1]),
        (Settings, {}),
        (Settings, {"team": ""}),
        (Settings, {"team": "T", "guide": "../guide.md"}),
        (Settings, {"team": "T", "people": "all"}),
        (Answer, {"level": 1, "unsure": True}),
        (Evidence, {"reference": "x"}),
    ],
)
def test_what_the_validator_would_refuse_is_never_plain(kind: type[Any], table: Any) -> None:
    assert fast_path.read_or_none(kind, table) is None
    with pytest.raises(FileIsWrong):
        fast_path.read(kind, table)


def test_a_json_null_is_read_where_a_value_may_be_none() -> None:
    assert fast_path.read_or_none(Bounded, {"more": None, "half": None}) == strict.read(
        Bounded, {"more": None, "half": None}
    )


def test_a_plain_table_is_read_without_loading_a_validator() -> None:
    probe = """
import sys
from levelbook.core.answers.answers import Answer
from levelbook.reading import fast_path
assert fast_path.read(Answer, {"level": 2, "evidence": [{"kind": "tested"}]}).evidence[0].kind == "tested"
assert "pydantic_core" not in sys.modules
assert fast_path.read(Answer, {"level": 2, "answered_by": " Ana "}).answered_by == "Ana"
assert "pydantic_core" not in sys.modules, "words that are to be cleaned are cleaned on the way"
"""

    subprocess.run([sys.executable, "-c", probe], check=True)
