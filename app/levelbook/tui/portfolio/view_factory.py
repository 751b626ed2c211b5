"""Views of the portfolio's screen: for each place its rows and columns, made from an inquiry.

Everything here may run beside the app, in a thread: it touches no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any, Final

from levelbook.core.portfolio.reports.comparison import ComparedFigure
from levelbook.core.portfolio.reports.practices import Gain
from levelbook.core.portfolio.reports.scope import WHOLE
from levelbook.core.portfolio.reports.team_details import TeamEdition, TeamHeat
from levelbook.portfolio.inquiry import Inquiry, compared
from levelbook.portfolio.team_details import sealed_team, teams_by_section
from levelbook.tui.editions.plot import sparkline
from levelbook.tui.portfolio import heatmap
from levelbook.tui.portfolio.places import Place
from levelbook.tui.portfolio.sealed_edition import sealed_rows
from levelbook.tui.portfolio.view import View, shown
from levelbook.tui.widgets.table import ShownColumn
from levelbook.words import portfolio as words
from levelbook.words import portfolio_columns as columns
from levelbook.words.figures import listed, plural
from levelbook.words.portfolio_columns import Column

MANY: Final = 10_000
"""Teams above which the units are shown first, and their sections as soon as they are found."""
FIRST: Final = 200
"""Teams of so many that are shown first."""


def make_view(place: Place, inquiry: Inquiry) -> View:
    """Make the view of a place. Raises what an inquiry raises."""
    return _MAKERS[place.kind](place, inquiry)


# --- Where units and teams stand --------------------------------------------------------------------------------------


def _heatmap(place: Place, inquiry: Inquiry) -> View:
    """Units where the unit has parts, teams where it has none."""
    if not inquiry.portfolio.organisation.tree.directly_within(place.unit):
        return _teams(place, inquiry)
    if inquiry.asked.teams > MANY:
        return replace(heatmap.units(place, inquiry, inquiry.overall, {}), later=partial(_sections, place))
    return _sections(place, inquiry)


def _sections(place: Place, inquiry: Inquiry) -> View:
    return replace(heatmap.units(place, inquiry, inquiry.heatmap, {}), later=partial(heatmap.whole, place))


def _teams(place: Place, inquiry: Inquiry) -> View:
    """List the teams; of many the first ones, and the others as soon as they are found."""
    if inquiry.asked.teams <= MANY:
        return _listed_teams(place, inquiry)
    first = _listed_teams(place, inquiry, most=FIRST)
    return replace(first, more=inquiry.asked.teams - len(first.rows), later=partial(_listed_teams, place))


def _listed_teams(place: Place, inquiry: Inquiry, *, within: bool = True, most: int | None = None) -> View:
    sections, top = inquiry.sections, inquiry.top
    rows: Sequence[TeamHeat] = teams_by_section(inquiry, list(sections), most=most)
    if not within:
        rows = [row for row in rows if row.unit == place.unit]
    by_section = heatmap.section_columns(sections, top, lambda at, _: lambda row: row.sections[at])
    more = heatmap.with_short_heads(shown(columns.TEAM_HEAT_MORE))
    listed = (*shown(columns.TEAM_HEAT), *by_section, *more)
    return View(
        asked=(*words.asked_lines(inquiry.asked), f"Levels of each team, from 0 to {top}. {columns.ON_WORD_ALONE}"),
        columns=listed,
        rows=rows,
        key_of=_team,
        text_of=_named_team,
        below=_below_team,
        side=_side,
        about=lambda row, column: _about_team(row, listed[column]),
        nothing=words.NO_TEAM,
    )


def _about_team(row: TeamHeat, column: ShownColumn) -> str:
    if column.title:
        return f"{column.title}: {words.level(column.value(row))} of {words.team(row.name, row.team)}"
    return f"{words.team(row.name, row.team)}: {words.team_range(row)}, {row.answered} of {row.practices} answered"


def _team(row: Any) -> str:
    return str(row.team)


def _side(row: Any) -> tuple[str, str]:
    return row.team, row.name


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
    return _of_teams(inquiry, columns.LATE, late, f"{words.late_count(late)}.", words.NO_LATE_TEAM)


def _risks(place: Place, inquiry: Inquiry) -> View:
    found = inquiry.risks
    past = sum(month.past for month in found.months)
    said = f"{plural(len(found.risks), 'accepted risk')}, {past} of them past, the soonest to expire first."
    view = _of_teams(inquiry, columns.RISKS, found.risks, said, "No risk is accepted.")
    return replace(
        view,
        key_of=lambda row: f"{row.team} {row.practice} {row.until}",
        text_of=lambda row: f"{_named_team(row)} {row.title} {row.practice} {row.reason} {row.until}",
        below=lambda row: Place("team", team=row.team, practice=row.practice, title=row.name),
        about=lambda row, column: f"{row.practice}: {row.reason}" if row.reason else row.practice,
    )


def _moved_teams(place: Place, inquiry: Inquiry) -> View:
    said = f"{words.LIKE_FOR_LIKE}; falls first."
    listed = (*columns.MOVED_TEAMS, *columns.MOVED_TEAMS_MORE)
    return _of_teams(inquiry, listed, inquiry.movement.teams, said, words.NOTHING_TO_COMPARE)


def _of_teams(inquiry: Inquiry, listed: Sequence[Column[Any]], rows: Sequence[Any], said: str, nothing: str) -> View:
    return View(
        asked=(*words.asked_lines(inquiry.asked), said),
        columns=shown(listed),
        rows=rows,
        key_of=_team,
        text_of=_named_team,
        below=_below_team,
        side=_side,
        about=lambda row, column: words.team(row.name, row.team),
        nothing=nothing,
    )


def _of_practices(
    place: Place, inquiry: Inquiry, listed: Sequence[Column[Any]], rows: Sequence[Any], said: str, nothing: str = ""
) -> View:
    return View(
        asked=(*words.asked_lines(inquiry.asked), said),
        columns=shown((columns.PRACTICE, *listed)),
        rows=rows,
        key_of=_practice,
        text_of=_named_practice,
        below=lambda row: Place("practice", place.unit, practice=row.practice, title=row.title),
        about=lambda row, column: row.practice,
        nothing=nothing or words.NO_PRACTICE,
    )


def _moved(place: Place, inquiry: Inquiry) -> View:
    said = f"{words.LIKE_FOR_LIKE}; falls first."
    moved = inquiry.movement
    found = [one for one in moved.practices if one.up or one.down]
    nothing = "No practice fell or rose." if moved.teams else words.NOTHING_TO_COMPARE
    return _of_practices(place, inquiry, columns.MOVED_PRACTICES, found, said, nothing)


def _gains(place: Place, inquiry: Inquiry) -> View:
    said = "How much the mean level of all teams would rise if each low team improved in it. Open answers count as 0."
    gains = inquiry.gains
    offered = columns.OFFERED if any(one.could_take for one in gains) else ()
    to_offer = columns.TO_OFFER if any(one.could_be_given for one in gains) else ()
    view = _of_practices(place, inquiry, (*columns.GAINS, *offered, *to_offer), gains, said)
    return replace(view, about=_about_gain)


def _about_gain(row: Gain, column: int) -> str:
    """Say who does it for others, or could."""
    if row.could_take:
        return f"{words.OFFERED}: {plural(row.could_take, 'team')} could take it over from {listed(row.offered_by)}"
    if row.could_be_given:
        return f"{listed(row.held_by)} could offer it too, to {plural(row.could_be_given, 'team')}"
    return row.practice


def _short(place: Place, inquiry: Inquiry) -> View:
    said = "Practices by how many teams are below their target."
    return _of_practices(place, inquiry, columns.SHORTFALLS, inquiry.practices, said)


def _proof(place: Place, inquiry: Inquiry) -> View:
    said = f"Practices by how far claims are above their evidence. {columns.ON_WORD_ALONE}"
    return _of_practices(place, inquiry, columns.PROOF, inquiry.proof, said)


def _spread(place: Place, inquiry: Inquiry) -> View:
    said = "How far each team is from the median of its unit, the furthest first."
    return _of_teams(inquiry, columns.SPREAD, inquiry.spread, said, "No team has a level yet.")


def _trend(place: Place, inquiry: Inquiry) -> View:
    return View(
        asked=(*words.asked_lines(inquiry.asked), words.NEW_AND_OLD, columns.ON_WORD_ALONE),
        columns=shown(columns.TREND),
        rows=[point for point in inquiry.trend if point.row == WHOLE],
        key_of=lambda row: row.quarter,
        text_of=lambda row: row.quarter,
        below=lambda row: Place("heatmap", place.unit, quarter=row.quarter, title=row.quarter),
        first_key=inquiry.asked.quarter,
    )


def _compared(place: Place, inquiry: Inquiry) -> View:
    """Return a view that compares two units or teams."""
    question = replace(inquiry.question, unit=None, quarter=inquiry.asked.quarter)
    asked, found = compared(inquiry.portfolio, question, *place.sides, cancellation=inquiry.cancellation)
    one, other = found.one, found.other
    if one is None or other is None:
        missing = listed([side for side, row in zip(place.sides, (one, other), strict=True) if row is None])
        return View(
            asked=tuple(words.asked_lines(asked.asked)), nothing=f"There are no figures for {missing} to compare."
        )
    said = "The whole, then each section, then practices, the widest difference first."
    return View(
        asked=(*words.asked_lines(asked.asked), f"{said} {columns.ON_WORD_ALONE}"),
        columns=shown((columns.PRACTICE, *columns.sides(one.title, other.title))),
        rows=(*found.whole_and_sections, *found.practices),
        key_of=lambda row: f"{row.practice} {row.title}",
        text_of=_named_practice,
        below=lambda row: Place("practice", practice=row.practice, title=row.title) if row.practice else None,
        about=_about_sides,
    )


def _about_sides(row: ComparedFigure, column: int) -> str:
    over = f"over {plural(row.one.teams, 'team')} and {plural(row.other.teams, 'team')}"
    return f"{row.practice or row.title}: {over}"


# --- One practice, one team, one edition ------------------------------------------------------------------------------


def _practice_of_teams(place: Place, inquiry: Inquiry) -> View:
    rows = inquiry.teams_of_practice(place.practice)
    said = (
        f"{plural(len(rows), 'team')} that it applies to, the lowest first: {place.practice}. {columns.ON_WORD_ALONE}"
    )
    view = _of_teams(inquiry, columns.PRACTICE_TEAMS, rows, said, "It applies to no team.")
    return replace(view, below=lambda row: Place("team", team=row.team, practice=place.practice, title=row.name))


def _practices_of_team(place: Place, inquiry: Inquiry) -> View:
    found = sealed_team(inquiry, place.team)
    return View(
        asked=_of_edition(found, inquiry.top),
        columns=(*shown(columns.TEAM_PRACTICES), _section(found)),
        rows=found.practices,
        key_of=_practice,
        text_of=lambda row: f"{row.title} {row.practice}",
        below=lambda row: Place(
            "edition", team=place.team, practice=row.practice, title=f"Edition {found.edition['name']}"
        ),
        about=lambda row, column: row.practice,
        first_key=place.practice,
    )


def _section(found: TeamEdition) -> ShownColumn:
    titles, order = found.sections, list(found.sections)
    return ShownColumn(
        "Section",
        lambda row: titles.get(row.section, row.section),
        lambda row: order.index(row.section) if row.section in titles else None,
        is_figure=False,
    )


def _edition(place: Place, inquiry: Inquiry) -> View:
    found = sealed_team(inquiry, place.team)
    return View(asked=_of_edition(found, inquiry.top), text=tuple(sealed_rows(found)), first_key=place.practice)


def _of_edition(found: TeamEdition, top: int) -> tuple[str, ...]:
    edition = found.edition
    levels = [None if level is None else Fraction(repr(level)) for _, level in found.trend]
    figures = f"target {words.level(edition['target'])}, {words.level(edition['evidenced'])} counts as proven"
    return (
        f"Edition {edition['name']}, sealed on {words.day(edition['sealed_on'])}. It cannot be changed.",
        f"Level {words.range_of(edition['level'], edition['low'], edition['high'])}, {figures}. "
        f"{sparkline(levels, top)} since {found.trend[0][0]}.",
        columns.ON_ITS_WORD_ALONE,
    )


_MAKERS: Final[Mapping[str, Callable[[Place, Inquiry], View]]] = {
    "heatmap": _heatmap,
    "teams": _teams,
    "teams-here": partial(_listed_teams, within=False),
    "late": _late,
    "risks": _risks,
    "moved": _moved,
    "moved-teams": _moved_teams,
    "gains": _gains,
    "short": _short,
    "proof": _proof,
    "spread": _spread,
    "trend": _trend,
    "compared": _compared,
    "practice": _practice_of_teams,
    "team": _practices_of_team,
    "edition": _edition,
}
