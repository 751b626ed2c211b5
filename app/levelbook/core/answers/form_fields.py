"""What was typed into a form is merged, field by field, with what others wrote into the same fields meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from levelbook.frozen import frozen


@frozen
class MergedFields:
    """Merged fields are what a form holds once both are in it."""

    values: Mapping[str, str]
    """Id to value; a field in conflict holds what was typed here."""
    conflicts: tuple[str, ...] = ()
    """Ids of the fields that both changed, to something else each."""


def merge_fields(before: Mapping[str, str], typed: Mapping[str, str], now: Mapping[str, str]) -> MergedFields:
    """Merge what was typed over `before` with what the fields hold `now`; a field that is gone is as it was."""
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
    """Return what was typed with what others wrote below it; where they only went on with `before`, what they added."""
    added = theirs.removeprefix(before).strip() if before else theirs
    return "\n\n".join(filter(None, (mine.rstrip(), added or theirs)))
