"""What a queue is made of: which answers are carried."""

from __future__ import annotations

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.queue import is_carried
from support.builders import DAY, NOON, a_book, an_answer, tiny_questionnaire


def test_carried_is_what_was_answered_before_and_not_looked_at_since() -> None:
    asked = tiny_questionnaire(1, 4)
    answers = {
        "s1.p1": an_answer(2),
        "s1.p2": an_answer(2),
        "s1.p3": an_answer(None).as_unsure().signed(),
    }
    looked_at = answers["s1.p2"].confirmed(
        by="Tom", at=NOON, wording=asked.wording("s1.p2", inherited=False), after="first"
    )
    now = Assessment("now", asked, a_book(asked, {**answers, "s1.p2": looked_at}), DAY, "first", answers)

    assert {name for name in asked.practices if is_carried(now.scorecard[name])} == {"s1.p1"}
