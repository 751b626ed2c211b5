"""Figures are exact inside, and rounded half away from zero where they are shown.

A change of the level is printed with as few decimals as let everything on the page add up. With one decimal each, 1.74
to 1.76 would be "1.7 to 1.8, +0.0", and three parts of 0.04 would make 0.0. Whoever reviews a change adds it up, so it
has to add up on paper too.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from levelbook.core.frozen import frozen

MOST_PLACES = 2
"""Decimals that people read; a smaller change is said to be less than the last of them."""


def units(value: Fraction, places: int) -> int:
    """Round `value` to units of its last decimal, halves away from zero."""
    whole = int(abs(value) * 10**places + Fraction(1, 2))
    return -whole if value < 0 else whole


def plain(count: int, places: int) -> str:
    """Write units of the last decimal as a number: "1.76", "−0.02"."""
    whole, rest = divmod(abs(count), 10**places)
    return f"{'−' if count < 0 else ''}{whole}.{rest:0{places}}"


def signed(count: int, places: int) -> str:
    """Write units of the last decimal as a change: "+0.02", "−0.02", "0.00"."""
    return ("+" if count > 0 else "") + plain(count, places)


def apportioned(total: int, parts: Sequence[Fraction], places: int) -> list[int]:
    """Round the parts to units of the last decimal so that they add up to `total`.

    Those give way whose rounding is the least wronged by it. `total` is the parts' sum, give or take their rounding.
    """
    rounded = [units(part, places) for part in parts]
    left = total - sum(rounded)
    step = 1 if left > 0 else -1
    wronged = sorted(
        range(len(parts)), key=lambda place: (step * (rounded[place] - parts[place] * 10**places), -abs(parts[place]))
    )
    while left and wronged:
        for place in wronged[: abs(left)]:
            rounded[place] += step
            left -= step
    return rounded


@frozen
class PrintedChange:
    """A level before and after, its change, and its parts, printed so that they add up."""

    old: Fraction
    new: Fraction
    before: str
    after: str
    change: str
    parts: tuple[str, ...]
    places: int

    @property
    def change_words(self) -> str:
        """Say the change; where both levels are printed alike, only which way it went."""
        if self.before != self.after or self.old == self.new:
            return self.change
        return _less_than_printed(self.new - self.old, self.places)


def change_words(change: Fraction, places: int) -> str:
    """Write a change: “+0.02”, or “up by less than 0.01” where nothing of it can be printed."""
    if not change or units(change, places):
        return signed(units(change, places), places)
    return _less_than_printed(change, places)


def _less_than_printed(change: Fraction, places: int) -> str:
    return f"{'up' if change > 0 else 'down'} by less than {plain(1, places)}"


def places_that_show(change: Fraction) -> int:
    """Return as few decimals as do not print a change as none; MOST_PLACES where all do."""
    return next((places for places in range(1, MOST_PLACES) if units(change, places) or not change), MOST_PLACES)


def movement(old: Fraction, new: Fraction, parts: Sequence[Fraction] = (), *, least: int = 1) -> PrintedChange:
    """Use as few decimals, from `least`, as let after less before be the change and the parts add up to it.

    parts: exact, and adding up to the change; or none. What moves by less than two decimals show says so in
    `change_words`.
    """
    for places in range(least, MOST_PLACES + 1):
        first, last, whole = (units(value, places) for value in (old, new, new - old))
        shares = [units(part, places) for part in parts]
        if last - first == whole and (whole or old == new) and (not parts or sum(shares) == whole):
            break
    else:
        whole = last - first
        shares = apportioned(whole, parts, places)
    return PrintedChange(
        old,
        new,
        plain(first, places),
        plain(last, places),
        signed(whole, places),
        tuple(signed(share, places) for share in shares),
        places,
    )


def one_decimal(value: Fraction) -> str:
    """Write `value` with one decimal, half up and away from zero: "1.6", "-0.3"."""
    tenths = units(value, 1)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def four_places(value: Fraction | None) -> float | None:
    """Round `value` as JSON holds it, half up at four places; None stays None."""
    return None if value is None else units(value, 4) / 10_000
