"""Like for like, only what was asked and answered both times in the same words moves the figure."""

from __future__ import annotations

from fractions import Fraction as F

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.comparison import compare
from support.builders import a_book, an_assessment, levels, tiny_questionnaire


def test_like_for_like_leaves_out_what_was_not_answered_both_times() -> None:
    questionnaire = tiny_questionnaire(1, 3)
    before = an_assessment(questionnaire, levels(questionnaire, 1, 2), "then")
    after = an_assessment(questionnaire, levels(questionnaire, 3, 2, 0))

    same = compare(before, after).like_for_like

    assert same is not None
    assert (same.before, same.after, same.change, same.practices) == (F(3, 2), F(5, 2), 1, 2)


def test_like_for_like_leaves_out_what_was_worded_anew() -> None:
    questionnaire = tiny_questionnaire(1, 2)
    old = Answer(level=1, wording="aaaaaaaa")
    before = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": old, "s1.p2": old}), "then")
    new = {"s1.p1": Answer(level=2, wording="aaaaaaaa"), "s1.p2": Answer(level=4, wording="bbbbbbbb")}

    same = compare(before, an_assessment(questionnaire, a_book(questionnaire, new))).like_for_like

    assert same is not None
    assert (same.change, same.practices) == (1, 1)
