"""The scorecard (docs/design.md, "The arithmetic"): worked examples, edges, and what holds for every book."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer, Evidence
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.scoring import NO_FIGURES, Scorecard, score
from levelbook.export.json import score_shape
from support.any_assessments import assessments
from support.builders import DAY, a_book, scored, tiny_questionnaire
from support.examples import examples

EVERYBODY = {"exposure": "public"}


@pytest.fixture(name="worked")
def _worked() -> Scorecard:
    """The worked example of the design: four practices, impacts 3, 2, 1, 2, a rule that raises the first to 3."""
    impacts = {f"s1.p{number}": {"impact": impact} for number, impact in enumerate((3, 2, 1, 2), start=1)}
    raised = {
        "when": {"exposure": ["public"]},
        "because": "the public can send input",
        "floor": [{"level": 3, "practices": ["s1.p1"]}],
    }
    questionnaire = tiny_questionnaire(1, 4, rules=[raised], changes=impacts)
    answers = {
        "s1.p1": Answer(level=1, evidence=(Evidence(kind="documented", reference="wiki", seen_on=DAY),)),
        "s1.p2": Answer(level=3),
        "s1.p3": Answer(unsure=True),
    }
    return scored(questionnaire, a_book(questionnaire, answers, EVERYBODY))


def test_the_worked_example_has_the_designs_figures(worked: Scorecard) -> None:
    overall = worked.overall

    assert (overall.level, overall.low, overall.high) == (2, 1, 3)
    assert (overall.coverage, overall.target, overall.evidenced) == (F(1, 2), F(9, 4), 1)
    assert score_shape(worked)["overall"]["attainment"] == 0.3333
    assert [one.gap for one in worked.counting] == [2, 0, 2, 2]
    assert [one.gap_known for one in worked.counting] == [True, True, False, False]
    assert [(one.priority, one.band) for one in worked.counting] == [
        (6, "high"),
        (0, None),
        (2, "low"),
        (4, "medium"),
    ]
    assert [one.evidenced for one in worked.counting] == [1, 1, None, None]


def test_sections_weigh_equally_however_many_practices_they_have() -> None:
    """The second worked example: one practice at 3 of 3 beside four at 0 of 2."""
    rule = {"when": {"exposure": ["public"]}, "because": "r", "floor": [{"level": 3, "practices": ["s1"]}]}
    two = tiny_questionnaire(2, 4, rules=[rule])
    first = replace(two.sections[0], practices=two.sections[0].practices[:1])
    questionnaire = replace(two, sections=(first, two.sections[1]))
    answers = {"s1.p1": Answer(level=3), **{f"s2.p{number}": Answer(level=0) for number in range(1, 5)}}

    card = scored(questionnaire, a_book(questionnaire, answers, EVERYBODY))

    assert card.overall.attainment == F(6, 10)


def test_a_section_that_a_profile_hides_has_no_figures_and_no_part_in_the_whole() -> None:
    hidden = {"when": {"exposure": ["public"]}, "because": "r", "not_applicable": ["s1"]}
    questionnaire = tiny_questionnaire(2, 1, rules=[hidden])
    book = a_book(questionnaire, {"s1.p1": Answer(level=4), "s2.p1": Answer(level=1)}, EVERYBODY)

    card = scored(questionnaire, book)

    assert card.sections_by_id["s1"].figures == NO_FIGURES
    assert (card.overall.level, card.overall.coverage) == (1, 1)
    shape = score_shape(card)
    assert shape["practices"][0]["level"] == 4, "an answer that is kept is shown"
    assert shape["practices"][0]["low"] is None and shape["practices"][0]["impact"] == 2
    assert set(list(shape["sections"][0].values())[2:]) == {None}


def test_where_everything_is_not_applicable_nothing_is_computed() -> None:
    questionnaire = tiny_questionnaire(2, 2)
    answers = {name: Answer(not_applicable="not here") for name in questionnaire.practices}

    card = scored(questionnaire, a_book(questionnaire, answers))

    assert card.overall == NO_FIGURES
    assert set(score_shape(card)["overall"].values()) == {None}


def test_where_nothing_is_answered_the_range_is_the_whole_scale_and_nothing_is_a_zero() -> None:
    card = scored(q := tiny_questionnaire(), a_book(q))

    assert (card.overall.level, card.overall.evidenced) == (None, None)
    assert (card.overall.low, card.overall.high, card.overall.coverage) == (0, 4, 0)


def test_without_any_target_everything_is_attained() -> None:
    card = scored(q := tiny_questionnaire(default_target=0), a_book(q))

    assert card.overall.attainment == 1


def test_weights_are_the_decimals_that_were_written() -> None:
    weights = {"s1.p1": {"weight": 0.1}, "s1.p2": {"weight": 0.2}}
    questionnaire = tiny_questionnaire(1, 2, changes=weights)
    book = a_book(questionnaire, {"s1.p1": Answer(level=3), "s1.p2": Answer(level=0)})

    assert scored(questionnaire, book).overall.level == 1


# What holds for every book


@examples(150)
@given(assessments())
def test_a_level_lies_in_its_range_for_sections_and_overall(assessment: Assessment) -> None:
    card = assessment.scorecard
    for figures in (card.overall, *(section.figures for section in card.sections)):
        if figures.low is not None and figures.high is not None:
            assert figures.low <= figures.high
            if figures.level is not None:
                assert figures.low <= figures.level <= figures.high
            assert 0 <= (figures.attainment or 0) <= 1
            assert 0 <= (figures.confirmed or 0) <= 1
        if figures.evidenced is not None and figures.level is not None:
            assert figures.evidenced <= figures.level


@examples(150)
@given(assessments(), st.data())
def test_settling_a_practice_only_narrows_the_range(assessment: Assessment, data: st.DataObject) -> None:
    before = assessment.scorecard
    open_ones = [one.id for one in before.counting if not one.settled]
    if not open_ones:
        return
    name = data.draw(st.sampled_from(open_ones))
    settled = data.draw(
        st.one_of(
            st.builds(lambda level: Answer(level=level), st.integers(0, assessment.questionnaire.max_level)),
            st.just(Answer(not_applicable="not here")),
        )
    )

    after = before.with_answer(name, settled)

    pairs = [(before.overall, after.overall)]
    pairs += [(old.figures, new.figures) for old, new in zip(before.sections, after.sections, strict=True)]
    for old, new in pairs:
        if old.low is not None and new.low is not None and old.high is not None and new.high is not None:
            assert old.low <= new.low <= new.high <= old.high


@examples(100)
@given(assessments(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(assessment: Assessment, shuffle: random.Random) -> None:
    items = list(assessment.book.answers.items())
    shuffle.shuffle(items)
    one_by_one = score(assessment.scorecard.tailoring, {}, DAY)
    for name, answer in items:
        one_by_one = one_by_one.with_answer(name, answer)

    assert one_by_one == assessment.scorecard
