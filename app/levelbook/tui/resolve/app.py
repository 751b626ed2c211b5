"""A half merged book in the terminal: the app cannot open it, so it has one of its own, with the same keys and inks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import BindingType

from levelbook.book.resolve import Resolution
from levelbook.core.answers.merge import Side
from levelbook.core.errors import FileIsWrong
from levelbook.keymap.user_settings import UserSettings, read_user_settings
from levelbook.tui.base_app import SettingsApp
from levelbook.tui.resolve.screen import ResolveScreen
from levelbook.tui.signals import leave_on_signal


class ResolveApp(SettingsApp):
    """Settles conflicts; `taken` says which side is taken of each, and is empty where nothing is to be written."""

    CSS_PATH = "../app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, resolution: Resolution, taken: Mapping[str, Side], settings: UserSettings) -> None:
        super().__init__(settings)
        self.resolution = resolution
        self.taken = dict(taken)

    def on_mount(self) -> None:
        leave_on_signal(self.action_leave, self._interrupt)
        screen = ResolveScreen(self.resolution, self.taken)
        self.push_screen(screen)
        self.hold_keys(screen)  # until it is there

    async def action_quit(self) -> None:
        """Leave without writing anything."""
        self.action_leave()

    def action_leave(self) -> None:
        """Leave without writing anything."""
        self.taken.clear()
        self.exit()

    def _interrupt(self) -> None:
        self.was_interrupted = True
        self.action_leave()


def run(resolution: Resolution, taken: Mapping[str, Side]) -> Mapping[str, Side]:
    """Ask for a side of each conflict that is open; empty where somebody left without writing.

    Raises KeyboardInterrupt where a signal ended it.
    """
    try:
        settings = read_user_settings()
    except FileIsWrong:
        settings = UserSettings()
    app = ResolveApp(resolution, taken, settings)
    app.run()
    if app.was_interrupted:
        raise KeyboardInterrupt
    return app.taken
