"""Rows that remember which of them were on the screen: only what was seen can be confirmed as a list."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.strip import Strip

from levelbook.tui.widgets.rows import Rows


class SeenRows(Rows):
    """Tells the keys of the rows that were on the screen so far."""

    class Seen(Message):
        """Other rows count as seen by now; `keys` are all of them."""

        def __init__(self, keys: frozenset[str]) -> None:
            super().__init__()
            self.keys = keys

    def __init__(self, *, id: str | None = None, pad: int = 0) -> None:
        super().__init__(id=id, pad=pad)
        self._seen: set[str] = set()
        self._is_used = False
        """Somebody has pressed a key or scrolled, so that what is on the screen is read."""
        self._leaps: list[int] = []
        """Pages that are still to come; the first of them is on its way to the screen."""

    def action_leap(self, by: int) -> None:
        """Turn a page once the one before was painted: two keys at once would leave what is between unseen."""
        self._leaps.append(by)
        if len(self._leaps) == 1:
            self._turn_page()

    def _turn_page(self) -> None:
        super().action_leap(self._leaps[0])
        self.call_after_refresh(self._turned)

    def _turned(self) -> None:
        self._leaps.pop(0)
        if self._leaps:
            self._turn_page()

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        key = self.key_at(y)
        if key and key not in self._seen:
            self._seen.add(key)
            self.post_message(self.Seen(frozenset(self._seen)))
        return strip

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._is_used = self._is_used or new_value > 0

    def on_key(self) -> None:
        self._is_used = True

    def on_resize(self, event: events.Resize) -> None:
        """Forget what only the first frame had, painted before what is below the list took its room."""
        super().on_resize(event)
        if not self._is_used:
            self._seen &= {self.key_at(y) for y in range(self.size.height)}
            self.post_message(self.Seen(frozenset(self._seen)))
