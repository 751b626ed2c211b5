"""The guide cut into chapters, and what people changed in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from levelbook.guide.blocks import BlockState
from levelbook.tui import hints
from levelbook.tui.plain import join, line
from levelbook.tui.views import markdown
from levelbook.tui.widgets.rows import Row

_MARKER = re.compile(r"<!-- levelbook:(begin|end) (\S+)(?: [0-9a-f]+)? -->\s*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"## +(.+?)(?: +#+)? *$")

EDITED = {
    "edited": "edited by hand: kept as it is",
    "behind": "edited by hand, and behind: the answers say something else now",
}


@dataclass(frozen=True)
class Chapter:
    """A chapter of the guide as it is on disk."""

    title: str
    text: str
    blocks: tuple[str, ...]
    """Ids of the blocks in it."""

    def state(self, states: Mapping[str, str]) -> str:
        """`behind` or `edited` where one of its blocks is; empty otherwise."""
        found = {states.get(block, "") for block in self.blocks}
        return "behind" if "behind" in found else "edited" if "edited" in found else ""


def chapters(guide: str) -> list[Chapter]:
    """The guide without its front matter, cut at its second-level headings."""
    made: list[Chapter] = []
    title, lines, blocks, fence = "Start", list[str](), list[str](), ""
    for text in _without_front_matter(guide).split("\n"):
        opened = _FENCE.match(text)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
        marker = _MARKER.fullmatch(text)
        if marker and marker[1] == "begin":
            blocks.append(marker[2])
        heading = None if fence else _HEADING.match(text)
        if heading:
            # The marker of the block that begins with this heading stands on the line before.
            begun = [lines.pop(), blocks.pop()] if lines and _MARKER.fullmatch(lines[-1]) and blocks else []
            made.append(Chapter(title, "\n".join(lines), tuple(blocks)))
            title, lines, blocks = heading[1], begun[:1], begun[1:]
        lines.append(text)
    made.append(Chapter(title, "\n".join(lines), tuple(blocks)))
    return [chapter for chapter in made if _MARKER.sub("", chapter.text).strip()]


def _without_front_matter(guide: str) -> str:
    if not guide.startswith("---\n"):
        return guide
    end = guide.find("\n---\n", 3)
    return guide if end < 0 else guide[end + 5 :]


def states(blocks: Iterable[BlockState]) -> dict[str, str]:
    """Block id to `edited` or `behind`, of those that people edited."""
    return {block.id: "behind" if block.behind else "edited" for block in blocks if block.edited}


def list_rows(found: list[Chapter], states: Mapping[str, str]) -> list[Row]:
    """The chapters, each with what people changed in it."""
    return [
        Row(line(chapter.title), key=str(place), right=line(chapter.state(states), "warn"), clip=True)
        for place, chapter in enumerate(found)
    ]


def page_rows(chapter: Chapter, states: Mapping[str, str], width: int) -> list[Row]:
    """One chapter, with a line before each block that people edited."""
    rows: list[Row] = []
    for block, text in _pieces(chapter.text):
        state = states.get(block, "")
        if state in EDITED and text.strip():
            rows += [markdown.BLANK, Row(line(EDITED[state], "warn"), lead=line("✎ ", "warn"))]
        made = markdown.rows(text, width)
        if made:
            rows += [markdown.BLANK, *made] if rows and rows[-1] is not markdown.BLANK else made
    return rows[1:] if rows and rows[0] is markdown.BLANK else rows


def _pieces(text: str) -> list[tuple[str, str]]:
    """Block ids (empty between blocks) and the text under each, without the markers."""
    pieces: list[tuple[str, str]] = []
    block, lines = "", list[str]()
    for one in text.split("\n"):
        marker = _MARKER.fullmatch(one)
        if marker:
            pieces.append((block, "\n".join(lines)))
            block, lines = (marker[2] if marker[1] == "begin" else ""), []
        else:
            lines.append(one)
    pieces.append((block, "\n".join(lines)))
    return [(name, part) for name, part in pieces if part.strip()]


def nothing_rows() -> list[Row]:
    """What stands there before the first assembly."""
    return [
        Row(line("There is no guide yet.", "strong")),
        Row(
            join(
                line("Press "),
                line(hints.key("guide-assemble"), "key"),
                line(" to assemble it from the answers. It is usable before the first of them."),
            )
        ),
    ]
