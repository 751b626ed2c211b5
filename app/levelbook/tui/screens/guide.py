"""The guide: chapters on the left, one of them on the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from levelbook.errors import LevelbookError
from levelbook.tui.commands import bindings
from levelbook.tui.messages import GuideCompared
from levelbook.tui.plain import content, line
from levelbook.tui.screens.base import BookScreen
from levelbook.tui.views import guide as view
from levelbook.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from levelbook.publishing import Publisher


class GuideScreen(BookScreen):
    """The guide as it is on disk, one chapter at a time."""

    CSS_PATH = "guide.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("guide")
    AUTO_FOCUS = "#chapters"
    name_in_commands = "guide"

    def __init__(self) -> None:
        super().__init__()
        self._chapters: list[view.Chapter] = []
        self._states: Mapping[str, str] = {}

    def body(self) -> Iterable[Widget]:
        return (Horizontal(Rows(id="chapters"), Rows(id="page", pad=1)),)

    def redraw(self) -> None:
        """Show the guide on disk at once, and find out in the background what people changed in it."""
        publisher = self.book_app.publisher()
        try:
            text = publisher.guide_text()
        except LevelbookError as refused:
            self._chapters = []
            self._show_page(_refusal(refused))
            return
        self._chapters = view.chapters(text) if text is not None else []
        self._show_chapters()
        if text is not None:
            self.run_worker(partial(self._compare, publisher), thread=True, exclusive=True, exit_on_error=False)

    def _compare(self, publisher: Publisher) -> None:
        try:
            message = GuideCompared(view.states(publisher.status()))
        except LevelbookError as refused:
            message = GuideCompared(refused=refused)
        self.post_message(message)

    def on_guide_compared(self, message: GuideCompared) -> None:
        if message.refused:
            self._show_page(_refusal(message.refused))
        elif message.states != self._states:
            self._states = message.states
            self._show_chapters()

    def _show_chapters(self) -> None:
        rows = view.list_rows(self._chapters, self._states) or [Row(line("no guide yet", "dim"))]
        chapters = self.query_one("#chapters", Rows)
        chapters.show(rows)
        self._turn_to(chapters.cursor)

    def _turn_to(self, key: str) -> None:
        if not self._chapters:
            self._show_page(view.nothing_rows())
            return
        page = self.query_one("#page", Rows)
        width = max(20, page.scrollable_content_region.width - 2)
        self._show_page(view.page_rows(self._chapters[int(key or 0)], self._states, width))

    def _show_page(self, rows: list[Row]) -> None:
        self.query_one("#page", Rows).show(rows, top=True)

    def on_resize(self) -> None:
        self.call_after_refresh(self._turn_to, self.query_one("#chapters", Rows).cursor)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._turn_to(event.key)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self._turn_to(event.key)

    def action_read(self) -> None:
        page, chapters = self.query_one("#page"), self.query_one("#chapters")
        (chapters if page.has_focus else page).focus()

    def action_assemble(self) -> None:
        self.book_app.assemble()


def _refusal(refused: LevelbookError) -> list[Row]:
    return [Row(content("\n".join(refused.lines())), ink="warn")]
