"""A small team with promises of every kind: steps late, open and done, something to find out, an accepted risk."""

from __future__ import annotations

from datetime import timedelta

from levelbook.core.answers.answers import Accepted, Answer, Step
from levelbook.core.assessment.scoring import Scorecard, score
from levelbook.core.questionnaire.tailoring import tailor
from support.builders import DAY, a_book, tiny_questionnaire

PAST, SOON = DAY - timedelta(days=3), DAY + timedelta(days=30)
IMPACTS = {"s1.p1": {"impact": 3}, "s1.p2": {"impact": 1}, "s2.p1": {"impact": 3}, "s2.p2": {"impact": 2}}


def a_card(answers: dict[str, Answer], *, saas: bool = False) -> Scorecard:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "b", "inherited": ["s2"]}] if saas else None
    questionnaire = tiny_questionnaire(2, 3, changes=IMPACTS, default_target=2, rules=rules)
    book = a_book(questionnaire, answers)
    return score(tailor(questionnaire, {"role": ("saas",)} if saas else {}), book.answers, DAY)


ANSWERS = {
    "s1.p1": Answer(
        level=0,
        owner="Priya",
        due=SOON,
        steps=(
            Step(text="Read logs", owner="Ana", due=PAST, ticket="RA-1"),
            Step(text="Write it down"),
            Step(text="Long ago", done_on=PAST),
        ),
    ),
    "s1.p2": Answer(level=1),
    "s1.p3": Answer(unsure=True, ask_whom="tom", ask_by=PAST),
    "s2.p1": Answer(level=0, accepted=Accepted(level=0, by="Head", until=SOON, reason="r")),
    "s2.p2": Answer(level=1, steps=(Step(text="Ask around", owner="Tom", due=SOON),)),
    "s2.p3": Answer(level=2, steps=(Step(text="Keep it up", owner="ana"),)),
}
