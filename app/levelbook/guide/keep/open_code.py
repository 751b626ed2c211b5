"""This module finds code that people began in the guide and did not end: readers show the parts behind it as code.

levelbook knows its blocks in there and assembles them as ever, so that nothing but a look at a page shows the slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.guide.keep import front_matter
from levelbook.guide.keep.blocks import FoundBlock, lines_of, parse
from levelbook.guide.keep.markers import MARKER
from levelbook.guide.keep.normal_form import parser

_AS_IT_STANDS = "pre|script|style|textarea"
"""Elements of HTML that end at their closing tag alone."""
_MAY_BEGIN_CODE = re.compile(rf"`{{3}}|~{{3}}|<(?:{_AS_IT_STANDS})\b", re.IGNORECASE)
_ELEMENT = re.compile(rf" {{0,3}}<(?P<name>{_AS_IT_STANDS})\b", re.IGNORECASE)
_BEHIND = "A paragraph."
"""Stands for the next part, which begins at the start of a line: there a list or a quotation ends, and its code too."""


@frozen
class OpenCode:
    """Open code is what people began between two markers and did not end before the next one."""

    block: str
    """Id of the block in which it begins, or below which; empty above the first."""
    line: int
    """In the file, from 1."""
    begins_with: str
    ends_with: str
    """What would end it."""
    is_below: bool = False
    """It begins below the block, in people's own text between two."""


def open_code(existing: str) -> tuple[OpenCode, ...]:
    """Find the code in a guide that people left open in front of another part. Raises DamagedGuide."""
    if not _MAY_BEGIN_CODE.search(existing):
        return ()
    blocks = parse(existing).blocks
    if not blocks:
        return ()
    lines = lines_of(existing)
    first = len(lines) - len(front_matter.split(lines)[1])
    found = _open_in(lines, range(first, blocks[0].line - 1), "", is_below=False)
    for block, following in pairwise(blocks):  # nothing is hidden behind the last one
        end = _end_of(block, lines, following.line - 1)
        if not block.generated:
            found = (*found, *_open_in(lines, range(block.line, end), block.id, is_below=False))
        found = (*found, *_open_in(lines, range(end + 1, following.line - 1), block.id, is_below=True))
    return found


def _end_of(block: FoundBlock, lines: Sequence[str], following: int) -> int:
    """Return the line of a block's last marker, from 0: that of its only one where it was left out."""
    if block.omitted:
        return block.line - 1
    ends = (MARKER.fullmatch(lines[index]) for index in range(block.line, following))
    return next((block.line + at for at, marker in enumerate(ends) if marker and marker["ends"] == block.id), following)


def _open_in(lines: Sequence[str], where: range, block: str, *, is_below: bool) -> tuple[OpenCode, ...]:
    said = [lines[index] for index in where]
    return tuple(
        OpenCode(block, where.start + at + 1, clean_line(said[at]), ends_with, is_below=is_below)
        for at, ends_with in _begun(said)
    )


def _begun(said: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the line, from 0, at which code begins that swallows whatever is written behind, and what would end it."""
    if not _MAY_BEGIN_CODE.search("\n".join(said)):
        return
    for token in parser().parse("\n".join((*said, _BEHIND))):
        at, end = token.map or (0, 0)
        if at >= len(said) or end <= len(said):
            continue
        if token.type == "fence":
            yield at, token.markup
        elif token.type == "html_block" and (element := _ELEMENT.match(token.content)):
            yield at, f"</{element['name'].lower()}>"
