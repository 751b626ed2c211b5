"""git's marks around and between the two sides of a conflict in a text: `<<<<<<<`, `|||||||`, `=======`, `>>>>>>>`.

git writes seven signs, or as many as the attribute `conflict-marker-size` says; repositories of documents set it, since
`=======` underlines headings there. A conflict in an ancestor of both branches stands inside another one, with more
signs: of a conflict count only marks that have as many signs as the one that opens it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

_USUAL: Final = 7
FEWEST_SIGNS: Final = 3
"""git writes fewer where it is told so, but nobody tells it: `<` and `=` alone begin lines of people's own."""
_BEGINNINGS = frozenset(sign * FEWEST_SIGNS for sign in "<|=>")
_MARK = re.compile(rf"(?P<sign>[<|=>])(?P=sign){{{FEWEST_SIGNS - 1},}}(?= |$)")


def conflict_marks(lines: Sequence[str], among: Iterable[int]) -> Mapping[int, str]:
    """Return the lines, from 0, that are git's marks among some of the lines, in order, each with its sign.

    A line of seven `<` or `>` is one wherever it stands, as where somebody has removed a part of a conflict. A longer
    or shorter line is more often somebody's own: it is one only in a whole conflict. `=` and `|` are marks in a
    conflict only, and `=` that underlines a heading above the mark of the ancestor is none.
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
    underlines = {*_underlines(found)}
    return {index: sign for index, sign in found.items() if index not in underlines}


def _underlines(marks: Mapping[int, str]) -> Iterator[int]:
    """Yield the lines with `=` that underline words of our side: where git wrote the ancestor too, its own follows."""
    ours: list[int] = []
    above_ancestor: list[int] = []
    is_ours = True
    for index, sign in marks.items():
        if sign in "<>":
            ours, above_ancestor, is_ours = [], [], True
        elif sign == "|" and is_ours:
            ours, above_ancestor, is_ours = [], ours, False
        elif sign == "=" and is_ours:
            ours.append(index)
        elif sign == "=":
            yield from above_ancestor
            above_ancestor = []


def holds_conflict(marks: Mapping[int, str]) -> bool:
    """Tell whether a conflict begins and ends among some marks; less is left where somebody removed a part of it."""
    return {"<", ">"} <= {*marks.values()}


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
