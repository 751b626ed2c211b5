"""git's marks around and between the two sides of a conflict in a guide: `<<<<<<<`, `|||||||`, `=======`, `>>>>>>>`.

git writes seven signs, or as many as the attribute `conflict-marker-size` says; repositories of documents set it, since
`=======` underlines headings there. A conflict in an ancestor of both branches stands inside another one, with more
signs: of a conflict count only marks that have as many signs as the one that opens it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from levelbook.guide.keep.code_fences import code_fences
from levelbook.guide.keep.markers import is_like_a_marker

_USUAL: Final = 7
FEWEST_SIGNS: Final = 3
"""git writes fewer where it is told so, but nobody tells it: `<` and `=` alone begin lines of people's own."""
_BEGINNINGS = frozenset(sign * FEWEST_SIGNS for sign in "<|=>")
_MARK = re.compile(rf"(?P<sign>[<|=>])(?P=sign){{{FEWEST_SIGNS - 1},}}(?= |$)")


def conflict_marks(lines: Sequence[str], among: Iterable[int]) -> Mapping[int, str]:
    """Return the lines, from 0, that are git's marks among some of the lines, in order, each with its sign.

    A line of seven `<` or `>` is one wherever it stands, as where somebody has removed a part of a conflict. A longer
    or shorter line is more often somebody's own: it is one only in a whole conflict. `=` and `|` are marks in a
    conflict only.
    """
    marks = [
        (index, mark["sign"], len(mark[0]))
        for index in among
        if lines[index][:FEWEST_SIGNS] in _BEGINNINGS and (mark := _MARK.match(lines[index]))
        if mark["sign"] != "=" or mark[0] == lines[index]
    ]
    whole = _openings_of_whole_conflicts(marks)
    found: dict[int, str] = {}
    size = 0
    """Signs of the conflict that we are in; 0 outside."""
    for index, sign, signs in marks:
        begins = not size and (sign in "<>" if signs == _USUAL else index in whole)
        if begins or signs == size:
            found[index] = sign
            size = {"<": signs, ">": 0}.get(sign, size)
    return found


def _openings_of_whole_conflicts(marks: Sequence[tuple[int, str, int]]) -> set[int]:
    """Return the lines with `<` that `=` and then `>` follow, with as many signs."""
    found: set[int] = set()
    after: dict[int, str] = {}
    """For each number of signs, what of `=>` follows in this order, its last part at least."""
    for index, sign, signs in reversed(marks):
        rest = after.get(signs, "")
        if sign == ">":
            after[signs] = ">"
        elif sign == "=" and rest == ">":
            after[signs] = "=>"
        elif sign == "<":
            if rest == "=>":
                found.add(index)
            after[signs] = ""
    return found


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
