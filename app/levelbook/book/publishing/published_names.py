"""This module prepares a book for publishing, with people's names shown as the settings say."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from levelbook.book.contents.state import BookState
from levelbook.core.answers.shown_names import ShownNames, names_in_answers, names_in_sittings
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.errors import FileIsWrong


def shown_names(book: BookState, signing: Iterable[str] = (), *, others: Iterable[str] = ()) -> ShownNames:
    """Return how names are shown in whatever is made of a book for others.

    signing: who signs the edition that is being made. others: people who are in nothing that an edition holds, such
    as whoever hands in a ballot.
    """
    people = book.folder.settings.people
    if people != "initials":
        return ShownNames(people)
    *past, now = _named_in(book)
    return ShownNames.as_initials((*past, [*now, *signing], others))


def published(book: BookState) -> Assessment:
    """Return the present record, with names as they are shown to others."""
    return book.now.with_names(shown_names(book))


def _named_in(book: BookState) -> Iterator[list[str]]:
    """The people of each edition, oldest first, and then those who have come since."""
    sittings = dict(book.sittings.all)
    for edition in book.editions.all:
        held = [day for day in sittings if f"sittings/{day.isoformat()}.toml" in edition.files]
        names = names_in_sittings([sittings.pop(day) for day in held])
        with contextlib.suppress(FileIsWrong):  # whoever needs that edition is told; its people have initials anyway
            names += names_in_answers(book.editions.book(edition).answers.values())
        yield [*names, *edition.signed_by]
    yield names_in_sittings(sittings.values()) + names_in_answers(book.now.book.answers.values())
