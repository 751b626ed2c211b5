"""A promise in words: nothing is quoted that nobody has said."""

from __future__ import annotations

from datetime import date

import pytest

from levelbook.core.answers.answers import Answer, Step
from levelbook.core.assessment.promises import promises_of
from levelbook.words.promises import late_promise_words
from support.builders import DAY
from support.promising_team import PAST, a_card


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Answer(level=1, owner="Ana", due=PAST), "Level 2 was to be reached by 19 November 2026 (Ana)."),
        (Answer(level=1, due=PAST), "Level 2 was to be reached by 19 November 2026 (nobody)."),
        (
            Answer(unsure=True, ask_whom="Tom", ask_by=PAST),
            "The level was to be found out by 19 November 2026 (Tom).",
        ),
        (
            Answer(level=1, steps=(Step(text="Read it.", due=PAST),)),
            "“Read it” was due on 19 November 2026 (nobody).",
        ),
    ],
)
def test_what_is_late_is_quoted_only_where_somebody_has_said_it(answer: Answer, said: str) -> None:
    [late] = [one for one in promises_of(a_card({"s1.p1": answer})["s1.p1"]) if one.is_late(DAY)]

    assert late_promise_words(late, late.by or date.max) == said
