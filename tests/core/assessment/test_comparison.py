"""What moved the level between two editions: exact, whatever changed."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction as F
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, AnswerBook, Step
from levelbook.core.answers.upgrade import brought_to
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.attribution import contributions
from levelbook.core.assessment.comparison import compare, promises
from levelbook.core.questionnaire.questionnaire import Questionnaire
from support.any_assessments import assessments, books, migrations, questionnaires, second_version
from support.builders import DAY, a_book, tiny_questionnaire
from support.examples import examples


def an_assessment(questionnaire: Questionnaire, book: AnswerBook, name: str = "now") -> Assessment:
    return Assessment(name, questionnaire, book, DAY)


def levels(questionnaire: Questionnaire, *said: int | None) -> AnswerBook:
    """Levels by practice, in order; None: nothing was said."""
    pairs = zip(questionnaire.practices, said, strict=False)
    return a_book(questionnaire, {name: Answer(level=level) for name, level in pairs if level is not None})


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
    assert {promise.fate for promise in promises(before, comparison.after)} <= {"open", "late", "dropped"}


@examples(100)
@given(assessments(), st.data())
def test_contributions_of_a_single_step_add_up(first: Assessment, data: st.DataObject) -> None:
    second = an_assessment(first.questionnaire, data.draw(books(first.questionnaire)))
    old, new = first.scorecard.overall.level, second.scorecard.overall.level
    if old is not None and new is not None:
        assert sum(contributions(first.scorecard, second.scorecard).values(), F(0)) == new - old


@examples(50)
@given(assessments())
def test_compared_with_itself_nothing_moved(assessment: Assessment) -> None:
    comparison = compare(assessment, assessment)

    assert comparison.moved == ()
    assert not comparison.change
    assert comparison.like_for_like is None or comparison.like_for_like.change == 0


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


def test_a_practice_that_is_gone_is_listed_last() -> None:
    before_q, after_q = tiny_questionnaire(1, 2), tiny_questionnaire(1, 1)
    before = an_assessment(before_q, levels(before_q, 1, 2), "then")

    listed = compare(before, an_assessment(after_q, levels(after_q, 1))).practices

    assert [(change.id, change.changes) for change in listed] == [("s1.p1", ()), ("s1.p2", ("gone",))]


def test_where_nothing_was_answered_there_are_no_parts_and_the_text_says_why() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    comparison = compare(
        an_assessment(questionnaire, levels(questionnaire), "then"),
        an_assessment(questionnaire, levels(questionnaire, 2)),
    )

    assert comparison.parts is None
    assert comparison.why_no_parts == "nothing was answered at the start"


def test_what_was_promised_is_done_late_open_or_dropped() -> None:
    questionnaire = tiny_questionnaire(1, 1)
    promised = [Step(text=name, due=DAY) for name in ("done", "late", "open", "dropped")]
    now = [
        promised[0].changed(done_on=DAY),
        promised[1].changed(due=DAY - timedelta(days=1)),
        promised[2],
    ]
    before = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(steps=tuple(promised))}), "then")
    after = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(steps=tuple(now))}))

    assert [(promise.step.text, promise.fate) for promise in promises(before, after)] == [
        (name, name) for name in ("done", "late", "open", "dropped")
    ]
