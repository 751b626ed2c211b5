"""A few choices on one line or more, of which one is chosen: arrows, the first letter, or a click."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content

from levelbook.tui.commands import bindings
from levelbook.tui.plain import join, line
from levelbook.tui.widgets.rows import Row, Rows


class ChoiceLine(Rows):
    """Choices, one below the other; the one under the cursor is chosen."""

    DEFAULT_CSS = """
    ChoiceLine { height: auto; max-height: 8; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("choice")

    def __init__(self, choices: tuple[tuple[str, str], ...], value: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._choices = choices
        values = [key for key, _ in choices]
        self._value = value if value in values else values[0]

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
        return [value for value, _ in self._choices].index(self._value)

    def _choice(self, place: int, label: str) -> Row:
        """The row's key is its place: a value may be empty."""
        chosen = place == self._place
        dot = Content("● ").stylize("chosen") if chosen else Content("○ ").stylize("dim")
        return Row(join(line(label, "strong" if chosen else "")), lead=dot, key=str(place))

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._value = self._choices[int(event.key)][0]
        self._draw()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()

    def on_key(self, event: events.Key) -> None:
        """A letter or digit goes to the next choice that begins with it."""
        if not event.character or not event.character.isalnum():
            return
        at = int(self.cursor)
        order = self._choices[at + 1 :] + self._choices[: at + 1]
        found = next((value for value, label in order if label.lower().startswith(event.character.lower())), None)
        if found is not None:
            event.stop()
            self._value = found
            self._draw()
