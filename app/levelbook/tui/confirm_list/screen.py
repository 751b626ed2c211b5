"""A list of practices that are confirmed in one turn: agreed by ballots, inherited, or carried from before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from levelbook.book.sittings.workshop import Workshop
from levelbook.book.undo import Turn
from levelbook.core.assessment.workshop_plan import LIST_KINDS
from levelbook.core.errors import UsedWrongly
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.base.pickers import Choice, Picker
from levelbook.tui.commands import bindings
from levelbook.tui.confirm_list import rows as view
from levelbook.tui.literal_text import line
from levelbook.tui.screen_messages import OpenPractice
from levelbook.tui.widgets.rows import Row, Rows
from levelbook.tui.widgets.seen_rows import SeenRows
from levelbook.words.figures import plural
from levelbook.words.plan import confirmed_words, list_heading
from levelbook.words.practice_state import unrecorded_words

_ROOM_TO_READ = 20
"""Lines beside the rows from which on a question with all its statements in full can stand below them."""


class ConfirmScreen(BookScreen):
    """A digit gives a row its level, space pulls it out to talk about, `c` confirms all that remain."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("confirm")
    AUTO_FOCUS = "#list"
    name_in_commands = "confirm"

    def __init__(self, kind: str, section: str | None = None) -> None:
        """kind: one of LIST_KINDS, as the key of a row holds it."""
        super().__init__()
        self.listed = view.ConfirmList(next(known for known in LIST_KINDS if known == kind), section)

    @property
    def workshop(self) -> Workshop:
        return self.book_app.workshop

    def body(self) -> Iterable[Widget]:
        return (
            Rows(id="head", focusable=False, mark=False, pad=1),
            SeenRows(id="list", pad=1),
            Rows(id="about", focusable=False, mark=False, pad=1),
            Rows(id="foot", focusable=False, mark=False, pad=1),
        )

    def key_names(self) -> dict[str, str]:
        first = "confirm-level-0"
        return {first: self.keys.levels(self.session.questionnaire.max_level, first)}

    # What is shown

    @property
    def cursor(self) -> str:
        """Id of the practice under the cursor."""
        return self.query_one("#list", Rows).cursor

    def _keep_given(self) -> None:
        """Keep the levels that were given and wait, whatever ends the app."""
        if (refused := self.book_app.kept_levels.try_to_keep()) is not None:
            self.book_app.tell(refused)

    def redraw(self) -> None:
        view.gather(self.workshop, self.listed)
        self._show("#head", view.head(self.workshop, self.listed))
        self._show("#list", view.rows(self.workshop, self.listed))
        self._show_about()
        self._show("#foot", view.foot(self.workshop, self.listed, self.keys))

    def _show_about(self) -> None:
        # A short list leaves room for statements in full, also in a terminal of 24 lines.
        tall = self.app.size.height >= 30 or self.app.size.height - len(self.listed.found) >= _ROOM_TO_READ
        self.set_class(tall, "-roomy")
        self._show("#about", view.about(self.workshop, self.listed, self.cursor, tall=tall))

    def _show(self, selector: str, rows: list[Row]) -> None:
        self.query_one(selector, Rows).show(rows)

    def on_resize(self) -> None:
        self.redraw()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._show_about()

    def on_seen_rows_seen(self, event: SeenRows.Seen) -> None:
        event.stop()
        self.listed.seen = set(event.keys)
        self._show("#foot", view.foot(self.workshop, self.listed, self.keys))

    def after_turn(self, turn: Turn) -> None:
        self._keep_given()
        self.redraw()

    # Saying something

    def action_level(self, level: int) -> None:
        if level > self.session.questionnaire.max_level:
            self.book_app.say(f"The scale runs from 0 to {self.session.questionnaire.max_level}.")
        elif self.cursor:
            self.workshop.give_in_list(self.cursor, level)
            self._pull_out(wanted=False)

    def action_no_level(self) -> None:
        if self.cursor:
            self.workshop.give_in_list(self.cursor, None)
            self._keep_given()
            self.redraw()

    def action_pull_out(self) -> None:
        if self.cursor:
            self._pull_out(wanted=self.cursor not in self.workshop.pulled_out)

    def _pull_out(self, *, wanted: bool) -> None:
        if wanted != (self.cursor in self.workshop.pulled_out):
            self.change(lambda: self.workshop.pull_out(self.cursor, wanted=wanted))
        self._keep_given()
        self.redraw()

    def action_confirm(self) -> None:
        found = view.to_confirm(self.workshop, self.listed)
        rest = view.unseen(self.listed)
        if rest:
            self.book_app.say(f"{plural(rest, 'practice')} not seen yet: scroll through the list once.")
        elif not found:
            self.book_app.say("No practice in the list has a level to confirm.")
        else:
            self._confirm(found)

    def _confirm(self, levels: dict[str, int]) -> None:
        before = {name: self.session.now.scorecard[name].level for name in levels}
        try:
            self.change(lambda: self.workshop.confirm_list(levels))
        except UsedWrongly as refused:
            self.book_app.tell(refused)
            self.redraw()
            return
        now = {name: self.session.now.scorecard[name] for name in levels}
        taken = {name: level for name, level in levels.items() if now[name].confirmed and now[name].level == level}
        if taken:  # others may have answered some of them meanwhile
            said = f"{confirmed_words(taken, before)} {self.keys.key('undo')} undoes that."
            missing = unrecorded_words((now[name] for name in taken), self.session.now)
            if missing:
                said += f" {missing} {self.keys.key('evidence')} adds it in the interview."
            self.book_app.say(said)
        self._keep_given()
        self.redraw()
        if all(score.id in self.workshop.pulled_out for score in self.listed.found):
            self.action_leave()

    # Moving

    def action_open(self) -> None:
        if self.cursor:
            self.post_message(OpenPractice(self.cursor))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A click puts the cursor on a row; the key opens it."""
        event.stop()
        self._show_about()

    def action_leave(self) -> None:
        if count := view.waiting(self.workshop, self.listed):
            key, them = self.keys.key("confirm-these"), "it" if count == 1 else "them"
            self.book_app.say(f"{plural(count, 'level')} given in the list: {key} there confirms {them}.")
        self.app.pop_screen()


def lists(workshop: Workshop, section: str) -> Picker | None:
    """Say which list? Those of a section first; None where there is none."""
    found = view.kinds_of(workshop, section)
    if not found:
        return None
    choices = []
    for place, (kind, where, count) in enumerate(found, start=1):
        title = workshop.session.questionnaire.sections_by_id[where].title if where else "all sections"
        row = Row(
            line(title, "dim"),
            lead=line(f"{place} ", "key") + line(f"{list_heading(kind, count)}  "),
            key=f"{kind}:{where or ''}",
            clip=True,
        )
        choices.append(Choice(f"{kind}:{where or ''}", row, letter=str(place)))
    return Picker("Review as a list", choices)
