"""Figures, counted things and lists are written in one way by guide, command line and app."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.assessment.scoring import NO_FIGURES, Figures
from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.text.cleaning import told_apart
from levelbook.words.figures import (
    before_and_after,
    first_of,
    former_words,
    level_words,
    listed,
    per_cent,
    plural,
    problems_words,
    ranged_words,
    reached_range,
    sealed_elsewhere_words,
    share_words,
    span_words,
)


def test_of_a_team_to_which_nothing_applies_no_figure_is_made_up() -> None:
    assert (level_words(NO_FIGURES), reached_range((), NO_FIGURES)) == ("no level", "–")


@pytest.mark.parametrize(
    ("share", "whole"),
    [(None, 0), (F(0), 0), (F(1, 1000), 1), (F(1, 200), 1), (F(2, 3), 67), (F(999, 1000), 99), (F(1), 100)],
)
def test_a_share_is_never_all_or_nothing_unless_it_is(share: F | None, whole: int) -> None:
    assert per_cent(share) == whole
    assert share_words(share) == ("–" if share is None else f"{whole}%")


@given(st.fractions(0, 4, max_denominator=5_000), st.fractions(0, 4, max_denominator=5_000))
def test_what_a_figure_was_is_said_so_that_nothing_that_moved_looks_unmoved(old: F, new: F) -> None:
    _, now = before_and_after(old, new)
    words = former_words(old, new)

    assert (words == "as before") == (old == new)
    assert words != f"before {now}"
    if words.endswith("by less than 0.01"):
        assert words.startswith("up" if new > old else "down")


def test_a_figure_that_there_was_not_is_a_dash() -> None:
    assert former_words(None, F(2)) == "before –"
    assert former_words(F(24, 10), F(2)) == "before 2.4"


def test_items_are_joined_as_a_sentence_does() -> None:
    assert [listed(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert listed(["a", "b"], "or") == "a or b"


def test_a_title_with_a_comma_is_quoted_so_that_it_does_not_read_as_two_in_a_list() -> None:
    assert told_apart(["Hubs, packages", "Output"]) == ["“Hubs, packages”", "Output"]


def test_a_count_takes_its_noun_along() -> None:
    assert [plural(count, "practice") for count in (0, 1, 2)] == ["0 practices", "1 practice", "2 practices"]
    assert plural(2, "criterion", "criteria") == "2 criteria"


@pytest.mark.parametrize(("level", "words"), [("1.8", "1.8 (1.7–2.0)"), ("1.82", "1.82 (1.66–2.01)")])
def test_a_range_has_as_many_decimals_as_its_level(level: str, words: str) -> None:
    figures = Figures(level=F(182, 100), low=F(1661, 1000), high=F(2009, 1000), coverage=F(9, 10))
    assert ranged_words(level, figures) == words
    assert ranged_words(level, replace(figures, coverage=F(1))) == level


def test_a_range_is_said_only_where_what_is_open_could_move_the_level_as_it_is_written() -> None:
    nearly = Figures(level=F(169, 100), low=F(165, 100), high=F(173, 100), coverage=F(52, 53))
    assert level_words(nearly) == "1.7"
    assert span_words(nearly) == ""
    assert ranged_words("1.69", nearly) == "1.69 (1.65–1.73)", "with the decimals that tell it apart"
    wider = replace(nearly, high=F(176, 100))
    assert level_words(wider) == "1.7 (1.7–1.8)"
    assert level_words(replace(wider, coverage=F(1))) == "1.7"
    nobody = Figures(level=None, low=F(0), high=F(4), coverage=F(0))
    assert level_words(nobody) == "no level yet (0.0–4.0)"


def test_problems_are_counted_whether_or_not_they_are_listed() -> None:
    assert problems_words([Problem("a")]) == "1 problem found."
    assert problems_words([Problem("a"), Problem("b")]) == "2 problems found."
    many = FileIsWrong([Problem(str(number)) for number in range(1_502)]).problems
    assert problems_words(many) == "1,502 problems found; the first 1,000 are listed."
    assert problems_words(FileIsWrong([Problem("a")] * 1_001).problems) == "1,001 problems found."


def test_the_first_names_of_a_list_show_whether_more_follow() -> None:
    assert first_of(["a", "b"], 2) == "a, b"
    assert first_of(["a", "b", "c"], 2) == "a, b …"
    assert first_of([]) == ""


def test_editions_that_others_sealed_are_named_in_their_number() -> None:
    assert sealed_elsewhere_words(["a"]) == "Sealed elsewhere: edition “a”."
    assert sealed_elsewhere_words(["a", "b"]) == "Sealed elsewhere: editions “a” and “b”."
