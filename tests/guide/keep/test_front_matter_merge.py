"""The front matter of two branches' guides, merged key by key onto the one that both came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.guide.keep.front_matter_merge import merged
from support.examples import examples

VALUES = (
    "title: Ours",
    "text: |\n  One.\n\n  Two.",
    "text: |\n  Other.\n\n\n  Words.\n  More.",
    "tags:\n- a\n# why this one\n- b",
    "tags:\n\n  - a\n\n  - c",
    "tags: [\n  a,\n\n  b\n]",
    "order: 3  # in the menu",
)


@pytest.mark.parametrize("before", VALUES)
@pytest.mark.parametrize("after", VALUES)
def test_a_value_that_one_branch_changed_is_taken_whole(before: str, after: str) -> None:
    base, changed = (tuple(f"first: 1\n{value}\nlast: 2".split("\n")) for value in (before, after))

    theirs = merged(base, changed, base)
    assert theirs is not None
    assert sorted(theirs) == sorted(changed), "none of theirs is cut, and nothing of the old value is left"
    assert merged(changed, base, base) == changed


_ENTRIES = st.lists(st.sampled_from(VALUES), unique_by=lambda value: value.split(":")[0], max_size=4)


@examples(200)
@given(_ENTRIES, _ENTRIES)
def test_every_value_that_a_branch_changed_stands_whole_or_as_comments(base: list[str], theirs: list[str]) -> None:
    sides = [tuple(line for value in values for line in value.split("\n")) for values in (base, theirs)]

    found = merged(sides[0], sides[1], sides[0]) or ()
    text = "\n".join(found)
    assert all(value in text for value in theirs)


class Line(str):
    """A line that counts how often anybody looks for a line that is equal."""

    __slots__ = ()
    looked_for = 0

    def __hash__(self) -> int:
        Line.looked_for += 1
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other)


def test_front_matter_of_very_many_keys_is_read_once() -> None:
    """A stranger's branch may hold any number of them."""
    count = 500
    mine, theirs = (tuple(Line(f"key{at}: {side}") for at in range(count)) for side in ("mine", "theirs"))
    Line.looked_for = 0

    found = merged(mine, theirs, None)

    assert found is not None and len(found) == 2 * count
    assert Line.looked_for < 10 * count, "not for each key once more"
