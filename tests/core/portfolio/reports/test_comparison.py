"""Two rows stand side by side, the widest difference first."""

from __future__ import annotations

from levelbook.core.portfolio.reports.comparison import compared_of
from support.report_lines import heat


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

    found = compared_of([heat("a", ""), heat("b", "")], lines, {}, "a", "b")

    assert [(line.practice, line.difference) for line in found.practices] == [("p", 2.0), ("q", None)]
    assert found.one is not None and found.other is not None
    assert [line.title for line in found.whole_and_sections] == [
        "Level",
        "Lowest",
        "Highest",
        "Target",
        "Counts as proven",
    ]
    assert [line.difference for line in found.whole_and_sections] == [0.0] * 5


def test_sections_stand_behind_the_whole_and_where_a_row_is_missing_there_is_nothing() -> None:
    rows = [heat("a", ""), heat("b", ""), heat("a", "data", level_sum=6.0), heat("b", "data")]

    both = compared_of(rows, [], {}, "a", "b")
    alone = compared_of(rows, [], {}, "a", "nobody")

    assert [(line.title, line.difference) for line in both.whole_and_sections[5:]] == [("Data", -1.0)]
    assert alone.whole_and_sections == ()
