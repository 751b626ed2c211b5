"""A change is printed so that whoever adds it up finds that it adds up."""

from __future__ import annotations

from fractions import Fraction as F

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Answer
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.change_explanation import explain_change, explain_practice_change, explain_section_change
from levelbook.core.assessment.comparison import compare
from levelbook.core.text.rounding import MOST_PLACES, movement, shares_of
from support.any_assessments import assessments, books, questionnaires
from support.builders import DAY, a_book, tiny_questionnaire
from support.examples import examples


def number(text: str) -> F:
    return F(text.replace("−", "-").replace(" ", ""))


LEVELS = st.fractions(0, 4, max_denominator=400)
CHANGES = st.fractions(-2, 2, max_denominator=400)


@examples(150)
@given(LEVELS, LEVELS, CHANGES, CHANGES)
def test_before_after_change_and_parts_add_up_as_printed(old: F, new: F, first: F, second: F) -> None:
    parts = (first, second, new - old - first - second)
    said = movement(old, new, parts)

    assert number(said.after) - number(said.before) == number(said.change) == sum(map(number, said.parts))
    wrong = [abs(number(text) - part) for text, part in zip(said.parts, parts, strict=True)]
    assert max(wrong) <= F(2, 10**said.places), "nothing is further off than a digit that gave way"
    if said.places < MOST_PLACES:
        assert (number(said.change) != 0) == (old != new), "a level that moved is not printed as one that did not"


def test_as_few_decimals_as_do() -> None:
    def printed(old: F, new: F, *parts: F) -> tuple[str, ...]:
        said = movement(old, new, parts)
        return said.before, said.after, said.change, *said.parts

    assert printed(F(15, 10), F(17, 10), F(3, 10), F(-1, 10)) == ("1.5", "1.7", "+0.2", "+0.3", "−0.1")
    assert printed(F(174, 100), F(176, 100)) == ("1.74", "1.76", "+0.02")
    assert printed(F(1), F(11, 10), F(1, 20), F(1, 20)) == ("1.00", "1.10", "+0.10", "+0.05", "+0.05")
    assert printed(F(2), F(2), F(1, 3), F(-1, 3)) == ("2.0", "2.0", "0.0", "+0.3", "−0.3")


def test_the_largest_shares_are_named_and_the_rest_closes_the_sum() -> None:
    parts = [("a", F(1, 30)), ("b", F(-1, 50)), ("c", F(1, 300)), ("d", F(1, 300)), ("e", F(0))]
    new = 1 + sum(part for _, part in parts)
    said = shares_of(F(1), new, parts, most=2, places=2)

    assert (said.most, said.others, said.rest, said.change) == ((("a", "+0.03"), ("b", "−0.02")), 2, "+0.01", "+0.02")


@examples(60)
@given(assessments(name="then"), st.data())
def test_every_sum_of_an_explanation_is_right_as_printed(before: Assessment, data: st.DataObject) -> None:
    same = data.draw(st.booleans())
    other = before.questionnaire if same else data.draw(questionnaires(levels=before.questionnaire.max_level + 1))
    after = Assessment("now", other, data.draw(books(other)), before.on)
    comparison = compare(before, after)
    whole = explain_change(comparison)
    if comparison.parts is None:
        assert any(comparison.why_no_parts in note for note in whole.notes)
        return

    said = {figure.name: figure.values.rpartition(" = ")[2] for figure in whole.figures}
    assert number(said["questionnaire"]) + number(said["profile"]) + number(said["answers"]) == number(said["change"])
    assert said["together"] == said["change"] == said["by practice"]
    assert sum((number(printed) for _, printed in whole.practices), F(0)) == number(said["change"])
    for figure in whole.figures:
        left, _, right = figure.values.rpartition(" = ")
        if figure.name in ("change", "together", "needed", "attainment"):
            assert F(str(eval(left.replace("−", "-")))).limit_denominator(10**6) == number(right)
    for change in comparison.practices:
        one = explain_practice_change(comparison, change)
        assert one.figures[-1].name == "together"
        assert abs(number(one.figures[-1].values.rpartition(" = ")[2]) - (change.contribution or 0)) <= F(1, 20_000)
    section = explain_section_change(comparison, other.sections[0].id, "S")
    total = number(section.figures[-1].values.rpartition(" = ")[2])
    assert sum((number(printed) for _, printed in section.practices), F(0)) == total


def test_a_figure_that_one_side_does_not_have_is_explained_by_the_other() -> None:
    questionnaire = tiny_questionnaire()
    said = {name: Answer(not_applicable="not ours") for name in questionnaire.practices}
    before = Assessment("then", questionnaire, a_book(questionnaire, {}), DAY)
    after = Assessment("now", questionnaire, a_book(questionnaire, said), DAY)

    figures = {figure.name: figure.values for figure in explain_change(compare(before, after)).figures}

    assert (figures["needed"], figures["attainment"]) == ("2.0000, then none", "0.0000, then none")
