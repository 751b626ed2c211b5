"""More about one practice: prompts, why, evidence, references, threats, see also."""

from __future__ import annotations

from typing import ClassVar, cast

from textual.binding import BindingType

from levelbook.session import Session
from levelbook.tui.commands import bindings
from levelbook.tui.screens.panel import Panel
from levelbook.tui.views import about as view
from levelbook.tui.widgets.rows import Row


class AboutScreen(Panel):
    """Gives the id of a practice to go to, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("about")

    def __init__(self, practice_id: str) -> None:
        super().__init__()
        self.practice_id = practice_id

    @property
    def session(self) -> Session:
        from levelbook.tui.app import LevelbookApp

        return cast(LevelbookApp, self.app).session

    def title_line(self) -> str:
        practice = self.session.questionnaire.practices[self.practice_id]
        return f"{self.session.questionnaire.numbers[practice.id]} {practice.title}"

    def rows(self) -> list[Row]:
        return view.rows(self.session, self.session.scorecard[self.practice_id])
