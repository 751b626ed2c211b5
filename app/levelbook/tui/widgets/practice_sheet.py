"""The widget for one practice, which shows as much as fits, and always all levels."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events

from levelbook.tui.widgets.rows import Row, Rows

Attempt = Callable[[str], Sequence[Row]]


class PracticeSheet(Rows):
    """Rows in versions of several lengths; the longest that fits is shown."""

    DEFAULT_CSS = """
    PracticeSheet { height: 1fr; }
    """

    def __init__(self, *, id: str | None = None, focusable: bool = True, mark: bool = True) -> None:
        super().__init__(id=id, focusable=focusable, mark=mark)
        self._attempts: Sequence[Attempt] = ()

    def fit(self, attempts: Sequence[Attempt], cursor: str | None = None) -> None:
        """Show the first of `attempts` that fits, each made for where the cursor stands."""
        self._attempts = attempts
        self._fit(self.cursor if cursor is None else cursor)

    def _fit(self, cursor: str) -> None:
        width, height = self._columns(), self.size.height
        for attempt in self._attempts:
            rows = attempt(cursor)
            if not height or self.would_take(rows, width) <= height:
                break
        if self._attempts:
            self.show(rows, cursor)

    def _go(self, key: str) -> None:
        """Move the cursor; another level opens as it comes there."""
        if key != self.cursor:
            self._fit(key)
            self.post_message(self.Moved(self, key))

    def on_resize(self, event: events.Resize) -> None:
        self._fit(self.cursor)
