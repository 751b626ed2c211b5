"""Whatever a questionnaire's files hold, reading them ends in a questionnaire or in FileIsWrong."""

from __future__ import annotations

import copy
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.tailoring import tailor
from levelbook.core.text.cleaning import clean
from levelbook.packs.check import check_questionnaire
from levelbook.packs.read import read_questionnaire
from levelbook.packs.starter_files import starter
from support.examples import examples

STARTER = starter("small", "A small one")
NAMES = sorted(STARTER)

WORDS = [
    "data",
    "backups",
    "data.backups",
    "holds",
    "provider",
    "not-known",
    "only",
    "none",
    "",
    "\x1b[2J",
    "[/]",
    "../x",
]
VALUES = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=20),
    st.integers(-5, 5),
    st.booleans(),
    st.floats(allow_nan=True),
    st.dates(),
    st.lists(st.sampled_from(WORDS), max_size=3),
    st.dictionaries(st.sampled_from([*WORDS, "id", "level", "when"]), st.sampled_from(WORDS), max_size=2),
    st.just({}),
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every key of every table and every index of every list, with what holds it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, inner in items for place in [(value, key), *places(inner)]]


def read(files: dict[str, str | bytes]) -> None:
    """Read and check; only FileIsWrong may come out, and its text must be fit for a terminal."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in files.items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        findings = check_questionnaire(folder)
        try:
            questionnaire = read_questionnaire(folder)
        except FileIsWrong as wrong:
            assert wrong.problems
            assert {str(problem) for problem in wrong.problems} <= {str(finding) for finding in findings}
        else:
            tailor(questionnaire, {})
        shown = "".join(map(str, findings))
        assert clean(shown) == shown


@examples(150)
@given(st.data())
def test_any_value_anywhere_is_read_or_refused_in_words(data: st.DataObject) -> None:
    tables = {name: tomllib.loads(text) for name, text in STARTER.items()}
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(NAMES))
        found = places(tables[name])
        if not found:
            continue
        holder, key = found[data.draw(st.integers(0, len(found) - 1))]
        match data.draw(st.sampled_from(["set", "drop", "rename", "repeat", "empty"])):
            case "set":
                holder[key] = data.draw(VALUES)
            case "drop":
                del holder[key]
            case "rename" if isinstance(holder, dict):
                holder[data.draw(st.sampled_from(WORDS))] = holder.pop(key)
            case "repeat" if isinstance(holder, list):
                holder.insert(key, copy.deepcopy(holder[key]))
            case _:
                holder[key] = ""
    read({name: tomli_w.dumps(table) for name, table in tables.items()})


@examples(150)
@given(st.sampled_from(NAMES), st.data())
def test_lines_that_were_lost_doubled_or_cut_are_read_or_refused_in_words(name: str, data: st.DataObject) -> None:
    text = STARTER[name]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 200)))
        text = data.draw(st.sampled_from([text[:start] + text[end:], text[:end] + text[start:], text[:start]]))
    read({**STARTER, name: text})


@examples(60)
@given(st.sampled_from(NAMES), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(name: str, content: bytes) -> None:
    read({**STARTER, name: content})


@examples(60)
@given(st.lists(st.sampled_from(NAMES), max_size=4))
def test_missing_files_are_read_without_or_refused_in_words(missing: list[str]) -> None:
    read({name: text for name, text in STARTER.items() if name not in missing})
