"""The profile: every fact on one screen, each with what a change did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from levelbook.core.answers import FactValue
from levelbook.core.facts import find_fact
from levelbook.errors import UsedWrongly
from levelbook.tui.commands import bindings
from levelbook.tui.screens.base import BookScreen
from levelbook.tui.views import profile as view
from levelbook.tui.widgets.rows import Rows


class ProfileScreen(BookScreen):
    """Space chooses, and takes back."""

    CSS_PATH = "profile.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("profile")
    name_in_commands = "profile"

    def __init__(self) -> None:
        super().__init__()
        self._effects: dict[str, str] = {}

    def body(self) -> Iterable[Widget]:
        return (Rows(id="facts", pad=1),)

    def redraw(self) -> None:
        self.query_one("#facts", Rows).show(view.rows(self.session, self._effects))

    @property
    def under_cursor(self) -> tuple[str, str]:
        """The fact and the choice that the cursor is on."""
        fact, _, choice = self.query_one("#facts", Rows).cursor.partition("=")
        return fact, choice

    def action_choose(self) -> None:
        fact, choice = self.under_cursor
        if fact:
            given = view.given_choices(self.session, fact)
            self.say(fact, view.toggled(find_fact(self.session.questionnaire, fact), given, choice))

    def action_clear(self) -> None:
        fact, _ = self.under_cursor
        if fact and view.given_choices(self.session, fact):
            self.say(fact, None)

    def say(self, fact: str, value: FactValue | None) -> None:
        """Say something else about a fact; what it changes is shown below it until the next change."""
        try:
            effect = self.change(lambda: self.session.set_fact(fact, value))
        except UsedWrongly as refused:
            self.book_app.tell(refused)
        else:
            self._effects = {fact: view.effect_words(effect)} if effect else {}
        self.redraw()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.action_choose()
