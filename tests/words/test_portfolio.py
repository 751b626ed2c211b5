"""Figures of a portfolio are said so that whoever adds them up finds that they add up."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.portfolio.figures import TeamMean
from levelbook.core.portfolio.reports.lateness import LateTeam
from levelbook.words import portfolio as words
from support.printed_numbers import number

means = st.builds(TeamMean, st.floats(0, 400, allow_subnormal=False), st.just(100))


@given(means, means)
def test_before_and_change_add_up_to_after(before: TeamMean, after: TeamMean) -> None:
    said = words.moved(before, after)

    assert number(said[0]) + number(said[2]) == number(said[1])
    assert abs(number(said[1]) - Fraction(after.mean or 0)) <= Fraction(1, 10)


@pytest.mark.parametrize(
    ("value", "said"), [(0.25, "+0.25"), (-0.004, "−0.004"), (-0.0004, "−0.0004"), (0.00004, "0.00"), (0.0, "0.00")]
)
def test_a_change_that_is_small_does_not_read_as_none(value: float, said: str) -> None:
    assert words.change(value) == said


def test_a_mean_over_no_team_is_no_figure() -> None:
    assert words.mean(TeamMean(0, 0)) == words.NO_FIGURE


def test_a_team_of_which_no_edition_was_collected_is_counted_as_that() -> None:
    silent = LateTeam("a", "Alder", "retail", "retail", None, False, None, True, 0, None)

    assert words.late_count([silent]) == "1 team with an overdue round, late steps or no edition"
    assert words.overdue(silent) == "no edition collected"


def test_sections_are_named_in_few_letters_of_the_word_that_tells_them_apart() -> None:
    ids = ("risk-governance", "model-training", "model-deployment", "rag-and-memory", "ai-supply-chain", "transparency")

    assert list(words.short_sections(ids).values()) == ["risk", "trai", "depl", "rag", "supp", "tran"]


@given(st.lists(st.from_regex(r"[a-c]{1,5}(-[a-c]{1,5}){0,2}", fullmatch=True), unique=True, max_size=30))
def test_no_two_sections_have_one_short_name(ids: list[str]) -> None:
    short = words.short_sections(ids)

    assert list(short) == ids
    assert len(set(short.values())) == len(ids)
    assert all(0 < len(name) <= words.SHORT_NAME for name in short.values())


@pytest.mark.parametrize(
    ("quarters", "said"),
    [
        (["2026-Q2", "2026-Q3", "2026-Q4"], "There are 2026-Q2 to 2026-Q4."),
        (["2026-Q4"], "There is only 2026-Q4."),
        ([], ""),
    ],
)
def test_the_quarters_that_can_be_asked_about_are_named(quarters: list[str], said: str) -> None:
    assert words.quarters_words(quarters) == said
