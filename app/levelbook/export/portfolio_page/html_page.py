"""This module writes a portfolio as one HTML page that loads nothing and sends nothing.

Everything is in the page as text and tables, so that it reads aloud, prints, and needs no script. The one script that
it holds only filters and sorts rows; its Content-Security-Policy holds it to that. A heatmap's cell says its figure,
and is shaded by it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from importlib import resources
from typing import Final, TypeVar

from levelbook.core.portfolio.overview import Overview, distribution
from levelbook.core.portfolio.reports.heatmap import HeatRow
from levelbook.core.portfolio.reports.practices import Gain
from levelbook.core.portfolio.reports.scope import WHOLE
from levelbook.core.text.cleaning import clean_line
from levelbook.export.page_policy import content_policy
from levelbook.export.source import GENERATOR
from levelbook.words import portfolio as words
from levelbook.words import portfolio_columns as columns
from levelbook.words.portfolio_columns import Column

MOST_TEAMS: Final = 2_000
"""Teams that the page lists one by one; of a larger portfolio it lists those that fell, and those that are late."""
MOST_ROWS: Final = 50
"""Rows of every other list."""
SHADES: Final = 9
"""Shades of a heatmap's cells, from level 0 to the top of the scale."""
MOST_MOVED: Final = 10
"""Practices that fell, and as many that rose."""
MARK: Final = '<meta name="generator" content="levelbook, portfolio">'
"""Tells a page of a portfolio from any other file: such a page may be written over."""

T = TypeVar("T")
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
        "policy": content_policy(style, script=script),
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
    "heatmap": "Levels by unit",
    "distribution": "Distribution of teams",
    "trend": "Quarter by quarter",
    "late": "Late teams",
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
        "trend": _trend(found, top),
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
        return _note(words.NOTHING_TO_COMPARE)
    parts = [
        _list(
            columns.MOVED_ROWS,
            moved.rows,
            f"{words.LIKE_FOR_LIKE}: practices answered both times",
        )
    ]
    for title, lines in (
        ("Practices that fell", moved.fell),
        ("Practices that rose", moved.rose),
        (words.FELL_AND_ROSE, moved.fell_and_rose),
    ):
        if lines:
            parts.append(_first((columns.PRACTICE, *columns.MOVED_PRACTICES), lines, MOST_MOVED, title))
    if worse := moved.teams_that_fell:
        parts.append(_first(columns.MOVED_TEAMS, worse, MOST_ROWS, "Teams that fell, like for like"))
    return "\n".join(parts)


def _heatmap(found: Overview, top: int) -> str:
    heat = found.heatmap
    if heat.whole is None:
        return _note(words.no_levels(found.asked))
    said = columns.cells(columns.HEAT, (*heat.rows, heat.whole))
    rows = [
        (*cells, *_shaded(row, heat.sections, top)) for cells, row in zip(said, (*heat.rows, heat.whole), strict=True)
    ]
    return _table(
        (*columns.heads(columns.HEAT), *heat.sections.values()),
        rows,
        caption="Mean level of the teams in a unit; a stronger shade is higher. In brackets: the range that open "
        f"answers leave. {columns.ON_WORD_ALONE[:-1]}",
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


def _trend(found: Overview, top: int) -> str:
    whole = [point for point in found.trend if point.row == WHOLE]
    if not whole:
        return _note(words.no_levels(found.asked))
    bars = (_bar(point.overall.level.mean or 0, top) for point in whole)
    return _table(
        (*columns.heads(columns.TREND), ""),
        ((*cells, bar) for cells, bar in zip(columns.cells(columns.TREND, whole), bars, strict=True)),
        caption=f"Each team counts with its last edition at the end of the quarter. {words.NEW_AND_OLD[:-1]}",
    )


def _late(found: Overview) -> str:
    if not found.late:
        return _note(words.NO_LATE_TEAM)
    return _first(columns.LATE, found.late, MOST_TEAMS, words.late_count(found.late), kind="filter")


def _risks(found: Overview) -> str:
    if not found.risks.risks:
        return _note("No risk is accepted.")
    months = _list(columns.RISK_MONTHS, found.risks.months, "Accepted risks by the month in which they expire")
    each = _first(columns.RISKS, found.risks.risks, MOST_ROWS, "Each accepted risk, the soonest to expire first")
    return f"{months}\n{each}"


def _gains(found: Overview) -> str:
    if not found.gains:
        return _note(words.NO_PRACTICE)
    raised = _first(
        (columns.PRACTICE, *columns.GAINS),
        found.gains,
        MOST_ROWS,
        words.WHAT_GAINS_ARE[:-1],
    )
    offered = _offers(columns.OFFERED, words.offered_gains(found.gains), words.OFFERED)
    to_offer = _offers(columns.TO_OFFER, words.gains_to_offer(found.gains), words.TO_OFFER)
    return "\n".join(filter(None, (raised, offered, to_offer)))


def _offers(shown: Sequence[Column[Gain]], gains: Sequence[Gain], title: str) -> str:
    return _first((columns.PRACTICE, *shown), gains, MOST_ROWS, title) if gains else ""


def _practices(found: Overview) -> str:
    if not found.practices:
        return _note(words.NO_PRACTICE)
    return _first(
        (columns.PRACTICE, *columns.SHORTFALLS),
        found.practices,
        MOST_ROWS,
        "Practices by how many teams are below their target",
    )


def _proof(found: Overview) -> str:
    if not found.proof:
        return _note(words.NO_PRACTICE)
    return _first(
        (columns.PRACTICE, *columns.PROOF),
        found.proof,
        MOST_ROWS,
        "Practices by how far claims are above their evidence",
    )


def _teams(found: Overview) -> str:
    if len(found.teams) > MOST_TEAMS:
        return _note(
            f"{len(found.teams):,} teams do not fit on a page: <code>levelbook portfolio teams</code> lists them."
        )
    return _list(columns.TEAMS, found.teams, "Each team with its last edition", kind="filter")


# --- Tables -----------------------------------------------------------------------------------------------------------


class _Bar(str):
    """The markup of a bar, which is no text."""

    __slots__ = ()


def _bar(value: float, most: float) -> _Bar:
    """A bar for eyes alone: its figure is beside it."""
    share = round(Fraction(repr(float(value))) / Fraction(repr(float(most))) * 20)
    return _Bar(f'<span class="bar" aria-hidden="true">{"▇" * share}</span>')


def _list(shown: Sequence[Column[T]], rows: Iterable[T], caption: str, *, kind: str = "") -> str:
    return _table(columns.heads(shown), columns.cells(shown, rows), caption=caption, kind=kind)


def _first(shown: Sequence[Column[T]], rows: Sequence[T], most: int, caption: str, *, kind: str = "") -> str:
    """A list of at most `most` rows, whose caption says how many there are where some are left out."""
    left_out = f" (the first {most:,} of {len(rows):,})" if len(rows) > most else ""
    return _list(shown, rows[:most], f"{caption}{left_out}", kind=kind)


def _table(heads: Sequence[str], rows: Iterable[Sequence[Cell]], *, caption: str, kind: str = "") -> str:
    """A table whose first column names its rows. kind: `heat`, or `filter` for one that can be filtered and sorted."""
    listed = list(rows)
    head = "".join(_head(name, [row[place] for row in listed]) for place, name in enumerate(heads))
    body = "\n".join(f"<tr>{''.join(_cells(row))}</tr>" for row in listed)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{_text(caption)}"><table class="{kind}">'
        f"<caption>{_text(caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div>"
    )


def _head(name: str, below: Sequence[Cell]) -> str:
    """A head stands at the right where figures are below it."""
    if not name:
        return "<td></td>"
    are_figures = bool(below) and all(_is_figure(cell[1] if isinstance(cell, tuple) else cell) for cell in below)
    kind = ' class="figure"' if are_figures else ""
    return f'<th scope="col"{kind}>{_text(name)}</th>'


def _is_figure(said: str) -> bool:
    return re.fullmatch(r"[−+]?[\d.,]+( \([\d.–]+\))?|–", said) is not None


def _cells(row: Sequence[Cell]) -> Iterator[str]:
    for place, cell in enumerate(row):
        classes, said = cell if isinstance(cell, tuple) else ("", cell)
        inside = said if isinstance(said, _Bar) else _text(said)
        if not place:
            yield f'<th scope="row">{inside}</th>'
        else:
            names = " ".join(filter(None, (classes, "figure" if _is_figure(said) else "")))
            yield f'<td class="{names}">{inside}</td>' if names else f"<td>{inside}</td>"


def _note(words_: str) -> str:
    return f"<p>{words_}</p>"


def _text(value: str) -> str:
    return html.escape(clean_line(value))
