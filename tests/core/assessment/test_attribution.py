"""What moved the level is split exactly, whatever changed."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.upgrade import brought_to
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.attribution import contributions, terms
from levelbook.core.assessment.comparison import compare
from levelbook.core.assessment.promise_outcomes import promises
from support.any_assessments import assessments, books, migrations, questionnaires, second_version
from support.builders import an_assessment, levels, tiny_questionnaire
from support.examples import examples


@examples(200)
@given(assessments(name="then"), st.data())
def test_the_parts_and_the_contributions_each_add_up_to_the_change(before: Assessment, data: st.DataObject) -> None:
    """Under one questionnaire and under two, with profiles and answers that both change."""
    same = data.draw(st.booleans())
    questionnaire = (
        before.questionnaire if same else data.draw(questionnaires(levels=before.questionnaire.max_level + 1))
    )
    after = an_assessment(questionnaire, data.draw(books(questionnaire)))

    comparison = compare(before, after)

    if comparison.parts is None:
        assert comparison.why_no_parts
        assert all(change.contribution is None for change in comparison.practices)
        return
    parts = comparison.parts
    assert parts.questionnaire + parts.profile + parts.answers == comparison.change
    assert sum(change.contribution or 0 for change in comparison.practices) == comparison.change
    if same:
        assert parts.questionnaire == 0


@examples(60)
@given(migrations(), st.data())
def test_they_add_up_too_when_ids_were_renamed_split_merged_and_retired(
    table: dict[str, Any], data: st.DataObject
) -> None:
    first, second = tiny_questionnaire(2, 3), second_version(table)
    before = an_assessment(first, data.draw(books(first)), "then")
    after = an_assessment(second, data.draw(books(second)))

    comparison = compare(before, after)

    paired = [change.before.id for change in comparison.practices if change.before is not None]
    assert sorted(paired) == sorted(first.practices), "every old practice is in one row, and in one only"
    assert {change.id for change in comparison.practices if change.after is not None} == set(second.practices)
    if comparison.parts is not None:
        parts = comparison.parts
        assert parts.questionnaire + parts.profile + parts.answers == comparison.change
        assert sum(change.contribution or 0 for change in comparison.practices) == comparison.change
    if comparison.like_for_like is not None:
        answered = sum(score.settled for score in after.scorecard.practices.values())
        assert 0 < comparison.like_for_like.practices <= answered


@examples(40)
@given(migrations(), st.data())
def test_an_upgrade_alone_moves_the_level_by_the_questionnaire_and_nothing_else(
    table: dict[str, Any], data: st.DataObject
) -> None:
    first, second = tiny_questionnaire(2, 3), second_version(table)
    before = an_assessment(first, data.draw(books(first)), "then")

    comparison = compare(before, an_assessment(second, brought_to(before.book, second)))

    if comparison.parts is not None:
        assert (comparison.parts.profile, comparison.parts.answers) == (0, 0)
    assert comparison.like_for_like is None or comparison.like_for_like.change == 0
    assert not {"up", "down", "answered", "cleared"} & {kind for one in comparison.practices for kind in one.changes}
    assert {promise.fate for promise in promises(before, comparison.after)} <= {"open", "late", "undated", "dropped"}


@examples(100)
@given(assessments(), st.data())
def test_contributions_of_a_single_step_add_up(first: Assessment, data: st.DataObject) -> None:
    second = an_assessment(first.questionnaire, data.draw(books(first.questionnaire)))
    old, new = first.scorecard.overall.level, second.scorecard.overall.level
    if old is not None and new is not None:
        assert sum(contributions(first.scorecard, second.scorecard).values(), F(0)) == new - old


def test_where_nothing_was_answered_there_are_no_parts_and_the_text_says_why() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    comparison = compare(
        an_assessment(questionnaire, levels(questionnaire), "then"),
        an_assessment(questionnaire, levels(questionnaire, 2)),
    )

    assert comparison.parts is None
    assert comparison.why_no_parts == "nothing was answered at the start"


def test_one_practices_part_is_its_own_move_and_what_its_share_did() -> None:
    """Worked by hand: 1 and 3 become 2 and 3 and a new 0; the third takes a share from both."""
    questionnaire = tiny_questionnaire(1, 3)
    first = an_assessment(questionnaire, levels(questionnaire, 1, 3)).scorecard
    second = an_assessment(questionnaire, levels(questionnaire, 2, 3, 0)).scorecard

    moved = terms(first, second)

    assert {name: (term.by_level, term.gained) for name, term in moved.items()} == {
        "s1.p1": (F(5, 12), F(-1, 6)),
        "s1.p2": (F(0), F(-1, 6)),
        "s1.p3": (F(0), F(1, 3)),
    }
    assert sum(term.value for term in moved.values()) == F(5, 3) - 2


@examples(60)
@given(assessments(name="then"), st.data())
def test_what_practices_did_to_the_share_reached_adds_up_to_its_change(before: Assessment, data: st.DataObject) -> None:
    after = an_assessment(before.questionnaire, data.draw(books(before.questionnaire)))
    comparison = compare(before, after)
    old, new = before.scorecard.overall.attainment, after.scorecard.overall.attainment

    parts = comparison.attainment_parts()
    assert parts == () or sum((part for _, part in parts), F(0)) == (new or 0) - (old or 0)
