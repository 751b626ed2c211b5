"""Figures and days as they are printed, read back and made a second time."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from quarters.record import Card

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
N = r"(\w+)"


def counts(said: str, words: dict[str, str]) -> dict[str, int]:
    """“two practices got worse, one risk was accepted” by kind."""
    found: dict[str, int] = {}
    for one in said.split(", ") if said else ():
        matched = [(kind, number(m[1])) for kind, rest in words.items() if (m := re.fullmatch(rf"{N} {rest}", one))]
        assert len(matched) == 1, f"nothing here checks: {one}"
        found |= dict(matched)
    return found


def number(word: str) -> int:
    return WORDS.index(word) if word in WORDS else int(word)


def value(printed: str) -> Fraction:
    return Fraction(printed.replace("−", "-"))


def places(printed: str) -> int:
    return len(printed.partition(".")[2])


def rounded(exact: Fraction, decimals: int, *, sign: bool = False) -> str:
    """Half up, the same on either side of nought."""
    units = int(abs(exact) * 10**decimals + Fraction(1, 2))
    mark = ("−" if exact < 0 else "+" if sign else "") if units else ""
    return f"{mark}{units // 10**decimals}.{units % 10**decimals:0{decimals}}"


def per_cent(card: Card) -> str:
    whole = int(card.attainment * 100 + Fraction(1, 2))
    return "99" if whole == 100 and card.attainment < 1 else str(whole)


def spoken(day: date, today: date | None = None) -> str:
    """ "24 November 2026"; without the year of today."""
    words = f"{day.day} {day:%B}"
    return words if today is not None and day.year == today.year else f"{words} {day.year}"
