"""Each team carries its own figures, and its distance from the middle of its unit."""

from __future__ import annotations

from levelbook.core.portfolio.reports.teams import TeamLine, distances_of, team_lines


def test_the_furthest_from_its_unit_is_first_in_either_direction() -> None:
    lines = [
        {
            "team": team,
            "name": team,
            "unit": "u",
            "level": level,
            "level_exact": "1",
            "unit_median": 2.0,
            "unit_teams": 3,
        }
        for team, level in (("a", 2.5), ("b", 0.5), ("c", 3.5))
    ]

    assert [(line.team, line.distance) for line in distances_of(lines)] == [("b", -1.5), ("c", 1.5), ("a", 0.5)]


def test_a_team_carries_its_figures_as_fractions_too() -> None:
    names = TeamLine.__dataclass_fields__

    [line] = team_lines([{**dict.fromkeys(names), "level": 1.6279, "level_exact": "70/43", "more": 1}])

    assert (line.level, line.level_exact) == (1.6279, "70/43")
