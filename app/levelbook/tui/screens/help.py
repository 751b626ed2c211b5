"""Help: what every key does, the keys of this screen first."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from levelbook.tui.commands import COMMANDS, EVERYWHERE, SCREENS, Command
from levelbook.tui.plain import EMPTY, join, line
from levelbook.tui.screens.panel import Panel
from levelbook.tui.widgets.rows import Row


class HelpScreen(Panel):
    """All keys, grouped by screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1", "leave", "Close", show=False)]

    def __init__(self, screen_name: str) -> None:
        super().__init__()
        self._screen_name = screen_name

    def title_line(self) -> str:
        return "What the keys do"

    def rows(self) -> list[Row]:
        others = [name for name in SCREENS if name != self._screen_name]
        shown: list[Row] = []
        for name in (self._screen_name, EVERYWHERE, *others):
            commands = [command for command in COMMANDS if command.where == name]
            if commands and (name in SCREENS or name == EVERYWHERE):
                title = SCREENS[name][0] if name in SCREENS else "Everywhere"
                shown += [*([Row(EMPTY)] if shown else []), Row(line(title, "head")), *map(_row, commands)]
        return [*shown, Row(EMPTY), Row(line("In lists", "head")), *_LISTS]


def _row(command: Command) -> Row:
    keys = " ".join(command.written)
    return Row(join(line(command.name), line(f"  {command.help}", "dim")), lead=line(f"  {keys:<16}", "key"))


_LISTS = [
    Row(line("Up and down; the mouse and its wheel work too", "dim"), lead=line(f"  {'↑ ↓ k j':<16}", "key")),
    Row(
        line("Further up and down, to the first and the last", "dim"),
        lead=line(f"  {'pgup pgdn home end':<16} ", "key"),
    ),
    Row(line("In forms: save; in the last field ⏎ saves too", "dim"), lead=line(f"  {'ctrl+s':<16}", "key")),
    Row(line("In forms and lists: back, without a change", "dim"), lead=line(f"  {'esc':<16}", "key")),
]
