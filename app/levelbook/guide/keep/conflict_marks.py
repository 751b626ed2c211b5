"""The conflicts that git left in a guide, apart from those that a code fence of it only shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from levelbook.core.text.conflict_marks import FEWEST_SIGNS, conflict_marks
from levelbook.guide.keep.markers import is_like_a_marker
from levelbook.guide.text.code_fences import code_fences


def lines_of_conflicts(lines: Sequence[str]) -> set[int]:
    """Find the lines that git put around and between the sides of conflicts. `=======` alone may be a heading's.

    A code fence may show whole conflicts, which are text.
    """
    found: set[int] = set()
    middles: dict[str, int] | None = None
    for index, sign in marks_of_conflicts(lines).items():
        if sign in "<>":
            found.add(index)
            if sign == ">":
                found.update((middles or {}).values())
            middles = {} if sign == "<" else None
        elif middles is not None:
            middles.setdefault(sign, index)
    return found


def marks_of_conflicts(lines: Sequence[str]) -> Mapping[int, str]:
    """Return the lines of git's marks, in order, each with its sign, but for those that a code fence only shows."""
    shown = lines_of_shown_conflicts(lines)
    return conflict_marks(lines, (index for index in range(len(lines)) if index not in shown))


def lines_of_shown_conflicts(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines of git's markers in code fences each of which shows whole conflicts, as an example does.

    A conflict that begins in a fence and ends elsewhere is git's, and so is one around a marker of levelbook's: then
    the fence around it is a slip of the pen. Whether git has the file unmerged only git knows.
    """
    found: set[int] = set()
    if not any(line.startswith(("<" * FEWEST_SIGNS, ">" * FEWEST_SIGNS)) for line in lines):
        return frozenset()
    for fence in code_fences(lines):
        found |= _whole_conflicts(lines, fence)
    return frozenset(found)


def _whole_conflicts(lines: Sequence[str], inside: range) -> set[int]:
    """Return the lines of git's markers there; none where they are not those of whole conflicts."""
    found: set[int] = set()
    expected = "<"
    if any(is_like_a_marker(lines[index]) for index in inside):
        return found
    for index, sign in conflict_marks(lines, inside).items():
        if sign == "|" and expected == "=":
            found.add(index)
            continue
        if sign != expected:
            return set()
        expected = {"<": "=", "=": ">", ">": "<"}[expected]
        found.add(index)
    return found if expected == "<" else set()
