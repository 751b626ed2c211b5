"""Names as people type them."""

from __future__ import annotations

import pytest

from levelbook.core.answers.people import NOBODY, folded, is_named, spellings


@pytest.mark.parametrize(
    ("name", "who"), [("Ana", "ana"), ("Ana", "Ana Lima"), ("ana  LIMA", "Ana Lima"), ("Ana Lima", "Ana")]
)
def test_a_name_means_whoever_has_it_or_begins_with_its_words(name: str, who: str) -> None:
    assert is_named(name, who)


@pytest.mark.parametrize(("name", "who"), [("An", "Ana"), ("Lima", "Ana Lima"), ("", "Ana"), ("Ana", ""), (" ", "Ana")])
def test_part_of_a_word_a_last_name_and_no_name_mean_nobody(name: str, who: str) -> None:
    assert not is_named(name, who)


def test_each_person_has_one_spelling_the_first_and_nobody_comes_last() -> None:
    found = spellings(["tom", NOBODY, "Ana Lima", "Tom", "ana  lima"])

    assert list(found.items()) == [("ana lima", "Ana Lima"), ("tom", "tom"), (NOBODY, NOBODY)]


def test_capitals_and_spaces_do_not_count() -> None:
    assert folded("  Ana   LIMA ") == folded("ana lima") == "ana lima"
