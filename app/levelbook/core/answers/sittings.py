"""A sitting records who was there, what was parked and what was agreed; `store/sittings_file.py` writes it.

Answers, owners, steps and things to find out are in the answers themselves; a sitting holds everything else.
The order of the fields is the order of the keys in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from levelbook.core.answers.answers import Entry, Evidence
from levelbook.core.answers.people import folded
from levelbook.core.errors import UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import short_digest
from levelbook.core.text.field_types import Day, Ge, Le, Line, RequiredLine, Text, UtcTime
from levelbook.core.text.short_digests import in_digits

T = TypeVar("T")

STEPS_TO_TAKE_ON = (3, 7)
"""The advised number of steps to take on: with fewer, little changes by the next round; with more, little is done."""

MOST_FOR_ONE = 3
"""The most steps that one person should take on; with more, some stay undone."""

Outcome = Literal["settled", "given", "carried"]
"""The outcome of a parked item: settled, given to somebody, or moved to the next sitting."""

ProofOutcome = Literal["kept", "dropped"]
"""The outcome of agreed evidence: brought, or no longer needed."""


@frozen(kw_only=True)
class Participant(Entry):
    """A participant is somebody who was there."""

    name: RequiredLine
    named: bool = False
    """True if the person agrees to be named beside a vote."""


@frozen(kw_only=True)
class Parked(Entry):
    """A parked item was set aside so that the sitting could go on."""

    text: RequiredLine
    practice: Line = ""
    """Id of the practice under discussion; empty for none."""
    by: Line = ""
    since: Day | None = None
    """Day of the sitting that first parked it; None if that is the sitting that holds it."""
    outcome: Outcome | None = None
    """None until the close; an item without a decision moves to the next sitting."""
    decision: Line = ""
    """The decision, for a settled item."""
    owner: Line = ""
    """The person who takes care of it, if it is given to somebody."""
    due: Day | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done about it."""
        return self.outcome != "settled"

    def is_late(self, on: date) -> bool:
        """Tell whether it is overdue on a day."""
        return self.outcome == "given" and self.due is not None and self.due < on

    def decided(
        self, outcome: Outcome | None, *, decision: str = "", owner: str = "", due: date | None = None
    ) -> Parked:
        """Return the item with another outcome, which replaces every detail of the earlier one."""
        return self.changed(outcome=outcome, decision=decision, owner=owner, due=due)


@frozen(kw_only=True)
class EvidenceToBring(Entry):
    """Evidence that somebody has agreed to bring; a sitting's file has it under `proofs`."""

    practice: RequiredLine
    what: RequiredLine
    who: Line = ""
    by: Day | None = None
    pieces: Annotated[int, Ge(0)] | None = None
    """The number of the practice's pieces of evidence when this was agreed; None in a file of an older levelbook."""
    had: tuple[Line, ...] = ()
    """Those pieces, each by its `piece_digest`; empty if there was none, and in a file of an older levelbook."""
    outcome: ProofOutcome | None = None
    """None while it is open; adding evidence settles it automatically."""
    reason: Line = ""
    """The reason why it is no longer needed, if it was dropped."""

    @property
    def key(self) -> tuple[str, str]:
        """The values that identify what was agreed on, whoever brings it and whatever becomes of it."""
        return self.practice, self.what


def piece_digest(piece: Evidence) -> str:
    """Return the digits by which a sitting knows a piece of evidence: of its reference, or of its kind without one."""
    return in_digits(short_digest(piece.reference or piece.kind)) or ""


@frozen(kw_only=True)
class TakenOn(Entry):
    """A step taken on is due before the next round. It is also in the practice's answer."""

    practice: RequiredLine
    step: RequiredLine
    owner: Line = ""
    due: Day | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The values that identify the step, whoever does it."""
        return self.practice, self.step


@frozen(kw_only=True)
class Sitting(Entry):
    """A sitting of a team, stored under the day on which it began."""

    team: Line = ""
    """The team that sat together; empty in a file of an older levelbook."""
    begun_at: UtcTime | None = None
    """The moment of its beginning; None in a file of an older levelbook."""
    planned_minutes: Annotated[int, Ge(1), Le(1440)] | None = None
    next_round: Day | None = None
    """The day on which the team plans to meet again."""
    closed: bool = False
    """True once the close was completed."""
    taken_up: tuple[Line, ...] = ()
    """Ids of the practices that were answered, voted on or confirmed, in this order."""
    pulled_out: tuple[Line, ...] = ()
    """Ids of the practices that somebody took out of a list to discuss them."""
    minutes: Text = ""
    """Minutes: what was said and decided beside the answers."""
    participants: tuple[Participant, ...] = ()
    parked: tuple[Parked, ...] = ()
    taken_on: tuple[TakenOn, ...] = ()
    proofs: tuple[EvidenceToBring, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """List the names of the participants."""
        return tuple(participant.name for participant in self.participants)

    def went_on_since(self, earlier: Sitting) -> bool:
        """Tell whether more took place in it than an earlier record of it holds.

        What became of evidence is written into it at any later time, and so is the erasure of somebody's name: neither
        is a meeting. Nor is another name for the team.
        """
        return self._meeting() != earlier._meeting()

    def _meeting(self) -> Sitting:
        return self.changed(
            team="",
            participants=(),
            parked=tuple(item.changed(by="", owner="") for item in self.parked),
            taken_on=tuple(step.changed(owner="") for step in self.taken_on),
            proofs=tuple(one.changed(who="", by=None, outcome=None, reason="") for one in self.proofs),
        )

    def load(self) -> dict[str, int]:
        """Count the steps that each person took on, most first; last, under an empty name, those without an owner.

        A name counts as its first spelling: case and spaces make nobody another person.
        """
        counts: dict[str, int] = {}
        spelt: dict[str, str] = {}
        for step in self.taken_on:
            who = spelt.setdefault(folded(step.owner), step.owner)
            counts[who] = counts.get(who, 0) + 1
        return dict(sorted(counts.items(), key=lambda pair: (not pair[0], -pair[1])))


def agreed_next_round(sittings: Iterable[tuple[date, Sitting]], after: date) -> date | None:
    """Return the day for the next round that the latest sitting with one agreed; None if that is not later than
    `after`, or none agreed any: what an earlier sitting agreed is superseded.
    """
    agreed = {day: sitting.next_round for day, sitting in sittings if sitting.next_round}
    latest = agreed[max(agreed)] if agreed else None
    return latest if latest and latest > after else None


def left_open(sittings: Iterable[tuple[date, Sitting]]) -> tuple[Parked, ...]:
    """Return the parked items that sittings, oldest first, left open: the oldest first, each with its first day.

    The latest sitting that has an item says what became of it. One that was never decided on is open in the last of
    them, and in one whose beginning is known: a merge may add it after the next sitting began. Sittings that were
    closed by an older levelbook decided on none, and teams went on without theirs.
    """
    latest: dict[_Identity, tuple[bool, Parked]] = {}
    held = tuple(sittings)
    for place, (day, sitting) in enumerate(held, start=1):
        for identity, item in identified(sitting.parked, day):
            is_open = place == len(held) or sitting.begun_at is not None
            latest[identity] = (is_open, item.changed(since=item.since or day))
    return tuple(
        item if item.outcome == "given" else item.decided(None)
        for is_open, item in latest.values()
        if item.is_open and (item.outcome or is_open)
    )


def joined(items: Sequence[Parked], others: Iterable[Parked], day: date) -> tuple[Parked, ...]:
    """Return parked items of the sitting of a day, with those of others that are not among them."""
    held = {identity for identity, _ in identified(items, day)}
    return (*items, *(item for identity, item in identified(others, day) if identity not in held))


_Identity = tuple[str, str, date, int]
"""What identifies a parked item from sitting to sitting: its text, its practice, the day it was parked, and its number
among those of which all that is the same, as where two machines parked one each and their files were merged."""


def identified(items: Iterable[Parked], day: date) -> Iterator[tuple[_Identity, Parked]]:
    """Yield the parked items of the sitting of a day, each with what identifies it."""
    counted: Counter[tuple[str, str, date]] = Counter()
    for item in items:
        same = (item.text, item.practice, item.since or day)
        counted[same] += 1
        yield (*same, counted[same]), item


def numbered(items: Sequence[T], number: int, what: str) -> T:
    """Return the item at a position, from 1, in a list of a sitting. Raises UsedWrongly."""
    if not 1 <= number <= len(items):
        if not items:
            raise UsedWrongly(f"There is no {what} number {number}: the list is empty.")
        there = f"There {'is' if len(items) == 1 else 'are'} {len(items)}."
        raise UsedWrongly(f"There is no {what} number {number}.", remedy=there)
    return items[number - 1]


def item_identity(item: Any) -> object:
    """Return what identifies an item of a sitting's lists, whatever was decided about it."""
    match item:
        case Participant():
            return item.name
        case Parked():
            return item.text, item.practice, item.since
        case TakenOn():
            return item.practice, item.step
        case EvidenceToBring():
            return item.practice, item.what
    return item


def item_words(item: Any) -> str:
    """Return the words that an item of a sitting's lists is recorded in."""
    match item:
        case Participant(name=words) | Parked(text=words) | TakenOn(step=words) | EvidenceToBring(what=words):
            return words
    return str(item)


def recorded_twice(sitting: Sitting) -> tuple[str, ...]:
    """Return the words of what a sitting records twice, and not the same both times, as where somebody kept both sides
    of a conflict.
    """
    first: dict[object, Any] = {}
    items = (*sitting.participants, *sitting.parked, *sitting.taken_on, *sitting.proofs)
    twice = (item for item in items if first.setdefault((type(item), item_identity(item)), item) != item)
    return tuple(dict.fromkeys(map(item_words, twice)))


def with_decision(items: Sequence[Parked], was: Parked, decided: Parked) -> tuple[Parked, ...]:
    """Return a sitting's parked items with another outcome for one of them: others may be parked in the same words."""
    place = items.index(was)
    return (*items[:place], decided, *items[place + 1 :])


def present_version(items: Sequence[Parked], item: Parked) -> Parked | None:
    """Return a parked item as a sitting has it, whatever was decided on it; None where it is gone."""
    return item if item in items else next((one for one in items if is_same_item(one, item)), None)


def is_same_item(item: Parked, other: Parked) -> bool:
    """Tell whether two are one parked item, whatever was decided on it."""
    return (item.text, item.practice, item.since) == (other.text, other.practice, other.since)


def with_minutes(sitting: Sitting, lines: Iterable[str]) -> Sitting:
    """Return a sitting with lines added to its minutes, except those that they have."""
    held = frozenset(sitting.minutes.split("\n"))
    added = [line for line in lines if line and line not in held]
    return sitting.changed(minutes="\n".join([sitting.minutes, *added]).strip("\n")) if added else sitting


def without(items: tuple[T, ...], item: T) -> tuple[T, ...]:
    """Return the items without the first that is equal: by its value, because the file may hold more by now."""
    at = items.index(item) if item in items else len(items)
    return (*items[:at], *items[at + 1 :])
