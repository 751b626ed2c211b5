"""A stray edition lies in a team's book and is of another team, as one is that was copied there by mistake.

It begins a history of its own, and no edition of that history has a team's name that another history in the book has.
`levelbook check` tells them apart in the same way. Which history is the book's own is known by its team's name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from levelbook.core.errors import LevelbookError
from levelbook.core.frozen import frozen
from levelbook.core.portfolio.rows import EditionRows
from levelbook.core.portfolio.tables import EditionRow
from levelbook.portfolio.book_sources import BookSource
from levelbook.portfolio.edition_reader import FoundEdition, digests_in_any_layout
from levelbook.reading.toml import decoded, parse_toml
from levelbook.store.folder_search import SETTINGS


@frozen
class Stray:
    """A stray edition, and what its scorecard calls its team."""

    found: FoundEdition
    team_name: str


def stray_editions(
    found: Sequence[FoundEdition],
    own_names: Collection[str],
    known: Collection[str],
    read: Callable[[FoundEdition], EditionRows],
) -> tuple[Stray, ...]:
    """Return the editions of a book that are of another team; none where there is one history.

    own_names: what the book's team is called. known: digests of editions that were collected as this book's. Where
    neither tells which history is the book's, each of them is stray. read: reads an edition, or raises LevelbookError.
    """
    rows = dict(_rows(found, read))
    digests = digests_in_any_layout(found)
    first = {name for name, row in rows.items() if _begins(row, rows, digests)}
    if len(first) < 2:
        return ()
    followers: defaultdict[str | None, list[str]] = defaultdict(list)
    for row in rows.values():
        if row.name not in first:
            followers[row.previous].append(row.name)
    histories = {name: _history(followers, name) for name in first}
    never_followed = [name for name in first if rows[name].previous is None]
    if len(never_followed) == 1:  # there the book itself began, whatever its team was called then
        del histories[never_followed[0]]
    digest_of = {one.name: one.digest for one in found}
    team_of = {name: row.team_name.casefold() for name, row in rows.items()}
    editions_of = Counter(team_of.values())
    own = {name.casefold() for name in own_names}
    strays: set[str] = set()
    for history in histories.values():
        names = Counter(team_of[one] for one in history)
        is_own = any(name in own or editions_of[name] > count for name, count in names.items())
        if not is_own and not any(digest_of[one] in known for one in history):
            strays |= history
    return tuple(Stray(one, rows[one.name].team_name) for one in found if one.name in strays)


def team_in_settings(book_source: BookSource, book: str) -> str:
    """Return what a book's settings call its team; empty where they are not at hand or cannot be read."""
    try:
        source = book_source.settings(book)
        team = parse_toml(decoded(source, SETTINGS), SETTINGS).get("team")
    except (LevelbookError, OSError):
        return ""
    return team if isinstance(team, str) else ""


def _begins(row: EditionRow, rows: Mapping[str, EditionRow], digests: Collection[str]) -> bool:
    """Tell whether an edition followed none that is there, such as one of another book that has the same name."""
    if row.previous is None or row.previous not in rows:
        return True
    return bool(row.previous_digest) and row.previous_digest not in digests


def _rows(
    found: Iterable[FoundEdition], read: Callable[[FoundEdition], EditionRows]
) -> Iterable[tuple[str, EditionRow]]:
    for one in found:
        try:
            yield one.name, read(one).edition
        except LevelbookError:  # which is reported when it is filed
            continue


def _history(followers: Mapping[str | None, Sequence[str]], first: str) -> frozenset[str]:
    """Return the names of an edition and of all that followed it."""
    waiting, held = [first], {first}
    while waiting:
        new = [name for name in followers.get(waiting.pop(), ()) if name not in held]
        held.update(new)
        waiting += new
    return frozenset(held)
