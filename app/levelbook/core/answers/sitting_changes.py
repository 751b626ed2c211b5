"""A change to a sitting is made in what others have made of the sitting meanwhile, of which nothing is lost."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from levelbook.core.answers.merge import by_name
from levelbook.core.answers.sittings import EvidenceToBring, Parked, Sitting, identified, item_identity, joined
from levelbook.core.text.field_types import file_keys


def with_all_of(held: Sitting, other: Sitting, day: date) -> Sitting:
    """Return a day's sitting with everything added that only another version of it has."""
    names = {name.casefold() for name in held.names}
    people = (one for one in other.participants if one.name.casefold() not in names)
    decided = {identity: item for identity, item in identified(other.parked, day) if item.outcome}
    parked = tuple(
        item if item.outcome else decided.get(identity, item) for identity, item in identified(held.parked, day)
    )
    lines, steps = frozenset(held.minutes.split("\n")), frozenset(held.taken_on)
    said = [line for line in other.minutes.split("\n") if line not in lines]
    return held.changed(
        team=held.team or other.team,
        begun_at=held.begun_at or other.begun_at,
        planned_minutes=held.planned_minutes or other.planned_minutes,
        next_round=held.next_round or other.next_round,
        closed=held.closed or other.closed,
        taken_up=tuple(dict.fromkeys((*held.taken_up, *other.taken_up))),
        pulled_out=tuple(dict.fromkeys((*held.pulled_out, *other.pulled_out))),
        minutes="\n".join([*([held.minutes] if held.minutes else []), *said]),
        participants=(*held.participants, *people),
        parked=joined(parked, other.parked, day),
        taken_on=(*held.taken_on, *(one for one in other.taken_on if one not in steps)),
        proofs=_with_all_proofs(held.proofs, other.proofs),
    )


def _with_all_proofs(
    held: tuple[EvidenceToBring, ...], other: tuple[EvidenceToBring, ...]
) -> tuple[EvidenceToBring, ...]:
    """Return the agreed evidence of both, with the outcome that either of them has."""
    settled = {one.key: one for one in other if one.outcome}
    known = {one.key for one in held}
    mine = (one if one.outcome else settled.get(one.key, one) for one in held)
    return (*mine, *(one for one in other if one.key not in known))


def with_change(held: Sitting, before: Sitting, after: Sitting) -> Sitting:
    """Apply the change between two versions of a sitting to it, keeping what others changed meanwhile."""
    changes: dict[str, Any] = {}
    for name in file_keys(Sitting):
        was, wanted, now = (getattr(one, name) for one in (before, after, held))
        if was == wanted:
            continue
        if now == was:
            changes[name] = wanted
        elif isinstance(now, tuple):
            changes[name] = _with_changed_items(now, was, wanted)
        elif name == "minutes":
            changes[name] = _with_changed_lines(now, was, wanted)
    return held.changed(**changes)


def _with_changed_lines(now: str, was: str, wanted: str) -> str:
    """Apply the change between two versions of the minutes to a third, which stays where others changed those lines."""
    before, after, lines = (text.split("\n") for text in (was, wanted, now))
    gone = Counter(filter(None, before)) - Counter(filter(None, after))
    new = Counter(filter(None, after)) - Counter(filter(None, before))
    if gone - Counter(lines):
        return now
    kept: list[str] = []
    place: int | None = None
    for line in lines:
        if gone[line]:
            gone[line] -= 1
            place = len(kept) if place is None else place
        else:
            kept.append(line)
    place, there = len(kept) if place is None else place, frozenset(kept)
    kept[place:place] = [line for line in dict.fromkeys(after) if line in new and line not in there]
    return "\n".join(kept).strip("\n")


def _with_changed_items(now: tuple[Any, ...], was: tuple[Any, ...], wanted: tuple[Any, ...]) -> tuple[Any, ...]:
    """Apply the change between two versions of a list to a third. What others changed or removed meanwhile stays so."""
    before, after = by_name(was, item_identity), by_name(wanted, item_identity)
    instead = {item: after.get(name) for name, item in before.items() if after.get(name) != item}
    kept = [instead.get(item, item) for item in now]
    held = by_name(now, item_identity)
    new = (item for name, item in after.items() if name not in before and name not in held)
    return (*(item for item in kept if item is not None), *new)


def decisions_not_taken(held: Sitting, other: Sitting, day: date) -> tuple[Parked, ...]:
    """Return the parked items of another version of a day's sitting that were decided otherwise in this one."""
    whole = {_said(item, day) for item in held.parked}
    return tuple(item for item in other.parked if item.outcome and _said(item, day) not in whole)


def _said(item: Parked, day: date) -> tuple[object, ...]:
    return item.text, item.practice, item.since or day, item.outcome, item.decision, item.owner, item.due


def evidence_not_taken(held: Sitting, other: Sitting) -> tuple[EvidenceToBring, ...]:
    """Return the agreed evidence of another version of a sitting whose outcome is another one in this one."""
    whole = {(one.practice, one.what, one.outcome, one.reason) for one in held.proofs}
    return tuple(
        one for one in other.proofs if one.outcome and (one.practice, one.what, one.outcome, one.reason) not in whole
    )
