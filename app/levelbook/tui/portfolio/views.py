"""What stands on the portfolio's screen: for each place its rows and columns, made of what an inquiry finds.

Everything here may run beside the app, in a thread: it touches no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any, Final

from levelbook.core.portfolio.figures import NOTHING, Over
from levelbook.core.portfolio.reports.asked import WHOLE
from levelbook.core.portfolio.reports.closeups import SealedTeam, TeamHeat
from levelbook.core.portfolio.reports.heatmap import Heatmap, HeatRow
from levelbook.frozen import frozen
from levelbook.portfolio.asking import Inquiry
from levelbook.portfolio.closeups import overall, sealed_team, teams_by_section, teams_of_practice
from levelbook.tui.editions.plot import BLOCKS, sparkline
from levelbook.tui.portfolio.places import Place
from levelbook.tui.portfolio.sealed import sealed_rows
from levelbook.tui.widgets.layout import Row
from levelbook.tui.widgets.table import Shown
from levelbook.words import portfolio as words
from levelbook.words import portfolio_columns as columns
from levelbook.words.figures import plural
from levelbook.words.portfolio_columns import Column

MANY: Final = 10_000
"""Teams above which the units are shown first, and their sections as soon as they are found."""


@frozen
class View:
    """A list as it is shown; or a text, which has rows to read in place of those of a table."""

    asked: tuple[str, ...]
    """What it is over, in sentences, and what its figures are."""
    columns: tuple[Shown, ...] = ()
    rows: Sequence[Any] = ()
    key_of: Callable[[Any], str] = str
    """By what the cursor finds its row again, in another quarter too."""
    text_of: Callable[[Any], str] = str
    """Where typed words are looked for in a row."""
    below: Callable[[Any], Place | None] = lambda row: None
    """What is opened by choosing a row."""
    about: Callable[[Any, int], str] = lambda row, column: ""
    """What the line below says of the row and column under the cursors."""
    nothing: str = "There is nothing to show."
    text: tuple[Row, ...] = ()
    first_key: str = ""
    """The row of a text at which reading begins."""
    later: Callable[[Inquiry], View] | None = None
    """The same view with what takes longer to find."""


def made(place: Place, inquiry: Inquiry) -> View:
    """Make the view of a place. Raises what an inquiry raises."""
    return _MAKERS[place.kind](place, inquiry)


# --- Columns ----------------------------------------------------------------------------------------------------------


def _shown(listed: Iterable[Column[Any]]) -> tuple[Shown, ...]:
    return tuple(
        Shown(one.head, _name if one is columns.TEAM else one.said, one.value, is_figure=one.is_figure)
        for one in listed
    )


def _name(row: Any) -> str:
    """A team by its name alone; its id stands in the line below."""
    return str(row.name)


def _heat(said: float | None, top: int) -> tuple[str, str]:
    """A level as a figure with a block as high as it, which reads without colour; and its ink, which says the same."""
    if said is None:
        return words.NO_FIGURE, "dim"
    height = min(len(BLOCKS) - 1, max(0, round(said / top * (len(BLOCKS) - 1))))
    ink = "warn" if said < top / 3 else "good" if said >= top * 2 / 3 else ""
    return f"{words.decimal(said)}{BLOCKS[height]}", ink


def _section_columns(
    sections: Mapping[str, str], top: int, level_in: Callable[[int, str], Callable[[Any], float | None]]
) -> tuple[Shown, ...]:
    found, short = [], words.short_sections(sections)
    for place, (id_, title) in enumerate(sections.items()):
        level = level_in(place, id_)
        found.append(
            Shown(
                short[id_],
                lambda row, level=level: _heat(level(row), top)[0],  # type: ignore[misc]
                level,
                ink=lambda row, level=level: _heat(level(row), top)[1],  # type: ignore[misc]
                title=title,
            )
        )
    return tuple(found)


def _spark(trends: Mapping[str, Sequence[float | None]], top: int) -> Shown:
    """The column of levels over the quarters, sorted by how far they went."""

    def said(row: HeatRow) -> str:
        levels = [None if level is None else Fraction(repr(level)) for level in trends.get(row.row, ())]
        return sparkline(levels, top)

    def rise(row: HeatRow) -> float | None:
        known = [level for level in trends.get(row.row, ()) if level is not None]
        return known[-1] - known[0] if known else None

    return Shown("Trend", said, rise, is_figure=False, ink=lambda row: "blue", title="Level, quarter by quarter")


# --- Where units and teams stand --------------------------------------------------------------------------------------


def _heatmap(place: Place, inquiry: Inquiry) -> View:
    """Units where the unit has parts, teams where it has none."""
    if not inquiry.portfolio.organisation.tree.directly_within(place.unit):
        return _teams(place, inquiry)
    if inquiry.asked.teams > MANY:
        return replace(_units(place, inquiry, overall(inquiry), {}), later=partial(_whole_heatmap, place))
    return _whole_heatmap(place, inquiry)


def _whole_heatmap(place: Place, inquiry: Inquiry) -> View:
    view = _units(place, inquiry, inquiry.heatmap, {})
    return replace(view, later=lambda inquiry: _units(place, inquiry, inquiry.heatmap, _trends(inquiry)))


def _units(place: Place, inquiry: Inquiry, heat: Heatmap, trends: Mapping[str, Sequence[float | None]]) -> View:
    top = inquiry.top
    by_section = _section_columns(
        heat.sections,
        top,
        lambda _, id_: lambda row: row.level_in(id_).mean,
    )
    first, rest = _shown(columns.HEAT)[:3], _shown(columns.HEAT)[3:]
    spark = _spark(trends, top)
    shown = (*first, *by_section, spark, *rest)
    whole = f"Together: {words.level_range(heat.whole.overall)}." if heat.whole else ""
    return View(
        asked=(*words.asked_lines(inquiry.asked), f"Means over the teams of a unit, from 0 to {top}. {whole}"),
        columns=shown,
        rows=heat.rows,
        key_of=lambda row: row.row,
        text_of=lambda row: f"{row.title} {row.row}",
        below=partial(_below_unit, place, inquiry),
        about=lambda row, column: f"{_about_unit(row, shown[column], heat.sections)}  {spark.said(row)}",
        nothing="No team has sealed an edition yet.",
    )


def _trends(inquiry: Inquiry) -> dict[str, list[float | None]]:
    """Level of each row at the end of each quarter up to the one that is asked about."""
    quarters = [quarter for quarter in inquiry.quarters if quarter <= inquiry.asked.quarter]
    levels = {(point.row, point.quarter): point.overall.level.mean for point in inquiry.trend}
    rows = {row for row, _ in levels if row != WHOLE}
    return {row: [levels.get((row, quarter)) for quarter in quarters] for row in rows}


def _below_unit(place: Place, inquiry: Inquiry, row: HeatRow) -> Place:
    """The units within it; its teams where there are none, and those that are in no part of the unit itself."""
    if row.row == place.unit:
        return Place("teams-here", row.row, title=f"{row.title}, in no part of it")
    return Place("heatmap", row.row, title=row.title)


def _about_unit(row: HeatRow, column: Shown, sections: Mapping[str, str]) -> str:
    section = next((id_ for id_, title in sections.items() if title == column.title), None)
    if section is None:
        return f"{row.title}: {plural(row.teams, 'team')}, {row.old} with an edition older than a round"
    standing = row.sections.get(section)
    level: Over = standing.level if standing else NOTHING
    said = words.level_range(standing) if standing else words.NO_FIGURE
    target = f", target {words.mean(standing.target)}" if standing else ""
    return f"{column.title}: {said}{target}, over {plural(level.teams, 'team')}"


def _teams(place: Place, inquiry: Inquiry, *, within: bool = True) -> View:
    heat, top = inquiry.heatmap, inquiry.top
    rows: Sequence[TeamHeat] = teams_by_section(inquiry, list(heat.sections))
    if not within:
        rows = [row for row in rows if row.unit == place.unit]
    by_section = _section_columns(heat.sections, top, lambda at, _: lambda row: row.sections[at])
    shown = (*_shown(columns.TEAM_HEAT), *by_section, *_shown(columns.TEAM_HEAT_MORE))
    return View(
        asked=(*words.asked_lines(inquiry.asked), f"Levels of each team, from 0 to {top}."),
        columns=shown,
        rows=rows,
        key_of=_team,
        text_of=_named_team,
        below=_below_team,
        about=lambda row, column: _about_team(row, shown[column]),
        nothing="No team here has sealed an edition yet.",
    )


def _about_team(row: TeamHeat, column: Shown) -> str:
    if column.title:
        return f"{column.title}: {column.said(row)} of {words.team(row.name, row.team)}"
    return f"{words.team(row.name, row.team)}: {words.team_range(row)}, {row.answered} of {row.practices} answered"


def _team(row: Any) -> str:
    return str(row.team)


def _practice(row: Any) -> str:
    return str(row.practice)


def _named_team(row: Any) -> str:
    return f"{row.name} {row.team} {getattr(row, 'unit', '')}"


def _named_practice(row: Any) -> str:
    return f"{row.title} {row.practice}"


def _below_team(row: Any) -> Place:
    return Place("team", team=row.team, title=row.name)


# --- Lists ------------------------------------------------------------------------------------------------------------


def _late(place: Place, inquiry: Inquiry) -> View:
    late = inquiry.late
    said = f"{plural(len(late), 'team')} with a round overdue, or with steps that are late."
    return _of_teams(inquiry, columns.LATE, late, said, "Nobody is late.")


def _risks(place: Place, inquiry: Inquiry) -> View:
    found = inquiry.risks
    past = sum(month.risks for month in found.months if month.is_past)
    said = f"{plural(len(found.risks), 'accepted risk')}, {past} of them past, the first to run out on top."
    view = _of_teams(inquiry, columns.RISKS, found.risks, said, "No risk is accepted.")
    return replace(
        view,
        key_of=lambda row: f"{row.team} {row.practice} {row.until}",
        text_of=lambda row: f"{_named_team(row)} {row.practice} {row.reason} {row.until}",
        below=lambda row: Place("team", team=row.team, practice=row.practice, title=row.name),
        about=lambda row, column: row.reason,
    )


def _moved_teams(place: Place, inquiry: Inquiry) -> View:
    said = "Like for like, each edition of the quarter with the one before it; what fell first."
    shown = (*columns.MOVED_TEAMS, *columns.MOVED_TEAMS_MORE)
    return _of_teams(inquiry, shown, inquiry.movement.teams, said, _NOTHING_MOVED)


_NOTHING_MOVED: Final = "No edition of this quarter can be compared with the one before it."


def _of_teams(inquiry: Inquiry, listed: Sequence[Column[Any]], rows: Sequence[Any], said: str, nothing: str) -> View:
    return View(
        asked=(*words.asked_lines(inquiry.asked), said),
        columns=_shown(listed),
        rows=rows,
        key_of=_team,
        text_of=_named_team,
        below=_below_team,
        about=lambda row, column: words.team(row.name, row.team),
        nothing=nothing,
    )


def _of_practices(
    place: Place, inquiry: Inquiry, listed: Sequence[Column[Any]], rows: Sequence[Any], said: str, nothing: str = ""
) -> View:
    return View(
        asked=(*words.asked_lines(inquiry.asked), said),
        columns=_shown((columns.PRACTICE, *listed)),
        rows=rows,
        key_of=_practice,
        text_of=_named_practice,
        below=lambda row: Place("practice", place.unit, practice=row.practice, title=row.title),
        about=lambda row, column: row.practice,
        nothing=nothing or "No practice to show.",
    )


def _moved(place: Place, inquiry: Inquiry) -> View:
    said = "Like for like, each edition of the quarter with the one before it; what fell first."
    found = [one for one in inquiry.movement.practices if one.up or one.down]
    shown = (*columns.MOVED_PRACTICES, columns.MOVED_LEVELS)
    return _of_practices(place, inquiry, shown, found, said, _NOTHING_MOVED)


def _gains(place: Place, inquiry: Inquiry) -> View:
    said = "How much the mean level of all teams would rise if each low team raised it. Open answers count as 0."
    return _of_practices(place, inquiry, columns.GAINS, inquiry.gains, said)


def _short(place: Place, inquiry: Inquiry) -> View:
    said = "Practices by how many teams are below their target."
    return _of_practices(place, inquiry, columns.SHORTFALLS, inquiry.practices, said)


def _proof(place: Place, inquiry: Inquiry) -> View:
    said = "Practices by how far evidence lies behind what is claimed."
    return _of_practices(place, inquiry, columns.PROOF, inquiry.proof, said)


# --- One practice, one team, one edition ------------------------------------------------------------------------------


def _practice_of_teams(place: Place, inquiry: Inquiry) -> View:
    rows = teams_of_practice(inquiry, place.practice)
    said = f"{plural(len(rows), 'team')} that it counts for, the lowest first: {place.practice}."
    view = _of_teams(inquiry, columns.PRACTICE_TEAMS, rows, said, "It counts for no team.")
    return replace(view, below=lambda row: Place("team", team=row.team, practice=place.practice, title=row.name))


def _practices_of_team(place: Place, inquiry: Inquiry) -> View:
    found = sealed_team(inquiry, place.team)
    return View(
        asked=_of_edition(found, inquiry.top),
        columns=(*_shown(columns.TEAM_PRACTICES), _section(found)),
        rows=found.practices,
        key_of=_practice,
        text_of=lambda row: f"{row.title} {row.practice}",
        below=lambda row: Place(
            "edition", team=place.team, practice=row.practice, title=f"Edition {found.edition['name']}"
        ),
        about=lambda row, column: row.practice,
        first_key=place.practice,
    )


def _section(found: SealedTeam) -> Shown:
    titles, order = found.sections, list(found.sections)
    return Shown(
        "Section",
        lambda row: titles.get(row.section, row.section),
        lambda row: order.index(row.section) if row.section in titles else None,
        is_figure=False,
    )


def _edition(place: Place, inquiry: Inquiry) -> View:
    found = sealed_team(inquiry, place.team)
    return View(asked=_of_edition(found, inquiry.top), text=tuple(sealed_rows(found)), first_key=place.practice)


def _of_edition(found: SealedTeam, top: int) -> tuple[str, ...]:
    edition = found.edition
    levels = [None if level is None else Fraction(repr(level)) for _, level in found.trend]
    figures = ", ".join(
        f"{name} {words.level(edition[key])}" for name, key in (("target", "target"), ("proven", "evidenced"))
    )
    return (
        f"Edition {edition['name']}, sealed on {words.day(edition['sealed_on'])}. It is only read here.",
        f"Level {words.range_of(edition['level'], edition['low'], edition['high'])}, {figures}. "
        f"{sparkline(levels, top)} since {found.trend[0][0]}.",
    )


_MAKERS: Final[Mapping[str, Callable[[Place, Inquiry], View]]] = {
    "heatmap": _heatmap,
    "teams": _teams,
    "teams-here": partial(_teams, within=False),
    "late": _late,
    "risks": _risks,
    "moved": _moved,
    "moved-teams": _moved_teams,
    "gains": _gains,
    "short": _short,
    "proof": _proof,
    "practice": _practice_of_teams,
    "team": _practices_of_team,
    "edition": _edition,
}
