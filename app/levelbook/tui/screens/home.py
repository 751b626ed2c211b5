"""Home: what was promised, what to do next, where the team stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from levelbook.asking import ONLY, Walk
from levelbook.tui.commands import bindings
from levelbook.tui.messages import OpenPractice
from levelbook.tui.screens.base import BookScreen
from levelbook.tui.views import home as view
from levelbook.tui.widgets.rows import ChoiceRows, Rows


class HomeScreen(BookScreen):
    """One list; Enter opens what the cursor is on."""

    CSS_PATH = "plain.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("home")
    name_in_commands = "home"

    def body(self) -> Iterable[Widget]:
        return (ChoiceRows(pad=1),)

    def redraw(self) -> None:
        self.query_one(ChoiceRows).show(view.rows(self.session, wide=self.is_wide))

    def on_resize(self) -> None:
        self.redraw()

    def action_open(self) -> None:
        self.query_one(ChoiceRows).action_choose()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        kind, _, name = event.key.partition(":")
        if f"{kind}:" == view.PRACTICE:
            self.post_message(OpenPractice(name.partition("#")[0]))
        elif f"{kind}:" == view.SCREEN:
            self.book_app.action_open(name)
        else:
            self.post_message(OpenPractice("", walk=next(Walk(only) for only in ONLY if only == name)))
