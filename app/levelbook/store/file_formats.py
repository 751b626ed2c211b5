"""Files of a team, and those that wait for one, have a format: older ones are brought forward as they are read.

Each kind of file carries a `format` number. When a format changes, write a step here that turns the document of one
format into the next; a step that was released is never edited again:

    @step("answers", from_format=1)
    def m001_what_changed(document: dict[str, Any]) -> dict[str, Any]: ...

Format 1 is the current one everywhere, so there are no steps yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from levelbook.errors import FileIsWrong
from levelbook.reading.problems import found_words

FileKind = Literal["answers", "settings", "edition", "sitting", "recovery", "draft"]
FormatStep = Callable[[dict[str, Any]], dict[str, Any]]

CURRENT: Final[Mapping[FileKind, int]] = {
    "answers": 1,
    "settings": 1,
    "edition": 1,
    "sitting": 1,
    "recovery": 1,
    "draft": 1,
}

_STEPS: Final[dict[tuple[FileKind, int], FormatStep]] = {}


def step(kind: FileKind, *, from_format: int) -> Callable[[FormatStep], FormatStep]:
    """Register a function that turns a document of `from_format` into one of the next format."""

    def register(function: FormatStep) -> FormatStep:
        if (kind, from_format) in _STEPS:
            raise ValueError(f"there are two steps for {kind} from format {from_format}")
        _STEPS[kind, from_format] = function
        return function

    return register


def bring_forward(kind: FileKind, document: dict[str, Any], path: str) -> dict[str, Any]:
    """Return `document` in the current format; the very same when it is in it already.

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
        raise FileIsWrong.one(
            f"This file has format {found}, from a newer levelbook; this one reads up to {current}.",
            path=path,
            key="format",
            remedy="Install the newer levelbook.",
        )
    for number in range(found, current):
        document = _STEPS[kind, number](document) | {"format": number + 1}
    return document
