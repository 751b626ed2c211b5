"""Code fences of a guide, whose lines are text whatever they look like, and the paragraphs around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)", re.DOTALL)


def code_fences(lines: Sequence[str]) -> Iterator[range]:
    """Find the code fences, each from its opening to its closing line.

    One that never closes is none: it is a slip of the pen.
    """
    opening: tuple[str, int] | None = None  # the fence, and its line
    for index, line in enumerate(lines):
        fence = _FENCE.fullmatch(line)
        if fence is None:
            continue
        if opening is None:
            if fence["fence"][0] == "~" or "`" not in fence["info"]:
                opening = (fence["fence"], index)
        elif fence["fence"].startswith(opening[0]) and not fence["info"].strip(" \t"):
            yield range(opening[1], index + 1)
            opening = None


def paragraphs(text: str) -> list[str]:
    """Split a text at its blank lines, but for those in code; a fence without end takes all that follows with it."""
    lines = text.split("\n")
    in_code = {index for fence in code_fences(lines) for index in fence}
    found: list[list[str]] = [[]]
    is_open = False
    for index, line in enumerate(lines):
        is_open = is_open or (index not in in_code and _FENCE.fullmatch(line) is not None)
        if line.strip() or index in in_code or is_open:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(one) for one in found if one]
