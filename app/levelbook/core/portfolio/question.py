"""A question about a portfolio: of which teams, as which questionnaire asks, in which quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from levelbook.frozen import frozen


@frozen
class Question:
    """Which teams are asked about; everything may be left open."""

    unit: str | None = None
    """A unit's id, with all that are within it."""
    profile: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fact to choices, of which a team has any."""
    questionnaire: str | None = None
    """ID, ID@VERSION, or what `[[alike]]` calls several; the one that most teams answer where it is not said."""
    quarter: str | None = None
    """The last one where it is not said."""
    row_pairs: Sequence[tuple[str, str]] | None = None
    """Teams and the row that each is counted in, in place of units; a team may be in several."""

    @property
    def is_open(self) -> bool:
        """Tell whether everything is left open."""
        return self == Question()
