"""The profile: every fact in one list, and what a choice would change and did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget

from levelbook.book.undo import Turn
from levelbook.core.errors import UsedWrongly
from levelbook.core.questionnaire.facts import find_fact
from levelbook.core.questionnaire.questionnaire import FactValue
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.commands import bindings
from levelbook.tui.profile import rows as view
from levelbook.tui.widgets.rows import WIDEST, Rows


class ProfileScreen(BookScreen):
    """A line for each fact; the choices of one open as the cursor comes to it. Space chooses, and takes back."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("profile")
    AUTO_FOCUS = "#facts"
    name_in_commands = "profile"

    def __init__(self) -> None:
        super().__init__()
        self._opened = ""
        """The fact whose choices are shown."""
        self._changed = ""
        """The effects of the last choice, while the cursor stays on it."""

    def body(self) -> Iterable[Widget]:
        return (
            Vertical(
                Rows(id="facts", pad=1),
                Rows(id="detail", focusable=False, mark=False, pad=1),
                classes="page",
            ),
        )

    @property
    def _facts(self) -> Rows:
        return self.query_one("#facts", Rows)

    def redraw(self) -> None:
        asked = self._asked()
        if self._opened not in asked:
            self._opened = self._first_open() or (asked[0] if asked else "")
        self._show(self._facts.cursor)

    def _first_open(self) -> str:
        """Id of the first fact that is asked and nobody has answered; empty where all are."""
        return next((state.fact.id for state in self.session.now.facts if state.asked and state.open), "")

    def _asked(self) -> list[str]:
        """Ids of the facts that are asked now, in their order."""
        return [state.fact.id for state in self.session.now.facts if state.asked]

    def _show(self, cursor: str) -> None:
        facts, width = self._facts, min(self.app.size.width, WIDEST)
        rows = view.rows(self.session, self._opened, width=width)
        if cursor not in {row.key for row in rows if row.key}:
            cursor = next((row.key for row in rows if row.key.startswith(f"{self._opened}=")), "")
        facts.show(rows, cursor)
        self._show_detail()

    def _show_detail(self) -> None:
        self.query_one("#detail", Rows).show(view.detail(self.session, self._facts.cursor, self.keys, self._changed))

    def on_resize(self) -> None:
        self.redraw()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """A fact opens as the cursor comes to it: from above at its first choice, from below at its last."""
        self._changed = ""
        name, _, choice = event.key.partition("=")
        if choice or name == self._opened:
            self._show_detail()
            return
        asked = self._asked()
        from_below = self._opened in asked and asked.index(self._opened) > asked.index(name)
        choices = view.choices_of(find_fact(self.session.questionnaire, name))
        self._opened = name
        self._show(view.key_of(name, choices[-1 if from_below else 0][0]))

    @property
    def under_cursor(self) -> tuple[str, str]:
        """The fact and the choice that the cursor is on."""
        fact, _, choice = self._facts.cursor.partition("=")
        return fact, choice

    def action_choose(self) -> None:
        fact, choice = self.under_cursor
        if choice:
            given = view.given_choices(self.session, fact)
            self.say(fact, view.toggled(find_fact(self.session.questionnaire, fact), given, choice))

    def action_clear(self) -> None:
        fact, _ = self.under_cursor
        if fact and view.given_choices(self.session, fact):
            self.say(fact, None)
            if fact not in self.session.now.book.profile:
                self.book_app.say_removed(f"the answer to “{find_fact(self.session.questionnaire, fact).question}”")

    def say(self, fact: str, value: FactValue | None) -> None:
        """Say something else about a fact; what that changed is shown until the cursor moves on."""
        try:
            effect = self.change(lambda: self.session.set_fact(fact, value))
        except UsedWrongly as refused:
            self.book_app.tell(refused)
        else:
            self._changed = view.effect_words(effect) if effect else ""
        self.redraw()

    def after_turn(self, turn: Turn) -> None:
        """A fact that was taken back opens."""
        self._changed = ""
        self._opened = next((change.id for change in turn.changes if change.kind == "fact"), self._opened)
        self.redraw()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A click on a choice chooses it; one on a fact opens it, which the cursor has done by itself."""
        if event.key.partition("=")[2] and event.key == self._facts.cursor:
            self.action_choose()
