"""Steps are said in one line: the words, who does it and by when, and whether it is done or late."""

from __future__ import annotations

from datetime import date

import pytest

from levelbook.core.answers.answers import Step
from levelbook.words.standing import step_words
from support.builders import DAY


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step(text="Write limits."), "Write limits."),
        (
            Step(text="Write limits.", owner="Ana", due=date(2026, 12, 4), ticket="RA-1"),
            "Write limits – Ana, by 4 December, RA-1",
        ),
        (Step(text="Write limits", due=date(2026, 11, 20)), "Write limits – by 20 November – late"),
        (
            Step(text="Write limits.", owner="Ana", due=date(2026, 11, 20), done_on=date(2026, 11, 21)),
            "Write limits – Ana, by 20 November – done on 21 November",
        ),
    ],
)
def test_a_step_is_one_line_without_a_full_stop_inside(step: Step, words: str) -> None:
    assert step_words(step, DAY) == words
