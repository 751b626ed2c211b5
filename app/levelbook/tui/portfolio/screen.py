"""A portfolio in the terminal: one list at a time, from the organisation down to a team's edition, and back.

The screen shows views that are made in a thread (`views.py`); what is filtered and sorted is `core`'s `Listing`, in a
thread too. Here are only the way, the cursors, and which of the answers that come late are still wanted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from levelbook.core.portfolio.listing import Listing
from levelbook.errors import LevelbookError
from levelbook.keymap.commands import COMMANDS, IN_A_PORTFOLIO
from levelbook.tui.base.screen import SizedScreen
from levelbook.tui.commands import bindings
from levelbook.tui.plain import content, line
from levelbook.tui.portfolio.bars import LineBar, ListBar, Narrowing, WayBar
from levelbook.tui.portfolio.places import LISTS, Place
from levelbook.tui.portfolio.views import View, made
from levelbook.tui.widgets.bars import KeyBar
from levelbook.tui.widgets.rows import Rows
from levelbook.tui.widgets.table import Order, Table

if TYPE_CHECKING:
    from levelbook.portfolio.asking import Inquiry
    from levelbook.portfolio.browsing import Browser


@dataclass
class Stop:
    """A stop on the way: the place, what is shown of it, and how somebody left it."""

    place: Place
    quarter: str | None
    view: View | None = None
    listing: Listing[Any] = field(default_factory=lambda: Listing((), str))
    words: str = ""
    """What the list is narrowed to."""
    sorted_by: Order | None = None
    key: str = ""
    """The row under the cursor."""
    column: int = 0


class PortfolioScreen(SizedScreen[None]):
    """The way on top, the list below it, and what is under the cursor in the last line but one."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("portfolio")
    AUTO_FOCUS = "Table"

    name_in_commands = "portfolio"

    class Made(Message):
        """A view was made, or could not be."""

        def __init__(self, of: Stop, view: View | None, refused: LevelbookError | None, *, is_more: bool) -> None:
            super().__init__()
            self.of, self.view, self.refused, self.is_more = of, view, refused, is_more

    class Arranged(Message):
        """A list was narrowed or sorted."""

        def __init__(self, of: Stop, words: str, order: Order | None, places: Sequence[int], row: int) -> None:
            super().__init__()
            self.of, self.words, self.order, self.places, self.row = of, words, order, places, row

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        self.browser = browser
        self._stops = [Stop(Place("heatmap", browser.question.unit), browser.question.quarter)]
        self._quarters: tuple[str, ...] = ()
        self._arranging = threading.Lock()

    # Layout

    def compose(self) -> ComposeResult:
        with Vertical(classes="body portfolio"):
            yield WayBar()
            yield ListBar()
            yield Static(id="asked")
            with Horizontal(id="filter"):
                yield Static(line(" Filter: ", "key"))
                yield Narrowing(placeholder="what the rows are to hold", compact=True)
            yield Table()
            yield Rows(id="sealed", pad=1)
            yield LineBar(id="under")
        yield self.too_small()
        yield KeyBar([one for one in COMMANDS if one.where == "portfolio" or one.id in IN_A_PORTFOLIO])

    def on_mount(self) -> None:
        self._filter.display = False
        self._text.display = False
        self._load()

    @property
    def _stop(self) -> Stop:
        return self._stops[-1]

    @property
    def _table(self) -> Table:
        return self.query_one(Table)

    @property
    def _text(self) -> Rows:
        return self.query_one("#sealed", Rows)

    @property
    def _filter(self) -> Horizontal:
        return self.query_one("#filter", Horizontal)

    # Making a view

    def _load(self) -> None:
        """Make the view of where somebody is, beside the app."""
        stop = self._stop
        self._say_where("reading …")
        self._make(stop, partial(made, stop.place))

    @work(thread=True, exclusive=True, group="make", exit_on_error=False)
    def _make(self, stop: Stop, make: Callable[[Inquiry], View], *, is_more: bool = False) -> None:
        view, refused = None, None
        try:
            with self.browser.asking(stop.place.unit, stop.quarter) as inquiry:
                view = make(inquiry)
                self._quarters, stop.quarter = inquiry.quarters, inquiry.asked.quarter
        except LevelbookError as error:
            refused = error
        self.post_message(self.Made(stop, view, refused, is_more=is_more))

    def on_portfolio_screen_made(self, message: Made) -> None:
        message.stop()
        stop, view = message.of, message.view
        if view is None:
            self._refused(stop, message.refused)
        elif message.is_more and stop.view is not None:
            stop.view = view
            if stop is self._stop:
                self._table.recolumn(view.columns)
        else:
            stop.view, stop.listing = view, Listing(view.rows, view.text_of)
            if stop is self._stop:
                self._show()
            if view.later is not None:
                self._make(stop, view.later, is_more=True)

    def _refused(self, stop: Stop, refused: LevelbookError | None) -> None:
        """Say why a place cannot be shown, and stay where it was opened."""
        if refused is not None:
            self.book_app.tell(refused)
        if stop is self._stop and len(self._stops) > 1:
            self._stops.pop()
            self._show()
        self._say_where()

    # Showing one

    def _show(self) -> None:
        """Show where somebody is, as they left it."""
        stop = self._stop
        view = stop.view
        if view is None:
            self._load()
            return
        self._text.display, self._table.display = bool(view.text), not view.text
        self.query_one(ListBar).show(stop.place.kind)
        self.query_one("#asked", Static).update(content("\n".join(view.asked)))
        self.query_one(Narrowing).value = stop.words
        self._filter.display = bool(stop.words)
        if view.text:
            self._text.show(view.text, stop.key or view.first_key)
            self._text.focus()
        else:
            self._table.show(view.columns, view.rows, stop.listing.places)
            self._table.column = min(stop.column, max(0, len(view.columns) - 1))
            stop.key = stop.key or view.first_key
            self._table.focus()
            self._arrange(stop, keeps_row=True)
        self._say_where()

    def _say_where(self, state: str = "") -> None:
        """Say the way here, and how many rows are shown of how many."""
        stop = self._stop
        way = [self._title(one) for one in self._stops]
        if stop.view is not None and stop.view.text:
            self.query_one("#under", LineBar).say("")
        elif not state and stop.view is not None:
            shown, of = len(stop.listing.places), len(stop.listing.rows)
            state = f"{shown:,} of {of:,}" if stop.words else f"{of:,}"
            self.query_one("#under", LineBar).say(self._about() if shown else stop.view.nothing)
        self.query_one(WayBar).show(way, stop.quarter or "", state)

    def _title(self, stop: Stop) -> str:
        organisation = self.browser.portfolio.organisation
        if stop is not self._stops[0]:
            return stop.place.title or LISTS[stop.place.kind]
        unit = organisation.tree.by_id.get(stop.place.unit or "")
        return unit.title if unit else organisation.organisation

    def _about(self) -> str:
        view, row = self._stop.view, self._table.current
        return view.about(row, self._table.column) if view is not None and row is not None else ""

    # Narrowing and sorting

    @work(thread=True, exclusive=True, group="arrange", exit_on_error=False)
    def _arrange(self, stop: Stop, *, keeps_row: bool = False, is_sorted: bool = False) -> None:
        """Narrow or sort a list beside the app; what somebody typed on meanwhile makes it not wanted any more."""
        worker = get_current_worker()
        words, order, view = stop.words, stop.sorted_by, stop.view
        with self._arranging:
            if worker.is_cancelled or view is None:
                return
            if is_sorted and order is not None:
                stop.listing.sort(view.columns[order[0]].value, descending=order[1])
            places = stop.listing.narrow(words)
        row = _row_of(view, places, stop.key) if keeps_row else 0
        self.post_message(self.Arranged(stop, words, order, places, row))

    def on_portfolio_screen_arranged(self, message: Arranged) -> None:
        message.stop()
        stop = message.of
        if stop is self._stop and (message.words, message.order) == (stop.words, stop.sorted_by):
            self._table.rearrange(message.places, row=message.row, order=message.order)
            self._say_where()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        stop = self._stop
        if event.value != stop.words:
            self._remember()
            stop.words = event.value
            self._arrange(stop, keeps_row=not event.value.strip())

    def on_narrowing_moved(self, event: Narrowing.Moved) -> None:
        event.stop()
        self._table.action_step(event.by)

    def on_narrowing_left(self, event: Narrowing.Left) -> None:
        event.stop()
        self._end_filter(clears=event.cleared)

    def _end_filter(self, *, clears: bool) -> None:
        if clears:
            self.query_one(Narrowing).value = ""
        self._filter.display = bool(self.query_one(Narrowing).value)
        self._table.focus()

    def action_narrow(self) -> None:
        if self._is_list():
            self._filter.display = True
            self.query_one(Narrowing).focus()

    def action_sort(self) -> None:
        """Sort by the selected column; the largest figure first, and words from A on."""
        stop = self._stop
        if not self._is_list() or stop.view is None:
            return
        column = self._table.column
        before = stop.sorted_by
        is_figure = stop.view.columns[column].is_figure
        stop.sorted_by = (column, not before[1] if before and before[0] == column else is_figure)
        self._arrange(stop, is_sorted=True)

    def _is_list(self) -> bool:
        """Tell whether rows are shown that can be filtered and sorted, and say so where it is a text."""
        view = self._stop.view
        if view is not None and view.text:
            self.book_app.say("An edition is read from top to bottom; lists can be filtered and sorted.")
        return view is not None and not view.text

    # Going

    def action_open(self) -> None:
        view, row = self._stop.view, self._table.current
        below = view.below(row) if view is not None and row is not None and not view.text else None
        if below is not None:
            self._go_to(below)

    def _go_to(self, place: Place) -> None:
        self._remember()
        self._stops.append(Stop(place, self._stop.quarter))
        self._load()

    def _remember(self) -> None:
        """Keep where the cursors are, for whoever comes back."""
        stop, table = self._stop, self._table
        if stop.view is not None and not stop.view.text and table.current is not None:
            stop.key, stop.column = stop.view.key_of(table.current), table.column

    def action_back(self) -> None:
        if self._stop.words:
            self._end_filter(clears=True)
        elif len(self._stops) > 1:
            self._back_to(len(self._stops) - 2)
        else:
            self.book_app.say(f"This is the whole of it; {self.keys.key('quit')} quits.")

    def _back_to(self, depth: int) -> None:
        del self._stops[depth + 1 :]
        self._show()

    def action_list(self, name: str) -> None:
        """Show another list about the unit that somebody is in."""
        base = max(depth for depth, stop in enumerate(self._stops) if stop.place.kind == "heatmap")
        unit = self._stops[base].place.unit
        if self._stop.place == Place(name, unit):
            return
        self._remember()
        del self._stops[base + 1 :]
        if name == "heatmap":
            self._show()
        else:
            self._stops.append(Stop(Place(name, unit), self._stop.quarter))
            self._load()

    def action_quarter(self, by: int) -> None:
        """See everything as of another quarter; the cursors stay where they are."""
        quarter = self._stop.quarter
        at = self._quarters.index(quarter) + by if quarter in self._quarters else -1
        if not 0 <= at < len(self._quarters):
            edge = "first" if by < 0 else "last"
            self.book_app.say(f"{quarter} is the {edge} quarter of which anything was collected.")
            return
        self._remember()
        for stop in self._stops:
            stop.quarter, stop.view = self._quarters[at], None
        self._load()

    # What is clicked

    def on_table_moved(self, event: Table.Moved) -> None:
        event.stop()
        self.query_one("#under", LineBar).say(self._about())

    def on_table_chosen(self, event: Table.Chosen) -> None:
        event.stop()
        self.action_open()

    def on_table_head_picked(self, event: Table.HeadPicked) -> None:
        event.stop()
        self._table.move_to(self._table.row, event.column)
        self.action_sort()

    def on_way_bar_picked(self, event: WayBar.Picked) -> None:
        event.stop()
        if event.depth < len(self._stops) - 1:
            self._back_to(event.depth)

    def on_list_bar_picked(self, event: ListBar.Picked) -> None:
        event.stop()
        self.action_list(event.name)

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        message.stop()
        await self.run_action(message.command.action)


def _row_of(view: View, places: Sequence[int], key: str) -> int:
    """Which of the rows shown has a key; the first where none has."""
    if not key:
        return 0
    return next((row for row, place in enumerate(places) if view.key_of(view.rows[place]) == key), 0)
