"""This module writes names in the letters a to z, for ids and names of files: `Łukasz` gives `lukasz`."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_PLAIN_NAME: Final = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,2})(?: WITH .+)?")
"""What Unicode calls a letter that is one or two of ours and something more: `LATIN SMALL LETTER L WITH STROKE`."""
_CUSTOMARY: Final = {"þ": "th", "ð": "d", "ŋ": "n", "ə": "e"}
"""Latin letters whose Unicode names do not say how passports write them."""


def in_latin_letters(text: str) -> str:
    """Write a text in lower case with a to z in place of all Latin letters; those of other scripts stay as they are."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(map(_plain, parts)).casefold()


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.combining(character):
        return ""
    found = _PLAIN_NAME.fullmatch(unicodedata.name(character, ""))
    return _CUSTOMARY.get(character) or (found[1].lower() if found else character)
