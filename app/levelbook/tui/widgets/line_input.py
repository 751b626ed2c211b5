"""A field of one line that takes a paste of several: the lines are joined, and none is lost."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.widgets import Input

from levelbook.core.text.cleaning import clean_line


def joined(text: str, separator: str) -> str:
    """The lines of a text as one, without empty lines; a line that ends in a comma gets no second one."""
    lines = [cleaned for one in text.splitlines() if (cleaned := clean_line(one))]
    return separator.join(one.rstrip(",; ") if separator == ", " else one for one in lines)


class LineInput(Input):
    """An `Input` whose pasted lines are joined by `separator`; Textual's own keeps the first and drops the rest."""

    def __init__(self, value: str = "", *, separator: str = " ", **options: Any) -> None:
        super().__init__(value, **options)
        self._separator = separator

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        several = len(event.text.strip().splitlines()) > 1
        # A single line is taken as it is: spaces at its ends may be wanted where it goes.
        words = joined(event.text, self._separator) if several else "".join(event.text.splitlines())
        before = self.value[: min(self.selection)].rstrip()
        if several and self._separator == ", " and before and before[-1] not in ",;":
            words = f"{self._separator}{words}"
        self.replace(words, *self.selection)
