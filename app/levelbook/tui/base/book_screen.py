"""The base of the screens that show the book: two bars, the session, and one way to make a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from levelbook.book.undo import Turn
from levelbook.tui.base.screen import SizedScreen
from levelbook.tui.commands import bindings, offered
from levelbook.tui.widgets.bars import KeyBar, TopBar

T = TypeVar("T")


class BookView:
    """A screen that shows what the book says, also after somebody took something back, or others wrote in it."""

    def redraw(self) -> None:
        """Show what the session holds now."""
        raise NotImplementedError

    def after_turn(self, turn: Turn) -> None:
        """Show the book after an undo or a redo."""
        raise NotImplementedError


class BookScreen(BookView, SizedScreen[None]):
    """A screen that shows the book, between the bar on top and the line of keys."""

    DEFAULT_CSS = """
    BookScreen { layout: vertical; background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("parts")

    name_in_commands: ClassVar[str] = ""

    @property
    def is_wide(self) -> bool:
        return self.app.size.width >= 100

    def compose(self) -> ComposeResult:
        alone = self.session.ballot is not None  # the other screens are the team's
        yield TopBar(self.book_app.book_title, "" if alone else self.name_in_commands)
        for widget in self.body():
            widget.add_class("body")
            yield widget
        yield self.too_small()
        yield KeyBar(offered(self.name_in_commands, self.session), self.key_names())

    def body(self) -> Iterable[Widget]:
        """Say what is between the bars."""
        return ()

    def key_names(self) -> dict[str, str]:
        """Commands whose key is written otherwise here."""
        return {}

    def redraw(self) -> None:
        """Show what the session holds now."""

    def on_screen_resume(self) -> None:
        self.book_app.disk.take_in_changes()
        self.say_saved()
        self.redraw()

    def say_saved(self) -> None:
        words, refused = self.book_app.saved
        bar = self.query_one(TopBar)
        bar.name_book(self.book_app.book_title)
        bar.say(words, refused=refused)

    def change(self, make: Callable[[], T]) -> T | None:
        """Make a change and say how that went. Raises UsedWrongly; tells every other refusal itself."""
        self.book_app.clear_passing_notices()  # what they say may hold no longer
        made = self.book_app.attempt(make)
        self.say_saved()
        return made

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        self.run_worker(self.run_action(message.command.action), exclusive=False)

    async def on_top_bar_picked(self, message: TopBar.Picked) -> None:
        if message.screen == "go":
            await self.run_action("app.go")
        else:
            await self.run_action(f"app.open('{message.screen}')")

    def after_turn(self, turn: Turn) -> None:
        """Show the book after an undo or a redo."""
        self.redraw()
