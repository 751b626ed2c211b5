"""This module merges the fields of an open form with what others wrote into the same fields meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from levelbook.core.frozen import frozen


@frozen
class MergedFields:
    """The fields of a form after the merge."""

    values: Mapping[str, str]
    """Map field ids to values; a field in conflict holds the text typed here."""
    conflicts: tuple[str, ...] = ()
    """Ids of the fields that both sides changed differently."""


def merge_fields(before: Mapping[str, str], typed: Mapping[str, str], now: Mapping[str, str]) -> MergedFields:
    """Merge the text typed over `before` with the fields' content `now`; a missing field counts as unchanged."""
    values: dict[str, str] = {}
    conflicts: list[str] = []
    for name, mine in typed.items():
        was = before.get(name, "")
        theirs = now.get(name, was)
        values[name] = theirs if mine == was else mine
        if theirs not in (was, mine) and mine != was:
            conflicts.append(name)
    return MergedFields(values, tuple(conflicts))


def both_texts(before: str, mine: str, theirs: str) -> str:
    """Return the typed text with the others' text below it, or only their addition if they extended `before`."""
    added = theirs.removeprefix(before).strip()
    return "\n\n".join(filter(None, (mine.rstrip(), added or theirs)))
