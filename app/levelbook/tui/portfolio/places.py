"""A place in a portfolio is a list about a unit, or the details of one of its rows."""

from __future__ import annotations

from typing import Final

from levelbook.core.frozen import frozen

LISTS: Final[dict[str, str]] = {
    "heatmap": "Heatmap",
    "teams": "Teams",
    "late": "Late",
    "risks": "Risks",
    "moved": "Moved",
    "moved-teams": "Moved teams",
    "gains": "Gains",
    "short": "Short",
    "proof": "Proof",
    "spread": "Spread",
    "trend": "Trend",
}
"""The lists about a unit, in the order in which they stand on the screen."""


@frozen
class Place:
    """A place that can be gone to, and come back to."""

    kind: str
    """One of `LISTS`; or practice (its teams), team (its practices), edition (all that is sealed of it), compared."""
    unit: str | None = None
    """The unit that it is about; None for the whole organisation."""
    team: str = ""
    practice: str = ""
    """In an edition, where to begin reading."""
    sides: tuple[str, str] = ("", "")
    """Ids of the units or teams that are compared."""
    quarter: str | None = None
    """As of the end of which it is shown; None for that from which it is opened."""
    title: str = ""
    """What it is called on the way to it; empty for a list, which the screen names."""
