"""A few choices, one below the other; arrows choose, or a digit that a choice begins with, or a click.

Letters choose nothing: in a form they are nearly always the beginning of a text that is meant for another field.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import join, line
from levelbook.tui.running_app import running_app
from levelbook.tui.widgets.rows import Row, Rows


class ChoiceLine(Rows):
    """Choices, one below the other; the one under the cursor is chosen."""

    DEFAULT_CSS = """
    ChoiceLine { height: auto; max-height: 8; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("choice")

    class Changed(Message):
        """Another choice was made."""

    def __init__(self, choices: tuple[tuple[str, str], ...], value: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = choices
        self._value = value if value in self.values else self.values[0]

    @property
    def values(self) -> list[str]:
        """Return the values that can be chosen."""
        return [key for key, _ in self._choices]

    @property
    def value(self) -> str:
        """The chosen one's. It is where the cursor is, also before a message has told of that."""
        return self._choices[int(self.cursor)][0] if self.cursor else self._value

    @value.setter
    def value(self, value: str) -> None:
        self._value = value
        self._draw()

    def on_mount(self) -> None:
        self._draw()

    def _draw(self) -> None:
        rows = [self._choice(place, label) for place, (_, label) in enumerate(self._choices)]
        self.show(rows, str(self._place))

    @property
    def _place(self) -> int:
        return self.values.index(self._value)

    def _choice(self, place: int, label: str) -> Row:
        """The row's key is its place: a value may be empty."""
        chosen = place == self._place
        dot = Content("● ").stylize("chosen") if chosen else Content("○ ").stylize("dim")
        return Row(join(line(label, "strong" if chosen else "")), lead=dot, key=str(place))

    def _choose(self, value: str) -> None:
        self._value = value
        self._draw()
        self.post_message(self.Changed())

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._choose(self._choices[int(event.key)][0])

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()

    def on_key(self, event: events.Key) -> None:
        """A digit goes to the next choice that begins with it; other characters only say what chooses here."""
        if not event.character or not event.is_printable or event.character.isspace():
            return
        event.stop()
        at = int(self.cursor)
        order = self._choices[at + 1 :] + self._choices[: at + 1]
        digit = event.character if event.character.isdigit() else None
        found = next((value for value, label in order if digit and label.startswith(digit)), None)
        if found is not None:
            self._choose(found)
        else:
            running_app(self).say("This is a list: the arrow keys choose, and Tab goes to the next field.")
