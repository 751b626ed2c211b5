"""The keys of the interview that say something about the practice at hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from levelbook.book.session import Session
from levelbook.book.sittings import parked_items
from levelbook.core.answers.drafts import Draft
from levelbook.core.answers.edits import Edit
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.assessment.queue import is_carried
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import without_full_stop
from levelbook.keymap.effective_keys import BY_ID
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.interview import forms
from levelbook.tui.interview import rows as view
from levelbook.tui.interview.lists import EvidenceScreen, StepsScreen
from levelbook.tui.open_sitting.begin import begin
from levelbook.tui.open_sitting.parking import parked_text
from levelbook.tui.unsaved import command_of
from levelbook.tui.widgets.form import FormValues
from levelbook.tui.widgets.practice_sheet import PracticeSheet
from levelbook.words.answer_details import nothing_to_accept
from levelbook.words.practice_state import unmoved_words, unrecorded_words


class AnsweringScreen(BookScreen):
    """A screen with one practice at hand."""

    def __init__(self) -> None:
        super().__init__()
        self.practice_id = ""

    @property
    def score(self) -> PracticeScore:
        return self.session.now.scorecard[self.practice_id]

    @property
    def cursor(self) -> str:
        return self.query_one("#sheet", PracticeSheet).cursor

    @property
    def criterion(self) -> str | None:
        """The criterion under the cursor."""
        key = self.cursor
        return key.removeprefix(view.CRITERION) if key.startswith(view.CRITERION) else None

    def show_answer(self, cursor: str | None) -> None:
        """The answer at hand was changed; the cursor stays, or goes to `cursor`."""
        raise NotImplementedError

    def go_on(self) -> None:
        """Go to the next practice where digits move on at once."""
        raise NotImplementedError

    # Changing the answer

    def edit(self, edit: Edit, *, cursor: str | None = None) -> None:
        """Change this answer; it is on disk when this returns. Raises UsedWrongly."""
        self.change(lambda: self.session.apply(self.practice_id, edit))
        self.show_answer(cursor)

    def edit_at_once(self, edit: Edit, *, cursor: str | None = None) -> bool:
        """Apply an edit from a key, without a form to show a refusal; return whether it was made."""
        try:
            self.edit(edit, cursor=cursor)
        except UsedWrongly as refused:
            self.book_app.tell(refused)
            return False
        return True

    def fill_in(self, make: Callable[[Session, PracticeScore], forms.AnswerForm]) -> None:
        name = self.practice_id

        def made() -> forms.AnswerForm:
            return make(self.session, self.session.now.scorecard[name])

        def accept(given: FormValues) -> None:
            was_carried = is_carried(self.score)
            self.edit(made().edit(given))
            if was_carried and is_carried(self.score):
                number = self.session.questionnaire.numbers[name]  # it is read beside the next practice, too
                self.book_app.say(
                    f"Nobody has reviewed the answer to {number} in this round: {self.keys.key('confirm')} confirms it."
                )

        self.app.push_screen(FormScreen(lambda: made().form, accept, self.session.now.on, practice_id=name))

    def open_again(self, draft: Draft) -> bool:
        """Open the form that a draft was typed into; False where there is none here."""
        if (command := command_of(draft.form)) is not None and command not in ("evidence", "steps"):
            getattr(self, f"action_{BY_ID[command].action}")()  # at once: what says that there is text looks for a form
            return True
        if (make := forms.again(self.score, draft, self.book_app.drafts.step_of(draft))) is None:
            return False
        self.fill_in(make)
        return True

    def is_for_the_team(self, say: Callable[[str], None] | None = None) -> bool:
        """Tell whether there is anything to say about it; says why not, for a form by `refuse_form`."""
        if self.score.scope == "not-applicable":
            (say or self.book_app.say)("This practice does not apply to your profile, so there is nothing to answer.")
            return False
        return True

    # What holds

    def action_level(self, level: int) -> None:
        if not self.is_for_the_team():
            return
        left_out = self.score.answer.not_applicable
        if self.edit_at_once(Edit(level=level), cursor=f"{view.LEVEL}{level}") and self.score.level == level:
            if left_out:
                number = self.session.questionnaire.numbers[self.practice_id]
                was = f"{number} was not applicable: {without_full_stop(left_out)}"
                self.book_app.say(f"{was}. {self.keys.key('undo')} brings that back.")
            if words := unrecorded_words([self.score], self.session.now):
                self.book_app.say(f"{words} {self.keys.key('evidence')} adds it.")
            self.go_on()

    def action_unsure(self) -> None:
        if not self.is_for_the_team(self.book_app.refuse_form):
            return
        if self.session.ballot is None:
            self.fill_in(forms.unsure)
        elif self.edit_at_once(Edit(unsure=True)):  # who finds out is the team's to say
            self.go_on()

    def action_not_applicable(self) -> None:
        if self.is_for_the_team(self.book_app.refuse_form):
            self.fill_in(forms.not_applicable)

    def action_strike(self) -> None:
        if self.criterion is None:
            self.book_app.say(self._no_criterion(f"{self.keys.key('strike')} strikes it out or ticks it"))
        else:
            self.edit_at_once(Edit(toggle=self.criterion))

    def action_here(self) -> None:
        if self.criterion is None:
            self.book_app.refuse_form(self._no_criterion(f"{self.keys.key('here')} says how it is done here"))
        else:
            self.fill_in(partial(forms.here, criterion=self.criterion))

    def _no_criterion(self, what: str) -> str:
        if self.score.inherited:
            return "A provider does this, so you have no criteria to review."
        return f"Move to a criterion first: {what}."

    def action_confirm(self) -> None:
        if self.score.answer.status != "unanswered" or self.is_for_the_team():
            self.edit_at_once(Edit(confirm=True))

    def action_clear(self) -> None:
        before = self.score.answer
        if self.edit_at_once(Edit(clear=True)) and before != self.score.answer and not self.score.settled:
            number = self.session.questionnaire.numbers[self.practice_id]
            self.book_app.say_removed(f"the answer to {number}")

    def action_vote(self) -> None:
        from levelbook.tui.vote.screen import VoteScreen  # 11 ms, which answering without a vote does without

        if self.is_for_the_team():
            self.app.push_screen(VoteScreen(self.practice_id))

    # What goes with it

    def action_evidence(self) -> None:
        if self.score.answer.evidence:
            self.app.push_screen(EvidenceScreen(self.practice_id))
        else:
            self.fill_in(forms.evidence)

    def action_steps(self) -> None:
        self.app.push_screen(StepsScreen(self.practice_id))

    def action_owner(self) -> None:
        self.fill_in(forms.owner)

    def action_target(self) -> None:
        if not self.score.counts and self.score.answer.target is None:
            self.book_app.refuse_form("This practice does not apply to you, so it has no target.")
        elif self.score.placement.target >= self.session.questionnaire.max_level:
            self.book_app.refuse_form("The target is the highest level already.")
        else:
            self.fill_in(forms.target)

    def action_accept(self) -> None:
        if refusal := nothing_to_accept(self.score):
            self.book_app.refuse_form(refusal)
        else:
            self.fill_in(forms.accept)

    def action_level_reason(self) -> None:
        if unmoved := unmoved_words(self.score, self.session.now, self.score.level):
            self.book_app.refuse_form(unmoved)
        else:
            self.fill_in(forms.level_reason)

    def action_note(self) -> None:
        self.fill_in(forms.note)

    def action_park(self) -> None:
        if self.book_app.workshop.is_open or self.book_app.workshop.wrong:
            self._park()
        else:
            self.app.push_screen(forms.without_a_sitting(), self._begin_or_note)

    def _begin_or_note(self, chosen: str | None) -> None:
        if chosen == forms.BEGIN:
            begin(self, then=self._park)
        elif chosen == forms.NOTE:
            self.action_note()

    def _park(self) -> None:
        workshop = self.book_app.workshop
        form = forms.park(self.session, self.score, workshop.sitting.names)

        def accept(given: FormValues) -> None:
            text, by = parked_text(given), given.text("by")
            kept = self.change(lambda: parked_items.park(workshop, text, self.practice_id, by))
            if kept is not None:
                self.book_app.say(f"Parked: item {len(kept.parked)} of this sitting.")

        self.app.push_screen(FormScreen(lambda: form, accept, self.session.now.on, practice_id=self.practice_id))
