"""How long practices take is said in the same words of the same practices everywhere."""

from __future__ import annotations

import pytest

from levelbook.core.assessment.queue import talk_seconds
from levelbook.words.durations import about_minutes


@pytest.mark.parametrize(
    ("practices", "listed", "words"),
    [
        (0, 1, "about 1 minute"),
        (1, 0, "about 2 minutes"),
        (3, 0, "about 6 minutes"),
        (10, 3, "about 21 minutes"),
        (29, 7, "about 1 hour"),
        (30, 0, "about 1 hour"),
        (38, 0, "about 1 hour and 15 minutes"),
        (60, 0, "about 2 hours"),
    ],
)
def test_a_practice_takes_two_minutes_and_four_of_a_list_take_one(practices: int, listed: int, words: str) -> None:
    assert about_minutes(talk_seconds(practices, listed)) == words
