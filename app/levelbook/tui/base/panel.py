"""A panel over the screen that is read and closed: what the questionnaire says, all keys."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from levelbook.tui.base.screen import Modal
from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import line
from levelbook.tui.widgets.rows import ChoiceRows, Row, Rows


class Panel(Modal[str | None]):
    """Rows to read. Escape closes; a row that can be chosen closes it too and gives its key."""

    CSS_PATH = Path(__file__).with_name("panel.tcss")
    BINDINGS: ClassVar[list[BindingType]] = bindings("panel")

    def title_line(self) -> str:
        return ""

    def rows(self) -> list[Row]:
        return []

    @property
    def shown_keys(self) -> Mapping[str, str]:
        return {"panel-leave": "close"}

    def compose(self) -> ComposeResult:
        with Vertical(classes="body panel") as box:
            box.border_title = line(self.title_line())
            box.border_subtitle = line(f"{self.keys.key('panel-leave')} closes")
            yield ChoiceRows(pad=1)
        yield from self.around()

    def on_mount(self) -> None:
        rows = self.query_one(ChoiceRows)
        rows.show(self.rows(), top=True)
        rows.focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.key)

    def action_leave(self) -> None:
        self.dismiss(None)
