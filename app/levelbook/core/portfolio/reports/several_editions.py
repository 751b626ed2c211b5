"""A team that sealed several editions in a quarter moved once: from the edition before the first to the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any

from levelbook.core.frozen import frozen
from levelbook.core.portfolio.reports.scope import Rows

Line = Mapping[str, Any]


@frozen
class MovedThroughout:
    """The changes of teams with several editions in a quarter, as lines like those of teams with one."""

    by_practice: Rows
    """Lines like those of the query `moved_practices`, one for each team and practice."""
    by_team: Rows
    """Lines like those of the query `moved_teams`, one for each team."""


def moved_throughout(lines: Rows) -> MovedThroughout:
    """Compare each team's last edition with the one before its first of the quarter, or with the first of a new team,
    from the query `moved_in_several`.

    Editions that the last one does not follow, as of a branch that was merged, are left out. A practice is compared if
    each edition answered the same words as the one before it.
    """
    by_practice: list[Line] = []
    by_team: list[Line] = []
    for _, of_team in groupby(lines, key=lambda line: (line["row"], line["team"])):
        moved = list(_moved(list(of_team)))
        if not moved:
            continue
        by_practice += [
            {
                **{name: line[name] for name in ("practice", "title", "section")},
                "teams": 1,
                "up": int(line["level"] > line["before_level"]),
                "down": int(line["level"] < line["before_level"]),
                "change_sum": line["level"] - line["before_level"],
            }
            for line in moved
        ]
        before, after = _level(moved, "before_level"), _level(moved, "level")
        by_team.append(
            {
                **{name: moved[0][name] for name in ("row", "team", "name", "edition")},
                "like_practices": len(moved),
                "like_before": float(before),
                "like_after": float(after),
                "like_before_exact": str(before),
                "like_after_exact": str(after),
            }
        )
    return MovedThroughout(by_practice, by_team)


def _moved(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a team's last edition, each with the level before the first, where that was to the same words."""
    rows = {(line["edition"], line["practice"]): line for line in lines}
    for line in lines:
        if line["edition"] != line["last"]:
            continue
        first: Line | None = line
        seen = {line["edition"]}
        while first is not None and (before := first["previous"]) is not None and before not in seen:
            seen.add(before)
            first = rows.get((before, first["before_id"]))
        if first is not None:
            yield {**line, "before_level": first["before_level"]}


def _level(lines: Sequence[Line], name: str) -> Fraction:
    """The weighted mean of the sections' weighted means, as a book's own comparison has it."""
    whole, weights = Fraction(0), Fraction(0)
    for section in {line["section"] for line in lines}:
        of = [line for line in lines if line["section"] == section]
        inside = sum(Fraction(line["practice_weight"]) for line in of)
        weight = Fraction(of[0]["section_weight"])
        whole += weight * sum(Fraction(line["practice_weight"]) * line[name] for line in of) / inside
        weights += weight
    return whole / weights
