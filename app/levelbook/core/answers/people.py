"""Names as people type them: whether two of them mean the same person."""

from __future__ import annotations

from collections.abc import Iterable

NOBODY = ""
"""In the place of a name: nobody has taken it yet."""


def is_named(name: str, who: str) -> bool:
    """Whether a name that people typed means this person: the same, or the first words of the longer one."""
    if not name or not who:
        return False
    one, other = sorted((name.casefold().split(), who.casefold().split()), key=len)
    return bool(one) and other[: len(one)] == one


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Each name without its capitals, and the first spelling of it; in alphabetical order, nobody last."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded(name), name)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == NOBODY, pair[0])))


def folded(name: str) -> str:
    """A name as it is compared: capitals and spaces do not count."""
    return " ".join(name.casefold().split())
