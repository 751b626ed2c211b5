"""Figures, shares, days and counted things, as every front end says them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from levelbook.core.assessment.scoring import Figures
from levelbook.core.questionnaire.questionnaire import Effort
from levelbook.core.text.cleaning import one_decimal, spoken_day

EFFORT_WORDS: dict[Effort, str] = {"S": "small", "M": "medium", "L": "large"}


def level_words(figures: Figures, none: str = "not known") -> str:
    """A level, always with its range while anything is open: `1.6 (1.1–2.9)`."""
    if figures.low is None or figures.high is None:
        return "nothing counts"
    span = f"{one_decimal(figures.low)}–{one_decimal(figures.high)}"
    if figures.level is None:
        return f"{none} ({span})"
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


def days_words(timezone: str) -> str:
    """By which time zone a book counts its days; an empty name means that its settings name none."""
    if timezone:
        return f"A day here is a day in {timezone}; `timezone` in levelbook.toml says so."
    return "A day here is a day of UTC: levelbook.toml names no `timezone`, such as Europe/Berlin."
