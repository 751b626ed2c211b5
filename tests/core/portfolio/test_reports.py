"""Reports put what matters most first, and say how many teams stand behind each figure."""

from __future__ import annotations

from datetime import date
from typing import Any

from levelbook.core.portfolio import reports

SUMS = {"teams": 2, "old": 1, "levels": 2} | {
    f"{name}_sum": value
    for name, value in {"level": 4.0, "low": 3.0, "high": 5.0, "evidenced": 2.0, "target": 6.0}.items()
}
TODAY = date(2026, 11, 29)


def heat(row: str, section: str, **changed: Any) -> dict[str, Any]:
    return {"row": row, "section": section, "title": section.title(), **SUMS, **changed}


def test_the_whole_of_a_heatmap_is_over_all_teams_not_over_rows() -> None:
    found = reports.heatmap(
        [heat("a", ""), heat("a", "data"), heat("b", "", teams=6, levels=6, level_sum=6.0)], {"a": "Unit A"}
    )

    assert [row.title for row in found.rows] == ["Unit A", "b"]
    assert found.whole is not None
    assert (found.whole.teams, found.whole.overall.level.mean) == (8, 1.25)
    assert found.whole.sections["data"].teams == 2
    assert found.sections == {"data": "Data"}
    assert reports.heatmap([], {}).whole is None


def test_each_quarter_of_a_trend_begins_with_all_rows_together() -> None:
    found = reports.trend(
        [{"quarter": quarter, "row": row, "new": 1, **SUMS} for quarter in ("2026-Q3", "2026-Q4") for row in "ab"]
    )

    assert [(point.quarter, point.row, point.teams, point.new) for point in found[:3]] == [
        ("2026-Q3", "", 4, 2),
        ("2026-Q3", "a", 2, 1),
        ("2026-Q3", "b", 2, 1),
    ]


def who(team: str, **more: Any) -> dict[str, Any]:
    return {"team": team, "name": team.title(), "unit": "u", "row": "r", **more}


def test_whoever_never_sealed_is_first_among_the_late_then_the_longest_overdue() -> None:
    found = reports.late(
        [
            who("a", sealed_on=date(2026, 8, 1), round_on=date(2026, 8, 1)),
            who("b", sealed_on=date(2026, 1, 1), round_on=date(2026, 1, 1)),
            who("n", sealed_on=date(2026, 11, 1), round_on=None),
        ],
        [
            who("a", sealed_on=date(2026, 8, 1), steps=2, since=date(2026, 11, 19)),
            who("c", sealed_on=date(2026, 11, 1), steps=1, since=date(2026, 10, 30)),
        ],
        [who("silent")],
        TODAY,
        92,
    )

    assert [one.team for one in found] == ["silent", "b", "a", "c", "n"]
    assert (found[2].round_days_late, found[2].steps_late, found[2].step_days_late) == (28, 2, 10)
    assert (found[3].is_round_late, found[3].round_days_late, found[3].step_days_late) == (False, None, 30)
    assert found[4].is_round_late and found[4].round_days_late is None


def test_a_month_of_risks_says_whether_it_is_past() -> None:
    months = [
        {"year": year, "month": month, "risks": 3, "teams": 2} for year, month in ((2026, 10), (2026, 11), (2027, 1))
    ]

    found = reports.risks(months, [], TODAY)

    assert [(one.month, one.is_past) for one in found.months] == [
        ("2026-10", True),
        ("2026-11", False),
        ("2027-01", False),
    ]


def of(practice: str, **more: Any) -> dict[str, Any]:
    return {"practice": practice, "title": practice.title(), "section": "s", **more}


def test_proof_begins_where_evidence_lies_furthest_behind() -> None:
    found = reports.proof(
        [
            of("a", teams=2, level_sum=4, evidenced_sum=4, unproven=0),
            of("b", teams=1, level_sum=3, evidenced_sum=1, unproven=1),
        ]
    )

    assert [(line.practice, line.distance) for line in found] == [("b", 2.0), ("a", 0.0)]


def test_practices_begin_where_most_teams_fall_short_and_ties_go_by_the_size_of_the_gap() -> None:
    base = {"essential": 1, "teams": 9, "settled": 8, "level_sum": 8, "target_sum": 16}

    found = reports.practices(
        [of("a", short=2, gap_sum=2, **base), of("b", short=2, gap_sum=5, **base), of("c", short=3, gap_sum=3, **base)]
    )

    assert [line.practice for line in found] == ["c", "b", "a"]
    assert (found[0].unsettled, found[0].gap.teams, found[0].essential) == (1, 8, True)


def test_a_gain_is_over_all_teams_also_those_that_need_nothing() -> None:
    [line] = reports.gains([of("a", low_teams=2, unsettled=1, gain_sum=0.5, to_target_sum=1.0)], 10)

    assert (line.one_level.mean, line.to_target.mean) == (0.05, 0.1)


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

    assert [(line.team, line.distance) for line in reports.spread(lines)] == [("b", -1.5), ("c", 1.5), ("a", 0.5)]


def test_movement_begins_with_what_fell() -> None:
    moved = [of("up", teams=2, up=2, down=0, change_sum=2), of("down", teams=2, up=0, down=1, change_sum=-1)]
    like = {"like_practices": 3, "like_before_exact": "1", "like_after_exact": "2"}
    teams = [
        who("a", edition=1, like_before=1.0, like_after=2.0, **like),
        who("b", edition=2, like_before=2.0, like_after=1.5, **like),
    ]

    found = reports.movement(moved, teams, {"r": "Row"})

    assert [line.practice for line in found.practices] == ["down", "up"]
    assert [(one.team, one.change) for one in found.teams] == [("b", -0.5), ("a", 1.0)]
    assert (found.rows[0].title, found.rows[0].before.mean, found.rows[0].after.mean) == ("Row", 1.5, 1.75)


def test_two_rows_are_compared_where_both_have_a_level() -> None:
    lines = [
        {
            "row": row,
            "practice": practice,
            "title": practice,
            "teams": 1,
            "levels": levels,
            "level_sum": level,
            "target_sum": 3,
        }
        for row, practice, levels, level in (("a", "p", 1, 1), ("b", "p", 1, 3), ("a", "q", 1, 2), ("b", "q", 0, None))
    ]

    found = reports.compared([heat("a", ""), heat("b", "")], lines, {}, "a", "b")

    assert [(line.practice, line.difference) for line in found.practices] == [("p", 2.0), ("q", None)]
    assert found.one is not None and found.other is not None


def test_a_team_carries_its_figures_as_fractions_too() -> None:
    names = reports.TeamLine.__dataclass_fields__

    [line] = reports.teams([{**dict.fromkeys(names), "level": 1.6279, "level_exact": "70/43", "more": 1}])

    assert (line.level, line.level_exact) == (1.6279, "70/43")
