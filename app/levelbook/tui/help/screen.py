"""Help: what every key does, the keys of this screen first."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from levelbook.keymap.commands import COMMANDS, EVERYWHERE, PLACES, Command
from levelbook.keymap.current import Keys
from levelbook.tui.base.panel import Panel
from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row


class HelpScreen(Panel):
    """A screen with all keys, grouped by where they work."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("help")

    def __init__(self, screen_name: str) -> None:
        super().__init__()
        self._screen_name = screen_name

    def title_line(self) -> str:
        return "Keys"

    def rows(self) -> list[Row]:
        others = [name for name in PLACES if name not in (self._screen_name, EVERYWHERE)]
        shown: list[Row] = []
        for name in dict.fromkeys((self._screen_name, EVERYWHERE, *others)):
            # The ten levels stand on one line.
            commands = [command for command in self._offered() if command.where == name and not command.level]
            if commands:
                shown += [
                    *([Row(EMPTY)] if shown else []),
                    Row(line(PLACES[name], "head")),
                    *(_row(command, self.keys) for command in commands),
                ]
        return shown

    def _offered(self) -> list[Command]:
        """All; in a ballot those that a participant needs."""
        alone = self.session.ballot is not None
        return [command for command in COMMANDS if command.is_for_ballots or not alone]


def _row(command: Command, key_names: Keys) -> Row:
    keys, name, about = " ".join(key_names.written(command.id)), command.name, command.help
    if command.is_level:
        keys, name = key_names.levels(command_id=command.id), "Level"
        about = "Answer with a level" if command.id == "level-0" else command.help
    return Row(join(line(name), line(f"  {about}", "dim")), lead=line(f"{keys:<16} ", "key"))
