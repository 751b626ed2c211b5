"""Figures that no interview can come to are refused, however well they are sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.assessment.sealed_scorecard import SealedScorecard
from levelbook.core.portfolio.rows import EditionOrigin, rows_of
from support.sealed_books import LEVELS, card

FILED = EditionOrigin("cards", "f" * 64, "docs:cards")
SEALED = card("Cards", date(2026, 11, 22))


def with_overall(**exact: str) -> SealedScorecard:
    return replace(SEALED, overall=replace(SEALED.overall, exact={**SEALED.overall.exact, **exact}))


def with_practice(**changed: object) -> SealedScorecard:
    first, *rest = SEALED.practices
    return replace(SEALED, practices=(replace(first, **changed), *rest))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        (lambda: with_overall(evidenced="9999999"), "evidenced is 9999999, and can only be from 0 to 4"),
        (lambda: with_overall(level="-1"), "level is -1"),
        (lambda: with_overall(coverage="3/2"), "coverage is 1.5, and can only be from 0 to 1"),
        (lambda: with_practice(level=5), "level of data.owners is 5"),
        (lambda: with_practice(target=2**70), "target of data.owners is a number of more than 20 digits"),
        (lambda: with_practice(impact=2**63), "impact of data.owners is 9223372036854775808"),
        (lambda: with_practice(share_exact="2"), "share of data.owners is 2"),
        (lambda: replace(SEALED, max_level=0), "the scale's top is 0"),
        (lambda: replace(SEALED, edition=replace(SEALED.edition, number=2**64)), "the edition's number is 18446744073"),
        (lambda: with_overall(level="1e0"), "“1e0” is not a figure"),
        (lambda: replace(SEALED, practices=2 * SEALED.practices), "data.owners is there more than once"),
        (lambda: replace(SEALED, sections=2 * SEALED.sections), "data is there more than once"),
    ],
)
def test_what_is_off_the_scale_or_beyond_all_sense_is_named(forged: Callable[[], SealedScorecard], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        rows_of(forged(), FILED)


@given(st.dictionaries(st.sampled_from(sorted(LEVELS)), st.none() | st.integers(0, 4), min_size=1))
def test_what_an_interview_comes_to_is_possible(levels: dict[str, int | None]) -> None:
    before = card("Cards", date(2026, 8, 20), levels)

    assert rows_of(card("Cards", date(2026, 11, 22), levels, before), FILED).edition.number == 2


def test_a_choice_that_a_hand_wrote_twice_is_one() -> None:
    (fact, *_) = SEALED.profile
    doubled = replace(SEALED, profile=(replace(fact, choices=2 * fact.choices),))

    assert len(rows_of(doubled, FILED).tables["facts"]) == len(fact.choices)
