"""A heatmap says where rows stand in each section, and on how many teams that rests."""

from __future__ import annotations

from levelbook.core.portfolio.reports.heatmap import heatmap_of
from support.report_lines import heat


def test_the_whole_of_a_heatmap_is_over_all_teams_not_over_rows() -> None:
    found = heatmap_of(
        [heat("a", ""), heat("a", "data"), heat("b", "", teams=6, levels=6, level_sum=6.0)], {"a": "Unit A"}
    )

    assert [row.title for row in found.rows] == ["Unit A", "b"]
    assert found.whole is not None
    assert (found.whole.teams, found.whole.overall.level.mean) == (8, 1.25)
    assert found.whole.sections["data"].teams == 2
    assert found.sections == {"data": "Data"}
    assert heatmap_of([], {}).whole is None


def test_sections_stand_in_the_order_of_the_questionnaire() -> None:
    found = heatmap_of(
        [
            heat("a", "data", position=3),
            heat("a", "", position=0),
            heat("b", "agents", position=2),
            heat("b", "", position=0),
            heat("b", "zoning", position=1),
        ],
        {},
    )

    assert list(found.sections) == ["zoning", "agents", "data"]
    assert found.whole is not None
    assert list(found.whole.sections) == ["zoning", "agents", "data"]
