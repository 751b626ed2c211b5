"""Who is late is listed by how late they are."""

from __future__ import annotations

from datetime import date

from levelbook.core.portfolio.reports.lateness import late_teams
from support.report_lines import who

TODAY = date(2026, 11, 29)


def test_whoever_never_sealed_is_first_among_the_late_then_the_longest_overdue() -> None:
    found = late_teams(
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
