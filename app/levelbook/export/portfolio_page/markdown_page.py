"""This module writes a portfolio as one page of Markdown, for a docs repository: what moved since last quarter on top.

It is laid out as formatters leave it, and holds no picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from levelbook.core.portfolio.overview import Overview
from levelbook.guide.write.markdown import cell, inline, label
from levelbook.guide.write.tables import padded
from levelbook.words import portfolio as words
from levelbook.words.figures import plural

MARK: Final = "<!-- A portfolio, written by levelbook. -->"
"""Tells such a page from any other file: it may be written over."""
MOST_ROWS: Final = 20
"""Rows of a list; `levelbook portfolio` shows the others."""


def page(found: Overview) -> bytes:
    """Return the page, the same for the same figures."""
    title = f"# {label(found.organisation)}: security of generative AI, {found.asked.quarter}"
    asked = [inline(line) for line in words.asked_lines(found.asked)]
    parts = [MARK, title, *asked, *_moved(found), *_heatmap(found), *_late(found), *_gains(found), *_risks(found)]
    return padded("\n\n".join(parts) + "\n").encode("utf-8")


def _moved(found: Overview) -> Iterator[str]:
    yield "## What moved"
    moved = found.movement
    if not moved.teams:
        yield "No edition of this quarter can be compared with the one before it."
        return
    yield "Like for like, each edition of the quarter with the one before it:"
    rows = [(row.title, str(row.after.teams), *words.moved(row.before, row.after)) for row in moved.rows]
    yield _table(("Unit", "Teams", "Before", "After", "Change"), rows)
    fell = [one for one in moved.practices if one.change.total < 0]
    rose = [one for one in reversed(moved.practices) if one.change.total > 0]
    for title, lines in (("Practices that fell:", fell), ("Practices that rose:", rose)):
        if lines:
            yield title
            moves = [(one.title, str(one.up), str(one.down), str(one.change.teams)) for one in lines[:10]]
            yield _table(("Practice", "Up", "Down", "Teams"), moves)
    if worse := [one for one in moved.teams if one.change < 0]:
        yield "Teams that fell:"
        teams = [(words.team(one.name, one.team), words.change(one.change)) for one in worse[:MOST_ROWS]]
        yield from _with_more(_table(("Team", "Change"), teams), len(worse), "movement")


def _heatmap(found: Overview) -> Iterator[str]:
    yield "## Where units stand"
    heat = found.heatmap
    if heat.whole is None:
        yield "No team has sealed an edition yet."
        return
    yield "Mean levels of the teams of a unit."
    rows = []
    for row in (*heat.rows, heat.whole):
        figures = (str(row.teams), words.level_range(row.overall), words.mean(row.overall.target))
        rows.append((row.title, *figures, *(words.mean(row.level_in(section)) for section in heat.sections)))
    yield _table(("Unit", "Teams", "Level", "Target", *heat.sections.values()), rows)


def _late(found: Overview) -> Iterator[str]:
    yield "## Who is late"
    if not found.late:
        yield "Nobody is late."
        return
    yield f"{plural(len(found.late), 'team')} with a round overdue, or with steps that are late."
    rows = [
        (words.team(one.name, one.team), one.unit, words.day(one.sealed_on), words.overdue(one), words.late_steps(one))
        for one in found.late[:MOST_ROWS]
    ]
    table = _table(("Team", "Unit", "Last edition", "Round overdue", "Steps late"), rows)
    yield from _with_more(table, len(found.late), "late")


def _gains(found: Overview) -> Iterator[str]:
    yield "## What would help most"
    yield "How much the mean of all teams would rise if each team below its target raised a practice by one level."
    rows = [
        (one.title, str(one.low_teams), words.change(one.one_level.mean or 0, 3)) for one in found.gains[:MOST_ROWS]
    ]
    yield from _with_more(_table(("Practice", "Teams below target", "Rise"), rows), len(found.gains), "gains")


def _risks(found: Overview) -> Iterator[str]:
    yield "## Accepted risks"
    if not found.risks.risks:
        yield "No risk is accepted."
        return
    rows = [(one.month, str(one.risks), str(one.teams), "past" if one.is_past else "") for one in found.risks.months]
    yield _table(("Run out in", "Risks", "Teams", ""), rows)


def _with_more(table: str, count: int, report: str) -> Iterator[str]:
    yield table
    if count > MOST_ROWS:
        yield f"{count - MOST_ROWS} more: `levelbook portfolio {report} --all`."


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([cell(said) for said in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
