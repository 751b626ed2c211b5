"""The parts of a close, in their order, with their titles and what the keys do in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from levelbook.book.sittings.close import Closing

Part = Literal["steps", "proofs", "unsure", "parked", "date", "closed"]
PARTS: tuple[Part, ...] = ("steps", "proofs", "unsure", "parked", "date")
"""The close in its order; `closed` comes after it."""

TITLES: dict[Part, str] = {
    "steps": "What we take on",
    "proofs": "Who brings which evidence",
    "unsure": "Who finds out what",
    "parked": "What was parked",
    "date": "The next round",
    "closed": "Closed",
}

FOOTERS: dict[Part, dict[str, str]] = {
    "steps": {
        "close-take": "take on",
        "close-who": "who, when",
        "close-own": "another",
        "close-next": "next",
        "close-done": "close",
        "close-leave": "back",
    },
    "proofs": {
        "close-who": "who brings it",
        "close-take": "remove",
        "close-own": "another",
        "close-next": "next",
        "close-done": "close",
        "close-leave": "back",
    },
    "unsure": {
        "close-who": "who finds out",
        "close-open": "open",
        "close-next": "next",
        "close-done": "close",
        "close-leave": "back",
    },
    "parked": {
        "close-take": "settle",
        "close-who": "give",
        "close-carry": "carry",
        "close-own": "decision",
        "close-next": "next",
        "close-done": "close",
        "close-leave": "back",
    },
    "date": {"close-previous": "before", "close-who": "another day", "close-done": "close it", "close-leave": "back"},
    "closed": {
        "close-previous": "the parts",
        "close-assemble": "assemble",
        "close-seal": "seal",
        "close-leave": "back",
    },
}
"""Short words for the keys of each part."""

ON_A_ROW = frozenset({"close-take", "close-who", "close-own", "close-open", "close-carry"})
"""Ids of commands about the row under the cursor, in the parts that list some."""


def parts(closing: Closing) -> tuple[Part, ...]:
    """The parts of this close: where nothing is parked, there is nothing to decide on."""
    return PARTS if closing.sitting.parked else tuple(part for part in PARTS if part != "parked")


def following(closing: Closing, part: Part, way: int = 1) -> Part:
    """The part after this one, or before it."""
    order: Sequence[Part] = tuple(one for one in (*PARTS, "closed") if one in (*parts(closing), part, "closed"))
    return order[min(len(order) - 1, max(0, order.index(part) + way))]
