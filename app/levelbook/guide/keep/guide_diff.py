"""This module compares two guides, block by block and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

from levelbook.core.frozen import frozen
from levelbook.guide.keep import blocks
from levelbook.guide.keep.normal_form import says_the_same
from levelbook.guide.keep.unwrapping import unwrapped
from levelbook.guide.keep.word_diff import Piece, changed_words, excerpt, in_lines, marked

TOP = "text on top"
"""Stands for the id of what comes before the first block."""


@frozen
class BlockChange:
    """A block change says what became of one block with its notes, or of the text before the first block."""

    id: str
    """`text on top` for what is before the first block."""
    kind: Literal["added", "removed", "changed"]
    old: str
    """Empty where it was added."""
    new: str
    """Empty where it was removed."""

    @cached_property
    def words(self) -> tuple[Piece, ...]:
        """Compare the two texts word by word."""
        return changed_text(self.old, self.new)

    @property
    def heading(self) -> str:
        """Return the block's first heading, of the newer text; empty where there is none."""
        return heading(self.new) or heading(self.old)


def changed_text(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts word by word; how lines are wrapped, and how wide columns are, is nobody's change.

    Where nothing else is, as in code that only its indentation shows, the ends of lines are what changed.
    """
    old, new = _narrow(old), _narrow(new)
    before, after = _unwrapped(old), _unwrapped(new)
    return changed_words(old, new) if before == after else changed_words(before, after)


def compare(old: str, new: str) -> tuple[BlockChange, ...]:
    """Return every block that differs, in the order of the new guide, the removed ones last. Raises DamagedGuide."""
    before, after = _texts(old), _texts(new)
    return tuple(_changes(before, after))


def heading(text: str) -> str:
    """Return the first heading of a Markdown text; empty where there is none."""
    found = re.search(r"^#{1,6}[ \t]+([^\n]*)", text, re.MULTILINE)
    return found[1].rstrip(" \t").rstrip("#").rstrip(" \t") if found else ""


_ROW = re.compile(r"^\|.*\|$", re.MULTILINE)
_RULE = re.compile(r"\|[ :|-]*\|")


def _narrow(text: str) -> str:
    """Take the padding out of the tables of a Markdown text."""
    return _ROW.sub(lambda row: _narrow_row(row[0]), text)


def _unwrapped(text: str) -> str:
    return "\n".join(unwrapped(text.split("\n")))


def _narrow_row(row: str) -> str:
    if _RULE.fullmatch(row):
        return re.sub(r"-+", "-", row)
    return re.sub(r" {2,}\|", " |", row)


def _texts(guide: str) -> Mapping[str, str]:
    parsed = blocks.parse(guide)
    texts = {TOP: parsed.preface} if parsed.preface else {}
    for block in parsed.blocks:
        notes = f"\n\n{block.notes}" if block.notes else ""
        texts[block.id] = block.text.strip("\n") + notes
    return texts


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[BlockChange]:
    for name, text in after.items():
        if name not in before:
            yield BlockChange(name, "added", "", text)
        elif not says_the_same(before[name], text):
            yield BlockChange(name, "changed", before[name], text)
    for name, text in before.items():
        if name not in after:
            yield BlockChange(name, "removed", text, "")


def in_words(changes: Sequence[BlockChange]) -> str:
    """Write the changes as plain lines, a heading for each block; one sentence where there are none."""
    if not changes:
        return "The guides are the same.\n"
    return "\n".join("\n".join((f"{change.kind}: {change.id}", *_lines(change), "")) for change in changes)


def _lines(change: BlockChange) -> Iterator[str]:
    """Yield a whole block with a sign before each line, or the lines that changed with their words marked."""
    if change.kind != "changed":
        sign, text = ("+", change.new) if change.kind == "added" else ("-", change.old)
        yield from (f"{sign}{line}" for line in text.split("\n"))
        return
    for line in excerpt(in_lines(change.words)):
        yield " ⋮" if line is None else f" {marked(line)}"
