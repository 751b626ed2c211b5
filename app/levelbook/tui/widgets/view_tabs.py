"""Tabs in one line for the views of a screen. Each can be clicked."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.content import Content
from textual.message import Message

from levelbook.tui.literal_text import join, line
from levelbook.tui.widgets.bars import Bar


class ViewTabs(Bar):
    """Tabs such as `● Changes  ○ Trend  ○ Guide text`."""

    class Picked(Message):
        """A view's name was clicked."""

        def __init__(self, mode: str) -> None:
            super().__init__()
            self.mode = mode

    def __init__(self, modes: Mapping[str, str], current: str, command: str, *, id: str | None = None) -> None:
        """Make tabs. `modes`: key to name. `command`: the id of the one that goes to the next."""
        super().__init__(id=id)
        self._modes, self._current, self._command = modes, current, command

    def show(self, mode: str) -> None:
        if mode != self._current:
            self._current = mode
            self.refresh()

    def following(self) -> str:
        """The mode after the present one, and after the last one the first."""
        keys = list(self._modes)
        return keys[(keys.index(self._current) + 1) % len(keys)]

    def drawn(self, width: int) -> Content:
        parts = [self._part(mode) for mode in self._modes]
        return join("  ", *parts, line(f" {self.keys.key(self._command)} ", "key"), line("next view", "dim"))

    def _part(self, mode: str) -> Content:
        chosen = mode == self._current
        return line(f"{'●' if chosen else '○'} {self._modes[mode]}   ", "chosen" if chosen else "dim")

    def on_click(self, event: events.Click) -> None:
        event.stop()
        at = 2
        for mode in self._modes:
            at += self._part(mode).cell_length
            if event.x < at:
                self.post_message(self.Picked(mode))
                return
        self.post_message(self.Picked(self.following()))
