"""The read model computes each figure once, and a changed answer gives what a new reckoning would give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.assessment import Assessment, PastEdition
from support.any_assessments import answers, assessments
from support.builders import DAY, a_book, an_assessment, levels, tiny_questionnaire
from support.examples import examples

TINY = tiny_questionnaire(2, 2)


@examples(60)
@given(assessments(), st.data())
def test_after_one_answer_the_figures_are_those_of_the_whole_record(
    assessment: Assessment, data: st.DataObject
) -> None:
    assert assessment.scorecard  # so that the next state has something to take over
    name = data.draw(st.sampled_from(list(assessment.questionnaire.practices)))

    changed = assessment.with_answer(name, data.draw(answers(assessment.questionnaire.max_level)))

    anew = an_assessment(assessment.questionnaire, changed.book)
    assert changed.scorecard.overall == anew.scorecard.overall
    assert changed.scorecard.practices == anew.scorecard.practices


def test_another_fact_and_another_day_are_reckoned_anew() -> None:
    questionnaire = tiny_questionnaire(
        1, 1, rules=[{"when": {"exposure": ["public"]}, "because": "b", "floor": [{"level": 4, "practices": ["s1"]}]}]
    )
    now = an_assessment(questionnaire, levels(questionnaire, 1))

    assert now.scorecard["s1.p1"].target == 2
    assert now.with_fact("exposure", "public").scorecard["s1.p1"].target == 4
    assert now.on_day(DAY + timedelta(days=1)).scorecard.on == DAY + timedelta(days=1)


def test_a_day_is_the_teams_own() -> None:
    late_evening = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    tokyo = Assessment("now", TINY, a_book(TINY), DAY, zone=ZoneInfo("Asia/Tokyo"))

    assert tokyo.day_of(late_evening) == DAY + timedelta(days=1)


def test_the_level_before_is_what_the_last_edition_holds() -> None:
    now = Assessment("now", TINY, a_book(TINY), DAY, "q1", {"s1.p1": Answer(level=3), "s1.p2": Answer(unsure=True)})

    assert [now.level_before(name) for name in TINY.practices] == [3, None, None, None]


def test_an_edition_is_read_only_when_somebody_asks() -> None:
    read: list[str] = []

    def reader() -> Assessment:
        read.append("q1")
        return an_assessment(TINY, levels(TINY, 1), "q1")

    now = Assessment("now", TINY, a_book(TINY), DAY, "q1", {}, editions=(PastEdition("q1", 1, DAY, reader),))

    assert now.scorecard.overall.level is None
    assert read == []
    assert now.before is not None
    assert now.before.scorecard.overall.level == 1


def test_a_record_that_is_sealed_ends_its_own_history() -> None:
    now = an_assessment(TINY, levels(TINY, 1))

    sealed = now.as_edition("q1", 1, ("Noor",))

    assert (sealed.name, [edition.name for edition in sealed.editions]) == ("q1", ["q1"])
    assert sealed.editions[0].assessment is sealed
    assert now.editions == ()
