"""Files of a team, and those that wait for one, have a format: older ones are brought forward as they are read.

Each kind of file carries a `format` number. When a format changes, write a step here that turns the document of one
format into the next; a step that was released is never edited again:

    @step("answers", from_format=1)
    def m001_what_changed(document: dict[str, Any]) -> dict[str, Any]: ...

A file of format 2 or later names the first levelbook that reads it, in `needs`, for the eyes of an older one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from levelbook import __version__
from levelbook.core.answers.answers import NEWEST_FORMAT
from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cleaning import clean_line
from levelbook.reading.validation_problems import found_words

FileKind = Literal[
    "answers", "settings", "edition", "sitting", "offer", "recovery", "draft", "portfolio", "portfolio-store"
]
FormatStep = Callable[[dict[str, Any]], dict[str, Any]]

CURRENT: Final[Mapping[FileKind, int]] = {
    "answers": NEWEST_FORMAT,
    "settings": 1,
    "edition": 2,
    "sitting": 1,
    "offer": 1,
    "recovery": 1,
    "draft": 1,
    "portfolio": 1,
    "portfolio-store": 1,
}

NEEDS: Final[Mapping[FileKind, str]] = {"answers": "0.1.0", "edition": "0.1.0"}
"""The first levelbook that reads the current format of a kind of file, where that is not the first one."""

_STEPS: Final[dict[tuple[FileKind, int], FormatStep]] = {}


def step(kind: FileKind, *, from_format: int) -> Callable[[FormatStep], FormatStep]:
    """Register a function that turns a document of `from_format` into one of the next format."""

    def register(function: FormatStep) -> FormatStep:
        if (kind, from_format) in _STEPS:
            raise ValueError(f"there are two steps for {kind} from format {from_format}")
        _STEPS[kind, from_format] = function
        return function

    return register


def bring_forward(kind: FileKind, document: dict[str, Any], path: str, *, otherwise: str = "") -> dict[str, Any]:
    """Return `document` in the current format; the very same when it is in it already.

    otherwise: what somebody can do who does not install a newer levelbook.

    Raises FileIsWrong when it names no format, or one from a newer levelbook.
    """
    found = document.get("format")
    current = CURRENT[kind]
    if found is None:
        raise FileIsWrong.one("This key is missing.", path=path, key="format", remedy=f"Write “format = {current}”.")
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise FileIsWrong.one(
            f"This is {found_words(found)}; a format is a whole number from 1.",
            path=path,
            key="format",
            remedy=f"Write “format = {current}”.",
        )
    if found > current:
        said = (document.get("needs"), document.get("levelbook"))  # the second says who wrote it
        first = next((clean_line(one) for one in said if isinstance(one, str) and _is_newer(one)), "")
        remedy = f"Install levelbook {first} or a later one." if first else "Install the newer levelbook."
        raise FileIsWrong.one(
            f"This file has format {found}, from a newer levelbook; this one, {__version__}, reads up to {current}.",
            path=path,
            key="format",
            remedy=f"{remedy} {otherwise}".rstrip(),
        )
    for number in range(found, current):
        document = _STEPS[kind, number](document) | {"format": number + 1}
    return document


def _is_newer(version: str) -> bool:
    """Tell whether a version is later than this levelbook's own, of which it makes no sense to install it."""
    found, own = (re.match(r"\d{1,9}(?:\.\d{1,9}){0,9}", one) for one in (version, __version__))
    assert own is not None, "levelbook's own version is numbers"
    return found is not None and _numbers(found[0]) > _numbers(own[0])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


@step("answers", from_format=1)
def m001_digests_without_letters(document: dict[str, Any]) -> dict[str, Any]:
    """Digests are spelt otherwise; a reader of either takes both spellings."""
    return document


@step("edition", from_format=1)
def m001_shared_questionnaires(document: dict[str, Any]) -> dict[str, Any]:
    """An edition has its own questionnaire, and its figures in this file: both stay, since it is never rewritten."""
    return document
