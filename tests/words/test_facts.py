"""Answers to facts that cannot all be true are named, with the reason."""

from __future__ import annotations

import pytest

from levelbook.core.questionnaire.facts import incompatible_facts
from levelbook.core.questionnaire.questionnaire import Fact, FactValue, IncompatibleFacts, ListTest
from levelbook.core.questionnaire.tailoring import fact_states
from levelbook.reading import strict
from levelbook.words.facts import incompatible_words
from support.builders import tiny_facts

FACTS = tuple(strict.read(Fact, fact) for fact in tiny_facts())
BOTH = IncompatibleFacts({"role": ("saas", "provider-api"), "exposure": ("public",)}, "nobody could reach it.")
NEITHER = IncompatibleFacts({"role": ListTest(none=("provider-api",)), "exposure": ("public",)}, "it needs one")


@pytest.mark.parametrize(
    ("profile", "found"),
    [
        ({"role": ("saas",), "exposure": "public"}, True),
        ({"role": ("saas",), "exposure": "staff-only"}, False),
        ({"role": ("none",), "exposure": "public"}, False),
        ({"exposure": "public"}, False),
        ({"role": ("saas",), "exposure": "not-known"}, False),
        ({}, False),
    ],
)
def test_answers_exclude_each_other_only_where_every_test_holds(profile: dict[str, FactValue], found: bool) -> None:
    assert bool(incompatible_facts([BOTH], fact_states(FACTS, profile))) is found


def test_what_stands_for_a_fact_that_is_not_asked_excludes_nothing() -> None:
    asked_of_none = strict.read(
        Fact,
        {
            "id": "gateway",
            "question": "Is there one?",
            "choices": [{"id": "no", "label": "No"}],
            "when": {"role": ["none"]},
            "otherwise": "no",
        },
    )
    states = fact_states((*FACTS, asked_of_none), {"role": ("saas",)})
    assert states["gateway"].choices == ("no",)
    assert incompatible_facts([IncompatibleFacts({"role": ("saas",), "gateway": ("no",)}, "x")], states) == ()


def test_the_sentence_names_the_answers_that_the_rule_is_about() -> None:
    states = fact_states(FACTS, {"role": ("saas",), "exposure": "public"})
    labels = {choice.id: choice.label for fact in FACTS for choice in fact.choices}
    saas, public = labels["saas"], labels["public"]
    assert incompatible_words([BOTH, NEITHER], states) == [
        f"“{saas}” (role) and “{public}” (exposure) cannot both be true: nobody could reach it.",
        f"“{saas}” (role) and “{public}” (exposure) cannot both be true: it needs one.",
    ]
