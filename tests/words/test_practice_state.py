"""A practice's line says what was answered to it, and how much of that counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from levelbook.core.answers.answers import Answer
from levelbook.words.answer_details import detail_words
from levelbook.words.practice_state import state_words
from support.builders import DAY, a_book, an_answer, an_assessment, tiny_questionnaire


def test_a_reason_that_a_questionnaire_ends_with_a_full_stop_has_none_inside_a_sentence() -> None:
    rules = [
        {
            "when": {"exposure": ["public"]},
            "because": "Anybody writes.",
            "floor": [{"level": 3, "practices": ["s1.p1"]}],
        },
        {"when": {"exposure": ["public"]}, "because": "It is not ours.", "not_applicable": ["s1.p2"]},
    ]
    questionnaire = tiny_questionnaire(1, 2, rules=rules)
    now = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": an_answer(2)}, {"exposure": "public"}))
    assert "target 3 because Anybody writes, " in state_words(now.scorecard["s1.p1"], now)
    assert state_words(now.scorecard["s1.p2"], now) == "not applicable: It is not ours"


def test_an_answer_merged_of_two_is_not_said_to_be_carried() -> None:
    questionnaire = tiny_questionnaire()
    confirmed = an_answer(1).changed(wording=questionnaire.wording("s1.p1", inherited=False)).signed()
    merged = confirmed.changed(confirmed_by="", confirmed_at=None, confirmed_after="").signed()
    said = {}
    for name, answer in (("carried", confirmed), ("merged", merged)):
        now = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": answer}))
        now = replace(now, last_edition="first", last_answers={"s1.p1": answer})
        said[name] = state_words(now.scorecard["s1.p1"], now).rpartition(", ")[2]
    assert said == {"carried": "carried", "merged": "merged and not confirmed"}


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (an_answer(1), "; level 1 is kept, and counts once it applies"),
        (Answer(unsure=True), "; “unsure” is kept, and counts once it applies"),
        (Answer(not_applicable="no"), "; “not applicable” is kept, and counts once it applies"),
        (Answer(), ""),
    ],
)
def test_an_answer_to_what_the_facts_leave_out_is_said_to_be_kept(answer: Answer, kept: str) -> None:
    rules = [{"when": {"role": {"only": ["saas"]}}, "because": "they run it", "not_applicable": ["s1.p1", "s1.p2"]}]
    questionnaire = tiny_questionnaire(rules=rules)
    now = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": answer}, {"role": ("saas",)}))
    assert state_words(now.scorecard["s1.p1"], now) == f"not applicable: they run it{kept}"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(level=1, owner="Ana", due=DAY), "Owner: Ana, by 22 November"),
        (Answer(level=1, owner="Ana", due=date(2026, 11, 20)), "Owner: Ana, by 20 November – late"),
        (Answer(unsure=True, owner="Ana", due=date(2026, 11, 20)), "Owner: Ana, was due 20 November"),
        (Answer(not_applicable="none", owner="Ana", due=date(2026, 11, 20)), "Owner: Ana, was due 20 November"),
        (Answer(level=2, owner="Ana", due=date(2026, 11, 20)), "Owner: Ana, was due 20 November"),
        (Answer(unsure=True, ask_whom="Tom", ask_by=DAY), "unsure, target 2; Tom finds out by 22 November"),
        (
            Answer(unsure=True, ask_whom="Tom", ask_by=date(2026, 11, 20)),
            "unsure, target 2; Tom finds out by 20 November, late",
        ),
    ],
)
def test_what_an_owner_closes_and_somebody_finds_out_is_late_once_its_day_is_past(answer: Answer, words: str) -> None:
    questionnaire = tiny_questionnaire()
    name = next(iter(questionnaire.practices))
    now = an_assessment(questionnaire, a_book(questionnaire, {name: answer}))

    assert words in (state_words(now.scorecard[name], now), *detail_words(now, name))
