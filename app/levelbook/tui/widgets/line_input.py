"""Fields for one line of text. A paste of several lines is joined, so that no line is lost."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.widgets import Input, TextArea

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

    def begin_another(self) -> None:
        """Append the field's separator for another line."""
        self.value = f"{self.value.rstrip(',; ')}{self._separator}"
        self.cursor_position = len(self.value)


class SentenceInput(TextArea):
    """A field for one line of prose, which wraps and grows instead of scrolling sideways."""

    def __init__(self, value: str = "", **options: Any) -> None:
        super().__init__(
            value, compact=True, tab_behavior="focus", soft_wrap=True, highlight_cursor_line=False, **options
        )
        self.move_cursor(self.document.end)

    @property
    def value(self) -> str:
        """The text, which is one line."""
        return self.text

    @value.setter
    def value(self, text: str) -> None:
        self.text = joined(text, " ")
        self.move_cursor(self.document.end)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        several = len(event.text.strip().splitlines()) > 1
        words = joined(event.text, " ") if several else "".join(event.text.splitlines())
        self.replace(words, *self.selection)
        self.scroll_cursor_visible()
