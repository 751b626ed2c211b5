"""The help screen of a portfolio."""

from __future__ import annotations

from collections.abc import Sequence

from levelbook.keymap.commands import Command
from levelbook.tui.help.screen import HelpScreen


class PortfolioHelp(HelpScreen):
    """The keys of a portfolio, grouped by where they work."""

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__("portfolio")
        self._commands = list(commands)

    def _offered(self) -> list[Command]:
        return self._commands
