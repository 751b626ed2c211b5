"""A number stands as proven only where evidence proves it; where none does, people are told so, in the same words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction as F

import pytest

from levelbook.cli.comparison_lines import comparison_lines
from levelbook.core.answers.answers import Answer, Evidence
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.comparison import compare
from levelbook.core.assessment.explanation import explain_overall, explain_practice, explain_section
from levelbook.words.practice_state import state_words
from levelbook.words.proof import (
    claimed_and_proven,
    last_day_words,
    nothing_to_bring_words,
    on_word_alone,
    proof_words,
    proven_comparison,
    proven_figure,
    proven_in_series,
)
from levelbook.words.standing import standing_words
from support.builders import DAY, a_book, tiny_questionnaire

PAGE = Evidence(kind="documented", reference="the page", seen_on=DAY)


def assessed(answer: Answer, on: date = DAY) -> Assessment:
    questionnaire = tiny_questionnaire(1, 1)
    return Assessment("now", questionnaire, a_book(questionnaire, {"s1.p1": answer}), on)


@pytest.mark.parametrize(
    ("answer", "years", "words"),
    [
        (Answer(level=1), 0, "not proven yet"),  # although level 1 needs none
        (Answer(level=3), 0, "not proven yet"),
        (Answer(level=2, evidence=(Evidence(kind="asserted", reference="Tom", seen_on=DAY),)), 0, "not proven yet"),
        (Answer(level=3, evidence=(PAGE,)), 0, "proven 2"),
        (Answer(level=2, evidence=(PAGE,)), 0, "proven 2"),
        (Answer(level=2, evidence=(PAGE,)), 9, "evidence expired"),
        (Answer(level=0), 0, ""),
        (Answer(unsure=True), 0, ""),
    ],
)
def test_a_level_is_told_with_what_is_behind_it(answer: Answer, years: int, words: str) -> None:
    now = assessed(answer, DAY + timedelta(days=366 * years))
    one = now.scorecard.practices["s1.p1"]

    assert proof_words(one) == words
    assert state_words(one, now).partition("target 2")[2].startswith(f", {words}" if words else "")
    assert claimed_and_proven(one) == (f"{one.low} claimed, {words}" if words else f"{one.low} claimed")


def test_a_figure_is_written_as_proven_where_evidence_stands_behind_it() -> None:
    unsaid, said, shown = assessed(Answer()), assessed(Answer(level=1)), assessed(Answer(level=2, evidence=(PAGE,)))
    expired = assessed(Answer(level=2, evidence=(PAGE,)), DAY + timedelta(days=400))

    for now, cell in ((unsaid, "–"), (said, "not proven"), (expired, "evidence expired"), (shown, "2.0")):
        card = now.scorecard
        for figures, whole in ((card.overall, card), *((one.figures, one) for one in card.sections)):
            assert proven_figure(figures.evidenced, whole) == cell
    assert "target 2.0, not proven yet;" in standing_words(said)
    assert "target 2.0, evidence expired;" in standing_words(expired)
    assert "target 2.0, proven 2.0;" in standing_words(shown)


def several(*answers: Answer) -> Assessment:
    questionnaire = tiny_questionnaire(1, len(answers))
    said = {f"s1.p{number}": answer for number, answer in enumerate(answers, start=1)}
    return Assessment("now", questionnaire, a_book(questionnaire, said), DAY)


def test_a_figure_that_only_gained_evidence_is_not_said_to_have_moved() -> None:
    word, shown = Answer(level=1), Answer(level=1, evidence=(PAGE,))
    unsaid, held, more = several(word, word), several(word, shown), several(word, Answer(level=2, evidence=(PAGE,)))

    assert proven_comparison(unsaid.scorecard, held.scorecard)[1:] == (
        "1.0",
        "as before, when no evidence proved any of it",
    )
    assert proven_comparison(unsaid.scorecard, more.scorecard)[1:] == (
        "1.5",
        "before 1.0, when no evidence proved any of it",
    )
    assert proven_comparison(held.scorecard, more.scorecard) == ("1.0", "1.5", "before 1.0")
    assert proven_comparison(several(Answer(level=0)).scorecard, more.scorecard)[2] == "before 0.0"
    lines = comparison_lines(compare(replace(unsaid, name="q1"), held), DAY)
    assert "Proven: 1.0, as before, when no evidence proved any of it." in lines
    lines = comparison_lines(compare(replace(held, name="q1"), more), DAY)
    assert "Proven: 1.0 to 1.5." in lines
    lines = comparison_lines(compare(replace(more, name="q1"), unsaid), DAY)
    assert "Proven: 1.0, before 1.5; no evidence proves any of it now." in lines


def test_below_each_other_such_figures_tell_of_no_change_where_there_is_none() -> None:
    one, word = F(1), assessed(Answer(level=1)).scorecard
    proved, unknown = (assessed(Answer(level=1, evidence=pieces)).scorecard for pieces in ((PAGE,), ()))
    assert proven_in_series([(one, word), (one, proved), (None, unknown), (None, None)]) == [
        "1.0, on word", "1.0", "–", "–",
    ]  # fmt: skip
    assert proven_in_series([(one, word), (one, word)]) == ["not proven", "not proven"]


def test_below_each_other_expired_evidence_is_called_as_it_is_on_a_page_of_its_own() -> None:
    one, word, proved = F(1), assessed(Answer(level=1)).scorecard, assessed(Answer(level=1, evidence=(PAGE,))).scorecard
    expired = assessed(Answer(level=1, evidence=(PAGE,)), DAY + timedelta(days=400)).scorecard

    assert proven_in_series([(one, expired), (one, word)]) == [proven_figure(one, expired), proven_figure(one, word)]
    assert proven_figure(one, expired) == "evidence expired"
    assert proven_in_series([(one, proved), (one, expired)]) == ["1.0", "1.0, evidence expired"]


def test_beside_a_proven_figure_stands_how_many_count_on_the_teams_word() -> None:
    word, shown = Answer(level=1), Answer(level=2, evidence=(PAGE,))
    said = "Level 1 needs no evidence: 2 practices count there unproven."

    assert on_word_alone(several(word, word, shown).scorecard) == said
    assert standing_words(several(word, word, shown)).endswith(f"3 of 3 practices answered. {said}")
    assert on_word_alone(several(word, word).scorecard) == "", "the figure itself says that there is no evidence"
    assert on_word_alone(several(Answer(level=0), shown).scorecard) == ""


def test_at_level_0_there_is_nothing_to_prove_and_who_is_unsure_is_counted() -> None:
    said = standing_words(several(Answer(level=0), Answer(unsure=True)))
    assert "target 2.0; 0–" in said and said.endswith("1 of 2 practices answered, 1 unsure.")


def test_an_explanation_counts_a_level_that_needs_no_evidence_and_says_that_none_proves_it() -> None:
    card = assessed(Answer(level=1)).scorecard
    one = explain_practice(card, card["s1.p1"])
    figures = [
        figure for of in (one, explain_section(card.sections[0]), explain_overall(card)) for figure in of.figures
    ]

    proven = [figure for figure in figures if figure.name == "evidenced"]
    assert [(figure.value, figure.lacks_evidence) for figure in proven] == [(F(1), True)] * 3, "JSON has the figure"
    assert proven[0].values == "no evidence is held; level 1 needs none, so it is counted"


def test_an_explanation_does_not_say_of_evidence_that_is_out_of_date_that_there_is_none_yet() -> None:
    card = assessed(Answer(level=2, evidence=(PAGE,)), DAY + timedelta(days=400)).scorecard
    one = explain_practice(card, card["s1.p1"])
    figures = [
        figure for of in (one, explain_section(card.sections[0]), explain_overall(card)) for figure in of.figures
    ]

    proven = [figure for figure in figures if figure.name == "evidenced"]
    assert [(figure.lacks_evidence, figure.evidence_expired) for figure in proven] == [(True, True)] * 3


def test_no_explanation_uses_signs_that_cannot_be_read_aloud() -> None:
    card = assessed(Answer(level=2)).scorecard
    one = explain_practice(card, card["s1.p1"])
    said = [one, explain_section(card.sections[0]), explain_overall(card)]

    for figure in (figure for of in said for figure in of.figures):
        assert not set("Σ/½") & set(figure.formula + figure.values), figure
        assert "×" not in figure.formula, figure
    assert one.figures[-1].values == "all of the overall range and target"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(), "Nothing is answered yet, so no level needs evidence."),
        (Answer(unsure=True), "Nothing is answered yet, so no level needs evidence."),
        (Answer(level=0), "No answer so far claims a level that needs evidence."),
        (Answer(level=1), "No answer so far claims a level that needs evidence."),
        (Answer(level=2, evidence=(PAGE,)), "Every level that needs evidence is proven today."),
    ],
)
def test_only_what_is_claimed_and_needs_evidence_is_called_proven_where_none_is_lacking(
    answer: Answer, words: str
) -> None:
    assert nothing_to_bring_words(assessed(answer).scorecard.counting) == words


def test_the_last_day_of_evidence_has_its_year_where_the_day_on_which_it_was_seen_has_one() -> None:
    today, until = date(2027, 2, 15), date(2026, 12, 1)
    seen_in_another_year = Evidence(kind="documented", seen_on=date(2025, 12, 1))
    seen_just_before = Evidence(kind="sampled", seen_on=date(2026, 11, 2))
    assert last_day_words(seen_in_another_year, until, today) == "1 December 2026"
    assert last_day_words(seen_just_before, date(2027, 3, 2), today) == "2 March"
    assert (
        last_day_words(Evidence(kind="documented", seen_on=date(2026, 3, 1)), date(2027, 3, 1), today) == "1 March 2027"
    )
