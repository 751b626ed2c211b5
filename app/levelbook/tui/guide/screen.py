"""The guide: chapters on the left, one of them on the right; what people edited in it is shown and settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from levelbook.book.publishing.guide_code import open_code_notices
from levelbook.book.publishing.incident_contacts import to_fill_words
from levelbook.core.errors import GuideDamaged, LevelbookError, Problem, UsedWrongly
from levelbook.guide.keep.blocks import TROUBLE
from levelbook.guide.keep.merge import EditedBlock
from levelbook.keymap.effective_keys import Keys
from levelbook.tui import external_editor
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.commands import bindings
from levelbook.tui.guide import rows as view
from levelbook.tui.hand_edits.screen import HandEditsScreen
from levelbook.tui.literal_text import content, line
from levelbook.tui.screen_messages import GuideCompared
from levelbook.tui.widgets.rows import GUTTER, ChoiceRows, Row, Rows

if TYPE_CHECKING:
    from levelbook.book.publishing.hand_edits import HandEdits  # 90 ms, which reading the guide does without
    from levelbook.book.publishing.publish import Publisher
    from levelbook.guide.keep.dead_links import DeadLink


class Page(ChoiceRows):
    """A chapter. Enter opens an edited part that is in sight, and otherwise means the screen."""

    def action_choose(self) -> None:
        if not self.cursor_is_seen:
            raise SkipAction
        super().action_choose()


class GuideScreen(BookScreen):
    """The guide as it is on disk, one chapter at a time."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("guide")
    AUTO_FOCUS = "#chapters"
    name_in_commands = "guide"

    def __init__(self) -> None:
        super().__init__()
        self._chapters: list[view.Chapter] = []
        self._refused: LevelbookError | None = None
        """Why the guide cannot be shown, or cannot be told from people's words."""
        self.edited: tuple[EditedBlock, ...] | None = None
        """The edited blocks; None until they are known."""
        self._dead_links: tuple[DeadLink, ...] = ()
        self._open_code: tuple[Problem, ...] = ()
        self._to_fill = False
        """Whether the part “If something looks wrong” is not filled in yet."""
        self._then: Callable[[], None] | None = None
        """The action that waits for them."""

    def body(self) -> Iterable[Widget]:
        return (Horizontal(Rows(id="chapters"), Page(id="page", pad=1)),)

    # Showing

    def redraw(self) -> None:
        """Show the guide on disk at once, and find out in the background what people changed in it."""
        publisher = self.book_app.publishing.publisher()
        try:
            text = publisher.guide_text()
        except LevelbookError as refused:
            self._chapters, self._refused, self.edited, self._dead_links, self._open_code = [], refused, (), (), ()
            self._show_chapters()
            return
        self._chapters = view.chapters(text) if text is not None else []
        self._to_fill = bool(to_fill_words(publisher.folder))
        if text is None:
            self._refused, self.edited, self._dead_links, self._open_code = None, (), (), ()
        self._show_chapters()
        if text is not None:
            from levelbook.book.publishing.hand_edits import HandEdits  # 90 ms, which reading the guide does without

            self.run_worker(
                partial(self._compare, publisher, HandEdits(publisher)),
                thread=True,
                exclusive=True,
                group="edited",
                exit_on_error=False,
            )

    def _compare(self, publisher: Publisher, hand_edits: HandEdits) -> None:
        """Compare in a thread, without touching a widget."""
        from levelbook.book.publishing.guide_links import dead_links_in  # 56 ms, which reading the guide does without

        try:
            text = publisher.guide_text() or ""
            open_code = open_code_notices(text, publisher.folder.guide_path)
            message = GuideCompared(hand_edits.edited(), dead_links_in(publisher, text), open_code)
        except LevelbookError as refused:
            message = GuideCompared(refused=refused)
        self.post_unless_overtaken(message)

    def on_guide_compared(self, message: GuideCompared) -> None:
        was = (self.edited, self._dead_links, self._open_code, self._refused and self._refused.message)
        self.edited, self._dead_links, self._refused = message.edited, message.dead_links, message.refused
        self._open_code = message.open_code
        if was != (self.edited, self._dead_links, self._open_code, self._refused and self._refused.message):
            self._show_chapters(view.DAMAGED if self._refused else None)
        then, self._then = self._then, None
        if then is not None:
            then()

    def _show_chapters(self, cursor: str | None = None) -> None:
        wrong = "Damaged" if isinstance(self._refused, GuideDamaged) else "Cannot assemble" if self._refused else ""
        rows = view.list_rows(self._chapters, self._states(), wrong=wrong)
        rows = rows or [Row(line("no guide yet", "dim"))]
        summary = view.summary_rows(self.edited or (), self._dead_links, self._open_code, self.keys)
        chapters = self.query_one("#chapters", Rows)
        chapters.show([*rows, *([Row(), *summary] if summary else [])], cursor, nearby=True)
        self._turn_to(chapters.cursor)

    def _states(self) -> dict[str, str]:
        own = {TROUBLE: view.TO_FILL_IN} if self._to_fill else {}
        return own | view.states(self.edited or ())

    def _turn_to(self, key: str) -> None:
        if key == view.DAMAGED and self._refused is not None:
            self._show_page(_refusal(self._refused, self.keys))
            return
        if not self._chapters:
            self._show_page(view.nothing_rows(self.keys))
            return
        if key == view.DEAD_LINKS and self._dead_links:
            self._show_page(view.dead_link_rows(self._dead_links, self.keys))
            return
        if key == view.OPEN_CODE and self._open_code:
            self._show_page(view.open_code_rows(self._open_code, self.keys))
            return
        page = self.query_one("#page", Rows)
        width = max(20, page.scrollable_content_region.width - GUTTER - page.pad)
        self._show_page(view.page_rows(self._chapter(key), self._states(), width))

    def _chapter(self, key: str) -> view.Chapter:
        return view.chapters_by_key(self._chapters).get(key, self._chapters[0])

    def _show_page(self, rows: list[Row]) -> None:
        self.query_one("#page", Rows).show(rows, "", top=True, follow=False)

    def on_resize(self) -> None:
        self.call_after_refresh(lambda: self._turn_to(self._at))  # by then the cursor may be on a row that came since

    @property
    def _at(self) -> str:
        return self.query_one("#chapters", Rows).cursor

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if event.rows.id == "chapters":
            self._turn_to(event.key)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        if event.rows.id == "chapters":
            self._turn_to(event.key)
        else:
            self._settle_from(event.key)

    def action_read(self) -> None:
        page, chapters = self.query_one("#page"), self.query_one("#chapters")
        (chapters if page.has_focus else page).focus()

    def action_assemble(self) -> None:
        self.book_app.publishing.assemble()

    # Hand edits

    def action_settle(self) -> None:
        self._settle_from("")

    def _settle_from(self, first: str) -> None:
        """Go through what people edited; once it is known what that is."""
        if isinstance(self._refused, GuideDamaged):
            self.book_app.say("The guide is damaged: repair it before you review edits.")
        elif self._refused is not None:
            self.book_app.tell(self._refused)
        elif self.edited is None:
            self._then = partial(self._settle_from, first)
            self.book_app.say("comparing…")
        elif not self.edited:
            self.book_app.say(
                "Nobody has edited what levelbook wrote in the guide." if self._chapters else "There is no guide yet."
            )
        else:
            self.app.push_screen(HandEditsScreen(self.edited, first))

    # Repairing

    def action_repair(self) -> None:
        if not isinstance(self._refused, GuideDamaged):
            self.book_app.say("Nothing in the guide is damaged.")
            return
        choices = (
            Choice("no", Row(line("No, leave it as it is"), lead=line("n ", "key"), key="no"), letter="n"),
            Choice("yes", Row(line("Yes, repair it"), lead=line("y ", "key"), key="yes"), letter="y"),
        )
        about = "No line that people wrote is lost. levelbook writes the damaged parts again at the next assembly."
        self.app.push_screen(Picker("Repair the guide?", choices, about=about), self._repair)

    def _repair(self, answer: str | None) -> None:
        if answer != "yes":
            return
        from levelbook.book.publishing.hand_edits import (  # 90 ms, which reading the guide does without
            REPAIRED,
            HandEdits,
        )

        try:
            done = HandEdits(self.book_app.publishing.publisher()).repair()
        except LevelbookError as refused:
            self.book_app.tell(refused)
        else:
            self.book_app.say(REPAIRED[done])
        self.edited = None
        self.redraw()

    # In the editor

    def action_edit(self) -> None:
        path = self.book_app.publishing.publisher().folder.guide_path
        if not path.exists():
            self.book_app.say("There is no guide yet.")
            return
        try:
            external_editor.edit(self.book_app, path, self._line())
        except UsedWrongly as refused:
            self.book_app.tell(refused)
        self.redraw()

    def _line(self) -> int:
        """Say where the editor should be: at a fault, the edited part under the cursor, or the chapter."""
        if self._at == view.DAMAGED and isinstance(self._refused, GuideDamaged):
            return self._refused.problems[0].line or 1
        if self._at == view.DEAD_LINKS and self._dead_links:
            return self._dead_links[0].line
        if self._at == view.OPEN_CODE and self._open_code:
            return self._open_code[0].line or 1
        page = self.query_one("#page", Page)
        if page.has_focus and page.cursor_is_seen:
            return next((block.line for block in self.edited or () if block.id == page.cursor), 1)
        return self._chapter(self._at).line if self._chapters else 1


def _refusal(refused: LevelbookError, keys: Keys) -> list[Row]:
    if isinstance(refused, GuideDamaged):
        return view.damage_rows(refused, keys)
    return [Row(content("\n".join(refused.lines())), ink="warn")]
