"""An edition is contradicted where the one that followed it names another `edition.toml` as the one before it.

Then two histories lie in one book, or somebody altered the edition: its own digests may fit, and the next one's does
not. `levelbook check` finds the same in a team's own book.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from levelbook.core.portfolio.tables import ProblemRow
from levelbook.portfolio.edition_reader import MOST_LOOKED_INTO, FormerDigests, FoundEdition, predecessor_of
from levelbook.store.editions import RESTORE
from levelbook.words.figures import plural


def contradicted_editions(found: Sequence[FoundEdition], team: str) -> Iterator[ProblemRow]:
    """Yield a problem for each edition of a team's book that is not the one that its successor followed.

    found: editions of one book that could be read and were filed.
    """
    by_name = {one.name: one for one in found}
    digests = {one.digest for one in found}
    former = FormerDigests(found)
    looked_into, left_out, first_left_out = 0, 0, ""
    for successor in found:
        name, known = predecessor_of(successor.source)
        before = by_name.get(name)
        if before is None or not known or known in digests:
            continue
        looked_into += 1
        if looked_into > MOST_LOOKED_INTO:
            left_out, first_left_out = left_out + 1, first_left_out or before.place
            continue
        # A formatter, and a merge that renames one of two editions of one name, change the file and no more.
        if former.has(name, known):
            continue
        message = f"The edition {name} is not the one that {successor.name} followed: the book has two histories, or "
        message += "somebody altered it. Its figures are as they are found."
        remedy = f"{RESTORE} `levelbook check` in the book says what it knows."
        yield ProblemRow("edition", before.place, team, message, remedy)
    if left_out:
        message = f"{plural(left_out, 'more edition')} of this book may be contradicted by the one that followed: at "
        message += f"most {MOST_LOOKED_INTO} of a book are looked into."
        remedy = "`levelbook check` in the book looks into all of them."
        yield ProblemRow("edition", first_left_out, team, message, remedy)
