"""Editions: choose any two, see what moved, how it went over time, and what the guides say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.widget import Widget

from levelbook.book.contents.state import BookState
from levelbook.book.editions.compare import NOW, compare
from levelbook.core.errors import LevelbookError
from levelbook.core.frozen import frozen
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.commands import bindings
from levelbook.tui.editions import rows as view
from levelbook.tui.editions import trend
from levelbook.tui.literal_text import content, line
from levelbook.tui.screen_messages import EditionsCompared, OpenPractice
from levelbook.tui.widgets.rows import GUTTER, WIDEST, ChoiceRows, Row, Rows
from levelbook.tui.widgets.view_tabs import ViewTabs

MODES = {"moved": "Changes", "trend": "Trend", "text": "Guide text"}
_PAD = 1


@frozen
class _Wanted:
    """A request for what is shown at the right."""

    mode: str
    pair: view.Pair
    width: int
    height: int
    keys: Keys

    def is_another_than(self, other: _Wanted | None) -> bool:
        """Tell whether it says something else, not only the same in another width."""
        return other is None or (self.mode, self.pair.old, self.pair.new) != (
            other.mode,
            other.pair.old,
            other.pair.new,
        )


class EditionRows(ChoiceRows):
    """The list of editions. Where no more of it is below, a page down goes on in what is told about them."""

    def action_leap(self, by: int) -> None:
        if by > 0 and self.is_vertical_scroll_end:
            told = self.screen.query_one("#moved", ChoiceRows)
            told.focus()
            told.action_leap(by)
        else:
            super().action_leap(by)


class EditionsScreen(BookScreen):
    """The editions, and below or beside them what is known about two of them, or all."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("editions")
    AUTO_FOCUS = "#editions"
    name_in_commands = "editions"

    def __init__(self) -> None:
        super().__init__()
        self.pair = view.Pair("", NOW)
        self.mode = "moved"
        self._wanted: _Wanted | None = None
        self._shown: _Wanted | None = None
        self._was_listed = True

    def body(self) -> Iterable[Widget]:
        modes = ViewTabs(MODES, self.mode, "editions-view", id="modes")
        told = ChoiceRows(id="moved", pad=_PAD)
        return (Container(EditionRows(id="editions"), Vertical(modes, told, id="told")),)

    # Showing

    def names(self) -> list[str]:
        """Return the names of everything that can be compared, oldest first."""
        return [*(edition.name for edition in self.session.editions.all), NOW]

    def redraw(self) -> None:
        """Show the list at once, and make what is beside it in the background."""
        told = self.query_one("#moved", ChoiceRows)
        try:
            names = self.names()
            if self.pair.old not in names or self.pair.new not in names:
                self.pair = view.first_pair(self.session.state)
            self.query_one("#editions", Rows).show(view.list_rows(self.session.state, self.pair))
        except LevelbookError as refused:
            told.show(_refusal(refused))
            return
        self.query_one(ViewTabs).show(self.mode)
        self.set_class(self.mode == "trend", "-trend")
        if not self.pair.old:
            told.show(view.nothing_rows(self.keys))
            return
        self._ask()

    def _ask(self) -> None:
        told = self.query_one("#moved", ChoiceRows)
        room = told.scrollable_content_region
        wanted = _Wanted(self.mode, self.pair, max(20, min(WIDEST, room.width) - GUTTER - _PAD), room.height, self.keys)
        if wanted.is_another_than(self._shown):
            told.show([Row(line("comparing…", "dim"))], top=True)
            self._shown = None
        self._wanted = wanted
        book = self.session.state
        self.run_worker(
            partial(self._compare, book, wanted), thread=True, exclusive=True, group="compare", exit_on_error=False
        )

    def _compare(self, book: BookState, wanted: _Wanted) -> None:
        """Compare in a thread, without touching a widget."""
        try:
            message = EditionsCompared(wanted, _MAKE[wanted.mode](book, wanted))
        except LevelbookError as refused:
            message = EditionsCompared(wanted, _refusal(refused))
        self.post_unless_overtaken(message)

    def on_editions_compared(self, message: EditionsCompared) -> None:
        wanted = self._wanted
        if wanted is None or message.wanted != wanted:
            return  # something else is wanted by now
        is_new = wanted.is_another_than(self._shown)
        self._shown = wanted
        # The guides' text is read from the top, wherever the first row is that can be chosen.
        self.query_one("#moved", ChoiceRows).show(message.rows, top=is_new, follow=wanted.mode != "text")

    @property
    def is_comparing(self) -> bool:
        return self._shown != self._wanted

    def on_resize(self) -> None:
        if self.mode != "moved" and self.pair.old:
            self.call_after_refresh(self._ask)

    # Choosing

    def _picked(self) -> str:
        return self.query_one("#editions", Rows).cursor

    def action_compare_from(self) -> None:
        self._take(view.compared_from, "Nothing comes after “now”: choose an edition to start from.")

    def action_compare_to(self) -> None:
        self._take(view.compared_to, "No edition comes before this one: choose a later one to end with.")

    def _take(self, choose: Callable[[list[str], view.Pair, str], view.Pair | None], otherwise: str) -> None:
        picked = self._picked()
        if not self.pair.old or not picked:
            return
        pair = choose(self.names(), self.pair, picked)
        if pair is None:
            self.book_app.say(otherwise)
            return
        self.pair = pair
        self.redraw()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        if event.rows.id == "moved":
            self.post_message(OpenPractice(view.practice_of(event.key)))
        elif self.pair.old:
            self.pair = view.picked(self.names(), self.pair, event.key)
            self.redraw()

    def action_next_view(self) -> None:
        self._turn_to(self.query_one(ViewTabs).following())

    def on_view_tabs_picked(self, message: ViewTabs.Picked) -> None:
        self._turn_to(message.mode)

    def _turn_to(self, mode: str) -> None:
        """The trend is of all editions, so that on a narrow screen the list makes room for it."""
        editions, told = self.query_one("#editions"), self.query_one("#moved")
        if mode == "trend" and not self.is_wide:
            self._was_listed = editions.has_focus
            told.focus()
        elif self.mode == "trend" and self._was_listed:
            self.call_after_refresh(editions.focus)
        self.mode = mode
        self.set_class(mode == "trend", "-trend")
        self.call_after_refresh(self.redraw)

    # Sealing

    def action_seal(self) -> None:
        self.book_app.publishing.ask_to_seal(self)


def _moved(book: BookState, wanted: _Wanted) -> list[Row]:
    comparison = compare(book.editions, book.now, wanted.pair.old, wanted.pair.new)
    return view.report_rows(book, comparison, wanted.keys)


def _trend(book: BookState, wanted: _Wanted) -> list[Row]:
    return trend.rows(book.now, wanted.width, wanted.height)


def _text(book: BookState, wanted: _Wanted) -> list[Row]:
    # 100 ms together, which only the third view pays.
    from levelbook.book.publishing.publish import Publisher
    from levelbook.book.sealing.edition_changes import guide_changes

    changes = guide_changes(Publisher(book), wanted.pair.old, wanted.pair.new)
    return view.text_rows(book, changes, wanted.pair, wanted.width)


_MAKE: dict[str, Callable[[BookState, _Wanted], list[Row]]] = {"moved": _moved, "trend": _trend, "text": _text}


def _refusal(refused: LevelbookError) -> list[Row]:
    return [Row(content("\n".join(refused.lines())), ink="warn")]
