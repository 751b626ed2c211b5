"""A book belongs to the team that `portfolio.toml` names, or else to the one known by the editions in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from levelbook.core.portfolio.organisation import Organisation
from levelbook.core.portfolio.tables import ProblemRow
from levelbook.store import toml_text
from levelbook.store.digests import digest

MOST_OF_AN_ID: Final = 64
_DIGITS: Final = 6


@dataclass
class Attribution:
    """The team of each book, and problems with it."""

    organisation: Organisation
    team_of: dict[str, str]
    """Digest of an edition to the team that it is filed under."""
    problems: list[ProblemRow] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    """Teams of the store to those that their books belong to now."""
    home: dict[str, str] = field(default_factory=dict)
    """Team of the store to where its last edition was found when it was collected."""

    def __post_init__(self) -> None:
        self._named = {team.id for team in self.organisation.teams}
        self._seen: set[str] = set()
        """Teams whose books were met so far."""
        self._elsewhere: list[tuple[str, str, str]] = []
        """Teams without an id in `portfolio.toml` whose editions were met in a named team's book in another place: the
        team, the named one, the place. Whether they moved or were copied is seen when all books were read."""

    def team(self, place: str, digests: Sequence[str]) -> str:
        """Return the team of a book with these editions, and notice what is odd about it."""
        found = self._team(place, digests)
        self._seen.add(found)
        return found

    def _team(self, place: str, digests: Sequence[str]) -> str:
        known = {self._now(self.team_of[one]) for one in digests if one in self.team_of}
        claimed = self.organisation.team_at.get(place)
        if claimed is None:
            return self._unclaimed(place, known)
        for other in sorted(known - {claimed.id}):
            if other in self._named:
                self._say_twice(place, other, claimed.id)
            elif self.home.get(other) == place:
                self.renamed[other] = claimed.id
            else:
                self._elsewhere.append((other, claimed.id, place))
        return claimed.id

    def settle(self) -> None:
        """Decide, once all books were read, which editions in another place moved there and which are copies."""
        for other, claimed, place in self._elsewhere:
            if other in self._seen:  # its own book is still there
                self._say_twice(place, other, claimed)
            else:
                self.renamed.setdefault(other, claimed)
        self._elsewhere.clear()

    def _say_twice(self, place: str, other: str, claimed: str) -> None:
        self._say(
            "twice",
            place,
            other,
            f"Editions of this book already belong to the team “{other}”, and stay with it.",
            f"If it is a copy, remove it from the books of “{claimed}”, or give both to one team.",
        )

    def _now(self, team: str) -> str:
        return self.renamed.get(team, team)

    def _unclaimed(self, place: str, known: set[str]) -> str:
        at_home = {team for team in known if self.home.get(team) == place}
        named = sorted(known & self._named)
        if named and not at_home:
            self._say(
                "moved",
                place,
                named[0],
                f"This book has editions of the team “{named[0]}” but is in another place: it was moved, or "
                "it is a copy.",
                f"If it was moved, add “{place}” to the books of that team.",
            )
            return named[0]
        team = min(at_home or known) if known else made_id(place)
        self._say(
            "unnamed",
            place,
            team,
            "This book belongs to no team yet.",
            f'Give it a lasting id: [[teams]] id = "{team}" books = {toml_text.value([place])}',
        )
        return team

    def _say(self, kind: str, place: str, team: str, message: str, remedy: str) -> None:
        self.problems.append(ProblemRow(kind, place, team, message, remedy))


def made_id(place: str) -> str:
    """Make an id of where a book lies: readable, and with digits of a digest, since two places may read alike."""
    words = re.sub("[^a-z0-9]+", "-", place.removesuffix(":.").lower()).strip("-")
    digits = str(int(digest(place)[:12], 16))[:_DIGITS]
    return f"{words[: MOST_OF_AN_ID - _DIGITS - 1].rstrip('-')}-{digits}"
