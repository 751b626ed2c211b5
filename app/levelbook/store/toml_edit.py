"""Some tables of a TOML text that a person laid out are changed; everything else stays where it is.

A table reaches from its header to its last key. Blank lines and comments after that are before the next header and
are taken to speak of it. A comment inside a table that is replaced is kept, below the new header.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.reading.toml import Lines, comments, parse_toml

Keys = tuple[str, ...]
"""The dotted key of a table."""


@frozen
class HandWrittenToml:
    """A hand-written text is one that a person laid out."""

    text: str
    document: Mapping[str, Any]
    """Its content as TOML."""

    def with_tables(self, changed: Mapping[Keys, str], order: Sequence[Keys], path: str) -> HandWrittenToml | None:
        """Return the text with some tables replaced by other text, in which "" removes.

        None when the result would not say exactly that, or a comment would be lost: tables can be written in ways
        that have no header.
        """
        text = _with_tables(self.text, changed, order)
        meant = dict(self.document)
        for keys, table_text in changed.items():
            meant = _with_value(meant, keys, parse_toml(table_text, path))
        try:
            document = parse_toml(text, path)
        except FileIsWrong:
            return None
        if document != meant or Counter(comments(self.text)) - Counter(comments(text)):
            return None
        return HandWrittenToml(text, document)

    def with_number(self, key: str, number: int, *, after: str) -> HandWrittenToml | None:
        """Return the text with a number at its head; it comes after the key `after` where it is not there yet.

        None where the head is written in a way that this cannot change.
        """
        if self.document.get(key) == number:
            return self
        head = self.text[: _end_of_head(self.text)]
        value = re.compile(rf"^({key}[ \t]*=[ \t]*)\d+", re.MULTILINE)
        line_before = re.compile(rf"^{after}[ \t]*=[^\n]*\n", re.MULTILINE)
        new = value.sub(rf"\g<1>{number}", head, count=1)
        if new == head:
            new = line_before.sub(lambda found: f"{found[0]}{key} = {number}\n", head, count=1)
        text = new + self.text[len(head) :]
        try:
            document = parse_toml(text, "")
        except FileIsWrong:
            return None
        is_meant = document == {**self.document, key: number}
        return HandWrittenToml(text, document) if is_meant else None


def _end_of_head(text: str) -> int:
    """Find where the first table begins."""
    headers = Lines(text).headers
    return sum(len(line) + 1 for line in text.split("\n")[: headers[0].line - 1]) if headers else len(text)


def _with_value(table: Mapping[str, Any], keys: Keys, source: Mapping[str, Any]) -> dict[str, Any]:
    """`table` with the value at `keys` as `source` has it; where it has none, without it and what it leaves empty."""
    key, *rest = keys
    changed = dict(table)
    if rest:
        inner = _with_value(table.get(key, {}), tuple(rest), source.get(key, {}))
        changed[key] = inner
        if not inner:
            del changed[key]
    elif key in source:
        changed[key] = source[key]
    else:
        changed.pop(key, None)
    return changed


@dataclass
class _Stretch:
    """Lines of a text, from `begin` up to and without `end`, that belong to one of the tables wanted, or to none."""

    begin: int
    end: int
    owner: Keys | None


def _with_tables(text: str, changed: Mapping[Keys, str], order: Sequence[Keys]) -> str:
    """`text` with the tables of some owners replaced; the sub-tables of an owner belong to it.

    One that the text does not have yet goes after the owner that precedes it in `order`, or to the end.
    """
    lines = text.removesuffix("\n").split("\n")
    stretches = _stretches(text, lines, order)
    present = {stretch.owner for stretch in stretches if stretch.owner}
    after: dict[Keys | None, list[Keys]] = {}
    before = _present_before(order, present)
    for owner in changed:
        if owner not in present:
            after.setdefault(before.get(owner), []).append(owner)

    result: list[str] = []
    replaced: set[Keys] = set()
    last = {stretch.owner: stretch for stretch in stretches}
    for stretch in stretches:
        old = lines[stretch.begin : stretch.end]
        if stretch.owner is None or stretch.owner not in changed:
            result += old
        else:
            kept = comments("\n".join(old))
            table_text = changed[stretch.owner] if stretch.owner not in replaced else ""
            replaced.add(stretch.owner)
            result += _table_lines(table_text, kept)
            if not table_text and not kept:
                while result and not result[-1].strip():
                    result.pop()
        if stretch.owner is not None and last[stretch.owner] is stretch:
            for owner in after.get(stretch.owner, ()):
                result += ["", *_table_lines(changed[owner], [])]
    for owner in after.get(None, ()):
        result += ["", *_table_lines(changed[owner], [])]
    return "\n".join(result) + "\n"


def _present_before(order: Sequence[Keys], present: Collection[Keys]) -> dict[Keys, Keys | None]:
    """Map each owner to the last one before it that the text has."""
    found: dict[Keys, Keys | None] = {}
    last = None
    for owner in order:
        found.setdefault(owner, last)
        if owner in present:
            last = owner
    return found


def _table_lines(table_text: str, kept: list[str]) -> list[str]:
    lines = table_text.strip("\n").split("\n") if table_text else []
    return [*lines[:1], *kept, *lines[1:]]


def _stretches(text: str, lines: Sequence[str], owners: Sequence[Keys]) -> list[_Stretch]:
    """The whole text, cut where an owner's tables begin and end."""
    wanted = set(owners)
    headers = Lines(text).headers
    stretches: list[_Stretch] = []
    position = 0
    for index, header in enumerate(headers):
        begin = header.line - 1
        end = headers[index + 1].line - 1 if index + 1 < len(headers) else len(lines)
        while end > begin + 1 and _is_between(lines[end - 1]):
            end -= 1
        owner = next((header.keys[:size] for size in (1, 3) if header.keys[:size] in wanted), None)
        if owner is None:
            continue
        if stretches and stretches[-1].owner == owner and all(map(_is_between, lines[position:begin])):
            stretches[-1].end = end  # its own sub-table: what is between belongs to it
        else:
            if begin > position:
                stretches.append(_Stretch(position, begin, None))
            stretches.append(_Stretch(begin, end, owner))
        position = end
    stretches.append(_Stretch(position, len(lines), None))
    return stretches


def _is_between(line: str) -> bool:
    bare = line.strip()
    return not bare or bare.startswith("#")
