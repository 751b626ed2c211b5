"""A question about a portfolio selects teams, a questionnaire and a quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from levelbook.core.frozen import frozen


@frozen
class PortfolioQuestion:
    """The selection of a report; everything may be left open."""

    unit: str | None = None
    """A unit's id; includes all units within it."""
    profile: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Map facts to choices; a team needs one of them."""
    questionnaire: str | None = None
    """ID, ID@VERSION or the id of an `[[alike]]` group; by default the one that most teams answer."""
    quarter: str | None = None
    """The quarter; by default the last one."""
    row_pairs: Sequence[tuple[str, str]] | None = None
    """Pairs of a team and its row, in place of units; a team may be in several."""

    @property
    def is_open(self) -> bool:
        """Tell whether everything is left open."""
        return self == PortfolioQuestion()
