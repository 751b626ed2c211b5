"""A sitting records who was there, what was parked and what was agreed; `store/sittings_file.py` writes it.

Answers, owners, steps and things to find out are in the answers themselves; a sitting holds everything else.
The order of the fields is the order of the keys in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

from levelbook.core.answers.answers import AnswerBook, Entry, Evidence
from levelbook.core.answers.merge import by_name
from levelbook.core.answers.people import folded
from levelbook.core.errors import UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import short_digest
from levelbook.core.text.field_types import Day, Ge, Le, Line, RequiredLine, Text, UtcTime, file_keys
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


EvidenceFate = Literal["open"] | ProofOutcome


@frozen
class AgreedEvidence:
    """Evidence that a sitting agreed on, with its outcome."""

    practice: str
    """The practice's present id; the one in the sitting if it no longer has one."""
    proof: EvidenceToBring
    """The entry in the latest sitting that agreed on it."""
    day: date
    """The day of that sitting."""
    fate: EvidenceFate
    number: int = 0
    """The number that people use for it: its position, from 1, among all evidence that was ever agreed on."""

    @property
    def key(self) -> tuple[str, str]:
        """The values that identify it from sitting to sitting."""
        return self.practice, self.proof.what


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
        for identity, item in _identified(sitting.parked, day):
            is_open = place == len(held) or sitting.begun_at is not None
            latest[identity] = (is_open, item.changed(since=item.since or day))
    return tuple(
        item if item.outcome == "given" else item.decided(None)
        for is_open, item in latest.values()
        if item.is_open and (item.outcome or is_open)
    )


def agreed_evidence(
    sittings: Iterable[tuple[date, Sitting]], book: AnswerBook, called: Callable[[str], str]
) -> tuple[AgreedEvidence, ...]:
    """Return the evidence that sittings, oldest first, agreed on, in that order, with what has become of it.

    called: gives the present id of a practice. Where sittings agreed on the same evidence in the same words, the latest
    says who brings it and by when. A piece that is added to the answer brings one of them, the one agreed first. What
    was brought before an upgrade retired the answer stays so.
    """
    latest: dict[tuple[str, str], tuple[date, EvidenceToBring]] = {}
    numbers: dict[tuple[str, str], int] = {}
    for day, sitting in sittings:
        for proof in sitting.proofs:
            key = (called(proof.practice), proof.what)
            numbers.setdefault(key, len(numbers) + 1)
            latest.pop(key, None)
            latest[key] = (day, proof)

    @cache
    def held(practice_id: str, is_retired: bool) -> _FreePieces:
        return _FreePieces(book.retired_evidence(practice_id) if is_retired else book.answer(practice_id).evidence)

    found = []
    for (name, what), (day, proof) in latest.items():
        places = ((proof.practice, True), (name, False)) if proof.practice != name else ((name, False),)
        is_kept = proof.outcome is None and any(held(*place).bring(proof, day) for place in places)
        fate = proof.outcome or ("kept" if is_kept else "open")
        found.append(AgreedEvidence(name, proof, day, fate, numbers[name, what]))
    return tuple(found)


class _FreePieces:
    """The pieces of evidence of one answer, each of which brings one of what was agreed.

    A team may have agreed on thousands, so no piece is looked at again for each: the work grows with their number.
    """

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self._evidence = evidence
        self._next = list(range(len(evidence) + 1))
        """Position of a piece to itself while it is free, else to one behind it at which to look on."""
        self._digests = tuple(map(piece_digest, evidence))
        self._seen = 0
        """Position of the first piece that may count by the day it was seen on."""

    def bring(self, proof: EvidenceToBring, day: date) -> bool:
        """Take the first free piece that is new since a proof was agreed on a day; False where there is none.

        It was added since, took the place of another one, or was seen later. Days never go back from call to call.
        """
        end = len(self._evidence)
        while self._seen < end and (self._next[self._seen] != self._seen or not self._is_seen_after(day)):
            self._seen += 1
        added = end if proof.pieces is None else self._free_from(min(proof.pieces, end))
        place = self._first_not_among(frozenset(proof.had), min(self._seen, added))
        if place == end:
            return False
        self._next[place] = place + 1
        return True

    def _first_not_among(self, had: Collection[str], end: int) -> int:
        """Return the position, before an end, of the first free piece that the practice had not; the end for none."""
        place = self._free_from(0) if had else end
        while place < end and self._digests[place] in had:
            place = self._free_from(place + 1)
        return min(place, end)

    def _is_seen_after(self, day: date) -> bool:
        seen_on = self._evidence[self._seen].seen_on
        return seen_on is not None and seen_on > day

    def _free_from(self, place: int) -> int:
        """Return the position of the first free piece from a position on; that behind the last where there is none."""
        free = place
        while self._next[free] != free:
            free = self._next[free]
        while self._next[place] != free:
            self._next[place], place = free, self._next[place]
        return free


def joined(items: Sequence[Parked], others: Iterable[Parked], day: date) -> tuple[Parked, ...]:
    """Return parked items of the sitting of a day, with those of others that are not among them."""
    held = {identity for identity, _ in _identified(items, day)}
    return (*items, *(item for identity, item in _identified(others, day) if identity not in held))


_Identity = tuple[str, str, date, int]
"""What identifies a parked item from sitting to sitting: its text, its practice, the day it was parked, and its number
among those of which all that is the same, as where two machines parked one each and their files were merged."""


def _identified(items: Iterable[Parked], day: date) -> Iterator[tuple[_Identity, Parked]]:
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


def with_all_of(held: Sitting, other: Sitting, day: date) -> Sitting:
    """Return a day's sitting with everything added that only another version of it has."""
    names = {name.casefold() for name in held.names}
    people = (one for one in other.participants if one.name.casefold() not in names)
    decided = {identity: item for identity, item in _identified(other.parked, day) if item.outcome}
    parked = tuple(
        item if item.outcome else decided.get(identity, item) for identity, item in _identified(held.parked, day)
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


def without(items: tuple[T, ...], item: T) -> tuple[T, ...]:
    """Return the items without the first that is equal: by its value, because the file may hold more by now."""
    at = items.index(item) if item in items else len(items)
    return (*items[:at], *items[at + 1 :])
