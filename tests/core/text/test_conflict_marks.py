"""git's marks in a text, of whatever size, are told from lines of somebody's own."""

from __future__ import annotations

import pytest

from levelbook.core.text.conflict_marks import conflict_marks, holds_conflict


def marks(*lines: str) -> dict[int, str]:
    return dict(conflict_marks(lines, range(len(lines))))


@pytest.mark.parametrize("size", [3, 6, 7, 9])
def test_a_whole_conflict_is_known_by_marks_of_one_size(size: int) -> None:
    lines = (f"{'<' * size} HEAD", "a", f"{'|' * size} base", "o", "=" * size, "b", f"{'>' * size} theirs")

    assert marks(*lines) == {0: "<", 2: "|", 4: "=", 6: ">"}
    assert holds_conflict(marks(*lines))


def test_a_line_that_underlines_words_of_ours_above_the_ancestors_text_is_no_mark() -> None:
    conflict = ("<<<<<<< HEAD", "Title", "=======", "||||||| base", "=======", "b", ">>>>>>> theirs")

    assert marks(*conflict, *conflict) == {0: "<", 3: "|", 4: "=", 6: ">", 7: "<", 10: "|", 11: "=", 13: ">"}
    assert marks("<<<<<<< HEAD", "=======", "||||||| text", ">>>>>>> theirs") == {0: "<", 1: "=", 2: "|", 3: ">"}


@pytest.mark.parametrize("size", [3, 6, 8])
def test_a_line_alone_of_another_size_than_gits_own_is_somebodys(size: int) -> None:
    assert marks(f"{'<' * size} mine", "words", f"{'>' * size} quoted") == {}


def test_a_mark_of_gits_own_size_that_was_left_is_known_and_is_no_whole_conflict() -> None:
    assert marks("words", "<<<<<<< HEAD", "more") == {1: "<"}
    assert not holds_conflict(marks("words", "<<<<<<< HEAD", "more"))
    assert marks("A heading", "=======") == {}


def test_marks_of_a_conflict_within_another_are_text() -> None:
    lines = ("<<<<<<< HEAD", "||||||| base", "<<<<<<<<< a", "=========", ">>>>>>>>> b", "=======", ">>>>>>> theirs")

    assert marks(*lines) == {0: "<", 1: "|", 5: "=", 6: ">"}
