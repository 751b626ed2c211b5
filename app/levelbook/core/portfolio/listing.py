"""A listing filters and sorts a long list by the positions of its rows, so that each row's text is read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Listing(Generic[T]):
    """Rows in an order, filtered by words."""

    def __init__(self, rows: Sequence[T], text_of: Callable[[T], str]) -> None:
        """text_of: the text of a row that is searched for typed words."""
        self.rows = rows
        self._text_of = text_of
        self._in_order: Sequence[int] = range(len(rows))
        self._words: tuple[str, ...] = ()
        self._found: Sequence[int] = self._in_order

    @property
    def places(self) -> Sequence[int]:
        """Return the positions, among all rows, of the filtered ones, in their order."""
        return self._found

    @cached_property
    def _texts(self) -> list[str]:
        return [self._text_of(row).casefold() for row in self.rows]

    def filter(self, words: str) -> Sequence[int]:
        """Find the rows that contain each of the words; longer input only searches the rows found before."""
        wanted = tuple(words.casefold().split())
        goes_on = len(wanted) >= len(self._words) and all(
            any(before in now for now in wanted) for before in self._words
        )
        among = self._found if goes_on else self._in_order
        self._found = self._holding(wanted, among)
        self._words = wanted
        return self._found

    def sort(self, value: Callable[[T], Any], *, descending: bool = False) -> Sequence[int]:
        """Sort the rows by a value, stably; rows without one come last in both directions."""
        self._in_order = ordered([value(row) for row in self.rows], descending=descending)
        self._found = self._holding(self._words, self._in_order)
        return self._found

    def _holding(self, wanted: tuple[str, ...], among: Sequence[int]) -> Sequence[int]:
        for word in wanted:
            texts = self._texts
            among = [place for place in among if word in texts[place]]
        return among


def ordered(values: Sequence[Any], *, descending: bool = False) -> list[int]:
    """Return the positions of values in sorted order, stably; None comes last."""
    known: Iterable[int] = (place for place, value in enumerate(values) if value is not None)
    unknown = [place for place, value in enumerate(values) if value is None]
    return [*sorted(known, key=values.__getitem__, reverse=descending), *unknown]
