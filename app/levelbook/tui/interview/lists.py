"""Lists over the interview for evidence and steps, of which an answer can have several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from levelbook.book.session import Session
from levelbook.book.undo import Turn
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.assessment.practice_score import PracticeScore
from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import spoken_day, without_full_stop
from levelbook.core.text.quotation import in_quotes
from levelbook.keymap.commands import Command
from levelbook.keymap.effective_keys import BY_ID
from levelbook.tui.base.book_screen import BookView
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.base.screen import Modal
from levelbook.tui.commands import bindings
from levelbook.tui.interview import forms
from levelbook.tui.interview.rows import step_words
from levelbook.tui.literal_text import EMPTY, join, line
from levelbook.tui.widgets.bars import KeyBar
from levelbook.tui.widgets.form import FormValues
from levelbook.tui.widgets.rows import ChoiceRows, Row, Rows, by_key
from levelbook.words.proof import last_day_words

NEW = "new"


class AnswerList(BookView, Modal[None]):
    """The pieces of one answer, and ways to add, change and drop them."""

    CSS_PATH = Path(__file__).with_name("lists.tcss")
    BINDINGS: ClassVar[list[BindingType]] = bindings("list")
    what: ClassVar[str] = ""

    def __init__(self, practice_id: str) -> None:
        super().__init__()
        self.practice_id = practice_id

    @property
    def score(self) -> PracticeScore:
        return self.session.now.scorecard[self.practice_id]

    def compose(self) -> ComposeResult:
        number = self.session.questionnaire.numbers[self.practice_id]
        with Vertical(classes="body list") as box:
            box.border_title = line(f"{self.what} · {number} {self.score.practice.title}")
            yield ChoiceRows()
            yield KeyBar(())
        yield from self.around()

    def _commands(self) -> list[Command]:
        return [replace(BY_ID[name], footer=word) for name, word in self.keys_here().items()]

    def keys_here(self) -> dict[str, str]:
        """Map the ids of the commands that do something on the row under the cursor to what they do, in a word or two.

        They are the line of keys, in this order.
        """
        raise NotImplementedError

    async def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        message.stop()
        if message.command.id == "choose":
            self.query_one(ChoiceRows).action_choose()
        else:
            await self.run_action(message.command.action)

    def on_mount(self) -> None:
        self.redraw()
        self.query_one(ChoiceRows).focus()

    def on_screen_resume(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        self.query_one(ChoiceRows).show(self.rows(), nearby=True)
        self._offer()

    def _offer(self) -> None:
        self.query_one(".body KeyBar", KeyBar).offer(self._commands())

    def on_rows_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._offer()

    def after_turn(self, turn: Turn) -> None:
        """Redraw after an undo; close where it was about another practice, which the interview shows."""
        if self.practice_id in turn.practice_ids:
            self.redraw()
        else:
            self.dismiss()

    def rows(self) -> list[Row]:
        raise NotImplementedError

    def change(self, edit: Edit) -> None:
        """Make a change, and show it on the screen below too, part of which is in sight. Raises UsedWrongly."""
        self.book_app.attempt(lambda: self.session.apply(self.practice_id, edit))
        self.book_app.show_again()

    def change_at_once(self, edit: Edit) -> None:
        try:
            self.change(edit)
        except UsedWrongly as refused:
            self.book_app.tell(refused)
            self.redraw()

    def drop(self, edit: Edit, what: str) -> None:
        """Take something away, and say how it comes back."""
        before = self.score.answer
        self.change_at_once(edit)
        if self.score.answer != before:
            self.book_app.say_removed(what)

    def fill_in(self, make: Callable[[Session, PracticeScore], forms.AnswerForm]) -> None:
        def made() -> forms.AnswerForm:
            return make(self.session, self.score)

        def accept(given: FormValues) -> None:
            self.change(made().edit(given))

        self.app.push_screen(FormScreen(lambda: made().form, accept, self.session.now.on, practice_id=self.practice_id))

    @property
    def cursor(self) -> str:
        """The key of the row that the cursor is on."""
        return self.query_one(ChoiceRows).cursor

    def keys_of_pieces(self) -> Sequence[str]:
        """Say what the keys of the pieces' rows are, in their order: their words, because others may remove some."""
        raise NotImplementedError

    @property
    def number(self) -> int | None:
        """The number of the piece under the cursor, from 1."""
        keys = list(self.keys_of_pieces())
        return keys.index(self.cursor) + 1 if self.cursor in keys else None

    def action_leave(self) -> None:
        self.dismiss()

    def action_add(self) -> None:
        raise NotImplementedError

    def action_drop(self) -> None:
        raise NotImplementedError


class EvidenceScreen(AnswerList):
    """The evidence of an answer."""

    what = "Evidence"

    def keys_here(self) -> dict[str, str]:
        if not self.number:
            return {"list-add": "new", "list-leave": "back"}
        return {"choose": "seen again", "list-add": "new", "list-drop": "remove", "list-leave": "back"}

    def keys_of_pieces(self) -> Sequence[str]:
        evidence = self.score.answer.evidence
        return list(by_key(evidence, lambda one: f"evidence#{one.kind} {one.seen_on} {one.reference}"))

    def rows(self) -> list[Row]:
        today, judge = self.session.now.on, self.session.now.scorecard.judge
        rows = []
        for key, piece in zip(self.keys_of_pieces(), self.score.answer.evidence, strict=True):
            until = judge.valid_until(piece)
            over = until is not None and until < today
            seen = f"seen {spoken_day(piece.seen_on, today)}" if piece.seen_on else "no date"
            last = last_day_words(piece, until, today) if until else ""
            counts = f", {'counted' if over else 'counts'} until {last}" if last else ""
            rows.append(
                Row(
                    join(
                        line(piece.reference or "no reference"),
                        line(f" · {seen}", "dim"),
                        line(counts, "warn" if over else "dim"),
                    ),
                    lead=line(f"{piece.kind}  ", "blue"),
                    key=key,
                )
            )
        return [*rows, Row(line("new evidence", "strong"), lead=line("+ ", "key"), key=NEW)]

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        if event.key == NEW:
            self.action_add()
        elif self.number:
            self.fill_in(partial(forms.evidence, like=self.score.answer.evidence[self.number - 1]))

    def action_add(self) -> None:
        self.fill_in(forms.evidence)

    def action_drop(self) -> None:
        if self.number:
            gone = self.score.answer.evidence[self.number - 1]
            self.drop(Edit(drop_evidence=self.number), f"evidence {in_quotes(gone.reference or gone.kind)}")


class StepsScreen(AnswerList):
    """The steps of an answer, and those that the questionnaire suggests for the next level."""

    what = "Steps"
    BINDINGS: ClassVar[list[BindingType]] = bindings("steps")

    def keys_here(self) -> dict[str, str]:
        on_step: dict[str, str] = {}
        if self.number:
            is_open = self.score.answer.steps[self.number - 1].is_open
            on_step = {"step-done": "done" if is_open else "reopen", "list-drop": "remove"}
        chooses = {} if self.cursor == NEW else {"choose": "change" if self.number else "add"}
        return {**chooses, "list-add": "in own words", **on_step, "list-leave": "back"}

    def keys_of_pieces(self) -> Sequence[str]:
        return list(by_key(self.score.answer.steps, lambda one: f"step#{one.text}"))

    def rows(self) -> list[Row]:
        steps, today = self.score.answer.steps, self.session.now.on
        rows = [
            Row(
                step_words(step, today, is_late=self.score.step_is_late(step, today)),
                lead=line("[x] " if step.done_on else "[ ] ", "good" if step.done_on else ""),
                key=key,
            )
            for key, step in zip(self.keys_of_pieces(), steps, strict=True)
        ]
        rows.append(Row(line("in your own words", "strong"), lead=line("+ ", "key"), key=NEW))
        offered = self.score.actions_to_take_on
        if offered:
            rows += [Row(EMPTY), Row(line(self._heading(), "dim"))]
        for action in offered:
            rows.append(
                Row(
                    line(action.text),
                    lead=line("+ ", "key") + line(f"{action.effort} ", "blue"),
                    key=f"action:{action.id}",
                )
            )
        return rows

    def _heading(self) -> str:
        return f"Suggested for level {self._next_level()} (S, M, L: effort)"

    def _next_level(self) -> int:
        return (self.score.level or 0) + 1

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        if event.key == NEW:
            self.action_add()
        elif event.key.startswith("action:"):
            _, action = self.score.practice.actions[event.key.removeprefix("action:")]
            self.fill_in(partial(forms.step, action=action))
        elif self.number:
            self.fill_in(forms.step_at(self.score, self.number))

    def action_add(self) -> None:
        self.fill_in(forms.step)

    def action_done(self) -> None:
        if self.number:
            held = self.score.answer.steps[self.number - 1]
            self.change_at_once(
                Edit(step=StepEdit(number=self.number, done_on="" if held.done_on else self.session.now.on))
            )

    def action_drop(self) -> None:
        if self.number:
            gone = self.score.answer.steps[self.number - 1]
            self.drop(
                Edit(step=StepEdit(number=self.number, drop=True)), f"step {in_quotes(without_full_stop(gone.text))}"
            )
