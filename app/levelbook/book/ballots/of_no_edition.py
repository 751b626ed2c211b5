"""This module finds ballots in the folder of an edition that is not there: a seal that was killed had copied them."""

from __future__ import annotations

from collections.abc import Iterator

from levelbook.book.editions.missing_editions import GoneEditions
from levelbook.book.session import Session
from levelbook.core.errors import Problem
from levelbook.store import ballots
from levelbook.store.editions import taken_names
from levelbook.words.files import shown


def ballots_of_no_edition(session: Session) -> Iterator[Problem]:
    """Yield a problem for each folder with ballots of an edition that was never there.

    One that is gone is told among the editions, and its ballots were counted.
    """
    folder = session.folder.ballots_path
    if not (found := tuple(ballots.of_no_edition(folder))):
        return
    known = taken_names(session.folder) | GoneEditions(session.editions, session.now.book).names.keys()
    for name in found:
        if name not in known:
            yield Problem(
                f"There is no edition “{name}”, so these ballots count in no round: a seal that was stopped leaves "
                "such copies.",
                path=shown(folder / name),
                remedy="Seal again if it was stopped just now. Otherwise look whether any of them is needed, and "
                "remove the folder.",
            )
