"""How a change of the level came about is explained in sums that are right as printed."""

from __future__ import annotations

from fractions import Fraction as F

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.answers.answers import Accepted, Answer
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.change_explanation import explain_change, explain_practice_change, explain_section_change
from levelbook.core.assessment.comparison import compare
from levelbook.core.text.cleaning import spoken_day
from support.any_assessments import assessments, books, questionnaires
from support.builders import DAY, a_book, an_assessment, levels, tiny_questionnaire
from support.examples import examples
from support.printed_numbers import number


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
    assert sum((number(figure) for _, figure in whole.practices), F(0)) == number(said["change"])
    for figure in whole.figures:
        left, _, right = figure.values.rpartition(" = ")
        if figure.name in ("change", "together", "needed", "attainment"):
            assert F(str(eval(left.replace("−", "-")))).limit_denominator(10**6) == number(right)
    printed = {change.id: number(figure) for change, figure in whole.practices}
    for change in comparison.practices:
        one = explain_practice_change(comparison, change)
        assert one.figures[-1].name == "together"
        assert number(one.figures[-1].values.rpartition(" = ")[2]) == printed.get(change.id, 0)
        assert abs(printed.get(change.id, F(0)) - (change.contribution or 0)) <= F(1, 10_000)
    section = explain_section_change(comparison, other.sections[0].id, "S")
    total = number(section.figures[-1].values.rpartition(" = ")[2])
    assert sum((number(figure) for _, figure in section.practices), F(0)) == total
    assert all(number(figure) == printed[change.id] for change, figure in section.practices)


def test_a_figure_that_one_side_does_not_have_is_explained_by_the_other() -> None:
    questionnaire = tiny_questionnaire()
    said = {name: Answer(not_applicable="not ours") for name in questionnaire.practices}
    before = Assessment("then", questionnaire, a_book(questionnaire, {}), DAY)
    after = Assessment("now", questionnaire, a_book(questionnaire, said), DAY)

    figures = {figure.name: figure.values for figure in explain_change(compare(before, after)).figures}

    assert (figures["needed"], figures["attainment"]) == ("2.0000, then none", "0.0000, then none")


def test_one_practices_way_is_told_with_its_states_and_moves_no_more_than_it_contributed() -> None:
    questionnaire = tiny_questionnaire(1, 2)
    comparison = compare(
        an_assessment(questionnaire, levels(questionnaire, 1, 2), "then"),
        an_assessment(questionnaire, levels(questionnaire, 3, 2)),
    )

    said = explain_practice_change(comparison, comparison.practices[0])

    assert said.notes == ("level 1, then level 3.",)
    assert (said.old, said.new, said.figures[-1].value) == ("then", "now", F(1))


def test_targets_and_accepted_risks_are_told_apart_from_the_level_that_they_do_not_move() -> None:
    questionnaire = tiny_questionnaire(1, 1, default_target=2)
    accepted = Accepted(level=1, by="Head", until=DAY, reason="It is replaced.")
    before = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=1)}), "then")
    after = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=1, target=3, accepted=accepted)}))

    notes = explain_change(compare(before, after)).notes

    assert notes == (
        "Target: P1, 2 to 3. A target moves no level.",
        f"Accepted: P1 at 1 until {spoken_day(DAY)}, by Head: It is replaced. Accepting a risk moves no level.",
    )


def test_a_risk_that_was_accepted_before_is_told_with_what_it_was_accepted_at() -> None:
    questionnaire = tiny_questionnaire(1, 1, default_target=3)
    accepted = Accepted(level=2, by="Head", until=DAY, reason="It is replaced.")
    now = accepted.changed(level=1, reason="It stays.")
    before = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=2, accepted=accepted)}), "then")
    after = an_assessment(questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=2, accepted=now)}))

    assert explain_change(compare(before, after)).notes == (
        f"Accepted: P1 at 1 until {spoken_day(DAY)}, by Head: It stays; before, at 2 until {spoken_day(DAY)}, by Head. "
        "Accepting a risk moves no level.",
    )


def test_what_a_practice_did_to_the_level_is_said_in_words_and_each_step_once() -> None:
    questionnaire = tiny_questionnaire(1, 4)
    before = Assessment("then", questionnaire, a_book(questionnaire, {"s1.p1": Answer(level=1)}), DAY)
    after = {"s1.p1": Answer(level=2), "s1.p2": Answer(level=0)}
    comparison = compare(before, Assessment("now", questionnaire, a_book(questionnaire, after), DAY))
    one = explain_practice_change(comparison, next(one for one in comparison.practices if one.id == "s1.p1"))

    assert [figure.name for figure in one.figures] == ["answers", "together"], "the profile stayed as it was"
    assert one.figures[0].formula.startswith("its share times the change of its level, plus its distance from")
    assert one.figures[0].values == "share 75.00% times (2 − 1) + (level 1.50 − average 1) times −50.00% = +0.5000"


def test_a_practice_whose_level_and_share_cancel_out_is_explained_and_not_said_to_have_stayed() -> None:
    questionnaire = tiny_questionnaire(2, 2)
    old = {"s1.p1": Answer(level=2), "s1.p2": Answer(level=0), "s2.p1": Answer(level=3)}
    new = {"s1.p1": Answer(level=3), "s1.p2": Answer(level=1), "s2.p1": Answer(unsure=True)}
    before, after = an_assessment(questionnaire, a_book(questionnaire, old), "then"), a_book(questionnaire, new)
    comparison = compare(before, an_assessment(questionnaire, after))
    one = explain_practice_change(comparison, next(one for one in comparison.practices if one.id == "s1.p2"))

    assert [figure.name for figure in one.figures] == ["answers", "together"]
    assert one.figures[0].values == "share 37.50% times (1 − 0) + (level 0.50 − average 2) times +25.00% = 0.0000"
    assert "nothing moved" not in one.figures[1].values


def test_what_is_not_added_up_is_said_without_rounding_or_brackets() -> None:
    questionnaire = tiny_questionnaire()
    before = an_assessment(questionnaire, levels(questionnaire, 1), name="then")
    comparison = compare(before, an_assessment(questionnaire, levels(questionnaire, 1), name="now"))

    still = explain_practice_change(comparison, comparison.practices[0]).figures[-1]
    assert (still.formula, still.values) == ("all its parts added up", "nothing moved = 0.0000")
    said = {figure.name: figure.values for figure in explain_change(comparison).figures}
    assert said["questionnaire"] == "1.0000 − 1.0000 = 0.0000"


def test_a_change_that_a_comparison_prints_with_other_digits_is_explained_beside_its_own() -> None:
    questionnaire = tiny_questionnaire(1, 7)

    def notes(first: int, then: int, others: int) -> tuple[str, ...]:
        """Explain what the level of one practice did, beside six that stayed."""
        sides = []
        for name, level in (("then", first), ("now", then)):
            said = {f"s1.p{place}": Answer(level=level if place == 1 else others) for place in range(1, 8)}
            sides.append(an_assessment(questionnaire, a_book(questionnaire, said), name=name))
        return explain_change(compare(*sides)).notes

    said = "A comparison prints 0.14 to 0.29, +0.15: with fewer digits, so that what it prints adds up."
    assert said in notes(1, 2, others=0)
    assert notes(1, 1, others=1) == ()
