"""This module finds editions of another team than the book's, such as some that were copied from another book."""

from __future__ import annotations

from collections.abc import Callable

from levelbook.book.editions.lineage import Lineage
from levelbook.core.errors import Problem
from levelbook.core.text.quotation import in_quotes
from levelbook.store.editions import EDITION, Edition
from levelbook.words.files import shown

TeamOf = Callable[[Edition], str]
"""Returns the team in an edition's settings; empty where they cannot be read, which is reported by itself."""


def first_editions_of_others(lineage: Lineage, team_of: TeamOf, own_team: str) -> tuple[Edition, ...]:
    """Return each edition that begins a history of its own and is of another team.

    Two branches may each have sealed a first edition, and a team may have got another name: then the name is also that
    of another edition, or of the book. An only edition that never followed any is where the book itself began,
    whatever its team was called then.
    """
    first = lineage.beginnings
    if len(first) < 2:
        return ()
    if sum(edition.previous is None for edition in first) == 1:
        first = tuple(edition for edition in first if edition.previous is not None)
    teams = {edition.name: team_of(edition) for edition in lineage.all}
    found = []
    for edition in first:
        own = lineage.history(edition)
        others = {team for name, team in teams.items() if name not in own} | {own_team, ""}
        if not others & {teams[name] for name in own}:
            found.append(edition)
    return tuple(found)


def problem_of_other_team(edition: Edition, team: str) -> Problem:
    """Say that an edition, which begins a history of its own, is of another team, as a copy would be."""
    return Problem(
        f"This edition is of the team {in_quotes(team)}, and it follows none of this book's.",
        path=shown(edition.path / EDITION),
        remedy="If it was copied from another book, remove it.",
    )


def all_of_another_team(lineage: Lineage, team_of: TeamOf, own_team: str) -> Problem | None:
    """Return a notice where all editions are of a team of another name than the book's; None where one is of its own.

    A team that was renamed has such editions until it seals the next one, and so does a book that was copied from
    another team's with all its editions: nobody but the team can tell.
    """
    last = lineage.all[-1] if lineage.all else None
    found = "" if last is None else team_of(last)
    newest_first = reversed(lineage.all)
    if last is None or not found or any(team_of(one).casefold() == own_team.casefold() for one in newest_first):
        return None
    message = f"This edition is of the team {in_quotes(found)}, and the book is of {in_quotes(own_team)}."
    remedy = (
        "If the team was renamed, there is nothing to do. If the editions were copied from another book, remove them."
    )
    return Problem(message, path=shown(last.path / EDITION), remedy=remedy)
