"""Figures as they are printed, read back."""

from __future__ import annotations

from fractions import Fraction


def number(text: str) -> Fraction:
    """Read a printed figure, whose minus is the typographer's and which may have spaces in it."""
    return Fraction(text.replace("−", "-").replace(" ", ""))
