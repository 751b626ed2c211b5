"""The guide cut into chapters, and what people changed in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from levelbook.core.errors import LevelbookError, Problem
from levelbook.core.frozen import frozen
from levelbook.guide.keep.merge import EditedBlock
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.guide import markdown
from levelbook.tui.literal_text import content, join, line
from levelbook.tui.widgets.rows import Row, by_key
from levelbook.words.figures import plural

if TYPE_CHECKING:
    from levelbook.guide.keep.dead_links import DeadLink

_MARKER = re.compile(r"(?:<!--|\{/\*) levelbook:(begin|end) (\S+)(?: [0-9a-f]+)? (?:-->|\*/\})\s*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"## +([^ ].*)")
_CLOSED = re.compile(r"(?<! ) +#+$")

TO_FILL_IN = "to fill in"
"""The state of the team's own part while nobody has written in it."""
EDITED = {
    "edited": "edited by hand: kept as it is",
    "behind": "edited by hand, and behind: levelbook's text has changed since",
}


@frozen
class Chapter:
    """A chapter of the guide as it is on disk."""

    title: str
    text: str
    blocks: tuple[str, ...]
    """Ids of the blocks in it."""
    line: int
    """Where it begins in the file, from 1."""

    def state(self, states: Mapping[str, str]) -> str:
        """Give the most urgent state that one of its blocks has; empty where none has one."""
        found = {states.get(block, "") for block in self.blocks}
        return next((state for state in (TO_FILL_IN, "behind", "edited") if state in found), "")


def chapters(guide: str) -> list[Chapter]:
    """The guide without its front matter, cut at its second-level headings."""
    made: list[Chapter] = []
    title, lines, blocks, fence = "Start", list[str](), list[str](), ""
    text = _without_front_matter(guide)
    begins = guide[: len(guide) - len(text)].count("\n") + 1
    for number, one in enumerate(text.split("\n"), start=begins):
        opened = _FENCE.match(one)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
        marker = _MARKER.fullmatch(one)
        if marker and marker[1] == "begin":
            blocks.append(marker[2])
        heading = None if fence else _HEADING.match(one)
        if heading:
            begun = _begun_above(lines)
            here = [blocks.pop()] if begun and blocks else []
            made.append(Chapter(title, "\n".join(lines[: len(lines) - len(begun)]), tuple(blocks), begins))
            title, lines, blocks, begins = _CLOSED.sub("", heading[1].rstrip(" ")), begun, here, number
        lines.append(one)
    made.append(Chapter(title, "\n".join(lines), tuple(blocks), begins))
    return [chapter for chapter in made if _MARKER.sub("", chapter.text).strip()]


def _begun_above(lines: Sequence[str]) -> list[str]:
    """Return the lines from a marker on, where the block that it begins has its heading right below them."""
    place = next((place for place in reversed(range(len(lines))) if lines[place].strip()), None)
    marker = None if place is None else _MARKER.fullmatch(lines[place])
    return list(lines[place:]) if marker and marker[1] == "begin" else []


def _without_front_matter(guide: str) -> str:
    if not guide.startswith("---\n"):
        return guide
    end = guide.find("\n---\n", 3)
    return guide if end < 0 else guide[end + 5 :]


def states(edited: Iterable[EditedBlock]) -> dict[str, str]:
    """Block id to `edited` or `behind`."""
    return {block.id: "behind" if block.behind else "edited" for block in edited}


DAMAGED = "!"
"""The key of the row that tells of damage, or why the guide cannot be assembled."""
DEAD_LINKS = "#"
"""The key of the row that tells of people's links which lead to no heading."""
OPEN_CODE = "`"
"""The key of the row that tells of people's code and hiding elements which have no end."""


def list_rows(found: list[Chapter], states: Mapping[str, str], *, wrong: str = "") -> list[Row]:
    """The chapters, each with what people changed in it. wrong: what is wrong with the guide or its template."""
    first = [Row(line(wrong, "bad"), lead=line("! ", "bad"), key=DAMAGED, clip=True)] if wrong else []
    return first + [
        _chapter_row(key, chapter, chapter.state(states)) for key, chapter in chapters_by_key(found).items()
    ]


def chapters_by_key(found: list[Chapter]) -> dict[str, Chapter]:
    """Map the keys of rows to the chapters, in order."""
    return by_key(found, lambda chapter: f"chapter:{chapter.title}")


def _chapter_row(key: str, chapter: Chapter, state: str) -> Row:
    ink = "warn" if state in ("behind", TO_FILL_IN) else "dim"
    return Row(line(chapter.title), key=key, right=line(f"✎ {state}" if state else "", ink), lines=2, hang=2)


def summary_rows(
    edited: Sequence[EditedBlock], dead_links: Sequence[DeadLink], open_code: Sequence[Problem], keys: Keys
) -> list[Row]:
    """Say how much of the guide people edited, how much of that is behind, and what is wrong with their own text."""
    behind = sum(block.behind for block in edited)
    counted = (
        (DEAD_LINKS, plural(len(dead_links), "dead link")),
        (OPEN_CODE, plural(len(open_code), "place left unclosed", "places left unclosed")),
    )
    faults = [
        Row(line(said, "warn"), lead=line("! ", "warn"), key=key)
        for (key, said), there in zip(counted, (dead_links, open_code), strict=True)
        if there
    ]
    if not edited:
        return faults
    only = len(edited) - behind
    said = [f"{behind} behind" if behind else "", f"{only} edited" if only else ""]
    return [
        Row(
            join(
                line(" and ".join(filter(None, said)), "warn" if behind else "dim"),
                line("  "),
                line(keys.key("guide-settle"), "key"),
                line(" shows them", "dim"),
            ),
            lead=line("✎ ", "warn" if behind else "dim"),
        ),
        *faults,
    ]


def page_rows(chapter: Chapter, states: Mapping[str, str], width: int) -> list[Row]:
    """Draw one chapter, with a row to choose before each block that people edited."""
    rows: list[Row] = []
    for block, text in _pieces(chapter.text):
        state = states.get(block, "")
        if state in EDITED and text.strip():
            ink = "warn" if state == "behind" else "dim"
            rows += [markdown.BLANK, Row(line(EDITED[state], ink), lead=line("✎ ", ink), key=block)]
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


def nothing_rows(keys: Keys) -> list[Row]:
    """Say what is there before the first assembly."""
    return [
        Row(line("There is no guide yet.", "strong")),
        Row(
            join(
                line("Press "),
                line(keys.key("guide-assemble"), "key"),
                line(" to write it from the answers. It is useful before the first one."),
            )
        ),
    ]


def damage_rows(refused: LevelbookError, keys: Keys) -> list[Row]:
    """Say what is wrong with the guide, and the two ways to mend it."""
    lines = refused.lines()
    told = lines[:-1] if refused.remedy else lines
    return [
        Row(line("The guide is damaged: levelbook cannot tell your words from its own.", "bad")),
        Row(line("Nothing is written until it is repaired.", "dim")),
        markdown.BLANK,
        *(Row(content(one), lead=line("! ", "bad")) for one in told),
        markdown.BLANK,
        Row(join(line(keys.key("guide-edit"), "key"), line(" opens it in your editor at the first of these lines."))),
        Row(
            join(
                line(keys.key("guide-repair"), "key"),
                line(" turns the damaged parts into plain text. No line is lost; it asks first."),
            )
        ),
    ]


def dead_link_rows(dead_links: Sequence[DeadLink], keys: Keys) -> list[Row]:
    """Name each dead link and its line in the file, and say who can mend it."""
    from levelbook.book.publishing.guide_links import DEAD_LINK_REMEDY, dead_link_words  # 56 ms, as for assembling

    return [
        *(Row(content(f"Line {one.line}, {dead_link_words(one)}"), lead=line("! ", "warn")) for one in dead_links),
        markdown.BLANK,
        Row(line(DEAD_LINK_REMEDY)),
        Row(join(line(keys.key("guide-edit"), "key"), line(" opens it in your editor at the first of these lines."))),
    ]


def open_code_rows(open_code: Sequence[Problem], keys: Keys) -> list[Row]:
    """Name each piece of code that people left open and its line in the file, and say what ends it."""
    return [
        *(Row(content(f"Line {one.line}, {one.message} {one.remedy}"), lead=line("! ", "warn")) for one in open_code),
        markdown.BLANK,
        Row(join(line(keys.key("guide-edit"), "key"), line(" opens it in your editor at the first of these lines."))),
    ]
