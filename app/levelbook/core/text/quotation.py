"""Words of one person that stand in a line with those of others are quoted, so that they cannot pass for theirs.

Somebody's reason may itself say `Noor: I saw it.`; in quotation marks that only levelbook closes, it stays theirs.
"""

from __future__ import annotations

import re
from typing import Final

_DOUBLE: Final = (
    r"\"\u00ab\u00bb\u02ba\u02dd\u02ee\u05f4\u201c-\u201f\u2033\u2034\u2036\u2037\u2057\u275d\u275e\u2760\u2e42\u301d-\u301f"
    r"\uff02\U0001f676-\U0001f678"
)
_SINGLE: Final = r"'`\u00b4\u02b9\u02bb-\u02bd\u02ca\u02cb\u2018-\u201b\u2032\u2035\u275b\u275c\u275f\uff07"
_CLOSING: Final = re.compile(rf"[{_SINGLE}{_DOUBLE}]{{2,}}|[{_DOUBLE}]")
"""What a reader takes for a double quotation mark; several single ones look like one."""
_SPEAKS: Final = re.compile(rf"[{_SINGLE}{_DOUBLE}]{{2,}}|[{_DOUBLE}:\ua789\ufe55\uff1a]")
"""What a name has that seems to hold somebody's words."""
_BEFORE_WORDS: Final = re.compile(r"(?:\A|[\s(\[\u2013\u2014-])\Z")


def in_quotes(text: str) -> str:
    """Return one line of text in “double quotation marks”; double ones within it become single ones, as in print."""
    return f"“{_CLOSING.sub(_single, text)}”"


def speaker(name: str) -> str:
    """Return a name that stands before that person's words; in quotation marks where it seems to hold others' words.

    Somebody may call themselves `Noor: “I saw it.” Tom`, and their words would seem to be Tom's and hers.
    """
    return in_quotes(name) if _SPEAKS.search(name) else name


def _single(mark: re.Match[str]) -> str:
    opens = _BEFORE_WORDS.search(mark.string, max(mark.start() - 1, 0), mark.start())
    return "\u2018" if opens else "\u2019"
