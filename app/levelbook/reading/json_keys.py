"""An object of JSON that has a key twice is refused: a reader takes either value, and says nothing of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from levelbook.core.text.cleaning import clean_line


class KeyTwice(ValueError):
    """Raised for an object that has a key twice; its message is a sentence that names the key."""


def with_each_key_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Make a table of an object's keys and values, as `json.loads` gives them to an `object_pairs_hook`.

    Raises KeyTwice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name in times if times[name] > 1)
        raise KeyTwice(f"An object has the key “{clean_line(twice)}” twice.")
    return found
