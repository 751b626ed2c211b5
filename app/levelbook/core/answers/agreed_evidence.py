"""Agreed evidence is found in the sittings that agreed on it, with what has become of each piece."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Literal, NamedTuple

from levelbook.core.answers.answers import AnswerBook, Evidence
from levelbook.core.answers.sittings import EvidenceToBring, ProofOutcome, Sitting, piece_digest
from levelbook.core.frozen import frozen

EvidenceFate = Literal["open"] | ProofOutcome


class Agreement(NamedTuple):
    """An agreement names evidence in the words of a sitting, and the latest sitting that agreed on it."""

    practice: str
    """The practice's present id; the one in the sitting if it no longer has one."""
    what: str
    day: date
    """The day of that sitting."""


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
    piece: Evidence | None = None
    """The piece of the answer that brought it. None while it is open, where somebody recorded the outcome, and where
    the piece ran out and was taken away since an edition counted it."""

    @property
    def agreement(self) -> Agreement:
        return Agreement(self.practice, self.proof.what, self.day)

    @property
    def key(self) -> tuple[str, str]:
        """The values that identify it from sitting to sitting."""
        return self.practice, self.proof.what


def agreed_evidence(
    sittings: Iterable[tuple[date, Sitting]],
    book: AnswerBook,
    called: Callable[[str], str],
    settled: Collection[Agreement] = (),
) -> tuple[AgreedEvidence, ...]:
    """Return the evidence that sittings, oldest first, agreed on, in that order, with what has become of it.

    called: gives the present id of a practice.
    settled: what was brought by a piece that the answer need not hold any more.

    Where sittings agreed on the same evidence in the same words, the latest
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
        if proof.outcome is not None or Agreement(name, what, day) in settled:
            found.append(AgreedEvidence(name, proof, day, proof.outcome or "kept", numbers[name, what]))
            continue
        brought = (piece for place in places if (piece := held(*place).bring(proof, day)) is not None)
        piece = next(brought, None)
        fate: EvidenceFate = "open" if piece is None else "kept"
        found.append(AgreedEvidence(name, proof, day, fate, numbers[name, what], piece))
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

    def bring(self, proof: EvidenceToBring, day: date) -> Evidence | None:
        """Take the first free piece that is new since a proof was agreed on a day; None where there is none.

        It was added since, took the place of another one, or was seen later. Days never go back from call to call.
        """
        end = len(self._evidence)
        while self._seen < end and (self._next[self._seen] != self._seen or not self._is_seen_after(day)):
            self._seen += 1
        added = end if proof.pieces is None else self._free_from(min(proof.pieces, end))
        place = self._first_not_among(frozenset(proof.had), min(self._seen, added))
        if place == end:
            return None
        self._next[place] = place + 1
        return self._evidence[place]

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
