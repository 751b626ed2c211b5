"""The widget that draws every list and text: rows of wrapped words, of which some can be chosen.

A screenful is one widget however many rows there are, so a key costs one repaint. Rows that are cut to one line are
drawn only when they are seen; thousands of them cost nothing until then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from levelbook.tui.commands import bindings
from levelbook.tui.running_app import running_app
from levelbook.tui.widgets.layout import Layout, Row
from levelbook.tui.widgets.one_line import drawn_line

__all__ = ["GUTTER", "ChoiceRows", "Row", "Rows", "by_key"]

T = TypeVar("T")

GUTTER = 2
"""Columns before each row, for the cursor's mark."""

WIDEST = 112
"""Columns beyond which lines would be too long to read; what is wider stays empty at the right."""

_FAR = 6
"""Lines beyond the edge to which the cursor jumps; what is further off is scrolled to first."""


class Rows(ScrollView):
    """Rows, with a cursor over those that can be chosen."""

    DEFAULT_CSS = """
    Rows {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 0;
        scrollbar-gutter: stable;
    }
    Rows.-still {
        overflow-y: hidden;
        scrollbar-gutter: auto;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("rows")

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, rows: Rows, key: str) -> None:
            super().__init__()
            self.rows, self.key = rows, key

        @property
        def control(self) -> Rows:
            return self.rows

    class Chosen(Message):
        """A row was clicked, or Enter was pressed on it."""

        def __init__(self, rows: Rows, key: str) -> None:
            super().__init__()
            self.rows, self.key = rows, key

        @property
        def control(self) -> Rows:
            return self.rows

    def __init__(
        self,
        *,
        id: str | None = None,
        focusable: bool = True,
        pad: int = 0,
        mark: bool = True,
        widest: int = WIDEST,
    ) -> None:
        super().__init__(id=id)
        self.can_focus = focusable
        self.set_class(not mark, "-still")
        self.pad = pad
        """Columns kept free at the right."""
        self._widest = widest
        self._rows: Sequence[Row] = ()
        self._places: Mapping[str, int] = {}
        self._cursor = ""
        self._gutter = GUTTER if mark else 1
        self._layout = self._tried = Layout((), 0, 0)
        self._mark = mark
        self._from_the_top = self._from_the_cursor = False
        self._height = 0
        """Lines of the widget when it was last laid out."""

    # What is shown

    @property
    def rows(self) -> Sequence[Row]:
        return self._rows

    @property
    def cursor(self) -> str:
        """Key of the row the cursor is on; empty when there is none."""
        return self._cursor

    def show(
        self,
        rows: Sequence[Row],
        cursor: str | None = None,
        *,
        top: bool = False,
        from_cursor: bool = False,
        follow: bool = True,
        nearby: bool = False,
    ) -> None:
        """Show these. The cursor stays on its key, or goes to `cursor`, or to the first row that can be chosen.

        `nearby`: where its row is gone, it goes to the nearest of the same kind instead, by keys such as
        `proof:s1.p1#2`: a kind, what the row is about, and a number.

        `top` is for reading: they are shown from the first on, wherever the cursor is, until it is moved.
        `from_cursor` likewise: they are shown from the line above the cursor on.
        `follow`: scroll to the cursor; not for what changes while it is read: that stays where it was scrolled to.
        """
        before, cursor_before = self._layout, self._cursor
        is_reading = self._from_the_top and not follow
        first_in_sight = self._first_in_sight if is_reading and len(rows) == len(self._rows) else None
        keys_before = list(self._places)
        self._rows = rows
        self._places = {row.key: place for place, row in enumerate(rows) if row.key}
        wanted = self._cursor if cursor is None else cursor
        if nearby and wanted in keys_before and wanted not in self._places:
            wanted = nearest_key(wanted, keys_before, self._places)
        self._cursor = wanted if wanted in self._places else next(iter(self._places), "")
        self._lay_out(self._columns())
        self._from_the_top, self._from_the_cursor = top or is_reading, from_cursor
        if top:
            self.scroll_to(y=0, animate=False)
        else:
            self._scroll_back_to(first_in_sight)
        if follow:
            self._follow()
        self._refresh_changed(before, cursor_before)

    def _refresh_changed(self, before: Layout, cursor_before: str) -> None:
        """Paint what is not as it was: most keys change a line or two of a screenful."""
        if before is self._layout or not 0 < before.width == self._layout.width:
            self.refresh()
            return
        for top, height in self._layout.changed_lines(before):
            self.refresh_lines(top, height)
        if self._cursor != cursor_before:
            self._refresh_rows(cursor_before, self._cursor)

    def _refresh_rows(self, *keys: str) -> None:
        for key in keys:
            place = self._places.get(key)
            if place is not None and place < len(self._layout.tops):
                self.refresh_lines(self._layout.tops[place], self._layout.height_of(place))

    def draw_again(self, *keys: str) -> None:
        """Draw late rows again, or only some, because their content has changed."""
        places = [self._places[key] for key in keys if key in self._places] if keys else self._layout.drawn
        for place in places:
            self._layout.forget(place)
            if keys and place < len(self._layout.tops):
                self.refresh_lines(self._layout.tops[place])
        if not keys:
            self.refresh()

    def move_to(self, key: str) -> None:
        """Move the cursor there, without posting a message."""
        if key not in self._places or key == self._cursor:
            return
        before, self._cursor = self._cursor, key
        self._from_the_top = self._from_the_cursor = False
        self._follow()
        self._refresh_rows(before, key)

    def to_first(self) -> None:
        """Move the cursor to the first row that can be chosen, without posting a message."""
        self.move_to(next(iter(self._places), ""))

    # Laying out

    def _columns(self) -> int:
        return max(0, min(self.scrollable_content_region.width, self._widest))

    def _lay_out(self, width: int) -> None:
        self._layout = self._laid_out(self._rows, width)
        if width > 0:
            self._take_up(Size(width, len(self._layout.lines)))

    def _take_up(self, needed: Size) -> None:
        """Say how much the rows need; the screen is laid out anew only where that can change what stands where."""
        fits = self.virtual_size.height <= self.size.height and needed.height <= self.size.height
        height = self.styles.height
        if fits and height is not None and not height.is_auto:
            self.set_reactive(Rows.virtual_size, needed)
        else:
            self.virtual_size = needed

    def _laid_out(self, rows: Sequence[Row], width: int) -> Layout:
        """Rows at a width; the last that were tried are not wrapped twice."""
        if self._tried.rows is not rows or self._tried.width != width:
            self._tried = Layout(rows, width, self._gutter + self.pad)
        return self._tried

    def would_take(self, rows: Sequence[Row], width: int) -> int:
        """Say how many lines other rows would take at a width."""
        return len(self._laid_out(rows, width).lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Say what the rows take at a width of the whole widget; what is drawn stays laid out as it is."""
        beside = self.scrollbar_size_vertical if self.styles.scrollbar_gutter == "stable" else 0
        return self.would_take(self._rows, max(0, min(width - beside, self._widest)))

    def on_resize(self, event: events.Resize) -> None:
        self.relay()
        was, self._height = self._height, event.size.height
        if event.size.height < was and self._is_cursor_within(was):
            self._follow()  # what grew below must not cover the row that it is about

    def _is_cursor_within(self, height: int) -> bool:
        """Tell whether the row under the cursor begins within this many lines from the first one in sight."""
        place = self._places.get(self._cursor)
        if place is None or place >= len(self._layout.tops):
            return False
        return 0 <= self._layout.tops[place] - self.scroll_offset.y < height

    def relay(self) -> None:
        """Lay out again for the present width."""
        if self._columns() != self._layout.width:
            first_in_sight = self._first_in_sight if self._from_the_top else None
            self._lay_out(self._columns())
            self._scroll_back_to(first_in_sight)
            self._follow()
            self.refresh(layout=self.styles.height is not None and self.styles.height.is_auto)

    # Drawing

    def render_line(self, y: int) -> Strip:
        base = self.visual_style
        width = self.size.width
        at = y + self.scroll_offset.y
        if at >= len(self._layout.lines) or self._layout.width <= 0:
            return Strip.blank(width, base.rich_style)
        place, within = self._layout.lines[at]
        row = self._layout.row(place)
        on_cursor = self._mark and bool(row.key) and row.key == self._cursor and (self.has_focus or not self.can_focus)
        inks = running_app(self).inks
        if row.ink:
            base += inks.style(row.ink)
        if on_cursor:
            base += inks.style("cursor")
        words = self._composed(row, place, within, on_cursor).truncate(self._layout.width)
        return drawn_line(words, width, base, inks)

    def key_at(self, y: int) -> str:
        """The key of the row that is drawn at a line of the widget; empty where there is none."""
        at, lines = y + self.scroll_offset.y, self._layout.lines
        return self._rows[lines[at][0]].key if 0 <= at < len(lines) else ""

    def _composed(self, row: Row, place: int, within: int, on_cursor: bool) -> Content:
        words = self._layout.wrapped(place)[within]
        gutter = Content("▸ ").stylize("key") if on_cursor and within == 0 else Content(" " * self._gutter)
        if within:
            return Content.assemble(gutter, " " * (row.lead.cell_length + row.hang), words)
        line = Content.assemble(gutter, row.lead, words)
        if row.right:
            gap = self._layout.width - self.pad - line.cell_length - row.right.cell_length
            line = Content.assemble(line, " " * max(1, gap), row.right)
        return line

    # Moving

    @property
    def _first_in_sight(self) -> int | None:
        """The place of the row at the top edge; None where nothing is scrolled."""
        at, lines = self.scroll_offset.y, self._layout.lines
        return lines[at][0] if 0 < at < len(lines) else None

    def _scroll_back_to(self, place: int | None) -> None:
        """Scroll to a row that stood at the top edge before rows were laid out at another width."""
        if place is not None and place < len(self._layout.tops):
            self.scroll_to(y=self._layout.tops[place], animate=False, force=True, immediate=bool(self.size.height))

    def _follow(self) -> None:
        """Scroll so that the whole row under the cursor is seen; at the first row, whatever is above it too."""
        place = self._places.get(self._cursor)
        if place is None or not self._layout.tops or not self.is_mounted or self._from_the_top:
            return
        top, height = self._layout.tops[place], self._layout.height_of(place)
        if self._from_the_cursor:
            self.scroll_to(y=max(0, top - 1), animate=False, force=True, immediate=bool(self.size.height))
            return
        if all(not row.key for row in self._rows[:place]):
            top, height = 0, height + top
        if height > self.size.height:
            top, height = self._layout.tops[place], self._layout.height_of(place)
        # At once where there is a size to scroll in: after the next frame would be a second frame.
        region = Region(0, top, self._layout.width or 1, height)
        self.scroll_to_region(region, animate=False, force=True, immediate=bool(self.size.height))

    @property
    def _reachable(self) -> Mapping[str, int]:
        """The rows that keys move between: none where there is no room to show any, as in a very small terminal."""
        return self._places if self._layout.tops else {}

    def action_step(self, by: int) -> None:
        keys = list(self._reachable)
        if not keys:
            self.scroll_relative(y=by, animate=False)
            return
        at = keys.index(self._cursor) + by
        if 0 <= at < len(keys) and not self._is_far(keys[at]):
            self._go(keys[at])
        else:
            self.scroll_relative(y=by, animate=False)

    def _is_far(self, key: str) -> bool:
        """Tell whether a row is so far out of sight that rows in between would be skipped unread."""
        top = self._layout.tops[self._places[key]] - self.scroll_offset.y
        return not -_FAR <= top < self.size.height + _FAR

    def action_leap(self, by: int) -> None:
        keys = list(self._reachable)
        page = max(1, self.size.height - 2)
        if not keys:
            self.scroll_relative(y=by * page, animate=False)
            return
        here = at = keys.index(self._cursor)
        while 0 <= at + by < len(keys) and (at == here or self._is_within(page, keys[here], keys[at + by])):
            at += by
        self._go(keys[at])
        if at in (0, len(keys) - 1):
            self.scroll_relative(y=by * page, animate=False)

    def _is_within(self, page: int, key: str, other: str) -> bool:
        """Tell whether two rows begin at most a page apart, so that nothing between them is leapt over unread."""
        tops = [self._layout.tops[self._places[one]] for one in (key, other)]
        return abs(tops[0] - tops[1]) <= page

    def action_edge(self, way: int) -> None:
        keys = list(self._reachable)
        if keys:
            self._go(keys[0 if way < 0 else -1])
        if way < 0:
            self.scroll_home(animate=False)
        else:
            self.scroll_end(animate=False)

    def _go(self, key: str) -> None:
        if key != self._cursor:
            self.move_to(key)
            self.post_message(self.Moved(self, key))

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset(self)
        if place is None or place.y + self.scroll_offset.y >= len(self._layout.lines):
            return
        row = self._rows[self._layout.lines[place.y + self.scroll_offset.y][0]]
        if row.key:
            event.stop()
            self._go(row.key)
            self.post_message(self.Chosen(self, row.key))

    def watch_has_focus(self, focused: bool) -> None:
        super().watch_has_focus(focused)
        self.refresh()

    @property
    def cursor_is_seen(self) -> bool:
        """Tell whether the row under the cursor is in sight."""
        place = self._places.get(self._cursor)
        if place is None or place >= len(self._layout.tops):
            return False
        return 0 <= self._layout.tops[place] - self.scroll_offset.y < self.size.height


class ChoiceRows(Rows):
    """Rows on which Enter chooses."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("choices")

    def action_choose(self) -> None:
        if self.cursor:
            self.post_message(self.Chosen(self, self.cursor))


def nearest_key(gone: str, before: Sequence[str], now: Collection[str]) -> str:
    """Return the key that is nearest to one that is gone, in their order before; empty where none is left.

    A row about the same thing comes first, then one of the same kind, then any; below before above. Where as many
    rows are about it as before, the row has other words now, and is the one in the same place.
    """
    about, place = gone.partition("#")[0], before.index(gone)
    near = [key for key in (*before[place + 1 :], *reversed(before[:place])) if key in now]
    of_its_kind = [key for key in near if key.partition(":")[0] == gone.partition(":")[0]]
    if "#" in gone:
        earlier, same = ([key for key in keys if key.partition("#")[0] == about] for keys in (before, now))
        if len(earlier) == len(same):
            return same[earlier.index(gone)]
        of_its_kind = [*(key for key in near if key in same), *same, *of_its_kind]
    return next(iter((*of_its_kind, *near)), "")


def by_key(items: Iterable[T], key_of: Callable[[T], str]) -> dict[str, T]:
    """Map the keys of rows to what they show, in order, so that a row is known by its words and not by its place.

    A place is another row's once somebody else removes one. Equal items are told apart by a number.
    """
    counted: Counter[str] = Counter()
    found: dict[str, T] = {}
    for item in items:
        key = key_of(item)
        counted[key] += 1
        found[key if counted[key] == 1 else f"{key}#{counted[key]}"] = item
    return found
