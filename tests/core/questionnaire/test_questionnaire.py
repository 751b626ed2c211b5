"""A questionnaire is looked up by id and number, and its wordings change with what was asked and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from levelbook.core.questionnaire.questionnaire import Practice, Questionnaire, ScaleLevel, exact, short_digest
from support.builders import tiny_questionnaire

TINY = tiny_questionnaire(2, 2)
PRACTICE = TINY.practices["s1.p2"]


def with_practice(practice: Practice) -> Questionnaire:
    """The tiny questionnaire with another practice in the place of s1.p2."""
    first, second = TINY.sections
    return replace(TINY, sections=(replace(first, practices=(first.practices[0], practice)), second))


def test_numbers_follow_the_questionnaires_order() -> None:
    assert TINY.numbers == {"s1": "1", "s1.p1": "1.1", "s1.p2": "1.2", "s2": "2", "s2.p1": "2.1", "s2.p2": "2.2"}
    assert TINY.ids_by_number["2.1"] == "s2.p1"


def test_evidence_is_the_stronger_the_later_it_is_listed() -> None:
    assert TINY.strengths == {"asserted": 0, "documented": 1, "sampled": 2, "tested": 3}


def test_a_guide_is_about_the_questionnaires_subject_where_a_team_names_none() -> None:
    assert TINY.guide_subject == "A tiny questionnaire"
    assert replace(TINY, subject="our models").guide_subject == "our models"


def test_criteria_and_actions_stand_with_their_level_the_lowest_first() -> None:
    assert [(name, level) for name, (level, _) in PRACTICE.criteria.items()][:3] == [
        ("c1-a", 1),
        ("c1-b", 1),
        ("c2-a", 2),
    ]
    assert [(name, level) for name, (level, _) in PRACTICE.actions.items()][:2] == [("reach-2-a", 2), ("reach-2-b", 2)]


@pytest.mark.parametrize(
    "asked",
    [
        replace(PRACTICE, question="How, exactly?"),
        replace(PRACTICE, levels=(replace(PRACTICE.levels[0], statement="Nothing."), *PRACTICE.levels[1:])),
        replace(PRACTICE, levels=(PRACTICE.levels[0], replace(PRACTICE.levels[1], criteria=()), *PRACTICE.levels[2:])),
    ],
)
def test_another_question_statement_or_criterion_is_another_wording(asked: Practice) -> None:
    assert with_practice(asked).wording("s1.p2", inherited=False) != TINY.wording("s1.p2", inherited=False)


def test_title_reason_and_advice_are_no_part_of_the_wording() -> None:
    mended = replace(PRACTICE, title="Other", why="Because.", avoid=("guess",), weight=3, ask=("Who?",))

    assert with_practice(mended).wording("s1.p2", inherited=False) == TINY.wording("s1.p2", inherited=False)


def test_what_a_provider_does_is_worded_by_the_inherited_scale_and_not_by_criteria() -> None:
    fewer = replace(PRACTICE, levels=tuple(replace(level, criteria=()) for level in PRACTICE.levels))

    assert with_practice(fewer).wording("s1.p2", inherited=True) == TINY.wording("s1.p2", inherited=True)
    assert TINY.wording("s1.p2", inherited=True) != TINY.wording("s1.p2", inherited=False)


def test_a_wording_can_be_worked_out_under_former_names_of_criteria() -> None:
    def renamed(level: int) -> Practice:
        old = PRACTICE.levels[level]
        criteria = tuple(replace(one, id=f"new-{one.id}") for one in old.criteria)
        levels = (*PRACTICE.levels[:level], replace(old, criteria=criteria), *PRACTICE.levels[level + 1 :])
        return replace(PRACTICE, levels=levels)

    now = with_practice(renamed(2))

    assert now.wording("s1.p2", inherited=False) != TINY.wording("s1.p2", inherited=False)
    called = {"new-c2-a": "c2-a", "new-c2-b": "c2-b"}
    assert now.wording_with("s1.p2", called, inherited=False) == TINY.wording("s1.p2", inherited=False)


def test_a_digest_does_not_depend_on_the_order_of_keys_and_takes_text_as_it_is() -> None:
    """The eight digits are sha256sum's of the compact JSON: `printf '{"a":"é","b":1}' | sha256sum`."""
    assert short_digest({"b": 1, "a": "é"}) == short_digest({"a": "é", "b": 1}) == "aa58fba8"


def test_a_weight_is_the_decimal_that_was_written() -> None:
    assert exact(0.1) + exact(0.2) == Fraction(3, 10)


@pytest.mark.parametrize(
    ("name", "said"),
    [("Defined", "2 Defined"), ("Level 2", "2"), ("2", "2"), ("Level 3", "2 Level 3")],
)
def test_a_level_whose_name_is_its_number_is_said_once(name: str, said: str) -> None:
    level = ScaleLevel(level=2, name=name, meaning="Means something.", needs="asserted")
    assert level.number_and_name == said
