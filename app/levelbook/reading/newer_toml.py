"""Syntax of TOML 1.1 is found, which newer parsers read and older ones refuse, Python's own among them.

levelbook writes TOML 1.0. A person's file in the newer syntax would be read on one machine and refused on the next, so
it is pointed out on both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

REMEDY: Final = "Write it as TOML 1.0 has it: Python's own reader and many editors refuse the newer syntax."


class Newer(NamedTuple):
    """A piece of syntax that TOML 1.0 does not have."""

    line: int
    """From 1."""
    message: str


_PIECE = re.compile(
    r'(?P<basic>"""(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:"{3,5}|\Z)|"(?:[^"\\\n]|\\[^\n])*+(?:"|$))'
    r"|(?P<other>'''(?:[^']|'(?!''))*+(?:'{3,5}|\Z)|'[^'\n]*+(?:'|$)|#[^\n]*)"
    r"|(?P<bracket>[\[\]{}])"
    r"|(?P<comma>,(?=\s*\}))"
    r"|(?P<newline>\n)"
    r"|(?P<word>[\w:.+-]+)",
    re.MULTILINE,
)
_SUSPECT = re.compile(r"[{}]|\\[ex]|(?<![:\d+-])\d\d:\d\d(?!:)")
"""What every text with newer syntax holds, and hardly any other."""
_ESCAPE = re.compile(r"\\(?P<escaped>e|x[0-9A-Fa-f]{2}|[\s\S])")
_TIME_WITHOUT_SECONDS = re.compile(r"(?:\d{4}-\d\d-\d\d[Tt])?\d\d:\d\d(?:[Zz]|[+-]\d\d:\d\d)?")


def newer_syntax(text: str) -> Iterator[Newer]:
    r"""Yield what a TOML text holds that 1.0 does not have, in its order. Line ends are `\n`."""
    if not _SUSPECT.search(text):
        return
    inside: list[str] = []
    """The brackets that are open; a brace whose lines were told of is one no more."""
    line = 1
    for piece in _PIECE.finditer(text):
        found, kind = piece[0], piece.lastgroup
        if kind == "basic":
            at, counted_to = line, 0
            for escape in _ESCAPE.finditer(found):
                if escape["escaped"] == "e" or len(escape["escaped"]) > 1:
                    at, counted_to = at + found.count("\n", counted_to, escape.start()), escape.start()
                    yield Newer(at, f"“{escape[0]}” is an escape of TOML 1.1.")
        elif kind == "bracket" and found in "[{":
            inside.append(found)
        elif kind == "bracket" and inside:
            inside.pop()
        elif kind == "comma":
            yield Newer(line, "A comma before the closing brace is TOML 1.1.")
        elif kind == "newline" and inside and inside[-1] == "{":
            yield Newer(line, "An inline table over several lines is TOML 1.1.")
            inside[-1] = ""
        elif kind == "word" and _TIME_WITHOUT_SECONDS.fullmatch(found):
            yield Newer(line, f"“{found}” lacks the seconds, as only TOML 1.1 allows.")
        line += found.count("\n")
