"""The history of places that somebody visited in a portfolio, from the organisation to here, as in a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from levelbook.core.portfolio.listing import Listing
from levelbook.core.portfolio.organisation import Organisation
from levelbook.tui.portfolio.places import LISTS, Place
from levelbook.tui.portfolio.view import View
from levelbook.tui.widgets.table import Order


@dataclass(eq=False, repr=False)
class VisitedPlace:
    """A place in the history, with its view, and as somebody left it.

    Its `repr` names no row: Textual takes that of every argument of a worker, and a long list's costs a second.
    """

    place: Place
    quarter: str | None
    view: View | None = None
    listing: Listing[Any] = field(default_factory=lambda: Listing((), str))
    words: str = ""
    """The filter of the list."""
    order: Order | None = None
    is_stale: bool = False
    """Whether its view is of another quarter."""
    is_arranged: bool = False
    """Whether the list is filtered and sorted as was asked."""
    key: str = ""
    """The row under the cursor, and where it is among those shown."""
    row: int = 0
    column: int = 0

    @property
    def is_complete(self) -> bool:
        """Tell whether all its rows are there, in their order."""
        return self.view is not None and not self.is_stale and self.is_arranged and not self.view.more

    def take(self, view: View) -> None:
        """Take another view of the same place: what was selected and sorted by stays, as far as there is such."""
        if self.view is not None and self.order is not None:
            column = _same_column(self.view, view, self.order[0])
            self.order = None if column is None else (column, self.order[1])
        if self.view is not None:
            self.column = _same_column(self.view, view, self.column) or 0
        self.view, self.listing = view, Listing(view.rows, view.text_of)
        self.is_arranged = self.is_stale = False
        self.key = self.key or view.first_key

    def sort_by(self, column: int) -> None:
        """Sort by a column: the largest figure first, and words from A on; a second time the other way round."""
        assert self.view is not None, "only what is shown is sorted"
        before = self.order
        is_figure = self.view.columns[column].is_figure
        self.order = (column, not before[1] if before and before[0] == column else is_figure)

    def arrange(self, *, keeps_row: bool, is_sorted: bool) -> tuple[Sequence[int], int]:
        """Filter the list, and sort it before if `is_sorted`; a long list takes a while.

        Returns the positions of the rows that are left, and which of these the cursor is on: the same row as before
        if it `keeps_row`, otherwise the first.
        """
        view = self.view
        if view is None:
            return (), 0
        if is_sorted and self.order is not None:
            self.listing.sort(view.columns[self.order[0]].value, descending=self.order[1])
        places = self.listing.filter(self.words)
        return places, _row_of(view, places, self.key) if keeps_row else 0


class History:
    """A history leads from the unit that somebody began with to the place that is shown; it is never empty."""

    def __init__(self, unit: str | None, quarter: str | None) -> None:
        self.visited = [VisitedPlace(Place("heatmap", unit), quarter)]
        self.quarters: tuple[str, ...] = ()
        """Quarters with collected editions, the first one first; empty until the first view is there."""

    @property
    def here(self) -> VisitedPlace:
        """Return the place that is shown."""
        return self.visited[-1]

    @property
    def is_at_start(self) -> bool:
        return len(self.visited) == 1

    def titles(self, organisation: Organisation) -> list[str]:
        """Return the titles on the way here, the organisation's or the first unit's first."""
        first, *others = self.visited
        unit = organisation.tree.by_id.get(first.place.unit or "")
        return [
            unit.title if unit else organisation.organisation,
            *(one.place.title or LISTS[one.place.kind] for one in others),
        ]

    def go_to(self, place: Place) -> None:
        """Go to a place below this one, in its own quarter or else in the present one."""
        self.visited.append(VisitedPlace(place, place.quarter or self.here.quarter))

    def go_back(self, depth: int | None = None) -> None:
        """Go back to a depth, 0 being the start; by default by one."""
        kept = len(self.visited) - 1 if depth is None else depth + 1
        del self.visited[max(kept, 1) :]

    def go_to_list(self, name: str) -> bool:
        """Go to another list about the unit that somebody is in; returns False if that is here already."""
        base = max(depth for depth, one in enumerate(self.visited) if one.place.kind == "heatmap")
        place = Place(name, self.visited[base].place.unit)
        if self.here.place == place:
            return False
        self.go_back(base)
        if name != "heatmap":
            self.go_to(place)
        return True

    def change_quarter(self, by: int) -> bool:
        """Move every place by some quarters; returns False, and moves none, where there is no such quarter."""
        quarter = self.here.quarter
        at = self.quarters.index(quarter) + by if quarter in self.quarters else -1
        if not 0 <= at < len(self.quarters):
            return False
        for one in self.visited:
            one.quarter, one.is_stale = self.quarters[at], True
        return True


def _same_column(before: View, now: View, column: int) -> int | None:
    """Find a column again in another view of the same place; None where it is gone."""
    if column >= len(before.columns):
        return None
    wanted = (before.columns[column].head, before.columns[column].title)
    return next((place for place, one in enumerate(now.columns) if (one.head, one.title) == wanted), None)


def _row_of(view: View, places: Sequence[int], key: str) -> int:
    """Return the position of the visible row with a key; the first if none has it."""
    if not key:
        return 0
    return next((row for row, place in enumerate(places) if view.key_of(view.rows[place]) == key), 0)
