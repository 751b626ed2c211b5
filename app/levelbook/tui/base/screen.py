"""The base of all screens and boxes: the open book, and a sentence where the terminal is too small."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from textual import events
from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from levelbook.book.session import Session
from levelbook.core.errors import CouldNotWrite
from levelbook.keymap.commands import SCREENS
from levelbook.keymap.effective_keys import BY_ID, Keys
from levelbook.tui.literal_text import content
from levelbook.tui.running_app import running_app
from levelbook.tui.widgets.bars import KeyBar

if TYPE_CHECKING:
    from levelbook.tui.app import LevelbookApp

T = TypeVar("T")

COLUMNS, LINES = 60, 16
"""The least that levelbook needs."""
WIDE = 100
"""Columns from which on a terminal is wide."""


class SizedScreen(Screen[T]):
    """A screen whose `.body` gives way to a sentence in a terminal that is too small, and comes back as it was."""

    DEFAULT_CSS = """
    SizedScreen > .too-small {
        display: none;
        width: 1fr;
        height: 1fr;
        content-align: center middle;
        text-align: center;
        background: $background;
        color: $foreground;
    }
    SizedScreen.-tiny > .too-small, SizedScreen.-flat > .too-small { display: block; }
    SizedScreen.-tiny > .body, SizedScreen.-flat > .body { display: none; }
    SizedScreen.-tiny > KeyBar, SizedScreen.-flat > KeyBar { display: none; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (COLUMNS, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LINES, "-tall")]  # noqa: RUF012

    _last_focused: Widget | None = None

    @property
    def book_app(self) -> LevelbookApp:
        return running_app(self)

    @property
    def keys(self) -> Keys:
        """The app's keys."""
        return self.book_app.keys

    @property
    def session(self) -> Session:
        return self.book_app.session

    def too_small(self) -> Static:
        """Make the sentence for a terminal that is too small; every `compose` has it."""
        said = f"levelbook needs {COLUMNS} by {LINES} characters.\nMake the window larger, or the letters smaller."
        return Static(content(said), classes="too-small")

    @property
    def unsaved_words(self) -> str:
        """Return the screen's name if it has unsaved text; otherwise empty."""
        return ""

    def keep_draft(self) -> CouldNotWrite | None:
        """Keep what was typed here and not saved, as in a form; return why that was refused, None if it was not."""
        return None

    def discard_draft(self) -> None:
        """Give up what was typed here: it is neither kept nor asked for again."""

    @property
    def is_too_small(self) -> bool:
        return self.app.size.width < COLUMNS or self.app.size.height < LINES

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Refuse the screen's keys where the terminal is too small: nobody answers what cannot be seen."""
        return not self.is_too_small and super().check_action(action, parameters)

    def post_unless_overtaken(self, message: Message) -> None:
        """Post, from the thread of an exclusive worker, what it found; not if another was begun since.

        A thread that was overtaken ends all the same, and perhaps after the one that has the news.
        """
        if not get_current_worker().is_cancelled:
            self.post_message(message)

    def on_screen_resume(self) -> None:
        self.call_later(self.book_app.release_keys, self)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self._last_focused = event.widget

    def on_resize(self) -> None:
        """Give the focus back to what was hidden while the terminal was too small."""
        if self._last_focused is not None and not self.is_too_small:
            self.call_after_refresh(self._focus_again)

    def _focus_again(self) -> None:
        if self.focused is None and self._last_focused is not None and self._last_focused.is_attached:
            self._last_focused.focus()


class BoxKeys(KeyBar):
    """The line of keys below a box, in the place of the line of the screen that the box covers."""

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()
        event.stop()
        if (command := self.command_at(event.x)) is not None:
            self.screen.call_later(self.screen.run_action, command.action)


class Modal(SizedScreen[T], ModalScreen[T]):
    """A box over a screen: a form, a list, a panel. It is closed by its keys."""

    DEFAULT_CSS = """
    Modal { align: center middle; background: $background 55%; }
    Modal > .body {
        width: 80;
        max-width: 100%;
        height: auto;
        max-height: 96%;
        background: $surface;
        border: round $primary;
        border-title-color: $primary;
        border-title-style: bold;
        border-subtitle-color: $ink-dim;
        padding: 0 1;
    }
    Modal { layers: default keys; }
    Modal > BoxKeys { layer: keys; dock: bottom; }
    """

    @property
    def shown_keys(self) -> Mapping[str, str]:
        """The line of keys below the box: ids of commands, and what each does in a word or two.

        Empty where the box has a line of its own: then it only covers the line of the screen below, whose keys do
        nothing here.
        """
        return {}

    def around(self) -> Iterable[Widget]:
        """Say what is on the screen beside the box; every `compose` ends with it."""
        yield self.too_small()
        yield BoxKeys([replace(BY_ID[name], footer=word) for name, word in self.shown_keys.items()])

    drops_what_follows = False
    """Whether what was typed in one burst with the key that closes this is dropped: it was no command."""

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close; keys wait until the opener has handled the choice."""
        app = self.book_app
        if self.drops_what_follows:
            app.drop_keys(self)
        else:
            app.hold_keys(self)
        closed = super().dismiss(result)
        app.screen.call_later(app.release_keys, self)
        return closed

    leads_to: tuple[str, ...] = (*(f"go-{name}" for name in SCREENS), "help")
    """Ids of commands of every screen that work here too, by keys that are no characters."""

    def on_key(self, event: events.Key) -> None:
        """Open another screen, which closes this; where something was typed and not saved, it is asked about first.

        The box's own keys come first, which a person's settings may have put on one of these.
        """
        if event.is_printable or self.is_too_small or event.key in self.active_bindings:
            return
        command = next((one for one in self.leads_to if event.key in self.keys.of(one)), None)
        if command is not None:
            event.stop()
            self.call_later(self.run_action, BY_ID[command].action)

    closes_by_click = True
    """A click beside the box closes it; not where something typed would be lost."""

    def on_click(self, event: events.Click) -> None:
        if self.closes_by_click and self.get_widget_at(*event.screen_offset)[0] is self:
            event.stop()
            self.dismiss(cast("T", None))
