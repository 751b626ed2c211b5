"""Two guides, and what changed from one to the other, block by block."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from levelbook.guide import blocks


@dataclass(frozen=True)
class BlockChange:
    """What became of one block, or of the text before the first."""

    id: str
    """`text on top` for what stands before the first block."""
    kind: Literal["added", "removed", "changed"]
    lines: tuple[str, ...]
    """Lines as in a unified diff: a sign, then the text."""


def compare(old: str, new: str) -> tuple[BlockChange, ...]:
    """Every block that differs, in the order of the new guide, the removed ones last. Raises DamagedGuide."""
    before, after = _texts(old), _texts(new)
    return tuple(_changes(before, after))


def _texts(guide: str) -> Mapping[str, list[str]]:
    parsed = blocks.parse(guide)
    texts = {"text on top": parsed.preface.split("\n")} if parsed.preface else {}
    for block in parsed.blocks:
        notes = ["", *block.notes.split("\n")] if block.notes else []
        texts[block.id] = [*block.text.strip("\n").split("\n"), *notes]
    return texts


def _changes(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> Iterator[BlockChange]:
    for name, text in after.items():
        if name not in before:
            yield BlockChange(name, "added", tuple(f"+{line}" for line in text))
        elif before[name] != text:
            yield BlockChange(name, "changed", tuple(_lines(before[name], text)))
    for name, text in before.items():
        if name not in after:
            yield BlockChange(name, "removed", tuple(f"-{line}" for line in text))


def _lines(old: list[str], new: list[str]) -> Iterator[str]:
    """Changed lines with one line of context, without the headers that only files need."""
    with_file_names = difflib.unified_diff(old, new, n=1, lineterm="")
    for line in islice(with_file_names, 2, None):
        if not line.startswith("@@"):
            yield line


def in_words(old: str, new: str) -> str:
    """The changes as plain lines, a heading for each block. Says so where there are none."""
    changes = compare(old, new)
    if not changes:
        return "The guides are the same.\n"
    parts = [f"{change.kind}: {change.id}\n" + "\n".join(change.lines) + "\n" for change in changes]
    return "\n".join(parts)
