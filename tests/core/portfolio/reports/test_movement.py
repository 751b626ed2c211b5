"""What moved begins with what fell."""

from __future__ import annotations

from levelbook.core.portfolio.reports.movement import movement_of
from support.report_lines import of, who


def test_movement_begins_with_what_fell() -> None:
    moved = [
        of("up", teams=2, up=2, down=0, change_sum=2),
        of("down", teams=2, up=0, down=1, change_sum=-1),
        of("still", teams=2, up=0, down=0, change_sum=0),
        of("evened-out", teams=2, up=1, down=1, change_sum=0),
    ]
    like = {"like_practices": 3, "like_before_exact": "1", "like_after_exact": "2"}
    teams = [
        who("a", edition=1, like_before=1.0, like_after=2.0, **like),
        who("b", edition=2, like_before=2.0, like_after=1.5, **like),
    ]

    found = movement_of(moved, teams, {"r": "Row"})

    assert [line.practice for line in found.practices] == ["down", "evened-out", "still", "up"]
    assert ([line.practice for line in found.fell], [line.practice for line in found.rose]) == (["down"], ["up"])
    assert [line.practice for line in found.fell_and_rose] == ["evened-out"], "it got worse in a team"
    assert [(one.team, one.change) for one in found.teams] == [("b", -0.5), ("a", 1.0)]
    assert [one.team for one in found.teams_that_fell] == ["b"]
    assert (found.rows[0].title, found.rows[0].before.mean, found.rows[0].after.mean) == ("Row", 1.5, 1.75)
