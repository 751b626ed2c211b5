"""A figure over teams says of how many it is, adds up, and is rounded once."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.portfolio.figures import NOTHING, Standing, TeamMean, settled, shape, shown

ROW = {"teams": 4, "levels": 2, "level_sum": 3.0, "low_sum": 4.0, "high_sum": 12.0, "evidenced_sum": 2.0}
ROW["target_sum"] = 10.0
fractions = st.fractions(min_value=0, max_value=4, max_denominator=500)


def test_a_mean_is_over_the_teams_behind_it() -> None:
    standing = Standing.of(ROW)

    assert (standing.level.mean, standing.level.teams) == (1.5, 2)
    assert (standing.low.mean, standing.high.mean, standing.teams) == (1.0, 3.0, 4)
    assert TeamMean.of(None, 0).mean is None


@given(st.lists(fractions, min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_adding_changes_nothing_that_is_shown(values: list[Fraction], random: object) -> None:
    doubles = [float(value) for value in values]
    shuffled = list(doubles)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert shown(TeamMean(sum(doubles), len(values)).mean) == shown(TeamMean(sum(shuffled), len(values)).mean)


@given(st.lists(st.tuples(fractions, st.integers(1, 5)), max_size=6))
def test_rows_together_are_as_if_counted_at_once(parts: list[tuple[Fraction, int]]) -> None:
    together = sum((TeamMean(float(total), teams) for total, teams in parts), NOTHING)

    assert together.teams == sum(teams for _, teams in parts)
    assert settled(together.total) == settled(float(sum(total for total, _ in parts)))


def test_halves_are_rounded_away_from_zero_whatever_the_last_bits_say() -> None:
    assert shown(0.00005) == 0.0001
    assert shown(0.1 + 0.2) == 0.3
    assert shown(1.00005 - 1e-13) == 1.0001
    assert str(settled(-0.0)) == "0.0"


def test_a_shape_has_days_as_text_and_means_with_their_teams() -> None:
    assert shape(Standing.of(ROW))["level"] == {"mean": 1.5, "teams": 2}
    assert shape({"day": date(2026, 11, 29), "of": (1, "a", None, True)}) == {
        "day": "2026-11-29",
        "of": [1, "a", None, True],
    }
