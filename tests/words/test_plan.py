"""A plan is written in plain lines that are true however short the sitting is."""

from __future__ import annotations

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.workshop_plan import make_plan
from levelbook.words.plan import plan_lines
from support.builders import a_book, an_assessment, tiny_questionnaire


def test_lists_that_take_longer_than_the_sitting_are_said_to() -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "they do it", "inherited": ["s1"]}]
    questionnaire = tiny_questionnaire(1, 9, rules=rules)
    now = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=1)}, {"role": ["saas"]}))

    short, long = (plan_lines(make_plan(now, {}, minutes), now) for minutes in (1, 90))

    assert short[1] == "The lists alone take longer than that."
    assert "The lists alone take longer than that." not in long
