"""Facts take choices that there are, and what another choice would change can be said beforehand."""

from __future__ import annotations

import pytest

from levelbook.core.errors import UnknownId, UsedWrongly
from levelbook.core.questionnaire.facts import OwnDecisions, checked_choices, decided_by, effect, effect_of, find_fact
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, FactValue
from levelbook.core.questionnaire.tailoring import tailor
from support.builders import tiny_facts, tiny_questionnaire

FACTS = [
    *tiny_facts(),
    {
        "id": "gateway",
        "question": "Is there one?",
        "choices": [{"id": "yes", "label": "Yes"}],
        "when": {"role": ["saas"]},
    },
]
RULES = [
    {"when": {"exposure": ["public"]}, "because": "anybody can", "floor": [{"level": 3, "practices": ["s1.p1"]}]},
    {"when": {"exposure": ["staff-only"]}, "because": "nobody else can", "not_applicable": ["s2"]},
    {"when": {"gateway": ["yes"]}, "because": "it does that", "inherited": ["s1.p2"]},
]
QUESTIONNAIRE = tiny_questionnaire(2, 2, facts=FACTS, rules=RULES)
ROLE, EXPOSURE = QUESTIONNAIRE.facts_by_id["role"], QUESTIONNAIRE.facts_by_id["exposure"]


def test_a_misspelt_fact_is_answered_with_the_nearest() -> None:
    assert find_fact(QUESTIONNAIRE, "role") is ROLE
    with pytest.raises(UnknownId) as caught:
        find_fact(QUESTIONNAIRE, "exposur")
    assert caught.value.nearest == "exposure"


def test_choices_stand_once_and_in_the_questionnaires_order() -> None:
    assert checked_choices(ROLE, ("provider-api", "saas", "saas")) == ("saas", "provider-api")
    assert checked_choices(EXPOSURE, ("public",)) == "public"


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        (ROLE, ("none", "saas"), "“none” cannot be combined"),
        (ROLE, (NOT_KNOWN, "saas"), "“not-known” cannot be combined"),
        (EXPOSURE, ("public", "staff-only"), "exposure takes one choice."),
        (EXPOSURE, (), "exposure takes one choice."),
    ],
)
def test_choices_that_do_not_go_together_are_refused(fact: object, value: FactValue, words: str) -> None:
    with pytest.raises(UsedWrongly, match=words):
        checked_choices(fact, value)  # type: ignore[arg-type]


def test_a_misspelt_choice_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownId) as caught:
        checked_choices(EXPOSURE, "publik")
    assert caught.value.nearest == "public"


def test_what_another_choice_would_change_is_said_and_nothing_is_changed() -> None:
    profile = {"exposure": "public"}
    before = tailor(QUESTIONNAIRE, profile)

    found = effect_of(before, profile, "exposure", "staff-only")

    assert [practice.id for practice in found.left] == ["s2.p1", "s2.p2"]
    assert [practice.id for practice in found.lowered] == ["s1.p1"]
    assert (found.entered, found.raised, found.inherited) == ((), (), ())
    assert profile == {"exposure": "public"}


def test_a_practice_is_named_once_and_only_where_the_team_did_not_decide_itself() -> None:
    rules = [
        {
            "when": {"exposure": ["public"]},
            "because": "anybody can",
            "floor": [{"level": 3, "practices": ["s1", "s2"]}],
        },
        {"when": {"exposure": ["staff-only"]}, "because": "nobody else can", "not_applicable": ["s2"]},
    ]
    tailoring = tailor(tiny_questionnaire(2, 3, rules=rules), {"exposure": "staff-only"})
    own = OwnDecisions({"s1.p1": 3, "s1.p2": 4}, {"s2.p3"})

    found = effect_of(tailoring, {"exposure": "staff-only"}, "exposure", "public", own)
    assert [practice.id for practice in found.entered] == ["s2.p1", "s2.p2"], "the team left s2.p3 out itself"
    assert [practice.id for practice in found.raised] == ["s1.p3"], "its own targets are as high"

    back = effect(tailor(tailoring.questionnaire, {"exposure": "public"}), tailoring, own)
    assert ([practice.id for practice in back.left], [practice.id for practice in back.lowered]) == (
        ["s2.p1", "s2.p2"],
        ["s1.p3"],
    )


def test_no_answer_brings_back_what_a_choice_left_out() -> None:
    profile = {"exposure": "staff-only"}

    found = effect_of(tailor(QUESTIONNAIRE, profile), profile, "exposure", None)

    assert [practice.id for practice in found.entered] == ["s2.p1", "s2.p2"]


def test_a_provider_takes_over_what_a_choice_says() -> None:
    profile = {"role": ("saas",)}

    found = effect_of(tailor(QUESTIONNAIRE, profile), profile, "gateway", "yes")

    assert [practice.id for practice in found.inherited] == ["s1.p2"]


def test_what_a_provider_no_longer_does_is_named_unless_it_leaves_the_scope() -> None:
    rules = [
        {"when": {"exposure": ["public"]}, "because": "it does that", "inherited": ["s1"]},
        {"when": {"exposure": ["staff-only"]}, "because": "nobody else can", "not_applicable": ["s1.p1"]},
    ]
    profile = {"exposure": "public"}
    before = tailor(tiny_questionnaire(1, 2, rules=rules), profile)

    cleared = effect_of(before, profile, "exposure", None)
    assert [practice.id for practice in cleared.taken_back] == ["s1.p1", "s1.p2"]

    found = effect_of(before, profile, "exposure", "staff-only")
    assert [practice.id for practice in found.taken_back] == ["s1.p2"]
    assert [practice.id for practice in found.left] == ["s1.p1"]


def test_a_fact_decides_also_through_the_facts_that_hang_on_it() -> None:
    assert [practice.id for practice in decided_by(QUESTIONNAIRE, "exposure")] == ["s1.p1", "s2.p1", "s2.p2"]
    assert [practice.id for practice in decided_by(QUESTIONNAIRE, "role")] == ["s1.p2"]
