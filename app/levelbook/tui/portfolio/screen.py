"""A portfolio in the terminal: one list at a time, from the organisation down to a team's edition, and back.

`view_factory.py` makes the views, in a thread, and `history.py` knows the way here.
The screen shows what they give, and knows which of the answers that come late are still wanted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from levelbook.core.errors import LevelbookError
from levelbook.keymap.commands import COMMANDS, IN_A_PORTFOLIO
from levelbook.keymap.effective_keys import BY_ID
from levelbook.portfolio.engine import QueryCancelled
from levelbook.tui.base.screen import SizedScreen
from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import content, line
from levelbook.tui.portfolio import heatmap
from levelbook.tui.portfolio.bars import BreadcrumbBar, FilterInput, LineBar, ListBar
from levelbook.tui.portfolio.history import History, VisitedPlace
from levelbook.tui.portfolio.places import LISTS, Place
from levelbook.tui.portfolio.view import View
from levelbook.tui.portfolio.view_factory import make_view
from levelbook.tui.widgets.bars import KeyBar
from levelbook.tui.widgets.rows import Rows
from levelbook.tui.widgets.table import Table
from levelbook.words import portfolio as words

if TYPE_CHECKING:
    from levelbook.core.portfolio.first_view import FirstView
    from levelbook.portfolio.browsing import Browser
    from levelbook.portfolio.inquiry import Inquiry


PATIENCE: Final = 0.3
"""Seconds for which keys are taken to be meant for a list that is still being read."""
TICK: Final = 0.5
"""Seconds after which it is said again for how long that has lasted."""

_KEYS = [one for one in COMMANDS if one.where == "portfolio" or one.id in IN_A_PORTFOLIO]
_KEYS_OF_FILTER = [replace(BY_ID["narrow-keep"], footer="keep"), replace(BY_ID["narrow-leave"], footer="clear")]


class PortfolioScreen(SizedScreen[None]):
    """The way on top, the list below it, and what is under the cursor in the last line but one."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("portfolio")
    AUTO_FOCUS = "Table"

    name_in_commands = "portfolio"

    class Made(Message):
        """A view was made, or could not be."""

        def __init__(
            self,
            of: VisitedPlace,
            view: View | None,
            refused: LevelbookError | None,
            *,
            is_more: bool,
        ) -> None:
            super().__init__()
            self.of, self.view, self.refused, self.is_more = of, view, refused, is_more

    class Arranged(Message):
        """A list was filtered or sorted."""

        def __init__(self, of: VisitedPlace, number: int, places: Sequence[int], row: int) -> None:
            super().__init__()
            self.of, self.number, self.places, self.row = of, number, places, row

    def __init__(self, browser: Browser) -> None:
        super().__init__()
        self.browser = browser
        self._history = History(browser.question.unit, browser.question.quarter)
        self._waits_for: VisitedPlace | None = None
        """The place whose view is being made, and since when."""
        self._since = 0.0
        self._side: tuple[str, str] | None = None
        """The unit or team that the next one is compared with: its id and name."""
        self._arranging = threading.Lock()
        self._arrangement = 0
        """The number of the last one that was asked for; an earlier one is not wanted any more."""

    # Layout

    def compose(self) -> ComposeResult:
        with Vertical(classes="body portfolio"):
            yield BreadcrumbBar()
            yield ListBar()
            yield Static(id="asked")
            with Horizontal(id="filter"):
                yield Static(line(" Filter: ", "key"))
                yield FilterInput(placeholder="text to find in the rows", compact=True)
            yield Table()
            yield Rows(id="sealed", pad=1)
            yield LineBar(id="under")
        yield self.too_small()
        yield KeyBar(_KEYS)

    def on_mount(self) -> None:
        self._filter.display = False
        self._text.display = False
        first_view = self.browser.first_view
        if first_view is None:
            self._load()
        else:
            self._begin_with(first_view)

    @property
    def _here(self) -> VisitedPlace:
        return self._history.here

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

    def _begin_with(self, first_view: FirstView) -> None:
        """Show what a collection kept to be seen first; an engine is made ready behind it for whatever comes next."""
        visited = self._here
        self._history.quarters, visited.quarter = first_view.quarters, first_view.asked.quarter
        visited.take(heatmap.whole(visited.place, first_view))
        self._show()
        self.call_after_refresh(self.browser.begin)

    def _load(self) -> None:
        """Make the view of where somebody is, beside the app. What is typed at once is meant for it, and waits."""
        visited = self._here
        self.browser.abandon()
        self._waits_for, self._since = visited, monotonic()
        self._say_where("reading …")
        self.book_app.hold_keys(visited)
        self.set_timer(PATIENCE, partial(self._wait, visited))
        self._make(visited, partial(make_view, visited.place))

    def _wait(self, visited: VisitedPlace) -> None:
        """Say that a list takes longer, and for how long by now.

        From here on keys do something else; only what was typed in one burst with that of the list waits for it,
        unless it is for leaving.
        """
        if self._waits_for is not visited or visited is not self._here:
            return
        if visited.view is None:
            back = self.keys.key("portfolio-back")
            self._text.display, self._table.display = False, True
            self._table.show((), (), ())
            self.query_one(ListBar).show(visited.place.kind)
            self.query_one("#asked", Static).update(
                content(
                    "This is being read. Of many teams it takes some seconds the first time.\n"
                    f"{back} goes back, and any other list can be opened meanwhile."
                )
            )
            self.query_one("#under", LineBar).say("")
        self._say_where(f"reading … {monotonic() - self._since:.0f} s")
        waiting = self.book_app.next_key
        if not self.book_app.has_keys_waiting or waiting in (*self.keys.of("quit"), *self.keys.of("portfolio-back")):
            self.book_app.release_keys(visited)
        self.set_timer(TICK, partial(self._wait, visited))

    @work(thread=True, exclusive=True, group="make", exit_on_error=False)
    def _make(self, visited: VisitedPlace, make: Callable[[Inquiry], View], *, is_more: bool = False) -> None:
        view, refused = None, None
        place = visited.place

        def find(inquiry: Inquiry) -> tuple[View, tuple[str, ...], str]:
            return make(inquiry), inquiry.quarters, inquiry.asked.quarter

        try:
            known_as = place if place.kind in LISTS else None
            view, self._history.quarters, visited.quarter = self.browser.ask(
                place.unit, visited.quarter, find, known_as=known_as, anew=is_more
            )
        except QueryCancelled:
            return
        except LevelbookError as error:
            refused = error
        self.post_message(self.Made(visited, view, refused, is_more=is_more))

    def on_portfolio_screen_made(self, message: Made) -> None:
        message.stop()
        visited, view = message.of, message.view
        if visited is self._waits_for:
            self._waits_for = None
        if view is None:
            self._refused(visited, message.refused)
        else:
            if visited is self._here and message.is_more:
                self._remember()
            visited.take(view)
            if visited is self._here and message.is_more:
                self._show_rows()
            elif visited is self._here:
                self._show()
        if not message.is_more:
            self.call_later(self.book_app.release_keys, visited)

    def _refused(self, visited: VisitedPlace, refused: LevelbookError | None) -> None:
        """Say why a place cannot be shown, and stay where it was opened."""
        if refused is not None:
            self.book_app.tell(refused)
        if visited is self._here and not self._history.is_at_start:
            self._history.go_back()
            self._show()
        self._say_where()

    # Showing one

    def _show(self) -> None:
        """Show where somebody is, as they left it."""
        visited = self._here
        self.browser.abandon()
        self._waits_for = None
        view = visited.view
        if view is None or visited.is_stale:
            self._load()
            return
        self._text.display, self._table.display = bool(view.text), not view.text
        self.query_one(ListBar).show(visited.place.kind)
        self.query_one("#asked", Static).update(content("\n".join(view.asked)))
        field = self.query_one(FilterInput)
        field.value = visited.words
        self._filter.display = bool(visited.words) or field.has_focus
        if view.text:
            self._text.show(view.text, visited.key or view.first_key, from_cursor=True)
            self._text.focus()
        else:
            self._show_rows()
            if not self.query_one(FilterInput).has_focus:
                self._table.focus()
        self._say_where()

    def _show_rows(self) -> None:
        """Show the rows as somebody left them; those that were never shown are filtered and sorted first."""
        visited = self._here
        view = visited.view
        assert view is not None, "it was made before it is shown"
        self._table.show(view.columns, view.rows, visited.listing.places, order=visited.order)
        self._table.move_to(visited.row, visited.column)
        if not visited.is_arranged:
            self._arrange(visited, keeps_row=True, is_sorted=True)
        if view.later is not None:
            self._make(visited, view.later, is_more=True)

    def _say_where(self, state: str = "") -> None:
        """Say the way here, and how many rows are shown of how many."""
        visited = self._here
        if visited.view is not None and visited.view.text:
            self.query_one("#under", LineBar).say("")
        elif not state and visited.view is not None:
            shown, of = len(visited.listing.places), len(visited.listing.rows) + visited.view.more
            state = f"{shown:,} of {of:,}" if visited.words or visited.view.more else f"{of:,}"
            state += ", reading …" if visited.view.more else ""
            nothing = words.no_row_contains(visited.words) if visited.listing.rows else visited.view.nothing
            self.query_one("#under", LineBar).say(self._about() if shown else nothing)
        self.query_one(BreadcrumbBar).show(
            self._history.titles(self.browser.portfolio.organisation), visited.quarter or "", state
        )

    def _about(self) -> str:
        view, row = self._here.view, self._table.current
        return view.about(row, self._table.column) if view is not None and row is not None else ""

    # Filtering and sorting

    def _arrange(self, visited: VisitedPlace, *, keeps_row: bool = False, is_sorted: bool = False) -> None:
        """Filter or sort a list beside the app. What is typed meanwhile is meant for the rows that are left."""
        if visited.view is None:
            return  # it is filtered as soon as it is there
        self._arrangement += 1
        visited.is_arranged = False
        self.book_app.hold_keys(self._arrangement)
        self._arrange_in_background(visited, self._arrangement, keeps_row=keeps_row, is_sorted=is_sorted)

    @work(thread=True, exclusive=True, group="arrange", exit_on_error=False)
    def _arrange_in_background(self, visited: VisitedPlace, number: int, *, keeps_row: bool, is_sorted: bool) -> None:
        worker = get_current_worker()
        with self._arranging:
            if worker.is_cancelled:
                return
            places, row = visited.arrange(keeps_row=keeps_row, is_sorted=is_sorted)
        self.post_message(self.Arranged(visited, number, places, row))

    def on_portfolio_screen_arranged(self, message: Arranged) -> None:
        message.stop()
        visited = message.of
        if visited is self._here and message.number == self._arrangement:
            visited.is_arranged, visited.row = True, message.row
            self._table.rearrange(message.places, row=message.row, order=visited.order)
            self._say_where()
        self.call_later(self.book_app.release_keys, message.number)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        visited = self._here
        if event.value != visited.words:
            self._remember()
            visited.words = event.value
            self._arrange(visited, keeps_row=not event.value.strip())

    def on_filter_input_moved(self, event: FilterInput.Moved) -> None:
        event.stop()
        self._table.action_step(event.by)

    def on_filter_input_left(self, event: FilterInput.Left) -> None:
        event.stop()
        self._end_filter(clears=event.cleared)

    def _end_filter(self, *, clears: bool) -> None:
        if clears:
            self.query_one(FilterInput).value = ""
        self._filter.display = bool(self.query_one(FilterInput).value)
        self._table.focus()

    def action_filter(self) -> None:
        if self._is_list():
            self._filter.display = True
            self.query_one(FilterInput).focus()

    def action_sort(self) -> None:
        """Sort by the selected column; the largest figure first, and words from A on."""
        visited = self._here
        if not self._is_list() or visited.view is None:
            return
        visited.sort_by(self._table.column)
        self._arrange(visited, is_sorted=True)

    @property
    def is_reading(self) -> bool:
        """Tell whether the rows of where somebody is are still to come."""
        return not self._here.is_complete

    def _is_list(self) -> bool:
        """Tell whether there are rows, or will be, that can be filtered and sorted; say so where it is a text."""
        view = self._here.view
        if view is not None and view.text:
            self.book_app.say("An edition cannot be filtered or sorted; lists can.")
        return view is None or not view.text

    # Going

    def action_open(self) -> None:
        view, row = self._here.view, self._table.current
        below = view.below(row) if view is not None and row is not None and not view.text else None
        if below is not None:
            self._go_to(below)

    def _go_to(self, place: Place) -> None:
        self._remember()
        self._history.go_to(place)
        self._load()

    def action_compare(self) -> None:
        """Take the unit or team under the cursor as one side; with the other one, show both beside each other."""
        view, row = self._here.view, self._table.current
        here = view.side(row) if view is not None and row is not None else None
        key, before = self.keys.key("portfolio-compare"), self._side
        if here is None:
            self.book_app.say(f"{key} compares units and teams: select one in a list first.")
        elif before is None or before == here:
            self._side = None if before == here else here
            more = f"{key} on another unit or team compares the two."
            self.book_app.say(f"{here[1]}: {more}" if before is None else f"{here[1]} is no longer compared.")
        else:
            self._side = None
            self.book_app.clear_passing_notices()  # it said how to go on
            title = f"{before[1]} and {here[1]}"
            self._go_to(Place("compared", self._here.place.unit, sides=(before[0], here[0]), title=title))

    def _remember(self) -> None:
        """Remember the cursors, for when somebody comes back."""
        visited, table = self._here, self._table
        if visited.view is not None and not visited.view.text and table.current is not None:
            visited.key, visited.row, visited.column = visited.view.key_of(table.current), table.row, table.column

    def action_back(self) -> None:
        if self._here.words:
            self._end_filter(clears=True)
        elif not self._history.is_at_start:
            self._back_to()
        else:
            self.book_app.say(f"There is nothing to go back to; {self.keys.key('quit')} quits.")

    def _back_to(self, depth: int | None = None) -> None:
        self._history.go_back(depth)
        self._show()

    def action_list(self, name: str) -> None:
        """Show another list about the unit that somebody is in."""
        self._remember()
        if self._history.go_to_list(name):
            self._show()

    def action_quarter(self, by: int) -> None:
        """See everything as of another quarter; the cursors stay where they are."""
        self._remember()
        if self._history.change_quarter(by):
            self._load()
        else:
            edge = "first" if by < 0 else "last"
            self.book_app.say(f"{self._here.quarter} is the {edge} quarter with collected editions.")

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

    def on_breadcrumb_bar_picked(self, event: BreadcrumbBar.Picked) -> None:
        event.stop()
        if event.depth < len(self._history.visited) - 1:
            self._back_to(event.depth)

    def on_list_bar_picked(self, event: ListBar.Picked) -> None:
        event.stop()
        self.action_list(event.name)

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        message.stop()
        if message.command in _KEYS_OF_FILTER:
            await self.query_one(FilterInput).run_action(message.command.action)
        else:
            await self.run_action(message.command.action)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._offer_keys()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        self._offer_keys()

    def _offer_keys(self) -> None:
        """Name the keys that do something now: while the filter is typed, letters are text."""
        self.query_one(KeyBar).offer(_KEYS_OF_FILTER if self.query_one(FilterInput).has_focus else _KEYS)
