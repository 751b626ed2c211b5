"""This module compares names as people type them, to tell whether two names mean the same person."""

from __future__ import annotations

from collections.abc import Iterable

from levelbook.core.text.cleaning import clean_line

NOBODY = ""
"""Stands in place of a name if nobody owns something yet."""


def is_named(name: str, who: str) -> bool:
    """Tell whether a typed name means this person: the same, or the first words of the longer one."""
    if not name or not who:
        return False
    one, other = sorted((name.casefold().split(), who.casefold().split()), key=len)
    return bool(one) and other[: len(one)] == one


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Map each case-folded name to its first spelling, in alphabetical order, nobody last."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded(name), name)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == NOBODY, pair[0])))


def folded(name: str) -> str:
    """Normalise a name for comparison: case and spaces do not count."""
    return " ".join(name.casefold().split())


def is_same_team(one: str, other: str) -> bool:
    """Tell whether two names of a team are the same, however a file that went out and came back writes them."""
    return folded(clean_line(one)) == folded(clean_line(other))
