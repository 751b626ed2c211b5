"""How far votes are apart, in words."""

from __future__ import annotations

import pytest

from levelbook.core.answers.answers import Answer, Vote
from levelbook.core.answers.ballots import Spread
from levelbook.words.spread import counted_word, counts_words, lower_words, spread_words


@pytest.mark.parametrize(
    ("spread", "words"),
    [
        (Spread({0: 1, 2: 5, 3: 2}), "1 at 0, 5 at 2, 2 at 3; 0 to 3, median 2"),
        (Spread({2: 3}), "3 at 2; all 2, median 2"),
        (Spread({1: 1, 2: 1}), "1 at 1, 1 at 2; 1 to 2, median between 1 and 2"),
        (Spread({2: 1}), "1 at 2; only one gave a level"),
        (Spread({2: 1}, abstained=2), "1 at 2; only one gave a level, 2 gave no level"),
        (Spread({0: 2, 4: 2}, abstained=1), "2 at 0, 2 at 4; 0 to 4, median 2, 1 gave no level"),
    ],
)
def test_one_line_says_who_gave_what_from_where_to_where_and_the_median(spread: Spread, words: str) -> None:
    assert spread_words(spread) == words


def test_counts_name_whoever_gave_no_level() -> None:
    assert counts_words(Spread({1: 3}, abstained=2)) == "3 at 1, 2 gave no level"
    assert spread_words(Spread({1: 3}, abstained=2), voted=True) == "3 at 1; all 1, median 1, 2 abstained"
    assert counts_words(Spread({1: 2, 2: 5})) == "2 at 1, 5 at 2"


def test_counts_are_called_what_they_are_of() -> None:
    hands = (Vote(level=1, count=2),)
    assert counted_word(Answer(votes=hands)) == "votes"
    assert counted_word(Answer(votes=hands, from_ballots=True)) == "ballots"


@pytest.mark.parametrize(
    ("spread", "level", "words"),
    [
        (Spread({2: 2, 3: 1}), 2, ""),
        (Spread({2: 2, 3: 2}), 2, "the lower median"),
        (Spread({2: 3}), 2, ""),
        (Spread({0: 2, 4: 2}), 0, "the lower median"),
    ],
)
def test_a_level_proposed_between_two_is_called_the_lower_median(spread: Spread, level: int, words: str) -> None:
    assert (spread.proposal, lower_words(spread)) == (level, words)
