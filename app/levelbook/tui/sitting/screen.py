"""The sitting: what to take up in the time there is, who is here, what is parked, and the way to the close."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from levelbook.book.people import everybody
from levelbook.book.sittings import parked_items
from levelbook.book.sittings.team_sitting import checked_minutes
from levelbook.book.sittings.workshop import Workshop
from levelbook.core.answers.sittings import Parked, Participant
from levelbook.core.assessment.queue import QueueChoice
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import without_full_stop
from levelbook.core.text.quotation import in_quotes
from levelbook.keymap.commands import on_screen
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.commands import bindings
from levelbook.tui.open_sitting.begin import begin, minutes_given
from levelbook.tui.open_sitting.parking import park_fields, parked_text
from levelbook.tui.screen_messages import OpenPractice
from levelbook.tui.sitting import people_rows as people
from levelbook.tui.sitting import rows as view
from levelbook.tui.widgets.bars import KeyBar
from levelbook.tui.widgets.form import Field, Form, FormValues
from levelbook.tui.widgets.rows import ChoiceRows, Row, Rows
from levelbook.words.sitting import doubled_words, still_named_words

QUARTER = 15
BEFORE = {"sitting-open", "sitting-begin", "sitting-length", "sitting-talk"}
"""Commands that the footer has before a sitting."""
DURING = {
    "sitting-open", "sitting-talk", "sitting-people", "sitting-park", "sitting-minutes", "sitting-close",
}  # fmt: skip

ON_A_ROW = {"sitting-drop", "sitting-named", "sitting-evidence"}
"""Commands about the row that the cursor is on; the footer has them first."""


class SittingScreen(BookScreen):
    """The sitting: its plan, and beside or below it people, parked items and minutes."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("sitting")
    AUTO_FOCUS = "#plan"
    name_in_commands = "sitting"

    def __init__(self) -> None:
        super().__init__()
        self._minutes = 90
        """How many there are, before a sitting is begun."""
        self._opened: set[str] = set()
        """The parts of the plan that are shown in full."""

    @property
    def workshop(self) -> Workshop:
        return self.book_app.workshop

    @property
    def minutes(self) -> int:
        """Say how long the sitting is, or will be."""
        return self.workshop.sitting.planned_minutes or self._minutes

    def body(self) -> Iterable[Widget]:
        return (Horizontal(ChoiceRows(id="plan", pad=1), ChoiceRows(id="people", pad=1)),)

    # What is shown

    def redraw(self) -> None:
        people = self.query_one("#people", ChoiceRows)
        people.can_focus = self.is_wide
        rows = self._rows()
        if self.is_wide:
            self._show("#plan", rows)
            self._show("#people", self._people_rows())
        else:
            if self.focused is people:
                self.query_one("#plan").focus()
            between = [view.BLANK] if (beside := self._people_rows()) else []
            self._show("#plan", [*rows, *between, *beside])
        self._offer()

    def _offer(self) -> None:
        """Show the keys that do something where the cursor is."""
        named = set() if self.session.ballot else DURING if self.workshop.is_open else BEFORE
        if self._person is not None:
            named = {*named, "sitting-drop", "sitting-named"} - {"sitting-open"}
        elif (parked := self._parked) is not None and (parked.since is None or parked.is_open):
            named = {*named, "sitting-drop"}
        elif self._evidence_number is not None:
            named = {*named, "sitting-evidence"}
        commands = sorted(on_screen(self.name_in_commands), key=lambda one: one.id not in ON_A_ROW)
        shown = [one for one in commands if not one.where or one.id in named]
        if self._parked is not None and self._parked.since is not None:  # it would come back if it were removed here
            shown = [replace(one, footer="settle") if one.id == "sitting-drop" else one for one in shown]
        self.query_one(KeyBar).offer(shown)

    def on_rows_moved(self, event: Rows.Moved) -> None:
        self._offer()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        super().on_descendant_focus(event)
        self._offer()

    def _rows(self) -> list[Row]:
        if self.session.ballot:
            return view.ballot_rows(self.session.ballot.participant)
        if self.workshop.wrong:
            return view.wrong_rows(self.workshop)
        return view.plan_rows(self.workshop, self.minutes, self._opened, self.keys, wide=self.is_wide)

    def _people_rows(self) -> list[Row]:
        if self.session.ballot or self.workshop.wrong:
            return []
        return people.rows(self.workshop, self.keys, wide=self.is_wide)

    def _show(self, selector: str, rows: list[Row]) -> None:
        self.query_one(selector, ChoiceRows).show(rows, nearby=True)

    def on_screen_resume(self) -> None:
        """Files may have come or been mended meanwhile; what every screen does then follows."""
        if self.workshop.wrong:
            self.workshop.read_again()
        if not self.workshop.is_open:
            self.session.read_ballots_again()  # people hand in until the last minute

    def on_resize(self) -> None:
        self.redraw()

    @property
    def cursor(self) -> str:
        """The key of the row that the cursor is on, in the part that has the keys."""
        focused = self.focused
        rows = focused if isinstance(focused, Rows) else self.query_one("#plan", Rows)
        return rows.cursor

    # Beginning, and how long

    def _may_sit(self) -> bool:
        """Tell whether there can be a sitting; says why not."""
        if self.session.ballot:
            self.book_app.say("A ballot is filled in alone; a sitting belongs to the team's book.")
            return False
        if self.workshop.wrong:
            self.workshop.read_again()
            self.redraw()
            if self.workshop.wrong:
                self.book_app.tell(self.workshop.wrong)
                return False
        return True

    def _has_begun(self) -> bool:
        if not self._may_sit():
            return False
        if not self.workshop.is_open:
            self.book_app.refuse_form("Begin the sitting first.")
        return self.workshop.is_open

    def action_begin(self) -> None:
        was_wrong = self.workshop.wrong is not None
        if not self._may_sit():
            return
        if was_wrong:
            self.book_app.say("Read again.")
        elif self.workshop.is_open and not self.workshop.is_past:
            is_closed = self.workshop.sitting.closed
            said = "was closed, and stays so; what you add goes into it" if is_closed else "has already begun"
            self.book_app.say(f"The sitting {said}.")
        else:
            begin(self, self.minutes)

    def action_lengthen(self, by: int) -> None:
        if not self._may_sit():
            return
        quarters = self.minutes // QUARTER + (by > 0) if by > 0 else -(-self.minutes // QUARTER) - 1
        self._last(min(1440, max(QUARTER, quarters * QUARTER)))

    def _last(self, minutes: int) -> None:
        """The sitting takes so many minutes. Raises UsedWrongly."""
        self._minutes = checked_minutes(minutes)
        if self.workshop.is_open:
            self.change(lambda: self.workshop.begin(minutes))
        self.redraw()

    def action_length(self) -> None:
        if self._may_sit():

            def length() -> Form:
                minutes = Field("minutes", "How many minutes do you have?", str(self.minutes), whole=True)
                return Form("Length", (minutes,))

            today = self.session.now.on
            self.app.push_screen(FormScreen(length, lambda given: self._last(minutes_given(given)), today))

    def _fill_in(
        self,
        make: Callable[[], Form],
        accept: Callable[[FormValues], object],
        *,
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """A form that changes the sitting; `then` says something about it once it is saved."""

        def accepted(given: FormValues) -> None:
            self.change(lambda: accept(given))

        def closed(saved: bool | None) -> None:
            if saved:
                then()

        self.app.push_screen(FormScreen(make, accepted, self.session.now.on), closed)

    # Taking up

    def action_open(self) -> None:
        rows = self.focused if isinstance(self.focused, ChoiceRows) else self.query_one("#plan", ChoiceRows)
        rows.action_choose()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        kind, colon, name = event.key.partition(":")
        kind += colon
        simple: dict[str, Callable[[], None]] = {
            view.BEGIN: self.action_begin,
            view.LENGTH: self.action_length,
            view.TALK_ON: self.action_talk,
            people.NOTES: self.action_notes,
            view.CLOSE: self.action_close,
            people.NEW_PERSON: self.action_people,
            people.NEW_PARKED: self.action_park,
            people.PERSON: self._say_who_names,
            view.FORGOTTEN: self.close_forgotten,
            people.EVIDENCE: self.action_evidence,
        }
        if kind in simple:
            simple[kind]()
        elif kind == view.LIST:
            self._open_list(name)
        elif kind == view.MORE:
            self._opened.add(name)
            self.redraw()
        elif kind == people.PARKED:
            number = self._parked_number
            if number is not None:
                self._go_to_parked(self.workshop.sitting.parked[number - 1].practice)
        elif kind == people.THEN:
            self._go_to_parked(name.rpartition("#")[0])
        elif kind == view.DONE:
            self.post_message(OpenPractice(name))
        else:
            self._talk_about(name, with_later=kind == view.LATER)

    def _open_list(self, kind: str) -> None:
        from levelbook.tui.confirm_list.screen import ConfirmScreen  # 11 ms, which opening the sitting does without

        self.app.push_screen(ConfirmScreen(kind))

    def action_talk(self) -> None:
        if self.session.ballot or not self._may_sit():
            return
        plan = self.workshop.plan(self.minutes)
        if plan.to_discuss:
            self._talk_about(plan.to_discuss[0].id)
        elif view.listed(plan):
            self.book_app.say("Nothing is left to discuss; the lists remain.")
        else:
            self.book_app.say("Everything that was planned is done.")

    def _talk_about(self, practice_id: str, *, with_later: bool = False) -> None:
        """Open the interview with the plan's practices as its queue."""
        plan = self.workshop.plan(self.minutes)
        items = (*plan.to_discuss, *plan.later) if with_later else plan.to_discuss
        self.post_message(OpenPractice(practice_id, queue_choice=QueueChoice(listed=tuple(item.id for item in items))))

    # People, parked items, minutes

    def action_people(self) -> None:
        if not self.workshop.is_open:
            self.action_begin()
            return
        field = Field("names", "Names with commas", names=True, known=everybody(self.session))
        form = Form("Who is here", (field,), save="Enter")
        doubled = ""

        def enter(given: FormValues) -> None:
            nonlocal doubled
            doubled = doubled_words(given.names("names"), self.workshop.sitting.names)
            self.workshop.add_participants(given.names("names"))

        def say_doubled() -> None:
            if doubled:
                self.book_app.say(doubled)

        self._fill_in(lambda: form, enter, then=say_doubled)

    def action_evidence(self) -> None:
        """Ask what became of the evidence that the cursor is on."""
        number = self._evidence_number
        if number is None:
            self.book_app.refuse_form("Move to a piece of evidence to bring first.")
            return
        try:
            held = self.workshop.evidence.numbered(number)
        except UsedWrongly:  # others settled it since the row was drawn
            self.redraw()
            self.book_app.refuse_form("This evidence no longer has to be brought.")
            return
        from levelbook.tui.open_sitting import evidence  # 3 ms, which opening the sitting does without

        self.app.push_screen(evidence.ask(self, self.workshop, held))

    def action_named(self) -> None:
        one = self._person
        if one is None:
            return
        self.change(lambda: self.workshop.agree_to_be_named(one.name, named=not one.named))
        self.redraw()
        if one.named and (said := still_named_words(self.session.now, one.name)):
            self.book_app.say(said)

    def _say_who_names(self) -> None:
        """Leave it at a hint: that somebody may be named is no by-product of an Enter or a click."""
        self.book_app.say(f"{self.keys.key('sitting-named')} says whether this person may be named.")

    def action_park(self) -> None:
        if not self._has_begun():
            return
        form = Form(
            "Park something",
            park_fields(self.workshop.sitting.names),
            about="It appears in the record, and here until you come back to it.",
            save="Park",
        )

        def park(given: FormValues) -> object:
            return parked_items.park(self.workshop, parked_text(given), by=given.text("by"))

        self._fill_in(lambda: form, park)

    def action_drop(self) -> None:
        person, parked, item = self._person, self._parked_number, self._parked
        if person is not None:
            self.change(lambda: self.workshop.remove_participant(person.name))
            self.book_app.say_removed(f"{person.name} from the list")
        elif parked is not None and item is not None:
            if item.since is not None and not item.is_open:
                self.book_app.say(f"{in_quotes(item.text)} is settled already.")
                return
            try:
                self.change(lambda: parked_items.take_back(self.workshop, parked))
            except UsedWrongly as overtaken:
                self.book_app.tell(overtaken)
            else:
                self.book_app.say(self._removed(item))
        self.redraw()

    def _removed(self, item: Parked) -> str:
        """Say what went from the list of parked items, and how it comes back."""
        undo = self.keys.key("undo")
        if item.since is not None:
            return f"Settled {in_quotes(item.text)}, left open by an earlier sitting. {undo} brings it back."
        return f"Removed {in_quotes(without_full_stop(item.text))}. {undo} brings it back."

    @property
    def _person(self) -> Participant | None:
        """The person under the cursor."""
        return people.people_by_key(self.workshop.sitting).get(self.cursor)

    @property
    def _parked_number(self) -> int | None:
        """The number of the parked item that the cursor is on, from 1."""
        keys = list(people.parked_by_key(self.workshop.sitting))
        return keys.index(self.cursor) + 1 if self.cursor in keys else None

    @property
    def _parked(self) -> Parked | None:
        """The parked item under the cursor."""
        return people.parked_by_key(self.workshop.sitting).get(self.cursor)

    @property
    def _evidence_number(self) -> int | None:
        """The number that the evidence under the cursor keeps."""
        kind = people.EVIDENCE
        return int(self.cursor.removeprefix(kind)) if self.cursor.startswith(kind) else None

    def _go_to_parked(self, practice_id: str) -> None:
        if practice_id in self.session.questionnaire.practices:
            self.post_message(OpenPractice(practice_id))
        else:
            self.book_app.say("It was parked without a practice.")

    def action_notes(self) -> None:
        if not self._has_begun():
            return

        def minutes() -> Form:
            held = self.workshop.sitting.minutes
            field = Field("minutes", "What was said and decided beyond the answers", held, kind="words")
            return Form("Minutes", (field,), about="They appear in the record.")

        self._fill_in(minutes, lambda given: self.workshop.set_minutes(given.values["minutes"]))

    def close_forgotten(self) -> None:
        """Go back to the sitting that nobody closed, and into its close."""
        self.change(self.workshop.reopen_forgotten)
        if self.workshop.is_open:
            self.action_close()

    def action_close(self) -> None:
        if not self.workshop.is_open and self.workshop.forgotten is not None:
            self.close_forgotten()
        elif self._has_begun():
            from levelbook.tui.close.screen import CloseScreen  # 18 ms, likewise

            self.app.push_screen(CloseScreen())
