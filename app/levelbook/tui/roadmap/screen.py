"""The roadmap: who closes which gap by when, and every change to that in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget

from levelbook.book.session import Session
from levelbook.book.undo import Turn
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.assessment.assessment import Assessment
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.promises import suggestion, to_bring
from levelbook.core.assessment.roadmap import (
    EVERYTHING,
    EntryPart,
    Group,
    RoadmapEntry,
    RoadmapView,
    arrange,
    count,
    roadmap_entries,
)
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import without_full_stop
from levelbook.core.text.quotation import in_quotes
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.commands import bindings
from levelbook.tui.interview import forms
from levelbook.tui.roadmap import rows as view
from levelbook.tui.roadmap.pickers import filter_picker, filtered, sort_of, sort_picker
from levelbook.tui.screen_messages import OpenPractice
from levelbook.tui.widgets.form import FormValues
from levelbook.tui.widgets.rows import WIDEST, ChoiceRows, Row, Rows

NOTHING_HERE = "Move to a gap or a step with the arrow keys first."


class RoadmapScreen(BookScreen):
    """The roadmap, and below it the row under the cursor in full."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("roadmap")
    AUTO_FOCUS = "#gaps"
    name_in_commands = "roadmap"

    def __init__(self) -> None:
        super().__init__()
        self.roadmap_view = EVERYTHING
        """How the roadmap is sorted and filtered."""
        self._touched: set[EntryPart] = set()
        """What was changed since: it stays in sight, also where it is filtered away now."""
        self._read_of: Assessment | None = None
        self._whole: list[RoadmapEntry] = []
        self._lists_unanswered = False
        """Whether each unanswered practice has a row of its own."""

    def body(self) -> Iterable[Widget]:
        return (
            Vertical(
                Rows(id="roadmap-head", focusable=False, mark=False, pad=1),
                ChoiceRows(id="gaps", pad=1),
                Rows(id="detail", focusable=False, mark=False, pad=1),
                classes="page",
            ),
        )

    # What is shown

    @property
    def _rows(self) -> ChoiceRows:
        return self.query_one("#gaps", ChoiceRows)

    def redraw(self) -> None:
        """Show the roadmap as it is now; the cursor stays on the same thing."""
        session, now = self.session, self.session.state.now
        card = now.scorecard
        if self._read_of is not now:
            self._whole = roadmap_entries(card, session.editions.last_answers, self._touched, to_bring(now))
            self._read_of = now
        groups = arrange(self._whole, self.roadmap_view, card, self._touched)
        shown = count((entry for group in groups for entry in group.entries), card.on)
        whole = count(self._whole, card.on)
        width = min(self.app.size.width, WIDEST)
        head = view.head(session, self.roadmap_view, shown, whole, self.keys, width=width)
        self.query_one("#roadmap-head", Rows).show(head)
        self._show(groups)

    def _show(self, groups: Sequence[Group]) -> None:
        width = min(self.app.size.width, WIDEST)
        rows = view.rows(
            self.session, groups, self.roadmap_view, self.keys, width=width, unanswered=self._lists_unanswered
        )
        before = [row.key for row in self._rows.rows if row.key]
        self._rows.show(rows, found_again(self._rows.cursor, before, rows))
        self._show_detail()

    def _show_detail(self) -> None:
        self.query_one("#detail", Rows).show(view.detail(self.session, self._rows.cursor, self.keys, wide=self.is_wide))

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._show_detail()

    def on_resize(self) -> None:
        self.redraw()

    def after_turn(self, turn: Turn) -> None:
        self._touched |= {(name, 0) for name in turn.practice_ids}
        self._read_of = None
        self.redraw()

    # What the cursor is on

    @property
    def spot(self) -> view.RowSubject | None:
        return view.row_subject(self._rows.cursor)

    def _score(self, spot: view.RowSubject) -> PracticeScore:
        return self.session.now.scorecard[spot.practice_id]

    def _at(self, act: Callable[[view.RowSubject], None]) -> None:
        """Do something about what the cursor is on."""
        if self.spot is None:
            self.book_app.refuse_form(NOTHING_HERE)
        else:
            act(self.spot)

    # Changing something

    def edit(self, practice_id: str, edit: Edit, number: int = 0) -> None:
        """Change an answer; `number` is the step that it is about. Raises UsedWrongly."""
        self.change(lambda: self.session.apply(practice_id, edit))
        self._touched.add((practice_id, number))
        self._read_of = None
        self.redraw()

    def _edit_at_once(self, practice_id: str, edit: Edit, number: int = 0) -> bool:
        """Change an answer by a key, which has no form to show a refusal in; whether it was changed."""
        before = self.session.now.book.answer(practice_id)
        try:
            self.edit(practice_id, edit, number)
        except UsedWrongly as refused:
            self.book_app.tell(refused)
        return self.session.now.book.answer(practice_id) != before

    def _fill_in(
        self, make: Callable[[Session, PracticeScore], forms.AnswerForm], spot: view.RowSubject, number: int = 0
    ) -> None:
        def made() -> forms.AnswerForm:
            return make(self.session, self._score(spot))

        def accept(given: FormValues) -> None:
            new = number > len(self._score(spot).answer.steps)
            self.edit(spot.practice_id, made().edit(given), number)
            if new:
                self._go_to_step(spot.practice_id, number)

        today, about = self.session.now.on, spot.practice_id
        self.app.push_screen(FormScreen(lambda: made().form, accept, today, practice_id=about))

    def _go_to_step(self, practice_id: str, number: int) -> None:
        """Say what was just written is in sight, in whichever group it came."""
        found = (view.row_subject(row.key) for row in self._rows.rows)
        key = next((one.key for one in found if one and (one.practice_id, one.number) == (practice_id, number)), "")
        self._rows.move_to(key)
        self._show_detail()

    def action_done(self) -> None:
        self._at(self._toggle_done)

    def _toggle_done(self, spot: view.RowSubject) -> None:
        if spot.number is None:
            self.book_app.say(f"Move to a step first: {self.keys.key('roadmap-done')} marks it as done.")
            return
        held = self._score(spot).answer.steps[spot.number - 1]
        step = StepEdit(number=spot.number, done_on="" if held.done_on else self.session.now.on)
        self._edit_at_once(spot.practice_id, Edit(step=step), spot.number)

    def action_owner(self) -> None:
        self._at(self._ask_who_and_when)

    def _ask_who_and_when(self, spot: view.RowSubject) -> None:
        score = self._score(spot)
        if spot.number is not None:
            self._fill_in(forms.step_at(score, spot.number), spot, spot.number)
        elif score.answer.status == "unsure":
            self._fill_in(forms.find_out, spot)
        elif score.accepted_holds:
            self._fill_in(forms.accept, spot)
        else:
            self._fill_in(forms.owner, spot)

    def action_take_on(self) -> None:
        self._at(self._take_on)

    def _take_on(self, spot: view.RowSubject) -> None:
        score = self._score(spot)
        if not score.settled:
            find_out, owner = self.keys.key("roadmap-open"), self.keys.key("roadmap-owner")
            self.book_app.say(f"Find out your level first: {owner} names who does, {find_out} opens the practice.")
            return
        offered = suggestion(score) if score.gap else None
        if offered is None:
            self.book_app.say(
                f"There are no more suggestions here. {self.keys.key('roadmap-step')} adds a step of your own."
            )
            return
        step = StepEdit(text=offered.text, from_action=offered.action or None, owner=score.answer.owner or None)
        new = len(score.answer.steps) + 1
        self._edit_at_once(spot.practice_id, Edit(step=step), new)

    def action_step(self) -> None:
        self._at(self._new_step)

    def _new_step(self, spot: view.RowSubject) -> None:
        self._fill_in(forms.step, spot, len(self._score(spot).answer.steps) + 1)

    def action_drop(self) -> None:
        self._at(self._drop)

    def _drop(self, spot: view.RowSubject) -> None:
        if spot.number is None:
            self.book_app.say(f"Move to a step first: {self.keys.key('roadmap-drop')} removes it.")
            return
        gone = self._score(spot).answer.steps[spot.number - 1]
        if self._edit_at_once(spot.practice_id, Edit(step=StepEdit(number=spot.number, drop=True))):
            self.book_app.say_removed(f"step {in_quotes(without_full_stop(gone.text))}")

    # Reading it otherwise

    def show_as(self, roadmap_view: RoadmapView) -> None:
        """Sort and filter the roadmap so from now on."""
        self.roadmap_view = roadmap_view
        self._touched.clear()
        self._read_of = None
        if self.is_mounted:
            self.redraw()

    def action_sort(self) -> None:
        self.app.push_screen(sort_picker(self.roadmap_view), self._sorted)

    def _sorted(self, key: str | None) -> None:
        if key is not None:
            self.show_as(replace(self.roadmap_view, sort=sort_of(key)))

    def action_filter(self) -> None:
        now = self.session.state.now
        whole = roadmap_entries(now.scorecard, self.session.editions.last_answers, evidence=to_bring(now))
        self.app.push_screen(filter_picker(self.session, whole, self.roadmap_view), self._filtered)

    def _filtered(self, key: str | None) -> None:
        if key is not None:
            self.show_as(filtered(self.roadmap_view, key, self.session.who))

    def action_unanswered(self) -> None:
        self._lists_unanswered = not self._lists_unanswered
        self.redraw()

    def action_late(self) -> None:
        self.show_as(replace(self.roadmap_view, late=not self.roadmap_view.late))

    # Moving

    def action_open(self) -> None:
        if self._rows.cursor.startswith(view.UNANSWERED):
            self.action_unanswered()
        else:
            self._at(self._open)

    def _open(self, spot: view.RowSubject) -> None:
        self.post_message(OpenPractice(spot.practice_id))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        if event.key.startswith(view.UNANSWERED):
            self.action_unanswered()
        elif event.rows.id == "gaps":
            self.action_open()


def found_again(cursor: str, before: Sequence[str], rows: Sequence[Row]) -> str | None:
    """The row on which the cursor stays: the same thing, else what is nearest to it; None for the first."""
    was = view.row_subject(cursor)
    keys = [row.key for row in rows if row.key]
    if was is None or cursor in keys:
        return cursor or None
    here = [spot for key in keys if (spot := view.row_subject(key)) is not None and spot.practice_id == was.practice_id]
    if found := next((spot for spot in here if was.words and spot.words == was.words), None):
        return found.key
    for part in _instead_of(was, here):
        for spot in here:
            if spot.part == part:
                return spot.key
    place = before.index(cursor) if cursor in before else 0
    return keys[min(place, len(keys) - 1)] if keys else None


def _instead_of(was: view.RowSubject, here: Sequence[view.RowSubject]) -> Iterable[str]:
    """Parts of the same practice: that one, the step that came of it or before it, the suggestion, the practice."""
    numbers = sorted({spot.number for spot in here if spot.number is not None})
    yield was.part
    if was.part == view.TAKE_ON and numbers:
        yield str(numbers[-1])
    if was.number is not None:
        yield from (str(number) for number in reversed(numbers) if number <= was.number)
        yield view.TAKE_ON
    yield view.ITSELF
    yield from (spot.part for spot in here)
