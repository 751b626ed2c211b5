"""A hand vote is typed in by the scribe, one participant after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace

from levelbook.core.answers.ballots import ParticipantVote, Spread, spread_of
from levelbook.core.answers.sittings import Participant
from levelbook.core.frozen import frozen
from levelbook.core.text.numbers import whole_number

_ABSTAINS = "-"

LONGEST_REASON_IN_GUIDE = 160
"""Characters of a reason that the guide has room for; a longer one is left to the record."""


@frozen
class Dissent:
    """A dissent is the reason of somebody who disagrees."""

    reason: str
    who: str = ""
    """The person's name, only if they agreed that it is stored."""


@frozen
class _TypedHand:
    """One hand of a draft; without a name where nobody was listed."""

    name: str
    level: int | None
    dissent: Dissent | None


def _typed_hands(typed: Mapping[str, str]) -> list[_TypedHand]:
    """Read the hands of a draft; none where one of them is no level."""
    hands = typed.get("hands", "").split()
    levels = [whole_number(hand) for hand in hands]
    if any(level is None and hand != _ABSTAINS for hand, level in zip(hands, levels, strict=True)):
        return []
    people = typed.get("people", "").split("\n")
    return [
        _TypedHand(
            people[place] if place < len(people) else "",
            level,
            Dissent(reason, typed.get(f"who {place}", "")) if (reason := typed.get(f"reason {place}", "")) else None,
        )
        for place, level in enumerate(levels)
    ]


@frozen
class HandVote:
    """A hand vote holds levels in the order of the participants; without participants, in any number."""

    participants: tuple[Participant, ...] = ()
    levels: tuple[int | None, ...] = ()
    """The levels shown so far; None for an abstention."""
    dissents: Mapping[int, Dissent] = field(default_factory=dict)
    """Map the position of the person, from 0, to their dissent."""
    replaces: HandVote | None = None
    """The hands typed before the ballots' levels replaced them; taking back restores them."""

    @property
    def is_of_ballots(self) -> bool:
        """Tell whether the levels are those of the ballots, so that nobody showed them."""
        return self.replaces is not None

    @property
    def turn(self) -> Participant | None:
        """Return the participant whose hand is typed next; None if nobody is listed, or all have voted."""
        return self.participants[len(self.levels)] if len(self.levels) < len(self.participants) else None

    @property
    def is_complete(self) -> bool:
        """Tell whether all listed participants have voted."""
        return bool(self.participants) and len(self.levels) >= len(self.participants)

    def showing(self, level: int | None) -> HandVote:
        """Return the vote with one more hand; None abstains."""
        return self if self.is_complete else replace(self, levels=(*self.levels, level))

    def of_ballots(self, levels: Iterable[int | None]) -> HandVote:
        """Return a vote with the levels of the ballots, without names."""
        return HandVote(levels=tuple(levels), replaces=self.replaces or self)

    def taken_back(self) -> HandVote:
        """Return the vote without the last hand and its dissent; for ballots, the hands that they replaced."""
        if self.replaces is not None:
            return self.replaces
        last = len(self.levels) - 1
        kept = {place: dissent for place, dissent in self.dissents.items() if place != last}
        return replace(self, levels=self.levels[:-1], dissents=kept)

    def dissenting(self, place: int, dissent: Dissent) -> HandVote:
        """Return the vote with a reason for one hand; an empty reason removes it."""
        others = {at: said for at, said in self.dissents.items() if at != place}
        return replace(self, dissents={**others, place: dissent} if dissent.reason else others)

    @property
    def spread(self) -> Spread | None:
        """Return the spread of the hands; None where nobody has shown a level."""
        return spread_of(self.levels)

    @property
    def hands(self) -> list[ParticipantVote]:
        """List the hands as they are stored: with a name only if the person agreed, in general or for this dissent."""
        return [self._hand(place, level) for place, level in enumerate(self.levels)]

    def _hand(self, place: int, level: int | None) -> ParticipantVote:
        dissent = self.dissents.get(place)
        if dissent is not None:
            return ParticipantVote(level, dissent.who, dissent.reason)
        listed = self.participants[place] if place < len(self.participants) else None
        return ParticipantVote(level, listed.name if listed is not None and listed.named else "")

    @property
    def typed(self) -> dict[str, str]:
        """Return the typed hands as the fields of a draft; empty before the first one. Ballots are not typed."""
        if self.replaces is not None and not self.dissents:
            return self.replaces.typed
        if not self.levels:
            return {}
        hands = " ".join(_ABSTAINS if level is None else str(level) for level in self.levels)
        people = "\n".join(participant.name for participant in self.participants)
        reasons = {f"reason {place}": dissent.reason for place, dissent in self.dissents.items()}
        names = {f"who {place}": dissent.who for place, dissent in self.dissents.items()}
        return {"hands": hands, "people": people, **reasons, **names}

    def with_typed(self, typed: Mapping[str, str]) -> HandVote:
        """Return the vote with the hands from a draft: they come first, and whoever came since shows after them.

        A hand goes by its person's name, so those of people who are no longer listed are left out. Hands of nobody in
        particular stay only while nobody is listed.
        """
        listed = {participant.name: participant for participant in self.participants}
        hands = _typed_hands(typed)
        if listed or typed.get("people"):
            hands = [hand for hand in hands if hand.name in listed]
        first = {hand.name for hand in hands}
        return replace(
            self,
            participants=(
                *(listed[hand.name] for hand in hands if listed),
                *(participant for participant in self.participants if participant.name not in first),
            ),
            levels=tuple(hand.level for hand in hands),
            dissents={place: hand.dissent for place, hand in enumerate(hands) if hand.dissent},
        )

    def listing(self, participants: tuple[Participant, ...]) -> HandVote:
        """Return the vote with the people who are listed now, each with the hand that they have shown.

        Hands that were typed while nobody was listed stay as they are.
        """
        if self.replaces is not None:
            return replace(self, replaces=self.replaces.listing(participants))
        if self.levels and not self.participants:
            return self
        return HandVote(participants).with_typed(self.typed)

    def left_out(self, typed: Mapping[str, str]) -> tuple[tuple[str, int | None], ...]:
        """List name and level of the hands in a draft whose people are not listed now; the name may be empty."""
        listed = {participant.name for participant in self.participants}
        if not listed and not typed.get("people"):
            return ()
        return tuple((hand.name, hand.level) for hand in _typed_hands(typed) if hand.name not in listed)

    def name(self, place: int) -> str:
        """Return the name for a hand, for the room only; empty if nobody is listed."""
        return self.participants[place].name if place < len(self.participants) else ""

    def names_at(self, level: int) -> tuple[str, ...]:
        """Return the names of those who showed a level, for the room only."""
        return tuple(self.name(place) for place, shown in enumerate(self.levels) if shown == level and self.name(place))

    def outliers_first(self) -> Sequence[int]:
        """List the places of those who gave a level, the furthest from the median first."""
        spread = self.spread
        if spread is None:
            return ()
        middle = spread.median
        return sorted(
            (place for place, level in enumerate(self.levels) if level is not None),
            key=lambda place: -abs((self.levels[place] or 0) - middle),
        )


def level_and_reason(said: str) -> tuple[int | None, str]:
    """Parse the level that is settled on, `2` or `2 because …`, with its reason; None where it is neither."""
    digits, _, reason = said.partition(" because ")
    return whole_number(digits), reason.strip()
