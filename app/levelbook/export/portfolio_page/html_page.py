"""This module writes a portfolio as one HTML page that loads nothing and sends nothing.

Everything is in the page as text and tables, so that it reads aloud, prints, and needs no script. The one script that
it holds only filters and sorts rows; its Content-Security-Policy holds it to that. A heatmap's cell says its figure,
and is shaded by it.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from importlib import resources
from typing import Final

from levelbook.core.portfolio.overview import Overview, distribution
from levelbook.core.portfolio.reports import HeatRow, TrendPoint
from levelbook.core.text.cleaning import clean_line
from levelbook.export.source import GENERATOR
from levelbook.words import portfolio as words
from levelbook.words.figures import plural

MOST_TEAMS: Final = 2_000
"""Teams that the page lists one by one; of a larger portfolio it lists those that fell, and those that are late."""
MOST_ROWS: Final = 50
"""Rows of every other list."""
SHADES: Final = 9
"""Shades of a heatmap's cells, from level 0 to the top of the scale."""
MARK: Final = '<meta name="generator" content="levelbook, portfolio">'
"""Tells a page of a portfolio from any other file: such a page may be written over."""

Cell = str | tuple[str, str]
"""What a cell says; or its classes, and what it says."""


def page(found: Overview, top: int) -> bytes:
    """Return the page of a portfolio, the same for the same figures. top: the highest level of the scale."""
    style, script = (
        resources.files("levelbook.export.portfolio_page").joinpath(name).read_text("utf-8")
        for name in ("page.css", "page.js")
    )
    asked = found.asked
    parts = {
        "policy": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none';"
        " form-action 'none'",
        "generator": f"{GENERATOR}\n{MARK}",
        "title": html.escape(f"{clean_line(found.organisation)}: security of generative AI, {asked.quarter}"),
        "organisation": _text(found.organisation),
        "quarter": _text(asked.quarter),
        "asked": "".join(f"<p>{_text(line)}</p>" for line in words.asked_lines(asked)),
        "sections": "\n".join(_sections(found, top)),
        "contents": "".join(f'<li><a href="#{id_}">{title}</a></li>' for id_, title in _TITLES.items()),
        "style": style,
        "script": script,
    }
    return re.sub(r"\{(\w+)\}", lambda match: parts[match[1]], _PAGE).encode("utf-8")


_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{generator}
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the figures</a>
<header>
<h1>{organisation}</h1>
<p class="quarter">Security of generative AI at the end of {quarter}</p>
{asked}
<nav aria-label="Contents"><ul>{contents}</ul></nav>
</header>
<main id="content">
{sections}
</main>
<script>{script}</script>
</body>
</html>
"""

_TITLES: Final = {
    "movement": "What moved",
    "heatmap": "Where units stand",
    "distribution": "How many teams stand where",
    "trend": "Quarter by quarter",
    "late": "Who is late",
    "risks": "Accepted risks",
    "gains": "What would help most",
    "practices": "Where most teams fall short",
    "proof": "Claimed and proven",
    "teams": "Teams",
}


def _sections(found: Overview, top: int) -> Iterator[str]:
    made = {
        "movement": _movement(found),
        "heatmap": _heatmap(found, top),
        "distribution": _distribution(found, top),
        "trend": _trend(found.trend, top),
        "late": _late(found),
        "risks": _risks(found),
        "gains": _gains(found),
        "practices": _practices(found),
        "proof": _proof(found),
        "teams": _teams(found),
    }
    for id_, title in _TITLES.items():
        heading = f'<h2 id="{id_}-title">{title}</h2>'
        yield f'<section id="{id_}" aria-labelledby="{id_}-title">\n{heading}\n{made[id_]}\n</section>'


# --- Sections ---------------------------------------------------------------------------------------------------------


def _movement(found: Overview) -> str:
    moved = found.movement
    if not moved.teams:
        return _note("No edition of this quarter can be compared with the one before it.")
    units = _table(
        ("Unit", "Teams", "Before", "After", "Change"),
        ((row.title, str(row.after.teams), *words.moved(row.before, row.after)) for row in moved.rows),
        caption="Like for like: each edition of the quarter with the one before it, on practices answered both times",
    )
    fell = [one for one in moved.practices if one.change.total < 0]
    rose = [one for one in reversed(moved.practices) if one.change.total > 0]
    parts = [units]
    for title, lines in (("Practices that fell", fell), ("Practices that rose", rose)):
        if lines:
            moves = [(one.title, str(one.up), str(one.down), str(one.change.teams)) for one in lines[:10]]
            parts.append(_table(("Practice", "Up", "Down", "Teams"), moves, caption=title))
    if worse := [one for one in moved.teams if one.change < 0]:
        teams = [(words.team(one.name, one.team), words.change(one.change)) for one in worse[:MOST_ROWS]]
        parts.append(_table(("Team", "Change"), teams, caption="Teams that fell, like for like"))
    return "\n".join(parts)


def _heatmap(found: Overview, top: int) -> str:
    heat = found.heatmap
    if heat.whole is None:
        return _note("No team has sealed an edition yet.")
    rows: list[tuple[Cell, ...]] = []
    for row in (*heat.rows, heat.whole):
        figures = (str(row.teams), words.level_range(row.overall), words.mean(row.overall.target))
        rows.append((row.title, *figures, *_shaded(row, heat.sections, top)))
    return _table(
        ("Unit", "Teams", "Level", "Target", *heat.sections.values()),
        rows,
        caption="Mean levels of the teams of a unit; the darker, the higher. In brackets: what open answers leave open",
        kind="heat",
    )


def _shaded(row: HeatRow, sections: Iterable[str], top: int) -> Iterator[Cell]:
    for section in sections:
        level = row.level_in(section)
        if level.mean is None:
            yield words.NO_FIGURE
        else:
            yield f"shade s{round(level.mean / top * (SHADES - 1))}", words.mean(level)


def _distribution(found: Overview, top: int) -> str:
    bins = distribution(found.teams, top)
    most = max((one.teams for one in bins), default=0) or 1
    rows = (
        (f"{words.decimal(one.least)} to {words.decimal(one.below)}", str(one.teams), _bar(one.teams, most))
        for one in bins
    )
    return _table(("Level", "Teams", ""), rows, caption="Teams by their level")


def _trend(points: Sequence[TrendPoint], top: int) -> str:
    whole = [point for point in points if not point.row]
    rows = (
        (
            point.quarter,
            str(point.teams),
            str(point.new),
            str(point.old),
            words.level_range(point.overall),
            words.mean(point.overall.target),
            words.mean(point.overall.evidenced),
            _bar(point.overall.level.mean or 0, top),
        )
        for point in whole
    )
    return _table(
        ("Quarter", "Teams", "Sealed in it", "Older than a round", "Level", "Target", "Proven", ""),
        rows,
        caption="Each team counts by the last edition that it had at the end of the quarter",
    )


def _late(found: Overview) -> str:
    if not found.late:
        return _note("Nobody is late.")
    rows = (
        (
            words.team(one.name, one.team),
            one.unit,
            words.day(one.sealed_on),
            words.overdue(one),
            words.late_steps(one),
        )
        for one in found.late[:MOST_TEAMS]
    )
    caption = f"{plural(len(found.late), 'team')} with a round overdue, or with steps that are late"
    return _table(("Team", "Unit", "Last edition", "Round overdue", "Steps late"), rows, caption=caption, kind="filter")


def _risks(found: Overview) -> str:
    if not found.risks.risks:
        return _note("No risk is accepted.")
    months = _table(
        ("Month", "Risks", "Teams", ""),
        ((one.month, str(one.risks), str(one.teams), "past" if one.is_past else "") for one in found.risks.months),
        caption="Accepted risks by the month in which they run out",
    )
    first = _table(
        ("Until", "Team", "Practice", "Level", "Target", "Why"),
        (
            (
                words.day(one.until),
                words.team(one.name, one.team),
                one.practice,
                str(one.level),
                words.NO_FIGURE if one.target is None else str(one.target),
                one.reason,
            )
            for one in found.risks.risks[:MOST_ROWS]
        ),
        caption=f"The first {min(MOST_ROWS, len(found.risks.risks))} to run out",
    )
    return f"{months}\n{first}"


def _gains(found: Overview) -> str:
    return _table(
        ("Practice", "Teams below target", "Not settled", "One level more brings", "All to their target"),
        (
            (
                one.title,
                str(one.low_teams),
                str(one.unsettled),
                words.change(one.one_level.mean or 0, 3),
                words.change(one.to_target.mean or 0, 3),
            )
            for one in found.gains[:MOST_ROWS]
        ),
        caption="How much the mean level of all teams would rise if each team below its target raised the practice."
        " Open answers count as 0",
    )


def _practices(found: Overview) -> str:
    return _table(
        ("Practice", "Teams short", "Of", "Not settled", "Level", "Target"),
        (
            (
                one.title,
                str(one.short),
                str(one.teams),
                str(one.unsettled),
                words.mean(one.level),
                words.mean(one.target),
            )
            for one in found.practices[:MOST_ROWS]
        ),
        caption="Practices by how many teams are below their target",
    )


def _proof(found: Overview) -> str:
    return _table(
        ("Practice", "Teams", "Claimed", "Proven", "Teams that prove less than they claim"),
        (
            (
                one.title,
                str(one.claimed.teams),
                words.mean(one.claimed),
                words.mean(one.evidenced),
                str(one.unproven),
            )
            for one in found.proof[:MOST_ROWS]
        ),
        caption="Practices by how far evidence lies behind what is claimed",
    )


def _teams(found: Overview) -> str:
    if len(found.teams) > MOST_TEAMS:
        return _note(
            f"{len(found.teams):,} teams are too many for a page: <code>levelbook portfolio teams</code> lists them."
        )
    rows = (
        (
            words.team(one.name, one.team),
            one.unit,
            *(
                words.NO_FIGURE if value is None else words.decimal(value)
                for value in (one.level, one.target, one.evidenced)
            ),
            f"{one.answered} of {one.practices}",
            words.day(one.sealed_on),
            "older than a round" if one.is_old else "",
        )
        for one in found.teams
    )
    return _table(
        ("Team", "Unit", "Level", "Target", "Proven", "Answered", "Last edition", ""),
        rows,
        caption="Each team by its last edition",
        kind="filter",
    )


# --- Tables -----------------------------------------------------------------------------------------------------------


class _Bar(str):
    """The markup of a bar, which is no text."""

    __slots__ = ()


def _bar(value: float, most: float) -> _Bar:
    """A bar for eyes alone: its figure stands beside it."""
    share = round(Fraction(repr(float(value))) / Fraction(repr(float(most))) * 20)
    return _Bar(f'<span class="bar" aria-hidden="true">{"▇" * share}</span>')


def _table(heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, caption: str, kind: str = "") -> str:
    """A table whose first column names its rows. kind: `heat`, or `filter` for one that can be filtered and sorted."""
    head = "".join(f'<th scope="col">{_text(name)}</th>' if name else "<td></td>" for name in heads)
    body = "\n".join(f"<tr>{''.join(_cells(row))}</tr>" for row in rows)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{_text(caption)}"><table class="{kind}">'
        f"<caption>{_text(caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>"
    )


def _cells(row: Sequence[Cell]) -> Iterator[str]:
    for place, cell in enumerate(row):
        classes, said = cell if isinstance(cell, tuple) else ("", cell)
        inside = said if isinstance(said, _Bar) else _text(said)
        if not place:
            yield f'<th scope="row">{inside}</th>'
        else:
            is_figure = re.fullmatch(r"[−+]?[\d.,]+( \([\d.–]+\))?|–", said) is not None
            names = " ".join(filter(None, (classes, "figure" if is_figure else "")))
            yield f'<td class="{names}">{inside}</td>' if names else f"<td>{inside}</td>"


def _note(words_: str) -> str:
    return f"<p>{words_}</p>"


def _text(value: str) -> str:
    return html.escape(clean_line(value))


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
