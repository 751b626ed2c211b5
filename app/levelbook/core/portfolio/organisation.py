"""An organisation is what a `portfolio.toml` describes: its units, its teams, and where their books lie.

The classes mirror the file; the sentences under the fields are those of its JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Annotated, Final

from levelbook.core.errors import Problem
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line, nearest
from levelbook.core.text.field_types import Cleaned, Day, FormatNumber, Ge, Id, Le, Line, RequiredLine

EVERYWHERE: Final = "**"
NO_UNIT: Final = "no-unit"
"""The unit of teams without one, as commands accept it."""
IN_NO_UNIT: Final = "no unit"
"""The name of that unit for people."""


def _pattern(value: str) -> str:
    """A pattern of folders inside a source, with `*` within a name and `**` for any folders between."""
    parts = value.split("/")
    if clean_line(value) != value or "\\" in value or any(part in ("", ".", "..") for part in parts):
        raise ValueError(
            "this must be a folder inside the source, such as docs/genai-security or */docs/genai-security"
        )
    if any("**" in part and part != "**" for part in parts):
        raise ValueError("** matches whole folders, as in teams/**/genai-security")
    return value


def _place(value: str) -> str:
    """Check the location of one book: `SOURCE:FOLDER`."""
    source, colon, folder = value.partition(":")
    if not colon or not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", source):
        raise ValueError(
            "this must be the id of a source, a colon and the book's folder in it, such as docs:teams/cards"
        )
    if folder != "." and ("*" in folder or _pattern(folder) != folder):
        raise ValueError("a team's book is one folder; patterns belong to the source")
    return value


def _address(value: str) -> str:
    if value.startswith("-") or re.search(r"\s", value) or clean_line(value) != value or "::" in value:
        raise ValueError("this must be the address of a git repository, such as https://git.example/docs.git")
    return value


@frozen(kw_only=True)
class Unit(Cleaned):
    """A part of the organisation, in which teams and other units are."""

    id: Id
    title: RequiredLine
    within: Id | None = None
    """The unit that it is a part of; the organisation itself where this is not said."""


@frozen(kw_only=True)
class Source(Cleaned):
    """A source of books: a folder, or a git repository."""

    id: Id
    folder: Line = ""
    """A folder on this machine, from the folder of portfolio.toml unless it is absolute."""
    git: Annotated[str, _address] = ""
    """The address of a git repository, as `git clone` takes it."""
    branch: Line = ""
    """The branch whose editions count; the repository's own first one where this is not said."""
    books: tuple[Annotated[str, _pattern], ...] = (EVERYWHERE,)
    """The folders with books inside it: `*` stands for a part of a name, `**` for any folders."""
    unit: Id | None = None
    """The unit of its teams that stand nowhere below."""


@frozen(kw_only=True)
class Team(Cleaned):
    """A team, under an id that stays when it is renamed or its book moves."""

    id: Id
    name: Line = ""
    """Its name in tables; the one in its last edition if left out."""
    unit: Id | None = None
    books: tuple[Annotated[str, _place], ...] = ()
    """The present and former locations of its book, as SOURCE:FOLDER."""
    closed_on: Day | None = None
    """The day from which it is no longer counted."""


@frozen(kw_only=True)
class Alike(Cleaned):
    """Versions of a questionnaire whose figures may be added up, as declared by the organisation."""

    id: Id
    """The id of the group, for `--questionnaire`."""
    of: tuple[RequiredLine, ...]
    """Each as ID@VERSION, such as genai-security@1.0.0."""
    renamed: Mapping[RequiredLine, RequiredLine] = field(default_factory=dict)
    """Map ids of practices in one version to the ids under which they are counted."""


@frozen(kw_only=True)
class Organisation(Cleaned):
    """Everything that `portfolio.toml` says."""

    format: FormatNumber = 1
    organisation: RequiredLine
    """The organisation that the portfolio covers."""
    round_days: Annotated[int, Ge(1), Le(3660)] = 92
    """Days after an edition on which a team's next one is due."""
    people: bool = False
    """Whether names of people are collected, as teams' own settings show them to others."""
    units: tuple[Unit, ...] = ()
    sources: tuple[Source, ...]
    teams: tuple[Team, ...] = ()
    alike: tuple[Alike, ...] = ()

    @cached_property
    def tree(self) -> UnitTree:
        """Return the units as a tree."""
        return UnitTree(self.units)

    @cached_property
    def team_at(self) -> Mapping[str, Team]:
        """Map each location of a book, SOURCE:FOLDER, to its team."""
        return {place: team for team in self.teams for place in team.books}


# --- The tree ---------------------------------------------------------------------------------------------------------


@frozen
class UnitTree:
    """The tree of units. A circle, which `problems` reports, ends where it began."""

    units: tuple[Unit, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Unit]:
        return {unit.id: unit for unit in self.units}

    def above(self, unit_id: str) -> tuple[str, ...]:
        """Return a unit and its ancestors, itself first; only itself if the tree does not have it."""
        found: list[str] = []
        at: str | None = unit_id
        while at is not None and at not in found:
            found.append(at)
            at = self.by_id[at].within if at in self.by_id else None
        return tuple(found)

    def path(self, unit_id: str) -> str:
        """Return the ids from the top down, separated by slashes."""
        return "/".join(reversed(self.above(unit_id)))

    def directly_within(self, unit_id: str | None) -> tuple[Unit, ...]:
        """Return the units directly within one, or within the organisation itself."""
        return tuple(unit for unit in self.units if unit.within == unit_id)

    def rows_of(self, unit_id: str | None, used: Iterable[str]) -> dict[str, str]:
        """Map each unit that is under another one, or under the organisation, to the row that it is counted in.

        A row is a unit directly within, with all that is below it; teams directly in `unit_id` have that as their row.
        used: ids of units that teams are in, which need not be in the tree.
        """
        rows: dict[str, str] = {}
        for one in dict.fromkeys([*self.by_id, *used]):
            above = self.above(one)
            if unit_id is None:
                rows[one] = above[-1]
            elif unit_id in above:
                rows[one] = above[max(above.index(unit_id) - 1, 0)]
        return rows


# --- What cannot be meant ---------------------------------------------------------------------------------------------


def problems(organisation: Organisation) -> list[Problem]:
    """List contradictions between the keys: repeated ids, unknown names, circles."""
    return [
        *_nothing_given(organisation),
        *_ids_twice(organisation),
        *_unknown_units(organisation),
        *_circles(organisation),
        *_sources(organisation.sources),
        *_books(organisation),
        *_alike(organisation.alike),
    ]


def _nothing_given(organisation: Organisation) -> Iterator[Problem]:
    if not organisation.sources:
        yield Problem("There is no source, so there are no books to collect.", key="sources")
    for place, source in enumerate(organisation.sources):
        if not source.books:
            yield Problem(
                "This is an empty list, so no book is found.", key=f"sources[{place}].books", remedy='Such as ["**"].'
            )


def _ids_twice(organisation: Organisation) -> Iterator[Problem]:
    for name in ("units", "sources", "teams", "alike"):
        seen: set[str] = set()
        for place, one in enumerate(getattr(organisation, name)):
            if one.id in seen:
                yield Problem(f"There are two {name} with the id “{one.id}”.", key=f"{name}[{place}].id")
            seen.add(one.id)


def _unknown_units(organisation: Organisation) -> Iterator[Problem]:
    known = organisation.tree.by_id
    used = [
        *((f"units[{place}].within", unit.within) for place, unit in enumerate(organisation.units)),
        *((f"sources[{place}].unit", source.unit) for place, source in enumerate(organisation.sources)),
        *((f"teams[{place}].unit", team.unit) for place, team in enumerate(organisation.teams)),
    ]
    for key, unit in used:
        if unit is not None and unit not in known:
            near = nearest(unit, known)
            remedy = f"Did you mean “{near}”?" if near else "Add it under [[units]]."
            yield Problem(f"There is no unit “{unit}”.", key=key, remedy=remedy)


def _circles(organisation: Organisation) -> Iterator[Problem]:
    tree = organisation.tree
    for place, unit in enumerate(organisation.units):
        last = tree.by_id.get(tree.above(unit.id)[-1])
        if last is not None and last.within is not None and last.within in tree.by_id:
            yield Problem(f"The unit “{unit.id}” is within itself, or within a circle.", key=f"units[{place}].within")


def _sources(sources: tuple[Source, ...]) -> Iterator[Problem]:
    for place, source in enumerate(sources):
        if bool(source.folder) == bool(source.git):
            yield Problem("A source has either a folder or a git address.", key=f"sources[{place}]")
        if source.branch and not source.git:
            yield Problem("Only a git source has a branch.", key=f"sources[{place}].branch")


def _books(organisation: Organisation) -> Iterator[Problem]:
    sources = {source.id for source in organisation.sources}
    taken: dict[str, str] = {}
    for number, team in enumerate(organisation.teams):
        for place, book in enumerate(team.books):
            key = f"teams[{number}].books[{place}]"
            source = book.partition(":")[0]
            if source not in sources:
                near = nearest(source, sources)
                yield Problem(
                    f"There is no source “{source}”.", key=key, remedy=f"Did you mean “{near}”?" if near else ""
                )
            if taken.setdefault(book, team.id) != team.id:
                yield Problem(f"This book is the team “{taken[book]}”'s already.", key=key)


def _alike(groups: tuple[Alike, ...]) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for number, group in enumerate(groups):
        for place, version in enumerate(group.of):
            key = f"alike[{number}].of[{place}]"
            if not all(version.partition("@")[::2]):
                yield Problem(f"This is the text “{version}”: it must be ID@VERSION.", key=key)
            if taken.setdefault(version, group.id) != group.id:
                yield Problem(f"This version is counted under “{taken[version]}” already.", key=key)
