"""This module tells of answers that an old file or a branch brought into this round, and nobody has looked at since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from levelbook.book.state import BookState
from levelbook.core.errors import Problem
from levelbook.words.figures import first_of, plural
from levelbook.words.files import shown


def brought_back(book: BookState) -> Iterator[Problem]:
    """Yield a problem for the answers that read as in an earlier edition again, and one for those of a round that has
    ended which no earlier edition has. Those that only have another id than in the last edition are told as that.

    A file was restored, an old copy came back with a synced folder, a branch was merged after the seal, or somebody set
    answers back. They count, and as not reviewed.
    """
    path = shown(book.folder.answers_path)
    renamed = book.now.renamed_since_last_edition
    earlier, ended = book.now.from_earlier_editions, book.now.from_ended_rounds
    if ids := [name for name in earlier if name not in renamed]:
        yield Problem(
            f"{plural(len(ids), 'answer')} {'reads' if len(ids) == 1 else 'read'} as in an earlier edition again, and "
            f"not as in the last one: {first_of(ids)}.",
            path=path,
            remedy=f"{_counted(ids)} Confirm what somebody set back on purpose; if an old file was restored by "
            "mistake, restore the present one from git.",
        )
    if ids := [name for name in (*earlier, *ended) if name in renamed]:
        yield Problem(
            f"{plural(len(ids), 'answer')} {'was' if len(ids) == 1 else 'were'} in the last edition under another id: "
            f"{first_of(ids)}.",
            path=path,
            remedy=f"{_counted(ids)} Confirm what still holds.",
        )
    if ids := [name for name in ended if name not in renamed]:
        yield Problem(
            f"{plural(len(ids), 'answer')} {'gives' if len(ids) == 1 else 'give'} another level than the last edition, "
            f"and {'was' if len(ids) == 1 else 'were'} given in a round before it: {first_of(ids)}.",
            path=path,
            remedy=f"{_counted(ids)} Confirm what a branch brought; if an old file was restored by mistake, restore "
            "the present one from git.",
        )


def _counted(ids: Sequence[str]) -> str:
    return f"{'It counts' if len(ids) == 1 else 'They count'} as not reviewed."
