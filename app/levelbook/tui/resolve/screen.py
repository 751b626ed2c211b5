"""This screen shows both sides of each conflict side by side; once one is taken for each, it writes the file."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from levelbook.book.resolve import Conflict, Resolution
from levelbook.core.answers.merge import SIDES, Side
from levelbook.keymap.commands import COMMANDS
from levelbook.tui.base.screen import SizedScreen
from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import line
from levelbook.tui.resolve import rows as view
from levelbook.tui.widgets.bars import KeyBar
from levelbook.tui.widgets.rows import Rows
from levelbook.words.figures import plural
from levelbook.words.merging import WHOSE


class ResolveScreen(SizedScreen[None]):
    """The conflicts above, one of them with both sides below."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("resolve", "parts")
    AUTO_FOCUS = "#conflicts"

    def __init__(self, resolution: Resolution, taken: dict[str, Side]) -> None:
        """taken: what was settled before, by id; a side is added for each that is settled here."""
        super().__init__()
        self.resolution = resolution
        self.taken = taken

    def compose(self) -> ComposeResult:
        with Vertical(classes="body resolve") as box:
            box.border_subtitle = line(WHOSE)
            yield Rows(id="conflicts")
            with Horizontal(classes="sides"):
                for side in SIDES:
                    yield Rows(id=side, mark=False, pad=1)
        yield KeyBar([command for command in COMMANDS if command.where == "resolve"])
        yield self.too_small()

    def on_mount(self) -> None:
        left = self._left
        self._show(left[0] if left else None)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._show_sides()

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        message.stop()
        await self.run_action(message.command.action)

    @property
    def _left(self) -> list[str]:
        """Ids of what is not settled yet."""
        return [conflict.id for conflict in self.resolution.conflicts if conflict.id not in self.taken]

    @property
    def _current(self) -> Conflict:
        at = self.query_one("#conflicts", Rows).cursor
        return next(one for one in self.resolution.conflicts if one.id == at)

    def _show(self, cursor: str | None = None) -> None:
        self.query_one("#conflicts", Rows).show(view.list_rows(self.resolution, self.taken), cursor)
        settled = len(self.resolution.conflicts) - len(self._left)
        words = (
            f"Answered differently on two branches · {settled} of {plural(len(self.resolution.conflicts), 'conflict')}"
        )
        self.query_one(".resolve").border_title = line(f"{words} settled")
        self._show_sides()

    def _show_sides(self) -> None:
        conflict, sides = self._current, self.resolution.sides
        for side, name in zip(SIDES, (sides.our_name, sides.their_name), strict=True):
            rows = self.query_one(f"#{side}", Rows)
            rows.show(
                view.side_rows(self.resolution.questionnaire, conflict, side, self.resolution.folder.settings.zone),
                top=True,
            )
            is_taken = self.taken.get(conflict.id) == side
            rows.set_class(is_taken, "taken")
            rows.border_title = line(f"{side}{'' if name == side else f' · {name}'}{' · taken' if is_taken else ''}")

    def action_take(self, side: Side) -> None:
        """Take a side of what is shown, and go on with the next that is open."""
        taken = self._current.id
        self.taken[taken] = side
        ids = [conflict.id for conflict in self.resolution.conflicts]
        later = ids[ids.index(taken) :] + ids
        self._show(next((name for name in later if name not in self.taken), taken))
        self.book_app.clear_passing_notices()  # it was about what was open before
        if not self._left:
            self.book_app.say(f"Everything is settled. {self.keys.key('resolve-write')} writes it.")

    def action_write(self) -> None:
        """Leave, so that what was taken is written; not while anything is open."""
        if self._left:
            self.book_app.say(f"Still open: {len(self._left)}. Nothing is written until everything is settled.")
        else:
            self.app.exit()

    def action_leave(self) -> None:
        """Leave without writing anything."""
        self.taken.clear()
        self.app.exit()
