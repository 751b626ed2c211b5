"""More about one practice: prompts and why, references, dangers, see also. One panel; each part has its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from levelbook.book.opening import frameworks_of
from levelbook.book.undo import Turn
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import LevelbookError
from levelbook.core.questionnaire.citations import cited_frameworks
from levelbook.core.questionnaire.frameworks import Framework
from levelbook.keymap.commands import COMMANDS
from levelbook.tui.base.book_screen import BookView
from levelbook.tui.base.panel import Panel
from levelbook.tui.commands import bindings
from levelbook.tui.literal_text import line
from levelbook.tui.practice_details import rows as view
from levelbook.tui.screen_messages import FrameworksRead
from levelbook.tui.widgets.bars import KeyBar
from levelbook.tui.widgets.rows import ChoiceRows, Row


class PracticeDetailsScreen(BookView, Panel):
    """Gives the id of a practice to go to, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("about")

    def __init__(self, practice_id: str, part: view.Part, frameworks: dict[str, Framework]) -> None:
        super().__init__()
        self.practice_id = practice_id
        self.part = part
        self.frameworks = frameworks
        """Frameworks that were read before; what is read here is added."""

    @property
    def score(self) -> PracticeScore:
        return self.session.now.scorecard[self.practice_id]

    def title_line(self) -> str:
        practice = self.session.questionnaire.practices[self.practice_id]
        return f"{self.session.questionnaire.numbers[practice.id]} {practice.title}"

    def rows(self) -> list[Row]:
        return view.rows(self.session, self.score, self.part, self.frameworks)

    @property
    def shown_keys(self) -> Mapping[str, str]:
        return {}

    def compose(self) -> ComposeResult:
        with Vertical(classes="body panel") as box:
            box.border_title = line(self.title_line())
            box.border_subtitle = line(f"{self.keys.key('panel-leave')} closes")
            yield KeyBar([command for command in COMMANDS if command.where == "about"], marked=self._part_command())
            yield ChoiceRows(pad=1)
        yield from self.around()

    def _part_command(self) -> str:
        return f"about-{self.part}"

    def on_mount(self) -> None:
        self._read_frameworks()

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        message.stop()
        await self.run_action(message.command.action)

    def redraw(self) -> None:
        """Show what the book says of the practice by now."""
        self.query_one(ChoiceRows).show(self.rows(), follow=False)

    def after_turn(self, turn: Turn) -> None:
        self.redraw()

    def action_part(self, name: view.Part) -> None:
        """Show a part; the key of the part that is shown closes the panel."""
        if name == self.part:
            self.dismiss(None)
            return
        self.part = name
        self.query_one(".body KeyBar", KeyBar).mark(self._part_command())
        self.query_one(ChoiceRows).show(self.rows(), top=True)

    def action_turn(self, way: int) -> None:
        parts = view.PARTS
        self.action_part(parts[(parts.index(self.part) + way) % len(parts)])

    def _read_frameworks(self) -> None:
        """Titles come when they are read; ids are there at once."""
        missing = cited_frameworks(self.score.practice) - set(self.frameworks)
        if not missing:
            return
        questionnaire = self.session.questionnaire

        def read() -> None:
            try:
                found = frameworks_of(questionnaire, missing)
            except LevelbookError:  # `levelbook questionnaire check` says what is wrong with them
                found = {}
            self.post_message(FrameworksRead(found))

        self.run_worker(read, thread=True, exclusive=True, group="frameworks", exit_on_error=False)

    def on_frameworks_read(self, message: FrameworksRead) -> None:
        self.frameworks.update(message.frameworks)
        if self.part in ("references", "threats"):
            self.query_one(ChoiceRows).show(self.rows())
