"""A list is filtered and sorted as if each time from the beginning, and looks at no row more than it needs to."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.portfolio.listing import Listing, ordered

letters = st.text("abAB ", max_size=4)
values = st.lists(st.none() | st.integers(-3, 3))


@given(st.lists(letters), st.lists(letters))
def test_whatever_was_typed_before_the_rows_are_those_that_hold_each_word(rows: list[str], typed: list[str]) -> None:
    listing = Listing(rows, str)

    for words in typed:
        found = listing.filter(words)

        wanted = words.casefold().split()
        assert list(found) == [at for at, row in enumerate(rows) if all(word in row.casefold() for word in wanted)]


@given(values, st.booleans())
def test_rows_are_in_order_equal_ones_as_they_stood_and_those_without_a_value_last(
    given_values: list[int | None], descending: bool
) -> None:
    places = ordered(given_values, descending=descending)

    assert sorted(places) == list(range(len(given_values)))
    known = [given_values[place] for place in places if given_values[place] is not None]
    assert known == sorted(known, reverse=descending)  # type: ignore[type-var]
    assert all(given_values[place] is None for place in places[len(known) :])
    for before, after in pairwise(places):
        assert given_values[before] != given_values[after] or before < after


@given(st.lists(letters), letters, st.booleans())
def test_a_filtered_list_stays_filtered_when_it_is_sorted(rows: list[str], words: str, descending: bool) -> None:
    listing = Listing(rows, str)

    found = listing.filter(words)
    in_order = listing.sort(lambda row: row, descending=descending)

    assert sorted(in_order) == sorted(found)
    assert [rows[place] for place in in_order] == sorted((rows[place] for place in found), reverse=descending)


def test_typing_on_looks_only_through_what_was_found_and_makes_no_text_twice() -> None:
    made: list[int] = []

    def text_of(number: int) -> str:
        made.append(number)
        return f"team {number}"

    listing: Listing[Any] = Listing(range(100_000), text_of)
    listing.filter("9")
    assert len(made) == 100_000
    looked_at = _Counted(listing.filter("99"))
    listing._found = looked_at
    listing.filter("999")

    assert looked_at.steps == len(looked_at) < 10_000
    assert len(made) == 100_000


class _Counted(list[int]):
    """A list that counts how many of its items were looked at."""

    steps = 0

    def __iter__(self) -> Any:
        for item in super().__iter__():
            self.steps += 1
            yield item
