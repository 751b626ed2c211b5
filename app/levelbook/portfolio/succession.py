"""The editions of a team follow one another, and one of them is its last."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.tables import ProblemRow
from levelbook.core.text.quotation import in_quotes


@frozen
class CollectedEdition:
    """An edition as far as it says which one is its team's last."""

    sealed_at: datetime
    number: int
    key: int
    name: str
    previous: str | None
    team_name: str
    place: str


@dataclass
class Succession:
    """A team's editions so far, as they followed each other: a clock that was set back does not change that."""

    open_ended: list[CollectedEdition] = field(default_factory=list)
    """Editions that no other followed: more than one where branches sealed beside each other."""
    followed_by: dict[str, int] = field(default_factory=dict)
    """Name of an edition to the highest number of one that followed it."""

    def add(self, edition: CollectedEdition) -> None:
        if edition.previous is not None:
            self.followed_by[edition.previous] = max(edition.number, self.followed_by.get(edition.previous, 0))
        self.open_ended = [one for one in (*self.open_ended, edition) if not self._is_followed(one)]

    def join(self, other: Succession) -> None:
        """Add the editions of another team, which turned out to be this one."""
        for name, number in other.followed_by.items():
            self.followed_by[name] = max(number, self.followed_by.get(name, 0))
        self.open_ended = [one for one in (*self.open_ended, *other.open_ended) if not self._is_followed(one)]

    def _is_followed(self, edition: CollectedEdition) -> bool:
        return self.followed_by.get(edition.name, 0) > edition.number

    @property
    def last(self) -> CollectedEdition:
        """The team's last edition, as every report has it (`store_writer.py`)."""
        return max(self.open_ended, key=lambda one: (one.sealed_at, one.number, one.key))


def editions_of_others(
    successions: Mapping[str, Succession], *, editions: Container[tuple[str, str]]
) -> Iterator[ProblemRow]:
    """Yield a problem for each team whose book has an edition of another one that follows none of its own, as a copy.

    successions: by team. editions: team and name of those that the store holds.
    """
    for team, succession in sorted(successions.items()):
        ends = succession.open_ended
        begins = any(one.previous is None or (team, one.previous) not in editions for one in ends)
        if len({one.team_name for one in ends}) > 1 and begins:
            listed = " and ".join(f"{one.name} of {in_quotes(one.team_name)}" for one in ends)
            message = f"The editions {listed} did not follow one another, and each counts for this team."
            remedy = "Was one copied from another team's book? `levelbook check` in the book names it."
            yield ProblemRow("edition", ends[0].place, team, message, remedy)
