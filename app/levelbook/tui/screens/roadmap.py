"""The roadmap: the gaps in the order to close them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from levelbook.tui.commands import bindings
from levelbook.tui.messages import OpenPractice
from levelbook.tui.screens.base import BookScreen
from levelbook.tui.views import roadmap as view
from levelbook.tui.widgets.rows import WIDEST, ChoiceRows, Rows


class RoadmapScreen(BookScreen):
    """One table; Enter goes to the practice."""

    CSS_PATH = "plain.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("roadmap")
    name_in_commands = "roadmap"

    def body(self) -> Iterable[Widget]:
        return (ChoiceRows(pad=1),)

    def redraw(self) -> None:
        width = min(WIDEST, self.app.size.width - (8 if self.is_wide else 0))
        self.query_one(ChoiceRows).show(view.rows(self.session, width=width))

    def on_resize(self) -> None:
        self.redraw()

    def action_open(self) -> None:
        self.query_one(ChoiceRows).action_choose()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.post_message(OpenPractice(event.key))
