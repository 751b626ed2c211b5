"""Short notifications over the screen: what was done in passing, and failures, which stay for a while."""

from __future__ import annotations

from time import monotonic
from typing import Any

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from levelbook.core.errors import LevelbookError
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.quotation import in_quotes
from levelbook.keymap.effective_keys import Keys
from levelbook.tui.base.alert import Alert
from levelbook.tui.resumable_driver import ResumableDriver
from levelbook.tui.type_ahead import TypeAheadApp

_DROPPED_SHOWN = 60
"""Characters of ignored text that are shown."""

_TOLD_FOR = 8.0
"""Seconds that a failure stays on the screen."""


class NotificationsApp(TypeAheadApp):
    """An app that notifies: a line over the screen that goes away, or an alert that has to be closed."""

    keys: Keys

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._told_until = 0.0

    def get_driver_class(self) -> type[Driver]:
        """Return a driver that survives being stopped from outside, in terminals of Linux and macOS."""
        found = super().get_driver_class()
        return ResumableDriver if found is LinuxDriver else found

    def tell(self, failure: LevelbookError) -> None:
        """Show a failure in its own words."""
        self._told_until = monotonic() + _TOLD_FOR
        self.notify(clean_line(" ".join(failure.lines())), severity="warning", timeout=_TOLD_FOR, markup=False)

    def say(self, words: str) -> None:
        """Show a short notice. It replaces the notice before, but not a failure."""
        self.clear_passing_notices()
        self.notify(clean_line(words), timeout=4, markup=False)

    def refuse_form(self, words: str) -> None:
        """Say why a form does not open, so that what is typed for it is no command."""
        self.push_screen(Alert(words))

    def tell_dropped(self, text: str) -> None:
        """Say what was pasted or typed in one go with the Enter that closed a form, and is not done."""
        self.say(f"Ignored the text after that Enter: {in_quotes(_beginning(text))}")

    def tell_pasted(self, text: str) -> None:
        """Say that a pasted text did nothing."""
        self.say(f"Ignored, because there is no field to type in: {in_quotes(_beginning(text))}. Open a form first.")

    def clear_passing_notices(self) -> None:
        """Take away what was said in passing; a failure stays for its time."""
        if monotonic() > self._told_until:
            self.clear_notifications()


def _beginning(text: str) -> str:
    """Give as much of a text as a notice has room for."""
    return text if len(text) <= _DROPPED_SHOWN else f"{text[:_DROPPED_SHOWN]}…"
