"""A book belongs to the team that `portfolio.toml` names, or else to the one known by the editions in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from levelbook.core.portfolio.organisation import Organisation
from levelbook.core.portfolio.tables import ProblemRow
from levelbook.core.text.cleaning import clean_line
from levelbook.store import toml_text
from levelbook.store.digests import digest

MOST_OF_AN_ID: Final = 64
_DIGITS: Final = 6


@dataclass
class TeamsOfBooks:
    """The teams that books belong to, and problems with that."""

    organisation: Organisation
    team_of: dict[str, str]
    """Digest of an edition to the team that it is filed under."""
    problems: list[ProblemRow] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    """Teams of the store to those that their books belong to now."""
    home: dict[str, str] = field(default_factory=dict)
    """Team of the store to where its last edition was found when it was collected."""
    collected_at: dict[str, str] = field(default_factory=dict)
    """Digest of an edition of the store to where it was found when it was collected."""
    unreadable: set[str] = field(default_factory=set)
    """Sources of which nobody knows which books they have this time, and places of books that cannot be read."""
    undecided: set[str] = field(default_factory=set)
    """Places of books that moved there or are copies: which, only a place tells that cannot be read this time."""

    def __post_init__(self) -> None:
        self._named = {team.id for team in self.organisation.teams}
        self._seen: dict[str, str] = {}
        """Teams whose books were met so far, and where."""
        self._held: dict[str, frozenset[str]] = {}
        """Where books were met so far, to the digests of their editions."""
        self._elsewhere: list[tuple[str, str, str]] = []
        """Teams without an id in `portfolio.toml` whose editions were met in a named team's book in another place: the
        team, the named one, the place. Whether they moved or were copied is seen when all books were read."""

    def team(self, place: str, digests: Sequence[str]) -> str:
        """Return the team of a book with these editions, and notice what is odd about it."""
        found = self._team(place, digests)
        if place not in self.undecided:
            self._seen.setdefault(found, place)
        self._held[place] = frozenset(digests)
        return found

    def in_order(self, places: Sequence[str]) -> list[int]:
        """Return the positions of places in the order to read their books: those of which the team is known first.

        Editions that were copied from one book into another then stay with their own. A book whose editions are filed
        under another team than it belongs to is read after that team's.
        """
        homes, claimed = set(self.home.values()), self.organisation.team_at
        doubtful = {
            at
            for one, at in self.collected_at.items()
            if at in claimed and self._now(self.team_of[one]) != claimed[at].id
        }
        rank = {
            place: (1 if place in doubtful else 0) if place in claimed else 2 if place in homes else 3
            for place in places
        }
        return sorted(range(len(places)), key=lambda position: rank[places[position]])

    def misfiled(self, place: str, team: str, digests: Sequence[str]) -> frozenset[str]:
        """Return the editions of a team's book that are filed under a named team of which this book is a copy.

        They were sealed only here, and collected while that team's own book was gone, when this one passed for it.
        """
        if place in self.undecided:
            return frozenset()
        found = (one for one in digests if one in self.team_of and self._now(self.team_of[one]) != team)
        return frozenset(one for one in found if self._is_only_in_a_copy(place, one, digests))

    def _is_only_in_a_copy(self, place: str, edition: str, digests: Sequence[str]) -> bool:
        """Tell whether an edition was collected in this place, and the books that `portfolio.toml` lists for its team
        can all be read, of which one holds some of these editions, but none holds this one.
        """
        if self.collected_at.get(edition) != place:
            return False
        other = self._now(self.team_of[edition])
        own = [self._held.get(at, frozenset()) for at, one in self.organisation.team_at.items() if one.id == other]
        is_copy = any(not held.isdisjoint(digests) for held in own)
        return is_copy and not self._unread_of(other) and all(edition not in held for held in own)

    def likely_team(self, place: str) -> str:
        """Return the team that a book in this place will most likely turn out to belong to; nothing is noticed."""
        claimed = self.organisation.team_at.get(place)
        return claimed.id if claimed else min(self.teams_at.get(place, ()), default=made_id(place))

    @cached_property
    def teams_at(self) -> Mapping[str, set[str]]:
        """Map places to the teams of the store whose last edition was found there."""
        found: dict[str, set[str]] = {}
        for team, place in self.home.items():
            found.setdefault(place, set()).add(team)
        return found

    def _team(self, place: str, digests: Sequence[str]) -> str:
        known = {self._now(self.team_of[one]) for one in digests if one in self.team_of}
        claimed = self.organisation.team_at.get(place)
        if claimed is None:
            return self._unclaimed(place, known, digests)
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
            elif unread := self._unread_of(other):
                remedy = f"Until that can be read, or is taken out of portfolio.toml, “{other}” keeps its editions."
                self._say("moved", place, claimed, _undecided_words(other, unread), remedy)
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

    def _unclaimed(self, place: str, known: set[str], digests: Sequence[str]) -> str:
        at_home = {team for team in known if self.home.get(team) == place and not self._is_elsewhere(team, digests)}
        away = known - at_home
        if away:
            other = min(away & self._named or away)
            there = self._place_of(other, digests)
            if there is not None:
                is_own = (one not in self.team_of or self._is_only_in_a_copy(place, one, digests) for one in digests)
                has_own = bool(at_home) or any(is_own)
                return self._copy(place, other, there, own=min(at_home or {made_id(place)}) if has_own else None)
            if not at_home and (unread := self._unread_of(other)):
                self.undecided.add(place)
                self._say("moved", place, other, *self._undecided(place, other, unread, digests))
                return other
            if other in self._named and not at_home:
                remedy = f"Add “{clean_line(place)}” to the books of that team."
                message = f"The book of the team “{other}” was moved here: its editions are not where they were."
                self._say("moved", place, other, message, remedy)
                return other
        team = min(at_home or known) if known else made_id(place)
        self._say("unnamed", place, team, "No team in portfolio.toml lists this book.", self._to_be_named(place, team))
        return team

    def _to_be_named(self, place: str, team: str) -> str:
        if team in self._named:  # it was one of that team's books, as long as portfolio.toml said so
            return f"If it is the book of the team “{team}”, add “{clean_line(place)}” to the books of that team."
        return f"Give it a lasting id: {_lines_for(team, place)}"

    def _places_of(self, team: str) -> list[str]:
        """List where a team's book may be: where it was met, where it is said to be, where it was."""
        said = (place for one in self.organisation.teams if one.id == team for place in one.books)
        return [place for place in (self._seen.get(team), *said, self.home.get(team)) if place is not None]

    def _place_of(self, team: str, digests: Sequence[str]) -> str | None:
        """Return where a team's book is that holds one of these editions too; None where there is none."""
        places = self._places_of(team)
        return next((place for place in places if not self._held.get(place, frozenset()).isdisjoint(digests)), None)

    def _copy(self, place: str, other: str, there: str, *, own: str | None) -> str:
        """Return the team of a book with copies of another team's editions.

        own: its own team, if something was sealed only there.
        """
        there = clean_line(there)
        if own is None:
            message = f"This book is a copy: all its editions belong to the team “{other}”, whose book is {there}."
            remedy = "Remove it, or leave it out of the source's books."
            if other not in self._named:  # a copy may have passed for the team's own book while that was gone
                message = f"All editions of this book are also in {there}, which counts for the team “{other}”: one is "
                message += "a copy."
                remedy = f"Remove the copy. If it is the other one, give this book the id: {_lines_for(other, place)}"
            self._say("twice", place, other, message, remedy)
            return other
        remedy = self._to_be_named(place, own)
        self._say(
            "twice",
            place,
            own,
            f"This book has copies of editions of the team “{other}”, whose book is {there}. They stay with that team; "
            f"those that were sealed only here count for “{own}”.",
            f"If it is another team, {remedy[0].lower()}{remedy[1:]}" if own not in self._named else remedy,
        )
        return own

    def _is_elsewhere(self, team: str, digests: Sequence[str]) -> bool:
        """Tell whether a named team's own place, which was read already, has one of these editions too."""
        claimed = (place for place, one in self.organisation.team_at.items() if one.id == team)
        return any(not self._held.get(place, frozenset()).isdisjoint(digests) for place in claimed)

    def _unread_of(self, team: str) -> str:
        """Name a source or a place that cannot be read this time and where the team's book was; empty where none is."""
        places = self._places_of(team)
        return min({*places, *(one.partition(":")[0] for one in places)} & self.unreadable, default="")

    def _undecided(self, place: str, team: str, unread: str, digests: Sequence[str]) -> tuple[str, str]:
        """Say, and what to do, of a book with a team's editions while nobody can tell whether it is a copy."""
        message = _undecided_words(team, unread)
        if any(one not in self.team_of for one in digests):
            message += " What was sealed only here is in no figure until then."
        remedy = self._to_be_named(place, team)
        if team in self._named:
            remedy = f"Add “{clean_line(place)}” to the books of that team."
        return message, f"If it was moved: {remedy[0].lower()}{remedy[1:]}"

    def _say(self, kind: str, place: str, team: str, message: str, remedy: str) -> None:
        self.problems.append(ProblemRow(kind, place, team, message, remedy))


def _undecided_words(team: str, unread: str) -> str:
    what = "" if ":" in unread else "the source "
    return (
        f"This book has editions of the team “{team}”. It was moved, or it is a copy: {what}{clean_line(unread)}, "
        "where that team's book was, cannot be read."
    )


def _lines_for(team: str, place: str) -> str:
    return f'below a line [[teams]], the line id = "{team}" and the line books = {toml_text.value([place])}'


def made_id(place: str) -> str:
    """Make an id of where a book lies: readable, and with digits of a digest, since two places may read alike."""
    words = re.sub("[^a-z0-9]+", "-", place.removesuffix(":.").lower()).strip("-")
    digits = str(int(digest(place)[:12], 16))[:_DIGITS]
    return f"{words[: MOST_OF_AN_ID - _DIGITS - 1].rstrip('-')}-{digits}"
