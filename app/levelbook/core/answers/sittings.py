"""A sitting keeps who was there, what was put aside, what was agreed; `store/sittings_file.py` writes it down.

Answers, owners, steps and who finds out what are in the answers themselves; a sitting keeps what has no other place.
The order of the fields is the order of the keys in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeVar

from annotated_types import Ge, Le

from levelbook.core.answers.answers import Entry
from levelbook.core.text.fields import Day, Line, RequiredLine, Text, UtcTime
from levelbook.errors import UsedWrongly

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Participant(Entry):
    """A participant is somebody who was there."""

    name: RequiredLine
    named: bool = False
    """Agrees that the name stands beside a vote."""


@dataclass(frozen=True, kw_only=True)
class Parked(Entry):
    """A parked item was put aside, so that the sitting goes on."""

    text: RequiredLine
    practice: Line = ""
    """Id of the practice that it came up with; empty for none."""
    by: Line = ""


@dataclass(frozen=True, kw_only=True)
class Proof(Entry):
    """A proof is evidence that somebody brings."""

    practice: RequiredLine
    what: RequiredLine
    who: Line = ""
    by: Day | None = None


@dataclass(frozen=True, kw_only=True)
class TakenOn(Entry):
    """A step taken on is due before the next round. It stands in the practice's answer too."""

    practice: RequiredLine
    step: RequiredLine
    owner: Line = ""
    due: Day | None = None


@dataclass(frozen=True, kw_only=True)
class Sitting(Entry):
    """A sitting of a team is kept under the day on which it was begun."""

    begun_at: UtcTime | None = None
    """When it was begun; None in a file of an older levelbook."""
    planned_minutes: Annotated[int, Ge(1), Le(1440)] | None = None
    next_round: Day | None = None
    """When the team means to meet again."""
    closed: bool = False
    """The close was gone through to its end."""
    taken_up: tuple[Line, ...] = ()
    """Ids of the practices that were answered, voted on or confirmed, in this order."""
    pulled_out: tuple[Line, ...] = ()
    """Ids of the practices that somebody took out of a list, to talk about them."""
    minutes: Text = ""
    """What was said and decided beyond the answers."""
    participants: tuple[Participant, ...] = ()
    parked: tuple[Parked, ...] = ()
    taken_on: tuple[TakenOn, ...] = ()
    proofs: tuple[Proof, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """List the names of the participants."""
        return tuple(participant.name for participant in self.participants)

    def load(self) -> dict[str, int]:
        """Count the steps that each took on, most first; nobody's under an empty name."""
        counts: dict[str, int] = {}
        for step in self.taken_on:
            counts[step.owner] = counts.get(step.owner, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: -pair[1]))


def agreed_next_round(sittings: Iterable[tuple[date, Sitting]], sealed_on: date) -> date | None:
    """Return the day that the latest sitting agreed for the next round, after an edition's; None where none did."""
    agreed = {day: wanted for day, sitting in sittings if (wanted := sitting.next_round) and wanted > sealed_on}
    return agreed[max(agreed)] if agreed else None


def numbered(items: Sequence[T], number: int, what: str) -> T:
    """Return what stands at a place in a list of a sitting, from 1. Raises UsedWrongly."""
    if not 1 <= number <= len(items):
        there = f"There are {len(items)}." if items else "There is none."
        raise UsedWrongly(f"There is no {what} number {number}.", remedy=there)
    return items[number - 1]


def without(items: tuple[T, ...], item: T) -> tuple[T, ...]:
    """Return the items without the first that is equal: by its value, because the file may hold more by now."""
    at = items.index(item) if item in items else len(items)
    return (*items[:at], *items[at + 1 :])
