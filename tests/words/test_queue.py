"""A walk, in words."""

from __future__ import annotations

from typing import get_args

import pytest

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.queue import ONLY, Order, QueueChoice
from levelbook.words.queue import ONLY_WORDS, ORDER_WORDS, queue_choice_words
from support.builders import DAY, a_book, tiny_questionnaire


@pytest.mark.parametrize(
    ("queue_choice", "words"),
    [
        (QueueChoice(), ""),
        (QueueChoice("unsure"), "only unsure"),
        (QueueChoice("unsure", order="essential"), "only unsure, essential first"),
        (QueueChoice(section="s2", order="spread"), "section 2, differing first"),
        (QueueChoice("differ", order="spread"), "only differ"),
        (QueueChoice(listed=("s1.p1",)), "your list"),
    ],
)
def test_a_walk_is_named_by_what_it_leaves_out_and_by_its_order(queue_choice: QueueChoice, words: str) -> None:
    asked = tiny_questionnaire()

    assert queue_choice_words(Assessment("now", asked, a_book(asked), DAY), queue_choice) == words


def test_every_filter_and_order_has_its_words() -> None:
    assert set(ONLY_WORDS) == set(ONLY)
    assert set(ORDER_WORDS) == set(get_args(Order))
