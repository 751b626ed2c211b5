"""A portfolio in the terminal: an app of its own beside that of a book, with the same keys and inks."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any, ClassVar

from textual.binding import BindingType

from levelbook.core.errors import FileIsWrong
from levelbook.keymap.commands import COMMANDS, EVERYWHERE, IN_A_PORTFOLIO, Command
from levelbook.keymap.user_settings import UserSettings, read_user_settings
from levelbook.portfolio.browsing import Browser
from levelbook.tui.base_app import SettingsApp
from levelbook.tui.commands import Palette, everywhere
from levelbook.tui.portfolio.screen import PortfolioScreen
from levelbook.tui.signals import leave_on_signal

_PLACES = ("portfolio", "table", "rows", "narrow", "panel", "help")
"""Places of the keymap that a portfolio has."""


def commands() -> list[Command]:
    """Return the commands that there are in a portfolio."""
    return [one for one in COMMANDS if one.where in _PLACES or (one.where == EVERYWHERE and one.id in IN_A_PORTFOLIO)]


class PortfolioPalette(Palette):
    """The commands of a portfolio by name."""

    def _offered(self) -> list[Command]:
        return [one for one in commands() if one.where in ("portfolio", EVERYWHERE) and one.in_palette]

    def _elsewhere(self) -> Iterator[tuple[str, Command]]:
        return iter(())


class PortfolioApp(SettingsApp):
    """Many teams in the terminal. What it shows is asked of a browser."""

    CSS_PATH = "../app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[Any]] = {PortfolioPalette}
    BINDINGS: ClassVar[list[BindingType]] = everywhere(*IN_A_PORTFOLIO)

    def __init__(
        self,
        browser: Browser,
        *,
        settings: UserSettings | None = None,
        wrong_settings: FileIsWrong | None = None,
    ) -> None:
        super().__init__(settings, wrong_settings)
        self.browser = browser
        self.fault: Exception | None = None
        """The fault that ended the app, if any."""

    def on_mount(self) -> None:
        leave_on_signal(self.exit, self._interrupt)
        screen = PortfolioScreen(self.browser)
        self.push_screen(screen)
        self.hold_keys(screen)  # until it is there
        self.call_after_refresh(gc.freeze)
        self.tell_wrong_settings()

    def exit(self, *given: Any, **named: Any) -> None:
        """Leave at once, whatever is being read."""
        self.browser.leave()
        super().exit(*given, **named)

    def _interrupt(self) -> None:
        self.was_interrupted = True
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """Keep a fault for the code that started the app, which reports it."""
        self.fault = self.fault or error
        super()._handle_exception(error)

    def opens_form(self, key: str) -> bool:
        return key in self.keys.of("portfolio-filter")

    def action_keys(self) -> None:
        from levelbook.tui.portfolio.help import PortfolioHelp  # 3 ms, which the first paint does without

        if not isinstance(self.screen, PortfolioHelp):
            self.push_screen(PortfolioHelp(commands()))


def run(browser: Browser) -> None:
    """Show a portfolio; returns when it is closed. Raises what ended the app, where something did."""
    try:
        app = PortfolioApp(browser, settings=read_user_settings())
    except FileIsWrong as wrong:
        app = PortfolioApp(browser, wrong_settings=wrong)
    app.run()
    if app.fault is not None:
        raise app.fault
    if app.was_interrupted:
        raise KeyboardInterrupt("Stopped.")
