"""A show of hands while the scribe types it in: whose turn it is, who stands where, and what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from levelbook.core.answers.ballots import Hand, Spread, spread_of
from levelbook.core.answers.sittings import Participant


@dataclass(frozen=True)
class Dissent:
    """Why somebody sees it differently."""

    reason: str
    who: str = ""
    """A name, only where its owner agrees that it is kept."""


@dataclass(frozen=True)
class HandVote:
    """Levels in the order in which the participants are listed; without participants, in any number."""

    participants: tuple[Participant, ...] = ()
    levels: tuple[int | None, ...] = ()
    """What each has shown so far; None for whoever abstains."""
    dissents: Mapping[int, Dissent] = field(default_factory=dict)
    """By the place of whoever dissents, from 0."""

    @property
    def turn(self) -> Participant | None:
        """Whose hand is typed next; None where nobody is listed, or all have shown."""
        return self.participants[len(self.levels)] if len(self.levels) < len(self.participants) else None

    @property
    def is_complete(self) -> bool:
        """All who are listed have shown."""
        return bool(self.participants) and len(self.levels) >= len(self.participants)

    def showing(self, level: int | None) -> HandVote:
        """With one more hand; None abstains."""
        return self if self.is_complete else replace(self, levels=(*self.levels, level))

    def taken_back(self) -> HandVote:
        """Without the last hand, and without what was said about it."""
        last = len(self.levels) - 1
        kept = {place: dissent for place, dissent in self.dissents.items() if place != last}
        return replace(self, levels=self.levels[:-1], dissents=kept)

    def dissenting(self, place: int, dissent: Dissent) -> HandVote:
        """With a reason for one hand; an empty one takes it away."""
        others = {at: said for at, said in self.dissents.items() if at != place}
        return replace(self, dissents={**others, place: dissent} if dissent.reason else others)

    @property
    def spread(self) -> Spread | None:
        """None where nobody has shown a level."""
        return spread_of(self.levels)

    @property
    def hands(self) -> list[Hand]:
        """As they are kept: a name only where its owner agreed, or agreed for this dissent."""
        return [self._hand(place, level) for place, level in enumerate(self.levels)]

    def _hand(self, place: int, level: int | None) -> Hand:
        dissent = self.dissents.get(place)
        if dissent is not None:
            return Hand(level, dissent.who, dissent.reason)
        listed = self.participants[place] if place < len(self.participants) else None
        return Hand(level, listed.name if listed is not None and listed.named else "")

    def name(self, place: int) -> str:
        """Whose hand it is, for the room only; empty where nobody is listed."""
        return self.participants[place].name if place < len(self.participants) else ""

    def names_at(self, level: int) -> tuple[str, ...]:
        """Who showed a level, for the room only."""
        return tuple(self.name(place) for place, shown in enumerate(self.levels) if shown == level and self.name(place))

    def furthest_first(self) -> Sequence[int]:
        """Places of those who gave a level, the furthest from the middle first."""
        spread = self.spread
        if spread is None:
            return ()
        middle = spread.median
        return sorted(
            (place for place, level in enumerate(self.levels) if level is not None),
            key=lambda place: -abs((self.levels[place] or 0) - middle),
        )
