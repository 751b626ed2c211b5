"""Answers to facts that have changed, and those that cannot all be true, with the reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from levelbook.core.answers.upgrade import brought_to
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.comparison import compare
from levelbook.core.questionnaire.facts import incompatible_facts, reworded_facts
from levelbook.core.questionnaire.questionnaire import (
    Choice,
    Fact,
    FactValue,
    IncompatibleFacts,
    ListTest,
    Questionnaire,
)
from levelbook.core.questionnaire.tailoring import fact_states
from levelbook.packs.read import read_questionnaire
from levelbook.reading import strict
from levelbook.words.facts import changed_facts, incompatible_words, reworded_words
from support.builders import DAY, tiny_facts, tiny_questionnaire
from support.two_versions import answer_all, new_team, publish

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


def test_a_renamed_choice_is_no_change_in_either_direction_and_one_that_is_no_more_is_named(tmp_path: Path) -> None:
    session = new_team(tmp_path)
    answer_all(session)
    before = session.now
    publish(tmp_path)
    second = read_questionnaire(tmp_path / "questions")
    after = Assessment("later", second, brought_to(before.book, second), DAY)

    dropped, again = ("“Personal”", "“Personal”, “Paper”")
    assert [str(one) for one in changed_facts(compare(before, after))] == [
        f"What do you hold? {dropped}, before {again}"
    ]
    assert [str(one) for one in changed_facts(compare(after, before))] == [
        f"What do you hold? {again}, before {dropped}"
    ]


def _worded(version: str = "1.0.0", **changed: Any) -> Questionnaire:
    questionnaire = tiny_questionnaire()
    fact = replace(questionnaire.facts_by_id["exposure"], **changed)
    facts = tuple(fact if one.id == fact.id else one for one in questionnaire.facts)
    return replace(questionnaire, version=version, facts=facts)


def test_facts_read_differently_only_by_question_or_labels_under_one_version() -> None:
    before = tiny_questionnaire()
    staff, public = before.facts_by_id["exposure"].choices
    swapped = (replace(staff, label=public.label), replace(public, label=staff.label))

    assert reworded_facts(before, _worded(choices=swapped)) == ("exposure",)
    assert reworded_facts(before, _worded(question="Who cannot reach it?")) == ("exposure",)
    assert reworded_facts(before, _worded(choices=(public, staff))) == (), "only in another order"
    assert reworded_facts(before, _worded(choices=(staff, public, Choice("nobody", "Nobody")))) == ()
    assert reworded_facts(before, _worded("2.0.0", choices=swapped)) == (), "another version says so itself"
    assert reworded_words(before, _worded(choices=swapped), "q3") == (
        "The questionnaire differs from that of q3 under the same version 1.0.0: the fact exposure reads differently, "
        "so the answers there may mean something else."
    )
    assert reworded_words(before, before, "q3") == ""


def test_the_sentence_names_the_answers_that_the_rule_is_about() -> None:
    states = fact_states(FACTS, {"role": ("saas",), "exposure": "public"})
    labels = {choice.id: choice.label for fact in FACTS for choice in fact.choices}
    saas, public = labels["saas"], labels["public"]
    assert incompatible_words([BOTH, NEITHER], states) == [
        f"“{saas}” (role) and “{public}” (exposure) cannot both be true: nobody could reach it.",
        f"“{saas}” (role) and “{public}” (exposure) cannot both be true: it needs one.",
    ]
    both = fact_states(FACTS, {"role": ("saas", "provider-api"), "exposure": "public"})
    (said,) = incompatible_words([BOTH], both)
    assert said.startswith(f"“{saas}” and “{labels['provider-api']}” (role) and “{public}” (exposure) cannot")
