"""An alert is a sentence that has to be closed. It comes in place of a form, so that text for that does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from levelbook.tui.base.screen import Modal
from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import content, line


class Alert(Modal[None]):
    """Says why a form does not open. Text that was meant for the form reaches nothing."""

    DEFAULT_CSS = """
    Alert > .body { width: 64; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("notice")

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    @property
    def shown_keys(self) -> Mapping[str, str]:
        return {"notice-close": "close"}

    def compose(self) -> ComposeResult:
        with Vertical(classes="body notice") as box:
            box.border_subtitle = line(f"{self.keys.key('notice-close')} closes")
            yield Static(content(self._words))
        yield from self.around()

    def action_close(self) -> None:
        """Close by Enter, which in a paste is a line break."""
        self.drops_what_follows = True
        self.dismiss()

    def action_leave(self) -> None:
        self.dismiss()
