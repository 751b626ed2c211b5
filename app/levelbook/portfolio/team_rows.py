"""The teams and units of a portfolio as rows of its store, and problems with teams that nobody finds or tells apart."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from levelbook.core.portfolio.organisation import NO_UNIT, Organisation
from levelbook.core.portfolio.tables import ProblemRow, TeamRow, UnitRow
from levelbook.core.text.quotation import in_quotes
from levelbook.portfolio.succession import Succession
from levelbook.words.figures import first_of


def team_rows(
    organisation: Organisation,
    successions: Mapping[str, Succession],
    found_at: Mapping[str, str],
    renamed: Collection[str],
) -> list[TeamRow]:
    """Return a row for each team that the organisation names, that has collected editions, or whose book was found.

    successions: by team.
    found_at: team to where its book was found this time.
    renamed: former ids of teams, which get no row.
    """
    named = {team.id: team for team in organisation.teams}
    unit_of_source = {source.id: source.unit for source in organisation.sources}
    rows = []
    for id_ in sorted({*named, *successions, *found_at} - set(renamed)):
        team = named.get(id_)
        last = successions[id_].last if id_ in successions else None
        place = found_at.get(id_) or (last.place if last else None)
        unit = (team.unit if team else None) or unit_of_source.get((place or "").partition(":")[0])
        name = (team.name if team else "") or (last.team_name if last else id_)
        rows.append(TeamRow(id_, name, unit or NO_UNIT, team is not None, place, team.closed_on if team else None))
    return rows


def unit_rows(organisation: Organisation) -> list[UnitRow]:
    """Return a row for each unit."""
    tree = organisation.tree
    return [UnitRow(unit.id, unit.title, unit.within, tree.path(unit.id)) for unit in tree.units]


def teams_not_found(
    organisation: Organisation,
    successions: Collection[str],
    found_at: Collection[str],
    unreadable: Collection[str],
) -> Iterator[ProblemRow]:
    """Yield a problem for each team that is not closed and of which no book was found, though its sources were read.

    successions: the teams with collected editions.
    found_at: the teams of which a book was found.
    unreadable: the sources that could not be read.
    """
    for team in organisation.teams:
        sources = {place.partition(":")[0] for place in team.books}
        if team.id not in found_at and team.closed_on is None and sources.isdisjoint(unreadable):
            place = team.books[0] if team.books else ""
            kept = "Its collected editions are kept." if team.id in successions else "No edition of it was collected."
            message = f"No book of the team “{team.id}” was found. {kept}"
            yield ProblemRow("book", place, team.id, message, "Has it moved?")


def teams_called_alike(teams: Sequence[TeamRow]) -> Iterator[ProblemRow]:
    """Yield a problem for each name that several teams have."""
    by_name: dict[str, list[TeamRow]] = {}
    for row in teams:
        by_name.setdefault(row.name, []).append(row)
    for name, rows in by_name.items():
        if len(rows) > 1:
            ids = first_of([row.team for row in rows])
            message = f"{len(rows)} teams are called {in_quotes(name)}: {ids}."
            remedy = "Each is a team of its own. Give them different names under [[teams]]."
            yield ProblemRow("name", rows[0].place or "", rows[0].team, message, remedy)
