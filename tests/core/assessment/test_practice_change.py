"""Each kind of change of a practice has a name, and a reason stands beside the move that it was given for."""

from __future__ import annotations

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.comparison import compare
from support.builders import an_assessment, levels, rounds, tiny_questionnaire


def test_each_kind_of_change_is_named() -> None:
    before_q, after_q = tiny_questionnaire(1, 4), tiny_questionnaire(1, 5, changes={"s1.p4": {"question": "Anew?"}})
    before = an_assessment(before_q, levels(before_q, 1, 3, None, 2), "then")
    book = levels(after_q, 2, 1, 0, 2).with_answer("s1.p4", Answer(not_applicable="no"))

    changes = {change.id: change.changes for change in compare(before, an_assessment(after_q, book)).practices}

    assert changes == {
        "s1.p1": ("up",),
        "s1.p2": ("down",),
        "s1.p3": ("answered",),
        "s1.p4": ("cleared", "scope", "reworded"),
        "s1.p5": ("new",),
    }


def test_a_reason_stands_beside_the_move_of_its_round_and_not_beside_one_the_other_way() -> None:
    fell = Answer(level=2, level_reason="Nobody looks any more")
    first, second, third, fourth = rounds(Answer(level=0), Answer(level=3), fell, fell)

    assert (
        compare(second, third).practices[0].reason == compare(second, fourth).practices[0].reason == fell.level_reason
    )
    assert compare(first, third).practices[0].reason == compare(first, fourth).practices[0].reason == ""

    rose = Answer(level=3, level_reason="All agree")
    first, _, third = rounds(Answer(level=0), Answer(level=1), rose)
    assert compare(first, third).practices[0].reason == rose.level_reason, "the same way"
