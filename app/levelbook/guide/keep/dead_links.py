"""This module finds links in people's own text that lead to no heading of the guide, and says which heading they meant.

levelbook's links follow a heading that somebody renamed. People's do not: what they wrote stays to the letter.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.guide.keep.blocks import Block, FoundBlock, lines_of, parse
from levelbook.guide.write.anchors import MOST_OF_A_HEADING, github_anchor, heading_of, mkdocs_anchor

_LINK = re.compile(
    r"(?<!!)\[(?P<label>(?:\\.|[^\]\\\n]){0,500})\]\(<?#(?P<target>[^)\s>]{1,500})>?(?:\s[^)]{0,500})?\)"
)
_CODE = re.compile(r"(?<!`)(`{1,9})(?!`).{0,2000}?(?<!`)\1(?!`)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_OWN_ANCHOR = re.compile(r"""(?:\b(?:id|name)=["']?|\{:?[^}\n]{0,200}#)(?P<id>[\w.:-]{1,500})""")


@frozen
class DeadLink:
    """A dead link is one of people's that leads to no heading."""

    block: str
    """Id of the block in which it is, or below which; empty above the first."""
    line: int
    """In the file, from 1."""
    label: str
    """The words that are linked."""
    target: str
    """The anchor to which it leads, without `#`."""
    meant: str = ""
    """The heading that it meant, by levelbook's own word for it; empty where nobody can tell."""
    heading: str = ""
    """The heading that stands there now; empty where there is none."""


def dead_links(existing: str, generated: Callable[[], Iterable[Block]]) -> tuple[DeadLink, ...]:
    """Find the dead links in a guide's text that people wrote, in its order. Raises DamagedGuide.

    generated: what levelbook has to say in each block; asked for only where a link is dead.
    """
    parsed = parse(existing)
    lines = lines_of(existing)
    anchors = _anchors(lines)
    every = [
        (number, found)
        for number, line in _outside_code(lines)
        if "](" in line
        for found in _LINK.finditer(_CODE.sub(lambda code: " " * len(code[0]), line))
        if not _leads_somewhere(found["target"], anchors)
    ]
    # Whether nobody wrote in a block takes longer to tell than where its links lead.
    dead = [(number, found) for number, found in every if not _is_in_generated(number, parsed.blocks)]
    if not dead:
        return ()
    own = {block.id: heading_of(block.text) for block in generated()}
    there = {block.id: heading_of(block.text.strip("\n")) for block in parsed.blocks}
    return tuple(_dead_link(number, found, parsed.blocks, own, there) for number, found in dead)


def _dead_link(
    number: int, found: re.Match[str], blocks: Sequence[FoundBlock], own: Mapping[str, str], there: Mapping[str, str]
) -> DeadLink:
    target, label = unquote(found["target"]), clean_line(html.unescape(found["label"]))
    meant = next((name for name, words in own.items() if words and github_anchor(words) == target.lower()), "")
    meant = meant or next((name for name, words in own.items() if words and words == label), "")
    return DeadLink(
        block=next((block.id for block in reversed(blocks) if block.line <= number), ""),
        line=number,
        label=label,
        target=clean_line(target),
        meant=own.get(meant, ""),
        heading=clean_line(there.get(meant, "")),
    )


def _is_in_generated(number: int, blocks: Sequence[FoundBlock]) -> bool:
    """Tell whether a line stands in a block in which nobody wrote."""
    block = next((block for block in reversed(blocks) if block.line <= number), None)
    return block is not None and number <= block.line + 1 + block.text.count("\n") and block.generated


def _outside_code(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are in no code fence, with their numbers from 1."""
    fence = ""
    for number, line in enumerate(lines, start=1):
        opened = _FENCE.match(line)
        if opened and not fence:
            fence = opened[1]
        elif opened and opened[1].startswith(fence) and not line[opened.end() :].strip():
            fence = ""
        elif not fence:
            yield number, line


def _anchors(lines: Sequence[str]) -> set[str]:
    """Return every anchor that some reader gives a heading of the file, and those that people set themselves."""
    anchors: set[str] = {"top"}
    seen: Counter[str] = Counter()
    before = ""
    for _, line in _outside_code(lines):
        anchors.update(found["id"].lower() for found in _OWN_ANCHOR.finditer(line))
        heading = line if _HEADING.match(line) else f"# {before}" if before and _UNDERLINE.fullmatch(line) else ""
        before = line.strip()
        words = _words_of(heading)
        spoken = {words, words.replace("_", "")}  # marks of emphasis, or part of a name
        for anchor in {make(one) for one in spoken for make in (github_anchor, mkdocs_anchor)} - {""}:
            seen[anchor] += 1
            more = seen[anchor] - 1
            anchors |= {f"{anchor}-{more}", f"{anchor}_{more}"} if more else {anchor}
    return anchors


def _words_of(heading: str) -> str:
    if len(heading) > MOST_OF_A_HEADING:
        return ""
    plain = re.sub(r"[ \t]*\{[^}]*\}[ \t]*$", "", heading)
    return heading_of(re.sub(r"[*`~]", "", plain)) if plain else ""


def _leads_somewhere(target: str, anchors: set[str]) -> bool:
    return unquote(target).lower() in anchors
