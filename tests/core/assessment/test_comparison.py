"""What moved the level between two editions: exact, whatever changed."""

from __future__ import annotations

import tomllib
from fractions import Fraction as F
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.comparison import compare
from levelbook.core.text.rounding import signed
from levelbook.packs.read import read_questionnaire
from support.any_assessments import assessments, books, questionnaires
from support.builders import a_book, an_assessment, levels, tiny_questionnaire
from support.examples import examples
from support.printed_numbers import number
from support.two_versions import FIRST, SECOND, write_version


@examples(50)
@given(assessments())
def test_compared_with_itself_nothing_moved(assessment: Assessment) -> None:
    comparison = compare(assessment, assessment)

    assert comparison.moved == ()
    assert not comparison.change
    assert comparison.like_for_like is None or comparison.like_for_like.change == 0


def test_the_change_like_for_like_has_as_many_decimals_as_the_change_beside_it() -> None:
    questionnaire = tiny_questionnaire(1, 40)
    before = an_assessment(questionnaire, levels(questionnaire, *[1] * 39), "then")
    after = an_assessment(questionnaire, levels(questionnaire, 2, *[1] * 38, 4))

    comparison = compare(before, after)

    assert comparison.movement is not None
    assert (comparison.like_for_like_words, comparison.movement.change) == ("+0.03", "+0.10")


def test_the_largest_shares_are_named_and_the_rest_closes_the_sum() -> None:
    questionnaire = tiny_questionnaire(1, 40)
    before = an_assessment(questionnaire, levels(questionnaire, *[1] * 40), "then")
    after = an_assessment(questionnaire, levels(questionnaire, 3, 0, 2, 2, 2, *[1] * 35))

    comparison = compare(before, after)
    said, breakdown = comparison.shares(2), comparison.breakdown

    assert said is not None and breakdown is not None
    assert (said.most, said.others, said.rest) == ((("P1", "+0.05"), ("P2", "−0.03")), 3, "+0.08")
    assert (said.change, said.others_moved) == ("+0.10", 3)
    assert breakdown.by_practice == {"s1.p1": 5, "s1.p2": -3, "s1.p3": 2, "s1.p4": 3, "s1.p5": 3}
    said = comparison.shares(3)
    assert said is not None
    assert said.most[-1] == ("P4", "+0.03"), "nothing that is printed larger than what is named goes unnamed"


def test_one_practice_more_than_are_named_is_named_as_well() -> None:
    questionnaire = tiny_questionnaire(1, 40)
    before = an_assessment(questionnaire, levels(questionnaire, *[1] * 40), "then")
    after = an_assessment(questionnaire, levels(questionnaire, 3, 0, 2, *[1] * 37))

    said = compare(before, after).shares(2)

    assert said is not None
    assert (said.most, said.others) == ((("P1", "+0.05"), ("P2", "−0.03"), ("P3", "+0.03")), 0)


def test_where_the_levels_are_printed_in_tenths_the_sum_by_practice_is_the_change_in_hundredths() -> None:
    """The levels in hundredths, which nobody sees, are 1.14 and 1.05; the change is −0.0952."""
    questionnaire = tiny_questionnaire(1, 21)
    before = an_assessment(questionnaire, levels(questionnaire, 2, 2, 2, *[1] * 18), "then")
    after = an_assessment(questionnaire, levels(questionnaire, 2, 2, 2, 0, 0, *[1] * 16), "now")

    comparison = compare(before, after)

    said = comparison.shares(9)
    assert comparison.movement is not None and said is not None
    assert (comparison.movement.before, comparison.movement.after, comparison.movement.change) == ("1.1", "1.0", "−0.1")
    assert said.change == "−0.10"


@examples(100)
@given(assessments(name="then"), st.data())
def test_a_practice_has_one_figure_however_many_are_named(before: Assessment, data: st.DataObject) -> None:
    same = data.draw(st.booleans())
    other = before.questionnaire if same else data.draw(questionnaires(levels=before.questionnaire.max_level + 1))
    comparison = compare(before, Assessment("now", other, data.draw(books(other)), before.on))
    breakdown, shares = comparison.breakdown, [comparison.shares(most) for most in range(7)]
    if breakdown is None:
        assert shares == [None] * 7
        return

    titles: dict[str, set[str]] = {}
    for change in comparison.moved:
        exact = change.contribution or F(0)
        assert abs(F(breakdown.by_practice[change.id], 100) - exact) <= F(2, 100), "only last digits give way"
        titles.setdefault(change.title, set()).add(signed(breakdown.by_practice[change.id], 2))
    for said in filter(None, shares):
        assert all(figure in titles[title] for title, figure in said.most)
        assert sum((number(figure) for _, figure in said.most), number(said.rest)) == number(said.change)


def test_a_practice_that_is_gone_is_listed_last() -> None:
    before_q, after_q = tiny_questionnaire(1, 2), tiny_questionnaire(1, 1)
    before = an_assessment(before_q, levels(before_q, 1, 2), "then")

    listed = compare(before, an_assessment(after_q, levels(after_q, 1))).practices

    assert [(change.id, change.changes) for change in listed] == [("s1.p1", ()), ("s1.p2", ("gone",))]


@pytest.mark.parametrize(
    ("before", "after", "lost", "gained"),
    [
        (Answer(level=2), Answer(level=2, unmet=("fresh",)), (), ()),
        (Answer(level=1), Answer(level=1, met=("fresh",)), (), ()),
        (Answer(level=2), Answer(level=2, unmet=("c3-a",)), (), ()),
        (Answer(level=2), Answer(level=2, met=("c1-b",)), (), ()),
        (Answer(level=2), Answer(level=2, unmet=("plan",)), ("Do a of level 2.",), ()),
        (Answer(level=2, unmet=("c2-a",)), Answer(level=2), (), ("Do a of level 2.",)),
        (Answer(level=2, met=("c3-b",)), Answer(level=2), ("Do b of level 3.",), ()),
    ],
)
def test_a_criterion_that_is_new_or_stands_at_another_level_was_neither_lost_nor_gained(
    tmp_path: Path, before: Answer, after: Answer, lost: tuple[str, ...], gained: tuple[str, ...]
) -> None:
    """The second version has a criterion `fresh` at level 2, where c3-a is by then, and c1-b at level 3."""
    first = read_questionnaire(write_version(tmp_path / "first", FIRST))
    file = write_version(tmp_path / "second", SECOND) / "sections" / "01-data.toml"
    data = tomllib.loads(file.read_text("utf-8"))
    _, one, two, three, _ = data["practices"][0]["levels"]
    two["criteria"] += [{"id": "fresh", "text": "Do more."}, three["criteria"].pop(0)]
    three["criteria"].append(one["criteria"].pop())
    file.write_text(tomli_w.dumps(data), "utf-8")
    second = read_questionnaire(tmp_path / "second")

    (change,) = compare(
        an_assessment(first, a_book(first, {"data.backups": before}), "then"),
        an_assessment(second, a_book(second, {"data.copies": after})),
    ).only("reworded", "criteria-lost", "criteria-gained")[:1]

    assert change.id == "data.copies"
    assert (change.criteria_lost, change.criteria_gained) == (lost, gained)
