"""Numbers in sentences: in letters up to twelve, and all of one sentence in one style."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from levelbook.guide.text.phrases import counted, number_in_words


@given(st.lists(st.integers(1, 40), min_size=1, max_size=4))
def test_the_numbers_of_one_sentence_are_all_digits_or_all_letters(numbers: list[int]) -> None:
    written = [number_in_words(number, *numbers) for number in numbers]

    assert {word.isdigit() for word in written} == {max(numbers) > 12}


def test_a_count_follows_the_other_numbers_of_its_sentence() -> None:
    assert counted(3, "practice", beside=[12]) == "three practices"
    assert counted(1, "practice", beside=[53]) == "1 practice"
    assert counted(0, "step", beside=[53]) == "no steps"
