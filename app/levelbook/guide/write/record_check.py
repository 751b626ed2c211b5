"""This module searches the record, a long document that nobody writes in, for what a template may not put there.

The guide is parsed as Markdown and searched (`markdown.check_generated`). The record is three times as long, and
parsing it would take a third of the time that a guide may take; so it is searched line by line for what only a
template at fault could have put there. The tests parse it as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from levelbook.core.text.cleaning import clean_line
from levelbook.guide.text.markdown import label

ELSEWHERE = "a link that leads elsewhere"
_START = r"^(?: {0,3}> ?)*"
"""Where a line begins, in the quotation of a note too."""
_FAULTS = (
    (r"<(?!https?://[^\s<>]+>)[A-Za-z!?/]", "HTML"),
    (_START + r" {0,3}(?:`{3}|~{3})", "a code block"),
    (_START + r" {0,3}(?:=+|-+) *$", "an underlined heading, or a rule"),
    (r"\{[{%#]", "a macro of MkDocs"),
    (_START + r"[ \t]*\[[^\]\n]+\]:", "a definition"),
    (r"\[[^\[\]\n]*\]\((?![#\w][\w./#-]*\))", ELSEWHERE),
)
_SEARCH = re.compile("|".join(f"(?P<f{place}>{pattern})" for place, (pattern, _) in enumerate(_FAULTS)), re.MULTILINE)
_HEADING = re.compile(_START + r" {0,3}(#{1,6})[ \t]+([^\n]*)$", re.MULTILINE)


def faults(text: str, headings: Sequence[tuple[int, str]], links: Collection[str] = ()) -> list[str]:
    """List what the document holds and should not, each with its line; empty when all is well.

    links: those that people wrote in their notes, as they are in Markdown.
    """
    return [*_misplaced(text, tuple(links)), *_other_headings(text, headings)]


@lru_cache(maxsize=8)
def _misplaced(text: str, links: tuple[str, ...]) -> tuple[str, ...]:
    """Search a record once, though one command assembles the same several times."""
    return tuple(_each_misplaced(text, links))


def _each_misplaced(text: str, links: tuple[str, ...]) -> Iterator[str]:
    for match in _SEARCH.finditer(text):
        what = next(name for place, (_, name) in enumerate(_FAULTS) if match[f"f{place}"] is not None)
        if what == ELSEWHERE and text.startswith(links, match.start()):
            continue
        yield f"line {text.count(chr(10), 0, match.start()) + 1}: {what}"


def _other_headings(text: str, headings: Sequence[tuple[int, str]]) -> Iterator[str]:
    found = [(len(match[1]), match[2].rstrip(" \t")) for match in _HEADING.finditer(text)]
    wanted = [(level, str(label(clean_line(words)))) for level, words in headings]
    if found != wanted:
        at = next(
            (place for place, pair in enumerate(zip(found, wanted, strict=False)) if pair[0] != pair[1]), len(wanted)
        )
        yield f"headings: {len(wanted)} expected and {len(found)} found; they differ from the {at + 1}th on"
