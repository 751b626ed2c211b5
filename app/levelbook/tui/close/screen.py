"""The close of a sitting, part by part. Stopping anywhere leaves everything saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import ClassVar

from textual.binding import BindingType
from textual.widget import Widget

from levelbook.book.sittings.close import Closing, MissingEvidence, ProposedStep
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.undo import Turn
from levelbook.core.answers.agreed_evidence import AgreedEvidence
from levelbook.core.answers.drafts import Draft
from levelbook.core.errors import UsedWrongly
from levelbook.keymap.commands import on_screen
from levelbook.keymap.effective_keys import BY_ID
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.close import forms, parts, summary
from levelbook.tui.close import rows as view
from levelbook.tui.commands import bindings
from levelbook.tui.open_sitting import evidence
from levelbook.tui.screen_messages import OpenPractice
from levelbook.tui.widgets.bars import KeyBar
from levelbook.tui.widgets.form import FormValues
from levelbook.tui.widgets.rows import Row, Rows


class CloseScreen(BookScreen):
    """The close, one part at a time; the arrows go from part to part."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("close")
    AUTO_FOCUS = "#part"
    name_in_commands = "close"

    def __init__(self, opens_again: Draft | None = None) -> None:
        """opens_again: the unsaved text to go on with: its form is opened."""
        super().__init__()
        self._opens_again = opens_again
        self.part: parts.Part = "steps"
        self._was_on: dict[parts.Part, str] = {}
        """The last cursor position in each part."""

    @property
    def workshop(self) -> Workshop:
        return self.book_app.workshop

    @property
    def closing(self) -> Closing:
        return Closing(self.workshop)

    def body(self) -> Iterable[Widget]:
        return (
            Rows(id="tabs", focusable=False, mark=False, pad=1),
            Rows(id="head", focusable=False, mark=False, pad=1),
            Rows(id="part", pad=1),
            Rows(id="about", focusable=False, mark=False, pad=1),
        )

    def on_mount(self) -> None:
        if self.workshop.sitting.closed:
            self.part = "closed"
        if self._opens_again is not None:
            self.call_after_refresh(self._open_again, self._opens_again)

    def _open_again(self, draft: Draft) -> None:
        """Open the form that a draft was typed into, in its part; say how to where there is none."""
        practice_id = self.book_app.drafts.practice_of(draft)
        for part, key, form in self._forms():
            made = form.make()
            if (form.practice_id, made.title, made.subject) == (practice_id, draft.form, draft.subject):
                self._go(part)
                self.redraw(cursor=key)
                self._fill_in(form)
                return
        self.book_app.unsaved.say_drafts(practice_id, screen="close")

    def _forms(self) -> Iterator[tuple[parts.Part, str, forms.CloseForm]]:
        """Yield the forms that can be opened here, each with its part and the key of its row."""
        closing = self.closing
        for key, proposed in view.steps_by_key(closing).items():
            yield "steps", key, forms.step(closing, proposed)
            yield "steps", key, forms.step_in_own_words(closing, proposed.score.id)
        for key, one in view.proofs_by_key(closing).items():
            yield "proofs", key, forms.proof(closing, one)
            yield "proofs", key, forms.proof(closing, MissingEvidence(one.score))
        for score in closing.unknown():
            yield "unsure", f"{view.UNSURE}{score.id}", forms.find_out(closing, score.id)
        for number, key in enumerate(view.parked_by_key(closing), start=1):
            yield "parked", key, forms.owner_of_parked(closing, number)
            yield "parked", key, forms.decision(closing, number)
        yield "date", "", forms.next_round(closing)

    def _leave_the_summary_of_an_open_sitting(self) -> None:
        """The summary says that the sitting is closed; an undo, here or on another machine, opens it again."""
        if self.part == "closed" and not self.workshop.sitting.closed:
            self.part = "date"

    # What is shown

    @property
    def cursor(self) -> str:
        return self.query_one("#part", Rows).cursor

    @property
    def practice_id(self) -> str:
        """The practice under the cursor; empty for none."""
        _, colon, rest = self.cursor.partition(":")
        return rest.partition("#")[0] if colon else ""

    def redraw(self, cursor: str | None = None) -> None:
        self._leave_the_summary_of_an_open_sitting()
        self._show("#tabs", view.tabs(self.closing, self.part))
        self._show("#head", view.head(self.closing, self.part))
        self.query_one("#part", Rows).show(view.rows(self.closing, self.part, self.keys), cursor, nearby=True)
        self._show_about()
        self._offer()

    def _offer(self) -> None:
        """Show the keys that do something on the row under the cursor."""
        always = [command for command in on_screen(self.name_in_commands) if not command.where]
        here = [replace(BY_ID[name], footer=word) for name, word in self._keys_here().items()]
        self.query_one(KeyBar).offer([*here, *always])

    def _keys_here(self) -> dict[str, str]:
        footers = dict(parts.FOOTERS[self.part])
        if self.workshop.sitting.closed and "close-done" in footers:
            footers["close-done"] = "summary"
        if self.part in ("date", "closed"):
            return footers
        if not self.cursor:
            return {name: word for name, word in footers.items() if name not in parts.ON_A_ROW}
        if self.proposed and self.proposed.place:
            footers["close-take"] = "put back"
        elif self.part == "proofs" and not (self.missing_evidence and self.missing_evidence.number):
            del footers["close-take"]
        elif self.parked and not self.closing.parked_item(self.parked).is_open:
            footers["close-take"] = "reopen"
        return footers

    def _show_about(self) -> None:
        tall = self.app.size.height >= 30
        self._show("#about", view.about(self.closing, self.cursor, tall=tall))

    def _show(self, selector: str, rows: list[Row]) -> None:
        self.query_one(selector, Rows).show(rows)

    def on_resize(self) -> None:
        self.redraw()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._show_about()
        self._offer()

    def after_turn(self, turn: Turn) -> None:
        if turn.sitting_versions is not None and self.workshop.sitting.closed:
            self.part = "closed"  # a redo of the close
        self.redraw()

    # From part to part

    def action_part(self, way: int) -> None:
        following = parts.following(self.closing, self.part, way)
        if following == "closed" and not self.workshop.sitting.closed:
            self.book_app.say(f"This is the last part. {self.keys.key('close-done')} closes the sitting.")
        else:
            self._go(following)

    def _go(self, part: parts.Part) -> None:
        self._was_on[self.part] = self.cursor
        self.part = part
        self.redraw(cursor=self._was_on.get(part, ""))

    def action_close(self) -> None:
        """Close; the date is looked at before, because it is agreed with it. Of a closed one, show the summary."""
        if self.workshop.sitting.closed:
            self._go("closed")
            return
        if self.part not in ("date", "closed"):
            self._go("date")
            return
        if self.part == "date":
            self.change(self.closing.close)
            self._go("closed")

    def action_leave(self) -> None:
        self.app.pop_screen()

    def action_open(self) -> None:
        if self.practice_id:
            self.post_message(OpenPractice(self.practice_id))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A click: a step is taken on or put back; a form opens for everything else."""
        event.stop()
        if self.part == "steps":
            self.action_take()
        else:
            self.action_who()

    # Saying something

    def _attempt(self, make: Callable[[], object]) -> None:
        try:
            self.change(make)
        except UsedWrongly as refused:
            self.book_app.tell(refused)
        self.redraw()

    def _fill_in(self, form: forms.CloseForm) -> None:
        def accepted(given: FormValues) -> None:
            self.change(lambda: form.accept(given))

        today = self.session.now.on
        self.app.push_screen(FormScreen(form.make, accepted, today, practice_id=form.practice_id))

    @property
    def proposed(self) -> ProposedStep | None:
        """The step under the cursor."""
        return view.steps_by_key(self.closing).get(self.cursor)

    @property
    def missing_evidence(self) -> MissingEvidence | None:
        """The evidence under the cursor, or the practice that lacks one."""
        return view.proofs_by_key(self.closing).get(self.cursor)

    @property
    def agreed(self) -> AgreedEvidence | None:
        """The evidence of an earlier sitting under the cursor."""
        if not self.cursor.startswith(view.AGREED):
            return None
        number = view.number_of(self.cursor)
        found = (one.evidence for one in self.workshop.evidence.of_earlier_sittings)
        return next((one for one in found if one is not None and one.number == number), None)

    @property
    def parked(self) -> int:
        """The number of the parked item under the cursor; 0 for none."""
        keys = list(view.parked_by_key(self.closing))
        return keys.index(self.cursor) + 1 if self.cursor in keys else 0

    def action_take(self) -> None:
        """Take on or put back; for evidence, somebody brings it or nobody does; a parked item is settled or is not."""
        proposed, missing_evidence, parked = self.proposed, self.missing_evidence, self.parked
        if proposed and proposed.place:
            self._put_back(proposed, proposed.place)
        elif proposed:
            self._take_on(proposed)
        elif missing_evidence and missing_evidence.number:
            number = missing_evidence.number
            self._attempt(lambda: self.closing.drop_proof(number))
        elif parked:
            change = self.closing.settle if self.closing.parked_item(parked).is_open else self.closing.reopen
            self._attempt(lambda: change(parked))
        else:
            self.action_who()

    def action_carry(self) -> None:
        """Leave a parked item to the next sitting."""
        parked = self.parked
        if parked:
            self._attempt(lambda: self.closing.carry(parked))

    def _put_back(self, proposed: ProposedStep, place: int) -> None:
        taken = self.closing.sitting.taken_on[place - 1]
        is_added = self.closing.is_added(taken)
        self._attempt(lambda: self.closing.drop_step(place))
        steps = view.steps_by_key(self.closing)
        where = (proposed.score.id, proposed.text)
        again = next((key for key, one in steps.items() if (one.score.id, one.text) == where), None)
        if again is None:
            return
        self.redraw(cursor=again)
        if is_added and steps[again].number is not None:
            number, drops = self.session.questionnaire.numbers[proposed.score.id], self.keys.key("roadmap-drop")
            self.book_app.say(f"It stays an open step of {number}. {drops} on the roadmap drops it.")

    def _take_on(self, proposed: ProposedStep) -> None:
        before = len(proposed.score.answer.steps)
        self._attempt(lambda: self.closing.take_on(proposed.score.id, number=proposed.number))
        if proposed.number is None and len(self.session.now.book.answer(proposed.score.id).steps) > before:
            added = (proposed.score.id, before + 1)
            steps = view.steps_by_key(self.closing).items()
            self.redraw(cursor=next((key for key, one in steps if (one.score.id, one.number) == added), None))

    def action_who(self) -> None:
        """Say who, and by when, of what the cursor is on."""
        if self.part == "steps" and self.proposed:
            self._fill_in(forms.step(self.closing, self.proposed))
        elif self.agreed:
            self.app.push_screen(evidence.ask(self, self.workshop, self.agreed))
        elif self.part == "proofs" and self.missing_evidence:
            self._fill_in(forms.proof(self.closing, self.missing_evidence))
        elif self.part == "unsure" and self.practice_id:
            self._fill_in(forms.find_out(self.closing, self.practice_id))
        elif self.parked:
            self._fill_in(forms.owner_of_parked(self.closing, self.parked))
        elif self.part == "date":
            self._fill_in(forms.next_round(self.closing))
        elif self.cursor == summary.ASSEMBLE:
            self.action_assemble()
        elif self.cursor == summary.SEAL:
            self.action_seal()

    def action_own(self) -> None:
        if self.part == "proofs" and self.practice_id:
            self._fill_in(forms.proof(self.closing, MissingEvidence(self.session.now.scorecard[self.practice_id])))
        elif self.part == "steps" and self.practice_id:
            self._fill_in(forms.step_in_own_words(self.closing, self.practice_id))
        elif self.parked:
            self._fill_in(forms.decision(self.closing, self.parked))
        else:
            self.book_app.refuse_form("Move to a step or a piece of evidence first.")

    # Afterwards

    def action_assemble(self) -> None:
        self.book_app.say("Writing guide, record and charts …")
        self.book_app.publishing.assemble()

    def action_seal(self) -> None:
        if not self.workshop.sitting.closed:
            self.book_app.say("Close the sitting first, then seal an edition.")
            return
        self.book_app.publishing.ask_to_seal(self)
