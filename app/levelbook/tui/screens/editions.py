"""Editions: choose any two, see what moved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget

from levelbook.errors import LevelbookError
from levelbook.tui.commands import bindings
from levelbook.tui.messages import OpenPractice
from levelbook.tui.plain import content
from levelbook.tui.screens.base import BookScreen
from levelbook.tui.views import editions as view
from levelbook.tui.widgets.form import Field, Form, FormScreen, Given
from levelbook.tui.widgets.rows import ChoiceRows, Row, Rows


class EditionsScreen(BookScreen):
    """The editions, and below or beside them what moved between two."""

    CSS_PATH = "editions.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("editions")
    AUTO_FOCUS = "#editions"
    name_in_commands = "editions"

    def __init__(self) -> None:
        super().__init__()
        self.old, self.new = "", view.NOW

    def body(self) -> Iterable[Widget]:
        return (Container(Rows(id="editions"), ChoiceRows(id="moved", pad=1)),)

    def redraw(self) -> None:
        names = [*(edition.name for edition in self.session.history.editions), view.NOW]
        if self.old not in names:
            self.old, self.new = view.first_pair(self.session)
        self.query_one("#editions", Rows).show(view.list_rows(self.session, self.old, self.new))
        self.query_one("#moved", ChoiceRows).show(self._report())

    def _report(self) -> list[Row]:
        if not self.old:
            return view.nothing_rows()
        try:
            return view.report_rows(self.session, self.session.compare(self.old, self.new))
        except LevelbookError as refused:
            return [Row(content("\n".join(refused.lines())), ink="warn")]

    def _picked(self) -> str:
        return self.query_one("#editions", Rows).cursor

    def action_compare_from(self) -> None:
        self.old = self._picked()
        self.redraw()

    def action_compare_to(self) -> None:
        self.new = self._picked()
        self.redraw()

    def action_seal(self) -> None:
        field = Field("name", "Its name", hint=f"{self.session.on().isoformat()}, the day, where you leave this empty")
        about = "It keeps the answers, the questionnaire, the guide and the record as they are now."
        form = Form("Seal an edition", (field,), about=about, save="Seal")
        self.app.push_screen(FormScreen(form, self._seal, self.session.on()))

    def _seal(self, given: Given) -> None:
        self.book_app.seal(given.text("name") or None)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        if event.rows.id == "moved":
            self.post_message(OpenPractice(event.key))
