"""Going through what people edited in the guide: their words stay, levelbook's are taken, or it is left for now."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from levelbook.book.undo import Turn
from levelbook.core.errors import LevelbookError, UsedWrongly
from levelbook.core.text.quotation import in_quotes
from levelbook.guide.keep.merge import EditedBlock
from levelbook.keymap.commands import COMMANDS
from levelbook.tui import external_editor
from levelbook.tui.base.book_screen import BookView
from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.base.screen import Modal
from levelbook.tui.commands import bindings
from levelbook.tui.hand_edits import rows as view
from levelbook.tui.literal_text import line
from levelbook.tui.screen_messages import BlockSettled, GuideCompared
from levelbook.tui.widgets.bars import KeyBar
from levelbook.tui.widgets.rows import GUTTER, Row, Rows

if TYPE_CHECKING:
    from levelbook.book.publishing.hand_edits import HandEdits  # 90 ms, which the first look at the screen does without

Version = Literal["mine", "generated"]


class HandEditsScreen(BookView, Modal[None]):
    """The edited parts above, one of them with both texts below."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("settle", "parts")
    AUTO_FOCUS = "#both"

    def __init__(self, edited: Sequence[EditedBlock], first: str = "") -> None:
        """Open with `first`, the id of a part; empty for the first that is behind."""
        super().__init__()
        self.edited = view.in_order(edited)
        self.settled: dict[str, str] = {}
        """Id to what was decided here."""
        self.is_writing = False
        self._first = first

    @property
    def current(self) -> EditedBlock:
        at = self.query_one("#parts", Rows).cursor
        return next((block for block in self.edited if block.id == at), self.edited[0])

    @property
    def is_open(self) -> bool:
        """Tell whether anything is still behind."""
        return any(block.behind and block.id not in self.settled for block in self.edited)

    def compose(self) -> ComposeResult:
        with Vertical(classes="body settle"):
            yield Rows(id="parts", focusable=False)
            yield Rows(id="both", pad=1)
            yield KeyBar([command for command in COMMANDS if command.where == "settle"])
        yield from self.around()

    def on_mount(self) -> None:
        self._show(self._first)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_both)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._show_both()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self._show_both()

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        message.stop()
        await self.run_action(message.command.action)

    # Showing

    def redraw(self) -> None:
        """Show what is edited by now in the guide on disk, which others may have written meanwhile."""
        if self.is_writing:
            return
        # 90 ms, which the first look at the screen does without
        from levelbook.book.publishing.hand_edits import HandEdits

        hand_edits = HandEdits(self.book_app.publishing.publisher())
        self.run_worker(
            partial(self._look_again, hand_edits), thread=True, exclusive=True, group="edited", exit_on_error=False
        )

    def after_turn(self, turn: Turn) -> None:
        self.redraw()

    def _look_again(self, hand_edits: HandEdits) -> None:
        """Compare in a thread, without touching a widget. The screen below tells of a guide that cannot be read."""
        with contextlib.suppress(LevelbookError):
            self.post_unless_overtaken(GuideCompared(hand_edits.edited()))

    def on_guide_compared(self, message: GuideCompared) -> None:
        message.stop()
        if not self.is_writing and list(message.edited or ()) != list(self.edited):
            self._take_in(message.edited or ())

    def _show(self, cursor: str = "") -> None:
        rows = view.list_rows(self.book_app.session, self.edited, self.settled)
        self.query_one("#parts", Rows).show(rows, cursor or None)
        self._show_both()

    def _show_both(self) -> None:
        both, block = self.query_one("#both", Rows), self.current
        room = max(20, both.scrollable_content_region.width - GUTTER - 1)
        both.show(view.text_rows(block, self.settled.get(block.id, ""), room), top=True)
        place = self.edited.index(block) + 1
        name = view.title(self.book_app.session, block)
        self.query_one(".settle").border_title = line(f"Edited by hand · {place} of {len(self.edited)} · {name}")

    # Going through

    def action_leave(self, by: int) -> None:
        """Go to the next part or the one before, without a change."""
        place = self.edited.index(self.current) + by
        if 0 <= place < len(self.edited):
            self.query_one("#parts", Rows).move_to(self.edited[place].id)
            self._show_both()
        else:
            self.book_app.say("That was the last one." if by > 0 else "This is the first one.")

    def action_close(self) -> None:
        if self.is_writing:
            self._busy()
        else:
            self.dismiss()

    def _busy(self) -> None:
        self.book_app.say("One moment: the guide is being written.")

    def _writes(self, writing: bool) -> None:
        """Keep the screen open until the write has ended."""
        self.is_writing, self.closes_by_click = writing, not writing
        self.leads_to = () if writing else Modal.leads_to
        self.query_one(".settle").border_subtitle = line("writing…" if writing else "")

    # Deciding

    def action_take_mine(self) -> None:
        block = self.current
        if self._refuses(block):
            return
        if not block.behind or block.id in self.settled:
            self.book_app.say("Your words are already kept.")
            return
        self._settle(block, "mine")

    def action_take_generated(self) -> None:
        block = self.current
        if self._refuses(block):
            return
        choices = (
            Choice("no", Row(line("No, my words stay"), lead=line("n ", "key"), key="no"), letter="n"),
            Choice("yes", Row(line("Yes, drop them and take levelbook's"), lead=line("y ", "key"), key="yes"), "y"),
        )
        name = view.title(self.book_app.session, block)
        about = f"This drops what people wrote in {in_quotes(name)}. Nothing else in levelbook drops anybody's words."
        self.app.push_screen(Picker("Drop what people wrote?", choices, about=about), partial(self._dropped, block))

    def _dropped(self, block: EditedBlock, answer: str | None) -> None:
        if answer == "yes":
            self._settle(block, "generated")

    def _refuses(self, block: EditedBlock) -> bool:
        if self.is_writing:
            self._busy()
        elif self.settled.get(block.id) == "generated":
            self.book_app.say("These words are already levelbook's.")
        elif block.generated is None:
            self.book_app.say(
                "levelbook has no text for this part: the next assembly moves your words to the kept notes."
            )
        else:
            return False
        return True

    def _settle(self, block: EditedBlock, which: Version) -> None:
        # 90 ms, which the first look at the screen does without
        from levelbook.book.publishing.hand_edits import HandEdits

        self._writes(True)
        hand_edits = HandEdits(self.book_app.publishing.publisher())
        self.run_worker(partial(self._take, hand_edits, block, which), thread=True, group="settle", exit_on_error=False)

    def _take(self, hand_edits: HandEdits, block: EditedBlock, which: Version) -> None:
        """Write in a thread, without touching a widget."""
        try:
            hand_edits.take(block.id, which, seen=block)
            message = BlockSettled(block.id, which, hand_edits.edited())
        except LevelbookError as refused:
            message = self._refused(hand_edits, block, which, refused)
        self.post_message(message)

    @staticmethod
    def _refused(hand_edits: HandEdits, block: EditedBlock, which: Version, refused: LevelbookError) -> BlockSettled:
        try:
            return BlockSettled(block.id, which, hand_edits.edited(), refused)
        except LevelbookError as damaged:
            return BlockSettled(block.id, which, refused=damaged)

    def on_block_settled(self, message: BlockSettled) -> None:
        message.stop()
        self._writes(False)
        if message.refused:
            self.book_app.tell(message.refused)
            self._take_in(message.edited)
            return
        self.settled[message.block_id] = message.which
        self.book_app.say_state("guide settled")
        self._take_in(message.edited)
        if not self.is_open:
            self.book_app.say("No part is behind any more.")
            self.dismiss()
        else:
            self._show(next(block.id for block in self.edited if block.behind and block.id not in self.settled))

    def _take_in(self, edited: Sequence[EditedBlock]) -> None:
        """Say what is edited now; what was settled here stays in the list."""
        now = {block.id: block for block in edited}
        known = {block.id for block in self.edited}
        kept = [now.get(block.id, block) for block in self.edited if block.id in now or block.id in self.settled]
        # Words that were settled and edited since are to be settled anew.
        again = {name for name, block in now.items() if block.behind or self.settled.get(name) == "generated"}
        self.settled = {name: which for name, which in self.settled.items() if name not in again}
        self.edited = [*kept, *(block for block in edited if block.id not in known)]
        if self.edited:
            self._show()
        else:
            self.dismiss()

    # In the editor

    def action_edit(self) -> None:
        publisher = self.book_app.publishing.publisher()
        try:
            external_editor.edit(self.book_app, publisher.folder.guide_path, self.current.line)
        except UsedWrongly as refused:
            self.book_app.tell(refused)
        self.dismiss()  # the guide screen reads it again
