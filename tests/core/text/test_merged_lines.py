"""Two people's changes of one text are merged where they are apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.text.merged_lines import MOST_LINES, merged_lines
from support.examples import examples

LINES = st.lists(st.sampled_from("abcd"), max_size=8)


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("aXcde", "abcdY", "aXcdY"),
        ("bcde", "abcdef", "bcdef"),
        ("abcde", "abXcde", "abXcde"),
        ("aXcde", "aXcdY", "aXcdY"),
        ("aXcde", "aYcde", None),
        ("aXcde", "abYde", None),
        ("Xabcde", "Yabcde", None),
    ],
)
def test_changes_with_a_line_between_them_are_both_made(ours: str, theirs: str, merged: str | None) -> None:
    for one, other in ((ours, theirs), (theirs, ours)):
        found = merged_lines("abcde", one, other)
        assert (found and "".join(found)) == merged


@examples(200)
@given(LINES, LINES, LINES)
def test_neither_side_has_to_be_the_first_and_what_only_one_changed_is_as_it_changed_it(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    assert merged_lines(base, ours, theirs) == merged_lines(base, theirs, ours)
    assert merged_lines(base, ours, base) == ours
    assert merged_lines(base, ours, ours) == ours


def test_a_text_of_very_many_lines_is_left_to_a_person() -> None:
    assert merged_lines(["a"] * (MOST_LINES + 1), ["a"], ["a"]) is None
