"""Which bulletins touch a team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.threats import threats
from levelbook.core.questionnaire.bulletins import Bulletin
from levelbook.core.questionnaire.questionnaire import FactValue
from support.builders import DAY, a_book, an_answer, tiny_questionnaire

SINCE = DAY - timedelta(days=30)


def bulletin(on: date, *practices: str) -> Bulletin:
    return Bulletin(on, "It broke.", practices or ("s1.p1",), "A paper")


def team() -> Assessment:
    asked = tiny_questionnaire(1, 3)
    left_out = an_answer(None).as_not_applicable("We have none.")
    return Assessment("now", asked, a_book(asked, {"s1.p1": an_answer(2), "s1.p3": left_out}), DAY)


def test_those_after_the_last_edition_and_up_to_the_day_come_newest_first() -> None:
    on = [SINCE, SINCE + timedelta(days=1), DAY, DAY + timedelta(days=1)]

    found = threats([bulletin(day) for day in on], team(), since=SINCE)

    assert [threat.bulletin.date for threat in found] == [on[2], on[1]]


def test_each_names_the_practices_that_count_once_as_they_stand() -> None:
    [threat] = threats([bulletin(DAY, "s1.p1", "s1.p2", "s1.p3", "s1.p1", "gone.practice")], team(), since=SINCE)

    assert [score.id for score in threat.touched] == ["s1.p1", "s1.p2"]
    assert [score.level for score in threat.touched] == [2, None]


def test_one_that_touches_only_what_the_team_does_not_have_is_no_threat() -> None:
    assert threats([bulletin(DAY, "s1.p3", "gone.practice")], team(), since=SINCE) == ()


@pytest.mark.parametrize(
    ("profile", "told"),
    [
        ({"role": ("provider-api",), "exposure": "public"}, True),
        ({"role": ("saas",), "exposure": "public"}, False),
        ({"role": ("provider-api",), "exposure": "staff-only"}, False),
        ({"exposure": "public"}, True),
        ({"role": ("not-known",), "exposure": "public"}, True),
        ({}, True),
    ],
)
def test_one_that_names_facts_is_told_unless_an_answer_rules_it_out(
    profile: Mapping[str, FactValue], told: bool
) -> None:
    concerned = replace(bulletin(DAY), when={"role": ("provider-api",), "exposure": ("public",)})
    now = team()
    now = replace(now, book=replace(now.book, profile=profile))

    assert bool(threats([concerned], now, since=SINCE)) is told
