"""The ten reports of a portfolio as plain lines: what most people look for first, on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from levelbook.cli.output import put, put_table
from levelbook.core.portfolio.reports import (
    Asked,
    Compared,
    Distance,
    Gain,
    Heatmap,
    HeatRow,
    LateTeam,
    Movement,
    Proof,
    Risks,
    Shortfall,
    TeamLine,
    TrendPoint,
)
from levelbook.words import portfolio as words
from levelbook.words.figures import listed, plural

MOST_LINES: Final = 20
"""Lines of a long list; `--all` shows the others too."""


def put_asked(asked: Asked) -> None:
    """Put what the answer is over, and what it leaves out."""
    put(*words.asked_lines(asked), "")


def put_heatmap(found: Heatmap) -> None:
    """Put a row for each unit, a column for each section: levels, and how many teams they are of."""
    if found.whole is None:
        put("No team to show.")
        return
    rows: list[tuple[str, ...]] = [("", "Teams", "Level", "Target", "Proven", *(_short(id_) for id_ in found.sections))]
    rows += [_heat_line(row, found) for row in (*found.rows, found.whole)]
    put_table(rows, right=range(1, len(rows[0])))
    put("", "Columns from Level on are means over the teams of a row. Sections:")
    put_table([(_short(id_), title) for id_, title in found.sections.items()], indent=2)


def _short(section: str) -> str:
    """Name a section in few letters, the first of each word."""
    first, *rest = section.split("-")
    return first[:3] + "".join(word[0] for word in rest) if rest else first[:4]


def _heat_line(row: HeatRow, found: Heatmap) -> tuple[str, ...]:
    standing = row.overall
    by_section = (words.mean(row.level_in(id_)) for id_ in found.sections)
    figures = (words.level_range(standing), words.mean(standing.target), words.mean(standing.evidenced))
    return (row.title, str(row.teams), *figures, *by_section)


def put_trend(points: Sequence[TrendPoint]) -> None:
    """Put a line for each quarter."""
    rows: list[tuple[str, ...]] = [("Quarter", "Teams", "New", "Old", "Level", "Target", "Proven")]
    for point in points:
        if not point.row:
            figures = (
                words.level_range(point.overall),
                words.mean(point.overall.target),
                words.mean(point.overall.evidenced),
            )
            rows.append((point.quarter, *(str(n) for n in (point.teams, point.new, point.old)), *figures))
    put_table(rows, right=range(1, 7))
    put("", "New: teams that sealed an edition in the quarter. Old: their last round ended longer ago than one takes.")


def put_late(teams: Sequence[LateTeam], *, most: int) -> None:
    """Put the teams with something overdue, longest first."""
    if not teams:
        put("Nobody is late.")
        return
    rows: list[tuple[str, ...]] = [("Team", "Unit", "Last edition", "Round overdue", "Steps late")]
    rows += [_late_line(one) for one in teams[:most]]
    put_table(rows)
    _put_more(len(teams) - most, "late team")


def _late_line(one: LateTeam) -> tuple[str, ...]:
    return (
        words.team(one.name, one.team),
        one.unit,
        words.day(one.sealed_on),
        words.overdue(one),
        words.late_steps(one),
    )


def put_risks(found: Risks, *, most: int) -> None:
    """Put how many accepted risks run out by month, then the first of them."""
    if not found.risks:
        put("No risk is accepted.")
        return
    rows = [("Until", "Risks", "Teams", "")]
    rows += [(one.month, str(one.risks), str(one.teams), "past" if one.is_past else "") for one in found.months]
    put_table(rows, right=(1, 2))
    put("")
    first = found.risks[:most]
    put_table([(words.day(one.until), words.team(one.name, one.team), one.practice, one.reason) for one in first])
    _put_more(len(found.risks) - most, "accepted risk")


def put_proof(lines: Sequence[Proof], *, most: int) -> None:
    """Put practices by how far evidence lies behind what is claimed."""
    rows = [("Practice", "Teams", "Claimed", "Proven", "Not proven by")]
    rows += [
        (
            one.practice,
            str(one.claimed.teams),
            words.mean(one.claimed),
            words.mean(one.evidenced),
            plural(one.unproven, "team"),
        )
        for one in lines[:most]
    ]
    _put_practices(rows, len(lines) - most)


def put_shortfalls(lines: Sequence[Shortfall], *, most: int) -> None:
    """Put practices by how many teams fall short."""
    rows = [("Practice", "Short", "Of", "Not settled", "Level", "Target")]
    rows += [
        (
            one.practice,
            str(one.short),
            str(one.teams),
            str(one.unsettled),
            words.mean(one.level),
            words.mean(one.target),
        )
        for one in lines[:most]
    ]
    _put_practices(rows, len(lines) - most)


def put_gains(lines: Sequence[Gain], *, most: int) -> None:
    """Put practices by what one level more would bring the organisation."""
    rows: list[tuple[str, ...]] = [("Practice", "Low teams", "One level", "To target")]
    rows += [
        (
            one.practice,
            str(one.low_teams),
            *(words.change(figure.mean or 0, 3) for figure in (one.one_level, one.to_target)),
        )
        for one in lines[:most]
    ]
    _put_practices(rows, len(lines) - most)
    put("", "How much the mean level of all teams would rise if each low team raised it. Open answers count as 0.")


def _put_practices(rows: Sequence[Sequence[str]], more: int) -> None:
    if len(rows) == 1:
        put("No practice to show.")
        return
    put_table(rows, right=range(1, len(rows[0])))
    _put_more(more, "practice")


def put_spread(lines: Sequence[Distance], *, most: int) -> None:
    """Put the teams furthest from the middle of their unit."""
    rows = [("Team", "Unit", "Level", "Unit's median", "Distance")]
    for one in lines[:most]:
        median = f"{words.decimal(one.unit_median)} of {one.unit_teams}"
        rows.append(
            (words.team(one.name, one.team), one.unit, words.decimal(one.level), median, words.change(one.distance))
        )
    put_table(rows, right=(2, 3, 4))
    _put_more(len(lines) - most, "team")


def put_movement(found: Movement, *, most: int) -> None:
    """Put what moved like for like: rows, practices, teams."""
    if not found.teams:
        put("No edition of this quarter can be compared with the one before it.")
        return
    rows: list[tuple[str, ...]] = [("", "Teams", "Before", "After", "Change")]
    rows += [(row.title, str(row.after.teams), *words.moved(row.before, row.after)) for row in found.rows]
    put_table(rows, right=(1, 2, 3, 4))
    fell = [one for one in found.practices if one.change.total < 0]
    rose = [one for one in reversed(found.practices) if one.change.total > 0]
    for title, lines in (("Fell", fell), ("Rose", rose)):
        if lines:
            put("", f"{title}:")
            put_table(
                [(one.practice, f"{one.up} up", f"{one.down} down", f"of {one.change.teams}") for one in lines[:most]],
                indent=2,
                right=(1, 2, 3),
            )
    worse = [one for one in found.teams if one.change < 0]
    if worse:
        put("", "Teams that fell:")
        put_table([(words.team(one.name, one.team), words.change(one.change)) for one in worse[:most]], indent=2)


def put_compared(found: Compared, names: tuple[str, str], *, most: int) -> None:
    """Put two rows side by side: the whole, sections, then practices with the widest difference."""
    one, other = found.one, found.other
    if one is None or other is None:
        missing = listed([name for name, row in zip(names, (one, other), strict=True) if row is None])
        put(f"There are no figures of {missing} to compare.")
        return
    rows: list[tuple[str, ...]] = [("", one.title, other.title), ("Teams", str(one.teams), str(other.teams))]
    rows.append(("Level", words.level_range(one.overall), words.level_range(other.overall)))
    rows += [(name, *(words.mean(getattr(row.overall, key)) for row in (one, other))) for name, key in _COMPARED]
    for id_, title in found.sections.items():
        levels = (words.mean(row.level_in(id_)) for row in (one, other))
        rows.append((title, *levels))
    put_table(rows, right=(1, 2))
    put("")
    lines = [("Practice", *names, "Difference")]
    for line in found.practices[:most]:
        difference = words.NO_FIGURE if line.difference is None else words.change(line.difference)
        lines.append((line.practice, words.mean(line.one), words.mean(line.other), difference))
    _put_practices(lines, len(found.practices) - most)


_COMPARED: Final = (("Target", "target"), ("Proven", "evidenced"))


def put_teams(lines: Sequence[TeamLine], *, most: int) -> None:
    """Put a line for each team."""
    rows: list[tuple[str, ...]] = [("Team", "Unit", "Level", "Target", "Proven", "Last edition", "")]
    for one in lines[:most]:
        values = (one.level, one.target, one.evidenced)
        figures = (words.NO_FIGURE if value is None else words.decimal(value) for value in values)
        rows.append(
            (words.team(one.name, one.team), one.unit, *figures, words.day(one.sealed_on), "old" if one.is_old else "")
        )
    put_table(rows, right=(2, 3, 4))
    _put_more(len(lines) - most, "team")


def _put_more(count: int, what: str) -> None:
    if count > 0:
        put("", f"{plural(count, f'more {what}')}: --all shows them.")
