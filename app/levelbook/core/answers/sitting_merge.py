"""Two versions of one sitting are merged item by item, as where two machines recorded the same meeting.

Participants, parked items, steps and evidence are known by what they are about, whatever became of them since.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from levelbook.core.answers.sittings import Sitting, item_identity
from levelbook.core.text.field_types import file_keys


class _Contradiction(Exception):
    """A contradiction is something that both sides changed, and not to the same."""


def merge_sittings(base: Sitting, ours: Sitting, theirs: Sitting) -> Sitting | None:
    """Return a sitting with the changes of both sides since `base`; None where they contradict each other.

    It began when the first of them says, and is closed once one of them closed it. Of the minutes the lines of both
    stay, ours first.
    """
    changes: dict[str, Any] = {}
    try:
        for name in file_keys(Sitting):
            was, mine, other = (getattr(side, name) for side in (base, ours, theirs))
            if name == "minutes":
                changes[name] = _minutes(was, mine, other)
            elif isinstance(mine, tuple):
                changes[name] = _items(was, mine, other)
            elif name == "begun_at" and mine and other and mine != was != other:
                changes[name] = min(mine, other)
            else:
                changes[name] = _one(was, mine, other)
        unknown = {name: _one(*(side.unknown.get(name) for side in (base, ours, theirs)))
                   for name in {**ours.unknown, **theirs.unknown}}  # fmt: skip
    except _Contradiction:
        return None
    return ours.changed(**changes, unknown={name: value for name, value in unknown.items() if value is not None})


def _one(was: Any, mine: Any, other: Any) -> Any:
    """Return what the side that changed it says. Raises _Contradiction where both did, differently."""
    if mine == other or other == was:
        return mine
    if mine == was:
        return other
    raise _Contradiction


def _items(was: tuple[Any, ...], mine: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the items of both sides in our order, those that only they have last. Raises _Contradiction."""
    before, ours, theirs = map(_by_identity, (was, mine, other))
    merged = {name: _one(before.get(name), ours.get(name), theirs.get(name)) for name in {**ours, **theirs}}
    return tuple(item for item in merged.values() if item is not None)


def _by_identity(items: Iterable[Any]) -> Mapping[object, Any]:
    """Return items by what they are about. Raises _Contradiction where two are about the same."""
    items = tuple(items)
    found = {item_identity(item): item for item in items}
    if len(found) != len(items):
        raise _Contradiction
    return found


def _minutes(was: str, mine: str, other: str) -> str:
    if other == was or mine == other:
        return mine
    if mine == was:
        return other
    before, ours, theirs = (text.split("\n") for text in (was, mine, other))
    kept = [line for line in ours if line not in before or line in theirs or not line]
    return "\n".join([*kept, *(line for line in theirs if line and line not in before and line not in ours)]).strip(
        "\n"
    )
