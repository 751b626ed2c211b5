"""Whatever a TOML file of ours may hold: texts of every kind, keys that nobody knows, and values of every type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from levelbook.core.text.cleaning import clean_line
from support.hostile_texts import HOSTILE

hostile = st.sampled_from([text for _, text in HOSTILE if len(text) < 1_000])
words = st.text(max_size=20) | hostile
lines = words.map(clean_line)
some_line = lines.filter(bool)
days = st.dates()
levels = st.integers(0, 4)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
scalars = st.one_of(
    st.text(max_size=20),
    hostile.filter(lambda text: not any(0xD800 <= ord(letter) < 0xE000 for letter in text)),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    days,
    st.datetimes(),
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=zones),
    st.times(),
)
names = st.text(max_size=8) | st.sampled_from(["level", "a b", "a.b", 'a"b', "note", "steps", "answers", "x"])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
tables = st.dictionaries(names, values, max_size=3)


def extras(*known: str) -> st.SearchStrategy[dict[str, Any]]:
    """Keys that levelbook does not know."""
    return st.just({}) | tables.map(lambda table: {key: item for key, item in table.items() if key not in known})


def typed(value: Any) -> Any:
    """A value that is only equal to another of the same kind: `true` is not 1, 1 is not 1.0."""
    if isinstance(value, Mapping):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [typed(item) for item in value]
    return type(value).__name__, str(value)
