"""A hand vote is typed in by the scribe: whose turn it is, who stands where, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from levelbook.core.answers.ballots import Hand, Spread, spread_of
from levelbook.core.answers.sittings import Participant
from levelbook.frozen import frozen

_ABSTAINS = "-"


@frozen
class Dissent:
    """A dissent says why somebody sees it differently."""

    reason: str
    who: str = ""
    """A name, only where its owner agrees that it is kept."""


@frozen
class HandVote:
    """A hand vote holds levels in the order of the participants; without participants, in any number."""

    participants: tuple[Participant, ...] = ()
    levels: tuple[int | None, ...] = ()
    """What each has shown so far; None for whoever abstains."""
    dissents: Mapping[int, Dissent] = field(default_factory=dict)
    """By the place of whoever dissents, from 0."""
    instead_of: HandVote | None = None
    """The hands typed before, where the levels are those of the ballots; taking back brings them back."""

    @property
    def is_of_ballots(self) -> bool:
        """Tell whether the levels are those of the ballots: counted, and shown by nobody."""
        return self.instead_of is not None

    @property
    def turn(self) -> Participant | None:
        """Name whose hand is typed next; None where nobody is listed, or all have shown."""
        return self.participants[len(self.levels)] if len(self.levels) < len(self.participants) else None

    @property
    def is_complete(self) -> bool:
        """Tell whether all who are listed have shown."""
        return bool(self.participants) and len(self.levels) >= len(self.participants)

    def showing(self, level: int | None) -> HandVote:
        """Return the vote with one more hand; None abstains."""
        return self if self.is_complete else replace(self, levels=(*self.levels, level))

    def of_ballots(self, levels: Iterable[int | None]) -> HandVote:
        """Return a vote of what the ballots say: theirs are the levels, and nobody's name is on one."""
        return HandVote(levels=tuple(levels), instead_of=self.instead_of or self)

    def taken_back(self) -> HandVote:
        """Return the vote without the last hand, and without what was said about it; of ballots, the hands before."""
        if self.instead_of is not None:
            return self.instead_of
        last = len(self.levels) - 1
        kept = {place: dissent for place, dissent in self.dissents.items() if place != last}
        return replace(self, levels=self.levels[:-1], dissents=kept)

    def dissenting(self, place: int, dissent: Dissent) -> HandVote:
        """Return the vote with a reason for one hand; an empty one takes it away."""
        others = {at: said for at, said in self.dissents.items() if at != place}
        return replace(self, dissents={**others, place: dissent} if dissent.reason else others)

    @property
    def spread(self) -> Spread | None:
        """Return the spread of the hands; None where nobody has shown a level."""
        return spread_of(self.levels)

    @property
    def hands(self) -> list[Hand]:
        """List the hands as they are kept: a name only where its owner agreed, or agreed for this dissent."""
        return [self._hand(place, level) for place, level in enumerate(self.levels)]

    def _hand(self, place: int, level: int | None) -> Hand:
        dissent = self.dissents.get(place)
        if dissent is not None:
            return Hand(level, dissent.who, dissent.reason)
        listed = self.participants[place] if place < len(self.participants) else None
        return Hand(level, listed.name if listed is not None and listed.named else "")

    @property
    def typed(self) -> dict[str, str]:
        """Return what was typed, as the fields of a draft; empty before the first hand. Nobody typed the ballots."""
        if self.instead_of is not None and not self.dissents:
            return self.instead_of.typed
        if not self.levels:
            return {}
        hands = " ".join(_ABSTAINS if level is None else str(level) for level in self.levels)
        people = "\n".join(participant.name for participant in self.participants)
        reasons = {f"reason {place}": dissent.reason for place, dissent in self.dissents.items()}
        names = {f"who {place}": dissent.who for place, dissent in self.dissents.items()}
        return {"hands": hands, "people": people, **reasons, **names}

    def gone_on_with(self, typed: Mapping[str, str]) -> HandVote:
        """Return the vote with what was typed before; as it is where other people sit there by now."""
        if typed.get("people", "") != "\n".join(participant.name for participant in self.participants):
            return self
        hands = typed.get("hands", "").split()
        if not all(hand == _ABSTAINS or hand.isdecimal() for hand in hands):
            return self
        levels = tuple(None if hand == _ABSTAINS else int(hand) for hand in hands)
        dissents = {
            place: Dissent(typed[f"reason {place}"], typed.get(f"who {place}", ""))
            for place in range(len(levels))
            if typed.get(f"reason {place}")
        }
        return replace(self, levels=levels, dissents=dissents)

    def name(self, place: int) -> str:
        """Name whose hand it is, for the room only; empty where nobody is listed."""
        return self.participants[place].name if place < len(self.participants) else ""

    def names_at(self, level: int) -> tuple[str, ...]:
        """Name who showed a level, for the room only."""
        return tuple(self.name(place) for place, shown in enumerate(self.levels) if shown == level and self.name(place))

    def furthest_first(self) -> Sequence[int]:
        """List the places of those who gave a level, the furthest from the median first."""
        spread = self.spread
        if spread is None:
            return ()
        middle = spread.median
        return sorted(
            (place for place, level in enumerate(self.levels) if level is not None),
            key=lambda place: -abs((self.levels[place] or 0) - middle),
        )
