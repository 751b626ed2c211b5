"""TOML laid out one fixed way."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.store.toml_text import inside, key, pair, value


@given(st.text())
def test_any_text_reads_back_in_any_place(text: str) -> None:
    assert tomllib.loads(pair("a", text)) == {"a": text}
    assert tomllib.loads(f"a = {value([text, {text: text}])}") == {"a": [text, {text: text}]}
    assert tomllib.loads(f"{key(text)} = 1") == {text: 1}
    assert tomllib.loads(inside("", {text: {text: {"a": text}}})) == {text: {text: {"a": text}}}


@given(st.lists(st.one_of(st.text(), st.integers(), st.booleans())), st.integers(0, 60))
def test_a_list_that_does_not_fit_its_line_has_a_line_for_each_item(items: list[object], limit: int) -> None:
    written = inside("", {"a": items, "b": {"c": items}}, limit)

    assert tomllib.loads(written) == {"a": items, "b": {"c": items}}
    first, *more = pair("a", items, limit).splitlines()
    assert more or not items or len(first) <= limit


def test_a_list_on_lines_of_its_own_ends_with_a_comma() -> None:
    assert pair("a", ["one", "two"], 16) == 'a = [\n  "one",\n  "two",\n]\n'
    assert pair("a", ["one", "two"], 18) == 'a = ["one", "two"]\n'
    assert pair("a", ["one", "two"]) == 'a = ["one", "two"]\n'


@given(st.text(alphabet='"\\\n \ta'))
def test_lines_never_end_in_white_space_that_an_editor_might_take_away(text: str) -> None:
    lines = pair("a", text).split("\n")

    assert all(line == line.rstrip() for line in lines)
    assert tomllib.loads(pair("a", text)) == {"a": text}


def test_a_pasted_line_that_looks_like_a_conflict_marker_is_none_in_the_file() -> None:
    text = "A diff:\n<<<<<<< HEAD\n1\n||||||| base\n=======\n2\n>>>>>>> theirs"

    written = pair("a", text)

    assert not any(line.startswith(("<<<<<<<", "|||||||", "=======", ">>>>>>>")) for line in written.split("\n"))
    assert tomllib.loads(written) == {"a": text}
    assert "\n========\n" in pair("a", "Heading\n========\nText")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", '"plain"'),
        ('a "quote"', '"a \\"quote\\""'),
        ("Ärger 👍", '"Ärger 👍"'),
        ("a\nb", '"a\\nb"'),
        ("a\u202eb\u2028\x9b", '"a\\u202eb\\u2028\\u009b"'),
    ],
)
def test_one_line_texts_stay_readable_and_hide_nothing(text: str, written: str) -> None:
    assert value(text) == written
