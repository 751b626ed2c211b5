"""Headings that every reader gives the same anchor, and links to them.

GitHub and MkDocs derive an anchor from a heading's words, and they differ: in repeated hyphens, in letters outside
ASCII, and in what they append to the second heading of one name. So a heading that repeats an earlier one says its
chapter as well, and what they still disagree about gets no link rather than a dead one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field


def github_anchor(words: str) -> str:
    return re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")


def mkdocs_anchor(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


@dataclass
class Anchors:
    """The headings of one document, in the order in which they were added."""

    _headings: dict[str, str] = field(default_factory=dict)
    _anchors: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def add(self, block_id: str, words: str, *, chapter: str = "") -> str:
        """Enter a heading; gives its words, with the chapter's title behind them where they alone would repeat one."""
        if chapter and github_anchor(words) in self._taken:
            words = f"{words} ({chapter})"
        anchor = github_anchor(words)
        if anchor and anchor == mkdocs_anchor(words) and anchor not in self._taken:
            self._anchors[block_id] = f"#{anchor}"
        self._taken.add(anchor)
        self._headings[block_id] = words
        return words

    def heading(self, block_id: str) -> str:
        """The words of the heading; empty where the document has none for it."""
        return self._headings.get(block_id, "")

    def link(self, block_id: str) -> str:
        """`#anchor`, or empty where there is no heading that every reader finds."""
        return self._anchors.get(block_id, "")
