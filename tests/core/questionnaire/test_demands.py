"""Whether two editions of a questionnaire ask the same of a team."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from levelbook.core.questionnaire.demands import have_same_demands
from support.builders import tiny_questionnaire

RULE = {
    "when": {"exposure": ["public"]},
    "because": "everybody can reach it",
    "floor": [{"level": 3, "practices": ["s1.p1"]}],
}


def asked(rule: dict[str, Any] | None = None, **changes: Any) -> Any:
    return tiny_questionnaire(rules=[{**RULE, **(rule or {})}], changes={"s1.p1": changes})


def with_swapped_labels(questionnaire: Any) -> Any:
    """The questionnaire with the labels of a fact's two choices in each other's place."""
    role, exposure = questionnaire.facts
    one, other = exposure.choices
    choices = (replace(one, label=other.label), replace(other, label=one.label))
    return replace(questionnaire, facts=(role, replace(exposure, choices=choices)))


@pytest.mark.parametrize(
    "mended",
    [asked(title="Another title"), asked(why="For another reason."), asked({"because": "anybody can reach it"})],
)
def test_a_mended_title_or_reason_is_no_other_demand(mended: Any) -> None:
    assert have_same_demands(asked(), mended)


@pytest.mark.parametrize(
    "other",
    [
        asked(question="Do you do something else?"),
        asked(impact=3),
        asked({"floor": [{"level": 3, "practices": ["s1.p2"]}]}),
        asked({"when": {"exposure": ["staff-only"]}}),
        with_swapped_labels(asked()),
        tiny_questionnaire(rules=[RULE], default_target=3),
        tiny_questionnaire(rules=[RULE], practices=5),
    ],
)
def test_other_words_weights_targets_or_teams_are_another_demand(other: Any) -> None:
    assert not have_same_demands(asked(), other)
