"""This module reports code and hiding elements that people began in the guide and did not end."""

from __future__ import annotations

from pathlib import Path

from levelbook.core.errors import Problem
from levelbook.guide.keep.blocks import DamagedGuide
from levelbook.guide.keep.open_code import OpenCode, open_code
from levelbook.words.files import shown


def open_code_notices(guide: str | None, path: Path) -> tuple[Problem, ...]:
    """Return a notice for each place where code, or an element that hides its content, is left open.

    None of a damaged guide: whoever assembles it is told of the damage.
    """
    try:
        found = open_code(guide or "")
    except DamagedGuide:
        return ()
    return tuple(
        Problem(_words(one), path=shown(path), line=one.line, remedy=f"End it there with a line “{one.ends_with}”.")
        for one in found
    )


def _words(one: OpenCode) -> str:
    place = f"{'below ' if one.is_below else ''}{one.block}: " if one.block else ""
    if one.hides:
        return f"{place}“{one.begins_with}” has no closing tag, so a page hides what follows."
    return f"{place}the code that begins with “{one.begins_with}” has no end, so what follows is shown as code."
