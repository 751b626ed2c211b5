"""An overview counts every team that has a level once."""

from __future__ import annotations

from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from levelbook.core.portfolio.overview import distribution
from levelbook.core.portfolio.reports.teams import TeamLine


class _Team:
    def __init__(self, level: float | None) -> None:
        self.level = level


@given(st.lists(st.none() | st.floats(0, 4)), st.just(4))
def test_every_team_with_a_level_is_in_one_bin_that_holds_its_level(levels: list[float | None], top: int) -> None:
    bins = distribution((cast(TeamLine, _Team(level)) for level in levels), top)

    known = [level for level in levels if level is not None]
    assert sum(one.teams for one in bins) == len(known)
    assert (bins[0].least, bins[-1].below) == (0, top)
    for one in bins:
        inside = [level for level in known if one.least <= level < one.below or level == one.below == top]
        assert one.teams == len(inside)
