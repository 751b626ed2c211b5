"""This module writes a portfolio as one page of Markdown, for a docs repository: what moved since last quarter on top.

It is laid out as formatters leave it, and holds no picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from levelbook.core.portfolio.overview import Overview
from levelbook.guide.text.markdown import cell, inline, label
from levelbook.guide.write.tables import padded
from levelbook.words import portfolio as words
from levelbook.words import portfolio_columns as columns
from levelbook.words.portfolio_columns import Column

MARK: Final = "<!-- A portfolio, written by levelbook. -->"
"""Tells such a page from any other file: it may be written over."""
MOST_ROWS: Final = 20
"""Rows of a list; `levelbook portfolio` shows the others."""
MOST_MOVED: Final = 10
"""Practices that fell, and as many that rose."""

T = TypeVar("T")


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
        yield words.NOTHING_TO_COMPARE
        return
    yield f"{words.LIKE_FOR_LIKE}:"
    yield _list(columns.MOVED_ROWS, moved.rows)
    for title, lines in (
        ("Practices that fell", moved.fell),
        ("Practices that rose", moved.rose),
        (words.FELL_AND_ROSE, moved.fell_and_rose),
    ):
        if lines:
            yield f"{title}:"
            table = _list((columns.PRACTICE, *columns.MOVED_PRACTICES), lines[:MOST_MOVED])
            yield from _with_more(table, len(lines), MOST_MOVED, "movement")
    if worse := moved.teams_that_fell:
        yield "Teams that fell:"
        yield from _with_more(_list(columns.MOVED_TEAMS, worse[:MOST_ROWS]), len(worse), MOST_ROWS, "movement")


def _heatmap(found: Overview) -> Iterator[str]:
    yield "## Levels by unit"
    heat = found.heatmap
    if heat.whole is None:
        yield words.no_levels(found.asked)
        return
    yield f"Mean level of the teams in a unit. {columns.ON_WORD_ALONE}"
    by_section = [columns.section(id_, title) for id_, title in heat.sections.items()]
    yield _list((*columns.HEAT, *by_section), (*heat.rows, heat.whole))


def _late(found: Overview) -> Iterator[str]:
    yield "## Late teams"
    if not found.late:
        yield words.NO_LATE_TEAM
        return
    yield f"{words.late_count(found.late)}."
    yield from _with_more(_list(columns.LATE, found.late[:MOST_ROWS]), len(found.late), MOST_ROWS, "late")


def _gains(found: Overview) -> Iterator[str]:
    yield "## What would help most"
    if not found.gains:
        yield words.NO_PRACTICE
        return
    yield words.WHAT_GAINS_ARE
    table = _list((columns.PRACTICE, *columns.GAINS), found.gains[:MOST_ROWS])
    yield from _with_more(table, len(found.gains), MOST_ROWS, "gains")
    for title, shown, gains in (
        (words.OFFERED, columns.OFFERED, words.offered_gains(found.gains)),
        (words.TO_OFFER, columns.TO_OFFER, words.gains_to_offer(found.gains)),
    ):
        if gains:
            yield f"{title}:"
            yield from _with_more(_list((columns.PRACTICE, *shown), gains[:MOST_ROWS]), len(gains), MOST_ROWS, "gains")


def _risks(found: Overview) -> Iterator[str]:
    yield "## Accepted risks"
    if not found.risks.risks:
        yield "No risk is accepted."
        return
    yield _list(columns.RISK_MONTHS, found.risks.months)
    each = found.risks.risks
    yield from _with_more(_list(columns.RISKS, each[:MOST_ROWS]), len(each), MOST_ROWS, "risks")


def _with_more(table: str, count: int, most: int, report: str) -> Iterator[str]:
    yield table
    if count > most:
        yield f"{count - most} more: `levelbook portfolio {report} --all`."


def _list(shown: Sequence[Column[T]], rows: Iterable[T]) -> str:
    heads, said = columns.heads(shown), columns.cells(shown, rows)
    lines = [heads, ["---"] * len(heads), *([cell(words_) for words_ in row] for row in said)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
