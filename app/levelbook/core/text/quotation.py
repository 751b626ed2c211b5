"""Words of one person that stand in a line with those of others are quoted, so that they cannot pass for theirs.

Somebody's reason may itself say `Noor: I saw it.`; in quotation marks that only levelbook closes, it stays theirs.
"""

from __future__ import annotations

import re
from typing import Final

_DOUBLE: Final = (
    r"\"\u00ab\u00bb\u02ba\u02dd\u02ee\u02f6\u05f4\u1cd3\u201c-\u201f\u2033\u2034\u2036\u2037\u2057\u275d\u275e\u2760\u2e42"
    r"\u3003\u301d-\u301f\uff02\U0001f676-\U0001f678"
)
_SINGLE: Final = (
    r"'`\u00b4\u02b9\u02bb-\u02be\u02c8\u02ca\u02cb\u02f4\u0374\u0384\u055a\u055d\u05f3\u1fbd\u1fbf\u1fef\u1ffd\u1ffe"
    r"\u2018-\u201b\u2032\u2035\u275b\u275c\u275f\ua78b\ua78c\uff07\uff40"
)
_THIN: Final = r"\u2006\u2008-\u200a\u202f\u205f"
"""Spaces that leave two single marks as near to each other as those of a double one are."""
_SEVERAL: Final = rf"[{_SINGLE}{_DOUBLE}](?:[{_THIN}]*[{_SINGLE}{_DOUBLE}])+"
_CLOSING: Final = re.compile(rf"{_SEVERAL}|[{_DOUBLE}]")
"""What a reader takes for a double quotation mark; several single ones look like one."""
_OTHER: Final = r"\u2039\u203a\u300c-\u300f\ufe41-\ufe44\uff62\uff63"
"""Quotation marks that do not look like those that levelbook writes."""
_COLON: Final = r":\u02d0\u02f8\u0589\u05c3\u16ec\u1803\u1809\u205a\u2236\u2237\ua4fd\ua789\ufe13\ufe30\ufe55\uff1a"
_SPEAKS: Final = re.compile(rf"{_SEVERAL}|[{_DOUBLE}{_OTHER}{_COLON}]")
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
