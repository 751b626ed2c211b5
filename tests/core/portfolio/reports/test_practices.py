"""Practices over all teams begin with what matters most."""

from __future__ import annotations

from levelbook.core.portfolio.reports.practices import gains_of, proof_of, shortfalls_of
from support.report_lines import of


def test_proof_begins_where_evidence_lies_furthest_behind() -> None:
    found = proof_of(
        [
            of("a", teams=2, level_sum=4, evidenced_sum=4, unproven=0),
            of("b", teams=1, level_sum=3, evidenced_sum=1, unproven=1),
        ]
    )

    assert [(line.practice, line.distance) for line in found] == [("b", 2.0), ("a", 0.0)]


def test_practices_begin_where_most_teams_fall_short_and_ties_go_by_the_size_of_the_gap() -> None:
    base = {"essential": 1, "teams": 9, "settled": 8, "level_sum": 8, "target_sum": 16}

    found = shortfalls_of(
        [of("a", short=2, gap_sum=2, **base), of("b", short=2, gap_sum=5, **base), of("c", short=3, gap_sum=3, **base)]
    )

    assert [line.practice for line in found] == ["c", "b", "a"]
    assert (found[0].unsettled, found[0].gap.teams, found[0].essential) == (1, 8, True)


def test_a_gain_knows_who_offers_the_practice_and_how_many_could_take_it_over() -> None:
    base = {"low_teams": 3, "unsettled": 0, "gain_sum": 0.5, "to_target_sum": 1.0}
    could = [of("a", could_take=2, could_be_given=0), of("b", could_take=0, could_be_given=1)]
    platforms = [
        of("a", team="p", name="Platform", level=3, offered=1),
        of("a", team="q", name="Quality", level=3, offered=0),
        of("b", team="q", name="Quality", level=3, offered=0),
        of("c", team="p", name="Platform", level=3, offered=0),
    ]

    a, b, c = gains_of([of("a", **base), of("b", **base), of("c", **base)], 10, could, platforms)

    assert (a.could_take, a.offered_by, a.could_be_given, a.held_by) == (2, ("Platform",), 0, ())
    assert (b.could_take, b.offered_by, b.could_be_given, b.held_by) == (0, (), 1, ("Quality",))
    assert (c.could_take, c.offered_by, c.could_be_given, c.held_by) == (0, (), 0, ())


def test_a_gain_is_over_all_teams_also_those_that_need_nothing() -> None:
    [line] = gains_of([of("a", low_teams=2, unsettled=1, gain_sum=0.5, to_target_sum=1.0)], 10)

    assert (line.one_level.mean, line.to_target.mean) == (0.05, 0.1)
