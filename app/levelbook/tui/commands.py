"""The commands of `keys/table.py` in Textual's terms: bindings, and the command palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider

from levelbook.keys.table import COMMANDS, EVERYWHERE, SCREENS, Command, on_screen
from levelbook.tui import hints

if TYPE_CHECKING:
    from levelbook.session import Session

__all__ = ["COMMANDS", "EVERYWHERE", "SCREENS", "Command", "Palette", "bindings", "on_screen"]


def bindings(*places: str) -> list[BindingType]:
    """Textual's bindings for the commands of a screen or another place; for "", the app's."""
    return [
        Binding(
            command.keys,
            command.action.removeprefix("app.") if command.where == EVERYWHERE else command.action,
            command.name,
            show=False,
            id=command.id,
            priority=command.comes_first,
        )
        for command in COMMANDS
        if command.where in places
    ]


class Palette(Provider):
    """The commands of the present screen, and those of every screen, by name."""

    def _offered(self) -> list[Command]:
        name = getattr(self.screen, "name_in_commands", "")
        return [command for command in on_screen(name) if command.in_palette and self._is_open(command)]

    def _is_open(self, command: Command) -> bool:
        """Levels are offered up to the top of the scale."""
        session: Session = self.app.session  # type: ignore[attr-defined]
        return command.level is None or command.level <= session.questionnaire.max_level

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._offered():
            score = matcher.match(f"{command.name} {command.help}")
            if score > 0:
                yield Hit(score, matcher.highlight(self._words(command)), self._run(command), help=command.help)

    async def discover(self) -> Hits:
        for command in sorted(self._offered(), key=lambda command: command.is_level):  # levels are found by typing
            yield DiscoveryHit(self._words(command), self._run(command), help=command.help)

    @staticmethod
    def _words(command: Command) -> str:
        return f"{command.name}  ({hints.key(command.id)})"

    def _run(self, command: Command) -> Callable[[], Awaitable[None]]:
        return partial(self.screen.run_action, command.action)
