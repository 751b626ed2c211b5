"""Each figure is explained by its formula and the values that went in, which give it when they are worked out."""

from __future__ import annotations

from fractions import Fraction as F

from hypothesis import given

from levelbook.core.answers.answers import Accepted, Answer, Evidence
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.explanation import Explanation, explain_overall, explain_practice, explain_section
from levelbook.core.text.cleaning import spoken_day
from support.any_assessments import assessments
from support.builders import DAY, a_book, scored, tiny_questionnaire
from support.examples import examples


def values(explanation: Explanation) -> dict[str, str]:
    return {figure.name: figure.values for figure in explanation.figures}


def of_practice(answer: Answer, **changes: object) -> Explanation:
    card = scored(q := tiny_questionnaire(1, 1, changes={"s1.p1": changes}), a_book(q, {"s1.p1": answer}))
    return explain_practice(card, card["s1.p1"])


def test_gap_and_priority_are_shown_as_sums() -> None:
    said = values(of_practice(Answer(level=1, target=3, target_reason="clients ask"), impact=3))

    assert said["gap"] == "3 − 1 = 2"
    assert said["priority"] == "3 × 2 = 6 (high)"
    assert said["target"] == "2 by default; the team's own 3 (clients ask): the target is 3"


def test_what_is_not_settled_lies_somewhere_on_the_scale() -> None:
    said = values(of_practice(Answer(unsure=True)))

    assert (said["level"], said["evidenced"]) == ("unsure: between 0 and 4", "none: the answer is open")
    assert values(of_practice(Answer()))["level"] == "not answered: between 0 and 4"


def test_the_gap_of_an_open_answer_says_that_it_counts_as_level_0() -> None:
    formulas = {
        level: next(figure.formula for figure in of_practice(Answer(level=level)).figures if figure.name == "gap")
        for level in (None, 0)
    }

    assert formulas == {
        None: "target minus level, never below 0; an open answer counts as level 0",
        0: "target minus level, never below 0",
    }


def test_no_gap_is_explained_by_an_equation_that_is_false() -> None:
    assert values(of_practice(Answer(level=3)))["gap"] == "2 − 3 is below 0"
    assert values(of_practice(Answer(level=2)))["gap"] == "2 − 2 = 0"


def test_each_piece_of_evidence_is_named_with_what_it_counts_as_today() -> None:
    pieces = (Evidence(kind="sampled", seen_on=DAY), Evidence(kind="tested"))

    said = values(of_practice(Answer(level=3, evidence=pieces)))

    assert said["evidenced"] == (
        f"sampled on {spoken_day(DAY)} counts as sampled, tested without a day counts as asserted; "
        "the strongest is sampled, which proves level 3"
    )


def test_what_does_not_count_has_no_figures_and_says_why() -> None:
    explanation = of_practice(Answer(not_applicable="no models of our own"))

    assert explanation.figures == ()
    assert "The team says that it does not apply: no models of our own" in explanation.notes


def test_an_accepted_risk_is_told_beside_the_figures() -> None:
    accepted = Accepted(level=1, by="Head", until=DAY, reason="it is replaced")

    (_, note) = of_practice(Answer(level=1, accepted=accepted)).notes

    assert note.startswith(f"The risk of staying at 1 is accepted by Head until {spoken_day(DAY)}: it is replaced.")
    assert note.endswith("The target stays, and the figures still count the gap.")


def test_a_target_of_0_is_said_to_be_reached_by_any_level() -> None:
    for target, said in ((0, "The mean target is 0, which any level reaches"), (2, "The mean target is 2")):
        card = scored(q := tiny_questionnaire(1, 1, default_target=target), a_book(q, {"s1.p1": Answer(level=0)}))
        assert values(explain_overall(card))["attainment"].endswith(said)


def test_a_section_in_which_nothing_counts_says_so() -> None:
    answers = {"s1.p1": Answer(not_applicable="no")}
    card = scored(q := tiny_questionnaire(1, 1), a_book(q, answers))

    assert explain_section(card.sections[0]).figures == ()
    assert explain_overall(card).notes == ("Nothing is in scope, so no figure is made.",)


def test_a_title_with_a_comma_is_quoted_beside_its_figure() -> None:
    titled = {"s1.p1": {"title": "Hubs, packages"}, "s1.p2": {"title": "Output"}}
    answers = {"s1.p1": Answer(level=2), "s1.p2": Answer(level=3)}
    card = scored(q := tiny_questionnaire(1, 2, changes=titled), a_book(q, answers))

    assert values(explain_section(card.sections[0]))["level"].startswith("“Hubs, packages” 2, Output 3; together 5")


@examples(60)
@given(assessments())
def test_the_values_of_a_practice_and_of_the_whole_are_the_scorecards(assessment: Assessment) -> None:
    card = assessment.scorecard

    for section in card.sections:
        explained = {figure.name: figure.value for figure in explain_section(section).figures}
        assert explained.get("level") == section.figures.level
        assert explained.get("attainment") == section.figures.attainment
    overall = {figure.name: figure.value for figure in explain_overall(card).figures}
    assert (overall.get("level"), overall.get("target")) == (card.overall.level, card.overall.target)
    shares = [
        figure.value
        for one in card.practices.values()
        for figure in explain_practice(card, one).figures
        if figure.name == "share"
    ]
    assert sum((share for share in shares if share is not None), F(0)) == (1 if card.overall.target is not None else 0)
