"""When a rule applies, and what the rules in force make of each practice (docs/design.md, "Tailoring")."""

from __future__ import annotations

from typing import Any

import pytest

from levelbook.core.questionnaire.questionnaire import FactValue
from levelbook.core.questionnaire.tailoring import Tailoring, tailor
from support.builders import tiny_facts, tiny_questionnaire


def tailored(
    rules: list[dict[str, Any]], profile: dict[str, FactValue], facts: list[dict[str, Any]] | None = None
) -> Tailoring:
    return tailor(tiny_questionnaire(2, 2, rules=rules, facts=facts), profile)


def rule(when: dict[str, Any], **effects: Any) -> dict[str, Any]:
    return {"when": when, "because": f"because of {when}", **effects}


@pytest.mark.parametrize(
    ("test", "choices", "holds"),
    [
        (["saas"], ("saas", "provider-api"), True),
        (["saas"], ("provider-api",), False),
        ({"all": ["saas", "provider-api"]}, ("saas", "provider-api"), True),
        ({"all": ["saas", "provider-api"]}, ("saas",), False),
        ({"only": ["saas"]}, ("saas",), True),
        ({"only": ["saas"]}, ("saas", "provider-api"), False),
        ({"none": ["saas"]}, ("provider-api",), True),
        ({"none": ["saas"]}, ("saas", "provider-api"), False),
        ({"none": ["saas"]}, (), False),
        ({"only": ["saas"]}, (), False),
        ({"none": ["saas"]}, ("not-known",), False),
        (["saas"], ("not-known",), False),
        ({"only": ["saas"]}, ("saas", "a-choice-of-yesterday"), False),
    ],
)
def test_a_test_of_a_fact_holds_as_the_design_says(test: Any, choices: tuple[str, ...], holds: bool) -> None:
    found = tailored([rule({"role": test}, floor=[{"level": 4, "practices": ["s1.p1"]}])], {"role": choices})

    assert (found["s1.p1"].target == 4) is holds


def test_every_test_of_a_rule_must_hold() -> None:
    both = rule({"role": ["saas"], "exposure": ["public"]}, not_applicable=["s1"])

    assert tailored([both], {"role": ("saas",), "exposure": "public"})["s1.p1"].scope == "not-applicable"
    assert tailored([both], {"role": ("saas",)})["s1.p1"].scope == "applicable"


def test_a_reason_that_was_overruled_decides_nothing() -> None:
    away = {**rule({"exposure": ["public"]}, not_applicable=["s1"]), "because": "nothing of the kind is there"}
    ours = {**rule({"exposure": ["public"]}, apply=["s1.p1"]), "because": "it is there after all"}
    high = {"level": 3, "practices": ["s1"]}
    raised = {**rule({"exposure": ["public"]}, floor=[high]), "because": "it matters"}

    found = tailored([away, ours, raised], {"exposure": "public"})

    assert found["s1.p1"].decisive == ("it is there after all", "it matters")
    assert found["s1.p2"].decisive == ("nothing of the kind is there",)
    assert found["s1.p1"].because == ("nothing of the kind is there", "it is there after all", "it matters")


def test_apply_beats_inherited_beats_not_applicable_whatever_their_order() -> None:
    when = {"exposure": ["public"]}
    away, theirs = rule(when, not_applicable=["s1", "s2.p1"]), rule(when, inherited=["s1"])
    ours = rule(when, apply=["s1.p1"])
    for rules in ([away, theirs, ours], [ours, theirs, away]):
        found = tailored(rules, {"exposure": "public"})

        assert [found[name].scope for name in ("s1.p1", "s1.p2", "s2.p1", "s2.p2")] == [
            "applicable",
            "inherited",
            "not-applicable",
            "applicable",
        ]


def test_the_highest_floor_is_the_target_and_says_because_of_what() -> None:
    floors = [
        rule({"exposure": ["public"]}, floor=[{"level": 3, "practices": ["s1"]}]),
        rule({"role": ["saas"]}, floor=[{"level": 1, "practices": ["s1.p1"]}]),
    ]
    placed = tailored(floors, {"exposure": "public", "role": ("saas",)})["s1.p1"]

    assert (placed.target, len(placed.because)) == (3, 2)
    assert placed.target_because == ("because of {'exposure': ['public']}",)


def test_an_empty_profile_leaves_everything_applicable_and_every_fact_open() -> None:
    found = tailored([rule({"role": {"none": ["saas"]}}, not_applicable=["s1"])], {})

    assert {place.scope for place in found.placements.values()} == {"applicable"}
    assert found.open_facts == ("role", "exposure")


class TestFactsThatEarlierOnesSettle:
    """A fact with a `when` of its own."""

    FACTS = (
        *tiny_facts(),
        {
            "id": "memory",
            "question": "Does it remember?",
            "when": {"role": {"none": ["saas"]}},
            "otherwise": "no",
            "choices": [{"id": "no", "label": "No"}, {"id": "yes", "label": "Yes"}],
        },
    )

    def state(self, profile: dict[str, FactValue]) -> tuple[bool, bool, tuple[str, ...]]:
        state = tailored([], profile, list(self.FACTS)).facts["memory"]
        return state.asked, state.open, state.choices

    def test_it_is_open_until_the_earlier_one_is_settled(self) -> None:
        assert self.state({}) == (False, True, ())
        assert self.state({"role": ("not-known",)}) == (False, True, ())

    def test_it_is_not_asked_and_rules_see_otherwise(self) -> None:
        assert self.state({"role": ("saas",)}) == (False, False, ("no",))

    def test_an_answer_kept_to_it_is_ignored_while_it_is_not_asked(self) -> None:
        assert self.state({"role": ("saas",), "memory": "yes"}) == (False, False, ("no",))

    def test_it_is_asked_where_its_own_tests_hold(self) -> None:
        assert self.state({"role": ("provider-api",)}) == (True, True, ())
        assert self.state({"role": ("provider-api",), "memory": "yes"}) == (True, False, ("yes",))
