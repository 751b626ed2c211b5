'''TOML is laid out one fixed way, so that the same values always give the same bytes.

Scalars of a table come first, then its sub-tables and arrays of tables, each in the order given. A text with line
breaks is a `"""` string, a header has one blank line before it. Lists of scalars stand on one line; where a
`line_limit` is given, a list that does not fit has a line for each item, as taplo, Tombi, dprint and prettier's plug-in
leave it. `tomli_w` formats single values; left alone with a whole document it would flip between inline tables and
headers with line length.
'''

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import tomli_w

LINE_LIMIT = 80
"""Columns that formatters give a list on one line."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN = re.compile(r"[ !#-\[\]-~]*")
"""Printable ASCII without quote and backslash: nothing to escape."""
_UNSEEN = re.compile("[\x80-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""Allowed as they are in a TOML string, but a reader of the file could not see them."""
_IN_LINES = re.compile(r'\\|"(?="")|"\Z|[\x00-\x09\x0b-\x1f\x7f]| (?=\n)|^([<=>|])(?=\1{6}(?:\s|\Z))', re.MULTILINE)
"""Characters to escape in a multi-line string. Many editors would remove spaces at line ends, and a pasted line that
looks like a conflict marker of git's would be taken for one."""


def key(text: str) -> str:
    """Write one part of a key: bare where TOML allows, otherwise quoted."""
    return text if _BARE_KEY.fullmatch(text) else _quoted(text)


def value(item: Any) -> str:
    """Write a value on one line."""
    if isinstance(item, str):
        return f'"{item}"' if _PLAIN.fullmatch(item) else _quoted(item)
    if isinstance(item, datetime):
        return _moment(item)
    if isinstance(item, list | tuple):
        return f"[{', '.join(value(part) for part in item)}]"
    if isinstance(item, Mapping):
        pairs = ", ".join(f"{key(name)} = {value(part)}" for name, part in item.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return _by_tomli_w(item)


def pair(name: str, item: Any, line_limit: int | None = None) -> str:
    """Write a line `key = value`; several for a text with line breaks, or a list that is longer than the limit."""
    if isinstance(item, str) and "\n" in item:
        return f'{key(name)} = """\n{_visible(_IN_LINES.sub(_escape, item))}"""\n'
    line = f"{key(name)} = {value(item)}\n"
    if line_limit is None or len(line.rstrip("\n")) <= line_limit or not isinstance(item, list | tuple) or not item:
        return line
    items = "".join(f"  {value(part)},\n" for part in item)
    return f"{key(name)} = [\n{items}]\n"


def table(name: str, content: Mapping[str, Any], *, is_array: bool = False, line_limit: int | None = None) -> str:
    """Write a table with everything below it. `name` is its key as in the header, already quoted where needed."""
    return (f"\n[[{name}]]\n" if is_array else f"\n[{name}]\n") + inside(name, content, line_limit)


def inside(name: str, content: Mapping[str, Any], line_limit: int | None = None) -> str:
    """Write what is below a header; `name` is empty for the document itself."""
    lines, tables = [], []
    for part, item in content.items():
        if not is_tabular(item):
            lines.append(pair(part, item, line_limit))
            continue
        below = f"{name}.{key(part)}" if name else key(part)
        if isinstance(item, Mapping):
            tables.append(table(below, item, line_limit=line_limit))
        else:
            tables += [table(below, entry, is_array=True, line_limit=line_limit) for entry in item]
    return "".join((*lines, *tables))


def is_tabular(item: object) -> bool:
    """Return whether a value gets headers of its own."""
    if isinstance(item, str):  # most are, and asking whether one is a Mapping takes long
        return False
    if isinstance(item, list | tuple):
        return bool(item) and all(isinstance(entry, Mapping) for entry in item)
    return isinstance(item, Mapping)


def _moment(item: datetime) -> str:
    if item.utcoffset() == timedelta(0):
        return item.replace(tzinfo=None).isoformat() + "Z"
    return item.isoformat()


def _quoted(text: str) -> str:
    return _visible(_by_tomli_w(text))


def _by_tomli_w(item: object) -> str:
    return tomli_w.dumps({"k": item})[len("k = ") : -1]


def _visible(text: str) -> str:
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if found in '\\"':
        return "\\" + found
    return {"\t": "\\t", "\r": "\\r"}.get(found, f"\\u{ord(found):04x}")
