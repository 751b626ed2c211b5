"""The ten reports of a portfolio as plain lines: what most people look for first, on top."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from levelbook.cli.output import put, put_table
from levelbook.core.portfolio.figures import Over, Standing
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
from levelbook.core.text.rounding import signed, units
from levelbook.words.figures import listed, plural

MOST_LINES: Final = 20
"""Lines of a long list; `--all` shows the others too."""
NO_FIGURE: Final = "–"


def put_asked(asked: Asked) -> None:
    """Put what the answer is over, and what it leaves out."""
    of = listed([str(kind) for kind in asked.kinds]) or "no questionnaire"
    where = f" in {asked.titles.get(asked.unit, asked.unit)}" if asked.unit else ""
    profile = "".join(f", {fact}={','.join(choices)}" for fact, choices in asked.profile.items())
    old = f", {asked.old} of them with an edition older than a round" if asked.old else ""
    put(f"{asked.quarter}: {plural(asked.teams, 'team')}{where}{profile}, {of}{old}.")
    for one in asked.left_out:
        left_out = f"Left out: {plural(one.teams, 'team')} with {one.questionnaire}@{one.version}"
        put(f"{left_out} (--questionnaire shows them).")
    put("")


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
    by_section = (_mean(row.sections[id_].level) if id_ in row.sections else NO_FIGURE for id_ in found.sections)
    figures = (range_words(standing), _mean(standing.target), _mean(standing.evidenced))
    return (row.title, str(row.teams), *figures, *by_section)


def range_words(standing: Standing) -> str:
    """Say the level, with the range that open answers leave."""
    low, high = _mean(standing.low), _mean(standing.high)
    level = _mean(standing.level)
    return level if low == high else f"{level} ({low}–{high})"


def _mean(figure: Over) -> str:
    return NO_FIGURE if figure.mean is None else _one_decimal(figure.mean)


def _one_decimal(value: float) -> str:
    return f"{units(Fraction(repr(value)), 1) / 10:.1f}"


def _change(value: float, places: int = 2) -> str:
    return signed(units(Fraction(repr(value)), places), places)


def put_trend(points: Sequence[TrendPoint]) -> None:
    """Put a line for each quarter."""
    rows: list[tuple[str, ...]] = [("Quarter", "Teams", "New", "Old", "Level", "Target", "Proven")]
    for point in points:
        if not point.row:
            figures = (range_words(point.overall), _mean(point.overall.target), _mean(point.overall.evidenced))
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
    return (_called(one.name, one.team), one.unit, _day(one.sealed_on), _overdue(one), _steps(one))


def _overdue(team: LateTeam) -> str:
    if team.never_sealed:
        return "nothing sealed yet"
    if not team.is_round_late:
        return NO_FIGURE
    return "no round ended" if team.round_days_late is None else plural(team.round_days_late, "day")


def _steps(team: LateTeam) -> str:
    if team.step_days_late is None:
        return NO_FIGURE
    return f"{team.steps_late}, up to {plural(team.step_days_late, 'day')}"


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
    put_table([(_day(one.until), _called(one.name, one.team), one.practice, one.reason) for one in first])
    _put_more(len(found.risks) - most, "accepted risk")


def put_proof(lines: Sequence[Proof], *, most: int) -> None:
    """Put practices by how far evidence lies behind what is claimed."""
    rows = [("Practice", "Teams", "Claimed", "Proven", "Not proven by")]
    rows += [
        (one.practice, str(one.claimed.teams), _mean(one.claimed), _mean(one.evidenced), plural(one.unproven, "team"))
        for one in lines[:most]
    ]
    _put_practices(rows, len(lines) - most)


def put_shortfalls(lines: Sequence[Shortfall], *, most: int) -> None:
    """Put practices by how many teams fall short."""
    rows = [("Practice", "Short", "Of", "Not settled", "Level", "Target")]
    rows += [
        (one.practice, str(one.short), str(one.teams), str(one.unsettled), _mean(one.level), _mean(one.target))
        for one in lines[:most]
    ]
    _put_practices(rows, len(lines) - most)


def put_gains(lines: Sequence[Gain], *, most: int) -> None:
    """Put practices by what one level more would bring the organisation."""
    rows: list[tuple[str, ...]] = [("Practice", "Low teams", "One level", "To target")]
    rows += [
        (one.practice, str(one.low_teams), *(_change(figure.mean or 0, 3) for figure in (one.one_level, one.to_target)))
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
        median = f"{_one_decimal(one.unit_median)} of {one.unit_teams}"
        rows.append((_called(one.name, one.team), one.unit, _one_decimal(one.level), median, _change(one.distance)))
    put_table(rows, right=(2, 3, 4))
    _put_more(len(lines) - most, "team")


def put_movement(found: Movement, *, most: int) -> None:
    """Put what moved like for like: rows, practices, teams."""
    if not found.teams:
        put("No edition of this quarter can be compared with the one before it.")
        return
    rows = [("", "Teams", "Before", "After", "Change")]
    for row in found.rows:
        before, after = row.before.mean or 0, row.after.mean or 0
        figures = (_one_decimal(before), _one_decimal(after), _change(after - before))
        rows.append((row.title, str(row.after.teams), *figures))
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
        put_table([(_called(one.name, one.team), _change(one.change)) for one in worse[:most]], indent=2)


def put_compared(found: Compared, names: tuple[str, str], *, most: int) -> None:
    """Put two rows side by side: the whole, sections, then practices with the widest difference."""
    one, other = found.one, found.other
    if one is None or other is None:
        missing = listed([name for name, row in zip(names, (one, other), strict=True) if row is None])
        put(f"There are no figures of {missing} to compare.")
        return
    rows: list[tuple[str, ...]] = [("", one.title, other.title), ("Teams", str(one.teams), str(other.teams))]
    rows.append(("Level", range_words(one.overall), range_words(other.overall)))
    rows += [(name, *(_mean(getattr(row.overall, key)) for row in (one, other))) for name, key in _COMPARED]
    for id_, title in found.sections.items():
        levels = (_mean(row.sections[id_].level) if id_ in row.sections else NO_FIGURE for row in (one, other))
        rows.append((title, *levels))
    put_table(rows, right=(1, 2))
    put("")
    lines = [("Practice", *names, "Difference")]
    for line in found.practices[:most]:
        difference = NO_FIGURE if line.difference is None else _change(line.difference)
        lines.append((line.practice, _mean(line.one), _mean(line.other), difference))
    _put_practices(lines, len(found.practices) - most)


_COMPARED: Final = (("Target", "target"), ("Proven", "evidenced"))


def put_teams(lines: Sequence[TeamLine], *, most: int) -> None:
    """Put a line for each team."""
    rows: list[tuple[str, ...]] = [("Team", "Unit", "Level", "Target", "Proven", "Last edition", "")]
    for one in lines[:most]:
        values = (one.level, one.target, one.evidenced)
        figures = (NO_FIGURE if value is None else _one_decimal(value) for value in values)
        rows.append((_called(one.name, one.team), one.unit, *figures, _day(one.sealed_on), "old" if one.is_old else ""))
    put_table(rows, right=(2, 3, 4))
    _put_more(len(lines) - most, "team")


def _called(name: str, id_: str) -> str:
    return name if name == id_ else f"{name} ({id_})"


def _day(day: date | None) -> str:
    return day.isoformat() if day else NO_FIGURE


def _put_more(count: int, what: str) -> None:
    if count > 0:
        put("", f"{plural(count, f'more {what}')}: --all shows them.")
