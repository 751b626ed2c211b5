"""What comes in from outside is told field by field: what is new, what becomes of what was there."""

from __future__ import annotations

import pytest

from levelbook.core.answers.edits import Edit
from levelbook.core.answers.external_answer import ExternalAnswer
from levelbook.core.assessment.answer_import import RowChange
from levelbook.words.answer_import import change_words
from support.builders import tiny_questionnaire

TINY = tiny_questionnaire(1, 1)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (ExternalAnswer(), ExternalAnswer(answer="2", note="See\nthe wiki"), "answer 2 Defined, note “See / the wiki”"),
        (
            ExternalAnswer(answer="1", owner="Ana"),
            ExternalAnswer(answer="2", owner="Tom"),
            "answer 1 Ad hoc → 2 Defined, owner Ana → Tom",
        ),
        (ExternalAnswer(owner="Ana", note="Old"), ExternalAnswer(), "note “Old” taken out, owner Ana taken out"),
        (ExternalAnswer(due="2027-03-01"), ExternalAnswer(due="2027-04-01"), "due 2027-03-01 → 2027-04-01"),
    ],
)
def test_a_field_is_told_with_what_was_there_if_anything_was(
    before: ExternalAnswer, after: ExternalAnswer, words: str
) -> None:
    [practice] = TINY.practices

    told = change_words(RowChange("row 2", practice, before, after, Edit()), TINY)

    assert told.partition(": ")[2] == words
