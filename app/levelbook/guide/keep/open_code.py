"""This module finds what people began in the guide and did not end: readers show the parts behind it as code.

Behind an element of HTML that folds its content away, such as `<details>`, they do not show them at all. levelbook
knows its blocks in there and assembles them as ever, so that nothing but a look at a page shows the slip.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
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
_HIDING = "details|dialog|template"
"""Elements of HTML that show what is in them once somebody unfolds them, or never."""
_MAY_BEGIN_CODE = re.compile(rf"`{{3}}|~{{3}}|<(?:{_AS_IT_STANDS})\b", re.IGNORECASE)
_ELEMENT = re.compile(rf" {{0,3}}<(?P<name>{_AS_IT_STANDS})\b", re.IGNORECASE)
_MAY_HIDE = re.compile(rf"<(?:{_HIDING})(?![\w-])", re.IGNORECASE)
_HIDING_TAG = re.compile(rf"<(?P<ends>/?)(?P<name>{_HIDING})(?![\w-])(?P<rest>[^<>]*)", re.IGNORECASE)
_NO_TAGS = re.compile(
    r"<!--.*?(?:-->|$)|<(?P<raw>script|style|textarea)\b.*?(?:</(?P=raw)|$)", re.IGNORECASE | re.DOTALL
)
_UNFOLDED = re.compile(r"\bopen\b", re.IGNORECASE)
_BREAKS = ("softbreak", "hardbreak")
_BEHIND = "A paragraph."
"""Stands for the next part, which begins at the start of a line: there a list or a quotation ends, and its code too."""


@frozen
class OpenCode:
    """Open code is what people began between two markers and did not end before the next one.

    An element that hides what is in it counts, too, where nothing in the whole guide ends it.
    """

    block: str
    """Id of the block in which it begins, or below which; empty above the first."""
    line: int
    """In the file, from 1."""
    begins_with: str
    ends_with: str
    """What would end it."""
    is_below: bool = False
    """It begins below the block, in people's own text between two."""
    hides: bool = False
    """It is an element that hides what follows; code shows it in another form."""


def open_code(existing: str) -> tuple[OpenCode, ...]:
    """Find the code in a guide that people left open in front of another part. Raises DamagedGuide."""
    may_begin_code, may_hide = _MAY_BEGIN_CODE.search(existing), _MAY_HIDE.search(existing)
    blocks = parse(existing).blocks if may_begin_code or may_hide else ()
    if not blocks:
        return ()
    lines = lines_of(existing)
    first = len(lines) - len(front_matter.split(lines)[1])
    code = _code_in_parts(lines, first, blocks) if may_begin_code else ()
    hiding = _hiding(lines, first, blocks) if may_hide else ()
    return tuple(sorted((*code, *hiding), key=lambda one: one.line))


def _code_in_parts(lines: Sequence[str], first: int, blocks: Sequence[FoundBlock]) -> tuple[OpenCode, ...]:
    found = _open_in(lines, range(first, blocks[0].line - 1), "", is_below=False)
    for block, following in pairwise(blocks):  # nothing is hidden behind the last one
        end = _end_of(block, lines, following.line - 1)
        if not block.generated:
            found = (*found, *_open_in(lines, range(block.line, end), block.id, is_below=False))
        found = (*found, *_open_in(lines, range(end + 1, following.line - 1), block.id, is_below=True))
    return found


def _hiding(lines: Sequence[str], first: int, blocks: Sequence[FoundBlock]) -> Iterator[OpenCode]:
    """Yield the elements in people's text that nothing ends, and that hide another part: none is behind the last.

    Of several in one place the first is yielded, which hides the others.
    """
    begins = [block.line for block in blocks]
    ends: dict[str, int] = {}
    told: set[tuple[str, bool]] = set()
    for at, name in sorted(_never_ended(lines[first:])):
        line = first + at + 1
        if line > begins[-1]:
            return
        block = blocks[place - 1] if (place := bisect_right(begins, line)) else None
        if block is not None and block.id not in ends:
            ends[block.id] = _end_of(block, lines, blocks[place].line - 1 if place < len(blocks) else len(lines))
        is_below = block is not None and line > ends[block.id]
        where = (block.id if block else "", is_below)
        if where in told or (block is not None and block.generated and not is_below):
            continue
        told.add(where)
        yield OpenCode(where[0], line, clean_line(lines[line - 1]), f"</{name}>", is_below=is_below, hides=True)


def _never_ended(said: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the line, from 0, and the name of each element that hides what is in it and that no tag ends."""
    begun: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for at, html in _html_in(said):
        plain, counted = _NO_TAGS.sub(lambda gone: "\n" * gone[0].count("\n"), html), 0
        for tag in _HIDING_TAG.finditer(plain):
            open_ones = begun[tag["name"].lower()]
            at, counted = at + plain.count("\n", counted, tag.start()), tag.start()
            if not tag["ends"]:
                open_ones.append((at, not _UNFOLDED.search(tag["rest"])))
            elif open_ones:
                open_ones.pop()
    return ((at, name) for name, open_ones in begun.items() for at, is_hidden in open_ones if is_hidden)


def _html_in(said: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the HTML in a text, in its order, each with its line, from 0."""
    for token in parser().parse("\n".join(said)):
        at = token.map[0] if token.map else 0
        if token.type == "html_block":
            yield at, token.content
        for child in token.children or ():
            at += child.type in _BREAKS
            if child.type == "html_inline":
                yield at, child.content


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
