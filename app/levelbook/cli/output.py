"""The product on stdout: plain text that reads aloud, JSON, Markdown. Nothing else writes to stdout."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import click

from levelbook.core.questionnaire import Effort
from levelbook.core.scoring import Figures
from levelbook.core.text import clean, one_decimal, spoken_day

EFFORT_WORDS: dict[Effort, str] = {"S": "small", "M": "medium", "L": "large"}


def put(*lines: str) -> None:
    """Lines of plain text. Control characters and the like have become visible on the way."""
    for line in lines:
        click.echo(clean(line))


def put_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def put_exactly(text: str) -> None:
    """A document as it would be written to a file."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def put_table(rows: Iterable[Sequence[str]], *, indent: int = 0, right: Iterable[int] = ()) -> None:
    """Rows in aligned columns, two spaces between them; columns in `right` are aligned there."""
    rows = [[clean(cell).replace("\n", " ") for cell in row] for row in rows]
    if not rows:
        return
    widths = [max(_cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    flush_right = set(right)
    for row in rows:
        padded = [
            " " * (width - _cells(cell)) + cell if column in flush_right else cell + " " * (width - _cells(cell))
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo((" " * indent + "  ".join(padded)).rstrip())


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def level_words(figures: Figures) -> str:
    """A level, always with its range while anything is open: `1.6 (1.1–2.9)`."""
    if figures.low is None or figures.high is None:
        return "nothing counts"
    span = f"{one_decimal(figures.low)}–{one_decimal(figures.high)}"
    if figures.level is None:
        return f"not known ({span})"
    return one_decimal(figures.level) + ("" if figures.coverage == 1 else f" ({span})")


def share_words(share: Fraction | None) -> str:
    """A share as whole per cent, half up; a dash where there is none."""
    return "–" if share is None else f"{int(share * 100 + Fraction(1, 2))}%"


def figure_words(figure: Fraction | None) -> str:
    return "–" if figure is None else one_decimal(figure)


def day_words(day: date | None, today: date) -> str:
    return spoken_day(day, today) if day else ""


def plural(count: int, one: str, many: str = "") -> str:
    """`1 practice`, `3 practices`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def signed(figure: Fraction | None) -> str:
    """A change with its sign: `+0.2`, `−0.1`, `0.0`."""
    if figure is None:
        return "–"
    text = one_decimal(abs(figure))
    if text == "0.0":
        return text
    return ("+" if figure > 0 else "−") + text
