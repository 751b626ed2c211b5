"""A team that sealed several editions in a quarter is compared once, from the edition before the first to the last."""

from __future__ import annotations

from typing import Any

from levelbook.core.portfolio.reports.several_editions import moved_throughout


def line(
    edition: int, previous: int | None, levels: tuple[int, int], practice: str = "data.backups", **more: Any
) -> Any:
    before, level = levels
    return {
        "row": "r", "team": "t", "name": "T", "last": 3, "edition": edition, "previous": previous,
        "practice": practice, "before_id": practice, "section": "data", "title": "Title", "level": level,
        "before_level": before, "practice_weight": "1", "section_weight": "1", **more,
    }  # fmt: skip


def moves(*lines: Any) -> list[tuple[str, int]]:
    return [(one["practice"], one["change_sum"]) for one in moved_throughout(lines).by_practice]


def test_a_team_moves_once_from_before_the_first_edition_to_the_last() -> None:
    found = moved_throughout([line(1, None, (0, 1)), line(2, 1, (1, 2)), line(3, 2, (2, 1))])

    (practice,), (team,) = found.by_practice, found.by_team
    assert (practice["teams"], practice["up"], practice["down"], practice["change_sum"]) == (1, 1, 0, 1)
    assert (team["like_before_exact"], team["like_after_exact"], team["like_practices"]) == ("0", "1", 1)


def test_an_edition_that_the_last_one_does_not_follow_moves_nothing() -> None:
    """Two branches sealed beside each other, from the same edition."""
    assert moves(line(2, None, (0, 3)), line(3, None, (0, 1))) == [("data.backups", 1)]


def test_a_practice_is_compared_only_if_each_edition_answered_it_to_the_same_words() -> None:
    other = "data.restores"
    assert moves(line(2, None, (0, 1)), line(3, 2, (1, 2)), line(3, 2, (3, 0), other)) == [("data.backups", 2)]
    assert moves(line(2, None, (0, 1), other), line(3, 2, (1, 2))) == []
    assert moves(line(1, None, (0, 1)), line(2, 1, (1, 2))) == []
    assert moves(line(3, 2, (1, 1))) == [], "the one before has no practice in common with the one before it"


def test_a_renamed_practice_is_followed_under_its_ids() -> None:
    renamed = line(3, 2, (1, 2), "data.copies", before_id="data.backups")
    assert moves(line(2, None, (0, 1)), renamed) == [("data.copies", 2)]


def test_a_teams_level_is_the_weighted_mean_of_its_sections() -> None:
    of = {"practice_weight": "3", "section_weight": "2"}
    first = [
        line(2, None, (0, 1), **of),
        line(2, None, (2, 2), "data.restores"),
        line(2, None, (0, 0), "run.watch", section="run"),
    ]
    last = [
        line(3, 2, (1, 1), **of),
        line(3, 2, (2, 3), "data.restores", section_weight="2"),
        line(3, 2, (0, 1), "run.watch", section="run"),
    ]

    (team,) = moved_throughout([*first, *last]).by_team

    assert (team["like_before_exact"], team["like_after_exact"]) == ("1/3", "4/3")
