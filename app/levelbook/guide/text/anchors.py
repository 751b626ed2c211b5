"""This module words headings so that every reader gives them the same anchor, and links to them.

GitHub and MkDocs derive an anchor from a heading's words, and they differ: in repeated hyphens, in letters outside
ASCII, and in what they append to the second heading of one name. So a heading that repeats an earlier one says its
chapter as well, and what they still disagree about gets no link rather than a dead one. Where people edited a block,
links lead to the heading that is there.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from levelbook.core.text.html_comments import without_html_comments
from levelbook.guide.text.code_fences import code_fences

MOST_OF_A_HEADING: Final = 500
"""Characters of a heading that somebody links to."""
_BEGINS_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t]")
_HEADING: Final = re.compile(r" {0,3}#{1,6}[ \t]+(?P<words>.*?)(?:[ \t]+#+)?[ \t]*")
_UNDERLINE: Final = re.compile(r" {0,3}(?:=+|-+)[ \t]*")


def github_anchor(words: str) -> str:
    """Return the anchor that GitHub gives the first heading of these words."""
    return re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")


def mkdocs_anchor(words: str) -> str:
    """Return the anchor that MkDocs gives the first heading of these words."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


@dataclass
class PageAnchors:
    """Page anchors tell the headings of one page apart: a number is appended until no earlier heading has the anchor.

    GitHub appends it with a hyphen and MkDocs with an underscore. After `round` and `round-1`, a heading that repeats
    the words of the first is `round-2` on GitHub and `round_1` in MkDocs.
    """

    separator: Literal["-", "_"] = "-"
    _times: dict[str, int] = field(default_factory=dict)
    """Anchor to how often a number has been appended to it."""

    def add(self, anchor: str) -> str:
        """Add the next heading, whose words alone make `anchor`, and return the anchor that it gets."""
        own = anchor
        while own in self._times:
            self._times[anchor] += 1
            own = f"{anchor}{self.separator}{self._times[anchor]}"
        self._times[own] = 0
        return own


def heading_of(text: str) -> str:
    """Return the words of a block's first heading; empty where readers would not agree on its anchor.

    People write above it too. Code and comments hold no heading, and an underlined one is nothing to link to.
    """
    if (line := _line_of_heading(text)) is None or len(line) > MOST_OF_A_HEADING or "{" in line:
        return ""
    found = _HEADING.fullmatch(line)
    return html.unescape(re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", found["words"])) if found else ""


def _line_of_heading(text: str) -> str | None:
    lines = without_html_comments(text).split("\n")
    in_code = {number for fence in code_fences(lines) for number in fence}
    above = ""
    for number, line in enumerate(lines):
        if number in in_code:
            above = ""
            continue
        if _BEGINS_HEADING.match(line):
            return line
        if above.strip() and _UNDERLINE.fullmatch(line):
            return None
        above = line
    return None


@dataclass
class Anchors:
    """Anchors hold the headings of one document, in the order in which they were added."""

    _edited: Mapping[str, str] = field(default_factory=dict)
    """Block id to the heading that people left there, of the blocks that they edited; empty where there is none."""
    _headings: dict[str, str] = field(default_factory=dict)
    _anchors: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def add(self, block_id: str, words: str, *, chapter: str = "") -> str:
        """Add a heading and return its words, with the chapter's title behind them where they repeat another's."""
        if chapter and github_anchor(words) in self._taken:
            words = f"{words} ({chapter})"
        there = self._edited.get(block_id, words)
        anchor = github_anchor(there)
        if anchor and anchor == mkdocs_anchor(there) and anchor not in self._taken:
            self._anchors[block_id] = f"#{anchor}"
        self._taken.add(anchor)
        self._headings[block_id] = words
        return words

    def heading(self, block_id: str) -> str:
        """Return the heading's words; empty where the document has no such block."""
        return self._headings.get(block_id, "")

    def link(self, block_id: str) -> str:
        """Return the link `#anchor`; empty where not every reader would find the heading."""
        return self._anchors.get(block_id, "")
