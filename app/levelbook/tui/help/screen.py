"""Help: what every key does, the keys of this screen first."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from levelbook.keymap.commands import COMMANDS, EVERYWHERE, PLACES, Command
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.base.panel import Panel
from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.rows import Row

_WIDTH = 16
"""Cells for the keys of a command; those that have no room there stand behind its words."""


class HelpScreen(Panel):
    """A screen with all keys, grouped by where they work."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("help")

    def __init__(self, *places: str) -> None:
        """places: where one is, as `PLACES` names it; the keys of these come first."""
        super().__init__()
        self._places = places

    def title_line(self) -> str:
        return "Keys"

    def rows(self) -> list[Row]:
        shown: list[Row] = []
        for name in dict.fromkeys((*self._places, EVERYWHERE, *PLACES)):
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
    name, about = command.name, command.help
    keys = list(key_names.written(command.id))
    if command.is_level:
        keys, name = [key_names.levels(command_id=command.id)], "Level"
        about = "Answer with a level" if command.id == "level-0" else command.help
    also: list[str] = []
    while len(keys) > 1 and len(" ".join(keys)) > _WIDTH:
        also.insert(0, keys.pop())
    if also:
        about += f"; so do {' '.join(also)}" if len(also) > 1 else f"; so does {also[0]}"
    return Row(join(line(name), line(f"  {about}", "dim")), lead=line(f"{' '.join(keys):<{_WIDTH}} ", "key"))
