"""Two versions of one sitting are merged item by item, as where two machines recorded the same meeting.

Participants, parked items, steps and evidence are known by what they are about, whatever became of them since.
"""

from __future__ import annotations

from typing import Any

from levelbook.core.answers.answers import Entry
from levelbook.core.answers.merge import Side, ThreeWay, by_name, merged_entries, merged_mapping
from levelbook.core.answers.sittings import Sitting, item_identity
from levelbook.core.text.field_types import file_keys


def merge_sittings(base: Sitting, ours: Sitting, theirs: Sitting, *, take: Side = "ours") -> Sitting:
    """Return a sitting with the changes of both sides since `base`; what they contradict each other in is as the side
    `take` has it, whole.

    It began when the first of them says, and is closed once one of them closed it. Of the minutes the lines of both
    stay, ours first.
    """
    merged = ThreeWay(take)
    sides = (base, ours, theirs)
    changes: dict[str, Any] = {}
    for name in file_keys(Sitting):
        was, mine, other = values = tuple(getattr(side, name) for side in sides)
        if name == "minutes":
            changes[name] = _minutes(was, mine, other)
        elif isinstance(mine, tuple):
            changes[name] = merged_entries(values, item_identity, merged)
        elif name == "begun_at" and mine and other and was not in (mine, other):
            changes[name] = min(mine, other)
        else:
            changes[name] = merged(name, was, mine, other)
    return ours.changed(**changes, unknown=merged_mapping([side.unknown for side in sides], "{}", merged))


def _minutes(was: str, mine: str, other: str) -> str:
    if other == was or mine == other:
        return mine
    if mine == was:
        return other
    before, ours, theirs = (dict.fromkeys(text.split("\n")) for text in (was, mine, other))
    kept = [line for line in mine.split("\n") if line not in before or line in theirs or not line]
    new = [line for line in other.split("\n") if line and line not in before and line not in ours]
    return "\n".join([*kept, *new]).strip("\n")


Part = tuple[str, object]
"""What a part of a sitting is about: a key of its file, and for an item of a list what identifies the item."""


def parts_of(sitting: Sitting) -> dict[Part, Any]:
    """Return what a sitting records: the value of each key in its file, and each item of its lists."""
    found: dict[Part, Any] = {}
    for key, value in sitting.table.items():
        items = getattr(sitting, key, ())
        if isinstance(items, tuple) and items and isinstance(items[0], Entry):
            found |= {(key, identity): item for identity, item in by_name(items, item_identity).items()}
        else:
            found[key, None] = value
    return found
