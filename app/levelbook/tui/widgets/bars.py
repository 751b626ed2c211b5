"""The line on top, which says whose book it is and whether it is saved, and the line of keys at the bottom."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from levelbook.core.frozen import frozen
from levelbook.keymap.commands import SCREENS, Command
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.running_app import running_app
from levelbook.tui.widgets.one_line import drawn_line


class Bar(Widget):
    """A line that is drawn at once."""

    DEFAULT_CSS = """
    Bar { height: 1; width: 1fr; background: $panel; color: $foreground; }
    """

    @property
    def keys(self) -> Keys:
        """The app's keys."""
        return running_app(self).keys

    def drawn(self, width: int) -> Content:
        return EMPTY

    def render_line(self, y: int) -> Strip:
        return drawn_line(self.drawn(self.size.width), self.size.width, self.visual_style, running_app(self).inks)


class TopBar(Bar):
    """The line on top: whose book, which screen, and whether everything is saved."""

    class Picked(Message):
        """A screen's name was clicked."""

        def __init__(self, screen: str) -> None:
            super().__init__()
            self.screen = screen

    def __init__(self, book: str, screen: str) -> None:
        super().__init__()
        self._book, self._screen = book, screen
        self._saved: tuple[str, str] = ("", "good")

    def name_book(self, book: str) -> None:
        """Show another name of the book, after its settings were changed."""
        if book != self._book:
            self._book = book
            self.refresh()

    def say(self, words: str, *, refused: bool = False) -> None:
        """Tell whether it is saved, in words."""
        said = (words, "bad" if refused else "good")
        if said != self._saved:
            self._saved = said
            self.refresh()

    def drawn(self, width: int) -> Content:
        saved, screens = self._said(width), self._screens(width)
        room = width - saved.cell_length - screens.cell_length - 3
        book = line(self._book, "strong").truncate(max(6, room), ellipsis=True)
        gap = width - 1 - book.cell_length - screens.cell_length - saved.cell_length
        return join(" ", book, " " * max(1, gap), screens, saved)

    def _said(self, width: int) -> Content:
        """Tell whether it is saved; a long refusal, which is told in full elsewhere, leaves room for the rest."""
        words, ink_name = self._saved
        return join(line(f" {words}", ink_name).truncate(max(20, width // 2), ellipsis=True), " ") if words else EMPTY

    def _screens(self, width: int) -> Content:
        """All screens with their keys where there is room, else the name of this one."""
        if not self._names_all(width) or self._screen not in SCREENS:
            title = SCREENS[self._screen][0] if self._screen in SCREENS else self._screen.title()
            return line(f" {title} ", "head")
        parts = [
            line(f" {self.keys.key(f'go-{name}')} {title} ", "mark" if name == self._screen else "dim")
            for name, (title, _) in SCREENS.items()
        ]
        return join(*parts)

    def _names_all(self, width: int) -> bool:
        """Tell whether there is room for all of them beside a few letters of the title, and what is said of saving."""
        return width - self._said(width).cell_length >= 16 + sum(
            cell_len(f" {self.keys.key(f'go-{name}')} {title} ") for name, (title, _) in SCREENS.items()
        )

    def on_click(self, event: events.Click) -> None:
        """A click on a screen's name opens it."""
        width = self.size.width
        if self._screen not in SCREENS:
            return
        if not self._names_all(width):
            self.post_message(self.Picked("go"))
            return
        at = event.x - (width - self._screens(width).cell_length - self._said(width).cell_length)
        for name, (title, _) in SCREENS.items():
            room = cell_len(f" {self.keys.key(f'go-{name}')} {title} ")
            at -= room
            if at < 0:
                if at >= -room:
                    self.post_message(self.Picked(name))
                return


@frozen
class _Spot:
    start: int
    end: int
    command: Command


def _stays(command: Command) -> bool:
    """Tell whether a command is shown in the narrowest terminal."""
    return not command.where or command.id.endswith("-leave")


class KeyBar(Bar):
    """A bar with the present keys, which can be clicked."""

    class Pressed(Message):
        """A key's word was clicked."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    def __init__(self, commands: Sequence[Command], renamed: dict[str, str] | None = None, *, marked: str = "") -> None:
        super().__init__()
        self._marked = marked
        """Id of the command whose part of the screen is shown, where keys choose between parts."""
        self._commands = [command for command in commands if command.footer]
        self._renamed = dict(renamed or {})
        self._spots: list[_Spot] = []

    @property
    def commands(self) -> Sequence[Command]:
        """The commands that are shown where there is room for all."""
        return self._commands

    def mark(self, command_id: str) -> None:
        """Mark the command whose part of the screen is shown."""
        self._marked = command_id
        self.refresh()

    def offer(self, commands: Sequence[Command], renamed: dict[str, str] | None = None) -> None:
        """Say what these keys do from now on."""
        shown = [command for command in commands if command.footer]
        if (shown, renamed or {}) != (self._commands, self._renamed):
            self._commands, self._renamed = shown, renamed or {}
            self.refresh()

    def drawn(self, width: int) -> Content:
        """Draw the place's own commands from the left, as many as fit, and at the right those that are always shown."""
        always = [command for command in self._commands if _stays(command)]
        always = always if width >= 100 else [command for command in always if command.id != "quit"]
        right = self._place(always, 0)
        right_width = right[-1].end + 1 if right else 0
        left = self._place([command for command in self._commands if not _stays(command)], 0, width - right_width)
        shift = max(0, width - right_width)
        self._spots = [*left, *(_Spot(spot.start + shift, spot.end + shift, spot.command) for spot in right)]
        parts: list[Content | str] = []
        at = 0
        for spot in self._spots:
            parts.append(" " * (spot.start - at))
            words = f" {spot.command.footer}"
            marked = spot.command.id == self._marked
            key = line(f"{'▸' if marked else ' '}{self._key(spot.command)}", "mark" if marked else "key")
            parts.append(join(key, line(f"{words} ", "mark") if marked else line(words, "dim")))
            at = spot.end + marked
        return join(*parts)

    def _key(self, command: Command) -> str:
        return self._renamed.get(command.id, self.keys.key(command.id))

    def _place(self, commands: Sequence[Command], start: int, room: int | None = None) -> list[_Spot]:
        """Say where each stands. What does not fit any more gives way to a shorter one that matters less."""
        spots = []
        for command in commands:
            end = start + cell_len(f" {self._key(command)} {command.footer}")
            if room is None or end < room:
                spots.append(_Spot(start, end, command))
                start = end + 1
        return spots

    def command_at(self, column: int) -> Command | None:
        """The command whose word stands in a column; None for none, and for the levels."""
        found = (spot.command for spot in self._spots if spot.start <= column <= spot.end)
        return next((command for command in found if not command.is_level), None)

    def on_click(self, event: events.Click) -> None:
        if (command := self.command_at(event.x)) is not None:
            self.post_message(self.Pressed(command))
