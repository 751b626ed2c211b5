"""A few choices on one line or more, of which one is chosen: arrows, the first letter, or a click."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from levelbook.tui.commands import bindings
from levelbook.tui.plain import join, line
from levelbook.tui.widgets.rows import Row, Rows


class ChoiceLine(Rows):
    """Choices, one below the other; the one under the cursor is chosen."""

    DEFAULT_CSS = """
    ChoiceLine { height: auto; max-height: 8; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("choice")

    class Entered(Message):
        """Enter was pressed: on to the next field."""

        def __init__(self, choice: ChoiceLine) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, choices: tuple[tuple[str, str], ...], value: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = choices
        values = [key for key, _ in choices]
        self._value = value if value in values else values[0]

    @property
    def value(self) -> str:
        return self._value

    def on_mount(self) -> None:
        self._draw()

    def _draw(self) -> None:
        self.show([self._choice(key, label) for key, label in self._choices], self._value)

    def _choice(self, key: str, label: str) -> Row:
        chosen = key == self._value
        dot = Content("● ").stylize("chosen") if chosen else Content("○ ").stylize("dim")
        return Row(join(line(label, "strong" if chosen else "")), lead=dot, key=key)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._value = event.key
        self._draw()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()

    def on_key(self, event: events.Key) -> None:
        """A letter or digit goes to the next choice that begins with it."""
        if not event.character or not event.character.isalnum():
            return
        keys = [key for key, _ in self._choices]
        at = keys.index(self._value)
        order = self._choices[at + 1 :] + self._choices[: at + 1]
        found = next((key for key, label in order if label.lower().startswith(event.character.lower())), None)
        if found is not None:
            event.stop()
            self._value = found
            self._draw()

    def action_enter(self) -> None:
        self.post_message(self.Entered(self))
