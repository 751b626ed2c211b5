"""A table of any length: it draws the rows that are seen, and knows of the others only how many there are.

Textual's own DataTable lays out every row when it is filled. Here a row costs nothing until it is on the screen. The
heads stay on top and the first column at the left, whatever is scrolled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.tui.commands import bindings
from levelbook.tui.running_app import running_app

MARK: Final = 2
"""Columns before each row, for the cursor's mark."""
GAP: Final = 1
MEASURED: Final = 100
"""Rows by which a column's width is taken; one that turns out wider makes it so when it is drawn."""
WORDS: Final = 28
"""Cells that words may take in any terminal; in a wide one a third of it."""
HEAD: Final = 1
"""Lines that the heads take."""
Order = tuple[int, bool]
"""A column by its place, and whether its largest value comes first."""


def _no_ink(row: Any) -> str:
    return ""


@frozen
class ShownColumn:
    """A column as it is shown."""

    head: str
    said: Callable[[Any], str]
    value: Callable[[Any], Any]
    """What rows are sorted by."""
    is_figure: bool = True
    is_id: bool = False
    """Its texts begin alike, so what is cut keeps its end."""
    ink: Callable[[Any], str] = _no_ink
    title: str = ""
    """The full name of a short heading."""


class Table(ScrollView):
    """Rows below heads, with a cursor over the rows and one over the columns."""

    DEFAULT_CSS = """
    Table {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 0;
        scrollbar-gutter: stable;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("rows"), *bindings("table")]
    can_focus = True

    class Moved(Message):
        """The cursor is on another row or column."""

    class Chosen(Message):
        """A row was clicked."""

    class HeadPicked(Message):
        """A head was clicked."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: Sequence[ShownColumn] = ()
        self._rows: Sequence[Any] = ()
        self._places: Sequence[int] = ()
        self._widest: list[int] = []
        """The cells that each column would take in full, by its head and the rows looked at so far."""
        self._widths: list[int] = []
        self._first = 1
        """The first column that is drawn behind the one that stays."""
        self._sorted: Order | None = None
        self.row = 0
        """The cursor's row among those shown, from 0."""
        self.column = 0

    # What is shown

    def show(
        self, columns: Sequence[ShownColumn], rows: Sequence[Any], places: Sequence[int], *, order: Order | None = None
    ) -> None:
        """Show rows: those at these places, in this order, below these heads."""
        self._columns, self._rows = columns, rows
        self._measure(places)
        self._first, self.row, self.column = 1, 0, 0
        self.rearrange(places, order=order)

    def rearrange(self, places: Sequence[int], *, row: int = 0, order: Order | None = None) -> None:
        """Show other places of the same rows, in an order that is shown by its head."""
        self._places = places
        self._sorted = order
        self.row = max(0, min(row, len(places) - 1))
        self.virtual_size = Size(self.scrollable_content_region.width, len(places) + HEAD)
        self._follow()
        self.refresh()

    @property
    def current(self) -> Any:
        """The row under the cursor; None where there is none."""
        return self._rows[self._places[self.row]] if self._places else None

    def move_to(self, row: int, column: int | None = None) -> None:
        """Move the cursors there."""
        self.row = max(0, min(row, len(self._places) - 1))
        if column is not None:
            self.column = max(0, min(column, len(self._columns) - 1))
            self._show_column()
        self._follow()
        self.refresh()

    # Drawing

    def _measure(self, places: Sequence[int]) -> None:
        """Take the columns' widths by their heads and the first of these rows."""
        first = places[:MEASURED]
        self._widest = [
            max(cell_len(column.head), *(cell_len(self._text(column, self._rows[place])) for place in first), 0)
            for column in self._columns
        ]
        self._fit()

    def _fit(self) -> None:
        """Give each column its limit at most, and what is left of the line to the words that this cuts."""
        wanted = list(zip(self._columns, self._widest, strict=True))
        self._widths = [min(widest, self._limit(column)) for column, widest in wanted]
        spare = self.scrollable_content_region.width - MARK - sum(self._widths) - GAP * (len(wanted) - 1)
        for place, (column, widest) in enumerate(wanted):
            if not column.is_figure and spare > 0:
                more = min(spare, widest - self._widths[place])
                self._widths[place] += more
                spare -= more

    def _limit(self, column: ShownColumn) -> int:
        """The cells beyond which a column is cut; a figure is not."""
        if column.is_id:
            return max(WORDS, self.size.width * 5 // 12)
        return max(WORDS, self.size.width // (1 if column.is_figure else 3))

    @staticmethod
    def _text(column: ShownColumn, row: Any) -> str:
        return clean_line(column.said(row))

    def _seen(self, width: int) -> Iterator[tuple[int, int, int]]:
        """Yield each column that is drawn: which, where it begins, and how wide it is.

        The last one may be cut where it holds words; of a figure nothing is left out.
        """
        at = MARK
        for place in (0, *range(max(1, self._first), len(self._columns))) if self._columns else ():
            room = width - at
            is_cut = room < self._widths[place]
            if room <= 0 or (is_cut and self._columns[place].is_figure and at > MARK + self._widths[0] + GAP):
                return
            yield place, at, min(self._widths[place], room)
            at += self._widths[place] + GAP

    def render_line(self, y: int) -> Strip:
        width, inks, base = self.scrollable_content_region.width, running_app(self).inks, self.visual_style
        if y < HEAD:
            return self._heads(width)
        at = y - HEAD + self.scroll_offset.y
        if at >= len(self._places):
            return Strip.blank(self.size.width, base.rich_style)
        row = self._rows[self._places[at]]
        on_cursor = at == self.row and self.has_focus
        ground = base + inks.style("cursor") if on_cursor else base
        segments = [Segment("▸ " if at == self.row else "  ", (ground + inks.style("key")).rich_style)]
        for place, start, room in self._seen(width):
            column = self._columns[place]
            text = self._text(column, row)
            if self._widest[place] < (widest := cell_len(text)):
                self._widest[place] = widest
                self._fit()
                self.call_after_refresh(self.refresh)
            ink = column.ink(row)
            style = (ground + inks.style(ink) if ink else ground).rich_style
            if on_cursor and place == self.column:
                style += RichStyle(underline=True)
            segments.append(
                Segment(" " * (start - sum(segment.cell_length for segment in segments)), ground.rich_style)
            )
            segments.append(Segment(_fitted(text, room, right=column.is_figure, end=column.is_id), style))
        strip = Strip(segments)
        return strip.adjust_cell_length(self.size.width, ground.rich_style)

    def _heads(self, width: int) -> Strip:
        inks, base = running_app(self).inks, self.visual_style
        segments: list[Segment] = []
        for place, start, room in self._seen(width):
            column = self._columns[place]
            arrow = ""
            if self._sorted is not None and self._sorted[0] == place:
                arrow = "▼" if self._sorted[1] else "▲"
            ink = "mark" if place == self.column and self.has_focus else "head"
            said = _fitted(_with_arrow(clean_line(column.head), arrow, room), room, right=column.is_figure)
            used = sum(segment.cell_length for segment in segments)
            segments += [
                Segment(" " * (start - used), base.rich_style),
                Segment(said, (base + inks.style(ink)).rich_style),
            ]
        return Strip(segments).adjust_cell_length(self.size.width, base.rich_style)

    def watch_has_focus(self, focused: bool) -> None:
        super().watch_has_focus(focused)
        self.refresh()

    # Moving

    def _page(self) -> int:
        return max(1, self.size.height - HEAD)

    def _follow(self) -> None:
        """Scroll so that the row under the cursor is seen."""
        top, page = self.scroll_offset.y, self._page()
        if not top <= self.row < top + page:
            goal = self.row if self.row < top else self.row - page + 1
            self.scroll_to(y=goal, animate=False, force=True, immediate=bool(self.size.height))

    def _show_column(self) -> None:
        """Draw columns from such a one on that the one under the cursor is seen whole."""
        if self.column == 0:
            self._first = 1
        elif self.column < self._first:
            self._first = self.column
        width = self.scrollable_content_region.width
        while self._first < self.column and not self._is_whole(self.column, width):
            self._first += 1

    def _is_whole(self, column: int, width: int) -> bool:
        return any(place == column and room == self._widths[column] for place, _, room in self._seen(width))

    def on_resize(self, event: events.Resize) -> None:
        self._measure(self._places)
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._places) + HEAD)
        self._show_column()
        self._follow()

    def action_step(self, by: int) -> None:
        self._go(self.row + by)

    def action_leap(self, by: int) -> None:
        self._go(self.row + by * max(1, self._page() - 1))

    def action_edge(self, way: int) -> None:
        self._go(0 if way < 0 else len(self._places) - 1)

    def action_column(self, by: int) -> None:
        """Go to the next column, or the one before."""
        before = self._first
        self.column = max(0, min(self.column + by, len(self._columns) - 1))
        self._show_column()
        self.refresh() if before != self._first else self.refresh_lines(self.scroll_offset.y, self.size.height)
        self.post_message(self.Moved())

    def _go(self, row: int) -> None:
        before, self.row = self.row, max(0, min(row, len(self._places) - 1))
        self._follow()
        for one in (before, self.row):
            self.refresh_lines(one + HEAD)
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """Choose the row that is clicked; a head sorts by its column."""
        place = event.get_content_offset(self)
        if place is None:
            return
        event.stop()
        columns = self._seen(self.scrollable_content_region.width)
        column = next((one for one, start, room in columns if start <= place.x < start + room + GAP), None)
        if place.y < HEAD:
            if column is not None:
                self.post_message(self.HeadPicked(column))
            return
        row = place.y - HEAD + self.scroll_offset.y
        if row < len(self._places):
            self.column = self.column if column is None else column
            self._go(row)
            self.post_message(self.Chosen())


def _with_arrow(head: str, arrow: str, room: int) -> str:
    """Add the sort arrow to a heading; without room, in place of its last letter."""
    return set_cell_size(head, min(cell_len(head), room - 1)) + arrow if arrow and room > 0 else head


def _fitted(text: str, room: int, *, right: bool, end: bool = False) -> str:
    """Fit words into so many cells: figures at the right, words at the left; what is cut ends with an ellipsis.

    end: keep the end of what is cut, which begins with an ellipsis then.
    """
    wide = cell_len(text)
    if wide > room and end and room > 0:
        kept = text[-(room - 1) :] if room > 1 else ""
        while cell_len(kept) >= room:
            kept = kept[1:]
        return f"{'…':<{room - cell_len(kept)}}{kept}"
    if wide > room:
        return set_cell_size(text, room - 1) + "…" if room > 0 else ""
    return " " * (room - wide) + text if right else text + " " * (room - wide)
