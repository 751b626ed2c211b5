"""The lines around a portfolio's table: the way here, the lists, the filter, what is under the cursor."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import join, line
from levelbook.tui.portfolio.places import LISTS
from levelbook.tui.running_app import running_app
from levelbook.tui.widgets.bars import Bar
from levelbook.tui.widgets.line_input import LineInput
from levelbook.tui.widgets.one_line import drawn_line


class BreadcrumbBar(Bar):
    """The way from the organisation to here, and the quarter. A part of the way can be clicked."""

    class Picked(Message):
        """A part of the way was clicked."""

        def __init__(self, depth: int) -> None:
            super().__init__()
            self.depth = depth

    def __init__(self) -> None:
        super().__init__()
        self._way: Sequence[str] = ()
        self._quarter = ""
        self._state = ""

    def show(self, way: Sequence[str], quarter: str, state: str = "") -> None:
        """Say where this is. state: what is being done just now."""
        self._way, self._quarter, self._state = way, quarter, state
        self.refresh()

    def drawn(self, width: int) -> Content:
        right = line(f"{self._state}  {self._quarter} ", "head")
        room = width - right.cell_length - 1
        way = join(" ", *self._parts())
        if way.cell_length > room:  # the near end matters more than the far one
            cut = way.cell_length - room + 2
            way = join(" …", way[cut:])
        return join(way, " " * max(1, width - way.cell_length - right.cell_length), right)

    def _parts(self) -> list[Content]:
        parts: list[Content] = []
        for depth, name in enumerate(self._way):
            if depth:
                parts.append(line(" › ", "dim"))
            parts.append(line(name, "strong" if depth == len(self._way) - 1 else ""))
        return parts

    def on_click(self, event: events.Click) -> None:
        event.stop()
        at = 1
        for depth, name in enumerate(self._way):
            at += line(name).cell_length + 3
            if event.x < at:
                self.post_message(self.Picked(depth))
                return


class ListBar(Bar):
    """The lists with their keys, on as many lines as they need; the present one is marked. Each can be clicked."""

    DEFAULT_CSS = """
    ListBar { height: auto; }
    """

    class Picked(Message):
        """The name of a list was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self) -> None:
        super().__init__()
        self._current = ""

    def show(self, name: str) -> None:
        if name != self._current:
            self._current = name
            self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        words = join(*(self._part(name) for name in self._lines(width)[y]))
        return drawn_line(words, width, self.visual_style, running_app(self).inks)

    def _lines(self, width: int) -> list[list[str]]:
        """Say which lists stand on each line: as many as it has room for."""
        lines: list[list[str]] = [[]]
        room = width
        for name in LISTS:
            room -= self._part(name).cell_length
            if room < 0:
                lines.append([])
                room = width - self._part(name).cell_length
            lines[-1].append(name)
        return lines

    def _part(self, name: str) -> Content:
        key, chosen = self.keys.key(f"portfolio-{name}"), name == self._current
        return join(line(f" {key} ", "mark" if chosen else "key"), line(LISTS[name], "mark" if chosen else "dim"))

    def on_click(self, event: events.Click) -> None:
        event.stop()
        at = 0
        for name in self._lines(self.size.width)[event.y]:
            at += self._part(name).cell_length
            if event.x < at:
                self.post_message(self.Picked(name))
                return


class LineBar(Bar):
    """One line that says something."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._said = ""

    def say(self, words: str) -> None:
        if words != self._said:
            self._said = words
            self.refresh()

    def drawn(self, width: int) -> Content:
        return line(f" {self._said}", "dim").truncate(width, ellipsis=True)


class FilterInput(LineInput):
    """The field of the filter: what is typed filters the list at once."""

    BINDINGS = bindings("narrow")

    class Moved(Message):
        """Up or down was pressed while typing."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Left(Message):
        """The field was left."""

        def __init__(self, *, cleared: bool) -> None:
            super().__init__()
            self.cleared = cleared

    def action_move(self, by: int) -> None:
        self.post_message(self.Moved(by))

    def action_keep(self) -> None:
        self.post_message(self.Left(cleared=False))

    def action_leave(self) -> None:
        self.post_message(self.Left(cleared=True))
