"""Problems of single answers, in words."""

from __future__ import annotations

from levelbook.core.assessment.assessment import Assessment
from levelbook.words.answer_problems import answer_problems, targets_without_effect
from support.builders import DAY, a_book, an_answer, tiny_questionnaire


def test_an_edit_outside_and_a_target_that_changes_nothing_are_told_with_what_mends_them() -> None:
    asked = tiny_questionnaire(1, 4, default_target=2)
    answers = {
        "s1.p1": an_answer(2),
        "s1.p2": an_answer(2).changed(note="By hand."),
        "s1.p3": an_answer(1, target=2, target_reason="It is ours."),
        "s1.p4": an_answer(1, target=3, target_reason="It is ours."),
    }

    now = Assessment("now", asked, a_book(asked, answers), DAY)
    found = [*answer_problems(now, "answers.toml"), *targets_without_effect(now, "answers.toml")]

    assert [(one.path, one.key) for one in found] == [
        ("answers.toml", "answers.s1.p2"),
        ("answers.toml", "answers.s1.p3.target"),
    ]
    assert "`levelbook answer s1.p2 --confirm`" in found[0].remedy
    assert "the target is 2 without it" in found[1].message
    assert "`levelbook answer s1.p3 --target ''`" in found[1].remedy


def test_an_id_that_a_shell_would_act_on_is_quoted_in_the_command() -> None:
    asked = tiny_questionnaire(1, 1)
    answers = {"a; b.c": an_answer(2).changed(note="By hand.")}

    [found] = answer_problems(Assessment("now", asked, a_book(asked, answers), DAY), "answers.toml")

    assert "`levelbook answer 'a; b.c' --confirm`" in found.remedy
