"""The interview: one practice at a time. A digit answers and stays, Enter moves on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widget import Widget

from levelbook.book.queue import neighbour, place_of, queue
from levelbook.book.session import Session
from levelbook.book.undo import Turn
from levelbook.core.answers.drafts import Draft
from levelbook.core.assessment.queue import QueueChoice
from levelbook.core.assessment.workshop_plan import Item
from levelbook.tui.base.pickers import jump
from levelbook.tui.commands import bindings, offered
from levelbook.tui.interview import presenter
from levelbook.tui.interview import rows as view
from levelbook.tui.interview.answering import AnsweringScreen
from levelbook.tui.interview.forms import level_moved
from levelbook.tui.interview.queues import (
    HOME,
    LEAVE,
    OTHERS,
    SITTING,
    STAY,
    chosen_queue,
    end_of,
    end_of_ballot,
    filters,
)
from levelbook.tui.open_sitting import timer_words
from levelbook.tui.open_sitting.timer import PracticeTimer
from levelbook.tui.widgets.bars import KeyBar
from levelbook.tui.widgets.practice_sheet import PracticeSheet
from levelbook.tui.widgets.rows import Row, Rows
from levelbook.words.queue import queue_choice_words

if TYPE_CHECKING:
    from levelbook.core.questionnaire.frameworks import Framework
    from levelbook.tui.practice_details.rows import Part


CLOCK_HIDDEN = "Clock hidden. The sitting's time goes on."
SECTIONS_WIDTH = 42
"""Width of the section list, as the style sheet has it."""


class InterviewScreen(AnsweringScreen):
    """The interview: one practice, the way to the others, and every key that answers."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("interview")
    AUTO_FOCUS = "#sheet"
    name_in_commands = "interview"

    def __init__(self) -> None:
        super().__init__()
        self.queue_choice = QueueChoice()
        """The present queue."""
        self.came_from: list[str] = []
        """Practices that were left by a jump, the last at the end."""
        self.is_presenting = False
        self.opens_again: Draft | None = None
        """The unsaved text whose form is opened once the practice is shown."""
        self.timer = PracticeTimer()
        self.frameworks: dict[str, Framework] = {}
        """Frameworks whose titles were looked up."""
        self._ticking: Timer | None = None
        self._open_section = ""

    def body(self) -> Iterable[Widget]:
        return (
            Horizontal(
                Rows(id="sections", focusable=False, pad=1),
                Vertical(
                    Rows(id="folded", focusable=False, mark=False),
                    Rows(id="head", focusable=False, mark=False, pad=1),
                    PracticeSheet(id="sheet"),
                    Rows(id="status", focusable=False, mark=False, pad=1),
                    Rows(id="progress", focusable=False, mark=False, pad=1),
                    id="practice",
                ),
                Vertical(PracticeSheet(id="stage", focusable=False, mark=False), id="presenter"),
            ),
        )

    @property
    def is_low(self) -> bool:
        """Every line counts."""
        return self.app.size.height < 20

    def key_names(self) -> dict[str, str]:
        return {"level-0": self.keys.levels(self.session.questionnaire.max_level)}

    # What is shown

    def open(self, practice_id: str) -> None:
        """Show a practice."""
        self.practice_id = practice_id
        if self.is_mounted:
            self.timer.turn_to(practice_id, self.session.clock())
            self.redraw(cursor=view.first_cursor(self.score), listed=())
        if self.is_current:  # else it is said once the screen is
            self._say_drafts()

    def redraw(self, *, cursor: str | None = None, listed: tuple[str, ...] | None = None) -> None:
        """Show this practice as it is now; the cursor stays, or goes to `cursor`.

        `listed` are the rows of the section list that have changed; None for all of them.
        """
        if self.practice_id not in self.session.questionnaire.practices:
            self.practice_id = first_to_ask(self.session)
            self.timer.turn_to(self.practice_id, self.session.clock())
            cursor = view.first_cursor(self.score)
        if self.is_presenting:
            attempts = [partial(presenter.rows, self.session, self.score, density) for density in presenter.DENSITIES]
            self.query_one("#stage", PracticeSheet).fit(attempts, "")
            return
        score, session = self.score, self.session
        if not self.is_wide:
            self._show("#folded", view.folded(session, score))
        self._show("#head", view.head(session, score, wide=self.is_wide, low=self.is_low))
        self._show("#status", view.status(session, score, self.keys, low=self.is_low))
        self._show_progress()
        self._show_sections(listed)
        attempts = [partial(self._sheet, density=density) for density in view.densities(score)]
        sheet = self.query_one("#sheet", PracticeSheet)
        sheet.fit(attempts, cursor if sheet.cursor or cursor else view.first_cursor(score))
        self._offer()

    def show_answer(self, cursor: str | None) -> None:
        self.redraw(cursor=cursor, listed=(self.practice_id, f"{view.SECTION}{self.score.practice.section}"))

    def _show(self, selector: str, rows: list[Row]) -> None:
        self.query_one(selector, Rows).show(rows)

    def _show_sections(self, listed: tuple[str, ...] | None) -> None:
        """The list's rows are the same while one section is open, so only what changed is drawn again."""
        if not self.is_wide:
            return
        rows, section = self.query_one("#sections", Rows), self.score.practice.section
        if self._open_section != section:
            self._open_section = section
            rows.show(view.sections(self.session, section), self.practice_id)
            return
        rows.move_to(self.practice_id)
        if listed is None:
            rows.draw_again()
        elif listed:
            rows.draw_again(*listed)

    def _sheet(self, cursor: str, density: view.Density) -> list[Row]:
        return view.sheet(self.session, self.score, cursor, density, wide=self.is_wide)

    def _show_progress(self) -> None:
        rows = self.query_one("#progress", Rows)
        place, among = place_of(self.session, self.queue_choice, self.practice_id)
        queue_choice, moves_on = queue_choice_words(self.session.now, self.queue_choice), self.book_app.moves_on
        applies = self.queue_choice.only != "all" or self.queue_choice.listed is not None or self.score.counts
        going = view.QueueProgress(queue_choice, place, among, moves_on=moves_on, applies=applies)
        rows.show(view.progress(self.session, going, self._time(), room=self._room_for_progress()))

    def _room_for_progress(self) -> int:
        """Columns, from the width of the terminal: under a form, a line is laid out only when it is seen again."""
        return self.app.size.width - (SECTIONS_WIDTH + 2 if self.is_wide else 0) - 2

    def _offer(self) -> None:
        """Only the keys that do something here are in the footer."""
        idle = view.idle_keys(self.score, self.criterion, level_moved(self.session, self.score))
        commands = offered(self.name_in_commands, self.session)
        strike = "strike" if self.criterion in self.score.answer.claims(self.score.practice) else "tick"
        useful = [
            replace(command, footer=strike) if command.id == "strike" else command
            for command in commands
            if command.id not in idle
        ]
        self.query_one(KeyBar).offer(useful, self.key_names())

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if event.rows.id == "sheet":
            self._offer()

    def on_resize(self) -> None:
        if self.practice_id:
            self.redraw()

    def after_turn(self, turn: Turn) -> None:
        if turn.practice_ids and self.practice_id not in turn.practice_ids:
            self.jump_to(turn.practice_ids[0])
        else:
            self.redraw()

    # Moving

    def action_next(self) -> None:
        following = neighbour(self.session, self.queue_choice, self.practice_id, 1)
        if following is not None:
            self.open(following)
            return
        if self.session.ballot is not None:
            end = end_of_ballot(self.session)
        else:
            end = end_of(self.session, self.queue_choice, self.keys, in_a_sitting=self.book_app.workshop.goes_on)
        self.app.push_screen(end, self._after_the_end)

    def action_previous(self) -> None:
        before = neighbour(self.session, self.queue_choice, self.practice_id, -1)
        if before is None:
            self.book_app.say("This is the first one.")
        else:
            self.open(before)

    def go_on(self) -> None:
        if self.book_app.moves_on:
            self.action_next()

    def jump_to(self, practice_id: str | None) -> None:
        """Go somewhere else than on; there is a way back."""
        if practice_id is None:
            return
        if practice_id != self.practice_id:
            self.came_from.append(self.practice_id)
        self.open(practice_id)

    def action_back(self) -> None:
        """Go back to where a jump began; without one, to the practice before."""
        known = self.session.questionnaire.practices
        while self.came_from:
            before = self.came_from.pop()
            if before in known:
                self.open(before)
                return
        self.action_previous()

    def action_jump(self) -> None:
        self.app.push_screen(jump(self.session, self.practice_id), self.jump_to)

    def action_filter(self) -> None:
        self.app.push_screen(filters(self.session, self.queue_choice), self._filtered)

    def _filtered(self, key: str | None) -> None:
        if key and (queue_choice := chosen_queue(self.queue_choice, key)) != self.queue_choice:
            self.go_through(queue_choice)

    def _after_the_end(self, key: str | None) -> None:
        if key in (HOME, SITTING):
            self.book_app.action_open(key)
        elif key == LEAVE:
            self.app.exit()
        elif key == OTHERS:
            self.action_filter()
        elif key and key != STAY:
            self.queue_choice = chosen_queue(self.queue_choice, key)
            self.open_first()

    def go_through(self, queue_choice: QueueChoice) -> None:
        """Go through other practices from now on, from the first of them where this one is none."""
        self.queue_choice = queue_choice
        ids = [score.id for score in queue(self.session, queue_choice)]
        if ids and self.practice_id not in ids:
            self.open(ids[0])
        elif self.is_mounted:
            self.redraw()

    def open_first(self) -> None:
        """Open the first practice of the queue."""
        ids = [score.id for score in queue(self.session, self.queue_choice)]
        if ids:
            self.open(ids[0])
        elif self.is_mounted:
            self.redraw()

    def action_move_on(self) -> None:
        app = self.book_app
        app.moves_on = not app.moves_on
        app.say("A digit answers and goes to the next." if app.moves_on else "A digit answers and stays here.")
        self.redraw(listed=())

    def action_list(self) -> None:
        from levelbook.tui.confirm_list.screen import lists  # 12 ms, which opening the interview does without
        from levelbook.words.plan import NO_LIST

        picker = lists(self.book_app.workshop, self.score.practice.section)
        if picker is None:
            left_out = self.session.ballots.left_out_words
            self.book_app.say(f"{NO_LIST} {left_out}." if left_out else NO_LIST)
        else:
            self.app.push_screen(picker, self._open_list)

    def _open_list(self, key: str | None) -> None:
        from levelbook.tui.confirm_list.screen import ConfirmScreen  # the same 12 ms

        if key:
            kind, _, section = key.partition(":")
            self.app.push_screen(ConfirmScreen(kind, section or None))

    # More about it, and less

    def action_about(self, part: Part) -> None:
        from levelbook.tui.practice_details.screen import PracticeDetailsScreen  # 10 ms, likewise

        self.app.push_screen(PracticeDetailsScreen(self.practice_id, part, self.frameworks), self.jump_to)

    def action_present(self) -> None:
        """Switch the presenter view on or off."""
        self.is_presenting = not self.is_presenting
        self.set_class(self.is_presenting, "-presenting")
        if self.is_presenting:
            keys = f"{self.keys.key('present')} or {self.keys.key('present-leave')}"
            self.book_app.say(f"{keys} shows everything again.")
        else:
            self.book_app.clear_passing_notices()
            self.query_one("#sheet").focus()
        self.call_after_refresh(self.redraw, cursor=view.first_cursor(self.score))

    def action_leave_presenting(self) -> None:
        if self.is_presenting:
            self.action_present()

    # The clock

    def action_clock(self) -> None:
        """Show the clock, or hide it: it then counts no time for the practice; the sitting's goes on."""
        now = self.session.clock()
        if self.timer.is_on:
            self.timer.stop(now)
            said = "Clock hidden." if self.book_app.workshop.elapsed(now) is None else CLOCK_HIDDEN
            self.book_app.say(f"{said} {self.keys.key('clock')} shows it again.")
        else:
            self.timer.turn_to(self.practice_id, now)
            self.timer.start(now)
            self._ticking = self._ticking or self.set_interval(1, self.tick, pause=True)
        if self._ticking is not None:
            self._ticking.resume() if self.timer.is_on else self._ticking.pause()
        self._show_progress()

    def tick(self) -> None:
        """A second has passed."""
        if self in self.app.screen_stack and not self.is_presenting:
            self._show_progress()

    def _time(self) -> timer_words.ClockWords:
        if not self.timer.is_on:
            return timer_words.SILENT
        now, score = self.session.clock(), self.score
        meant = Item(score, self.session.ballots.spread(self.session.now, score.id), "new").seconds
        workshop = self.book_app.workshop
        # Since the beginning of the sitting, also before the app was opened; none of one that is closed.
        begun = workshop.elapsed(now)
        return timer_words.clock_words(
            self.timer.seconds_here(now),
            int(begun.total_seconds()) if begun is not None else self.timer.seconds(now),
            meant=meant,
            planned_minutes=None if begun is None else workshop.sitting.planned_minutes,
            settled=score.confirmed,
        )

    def on_screen_suspend(self) -> None:
        """Say what is over this screen belongs to the practice; another screen in its place does not."""
        if self.practice_id and self not in self.app.screen_stack:
            self.timer.turn_to("", self.session.clock())

    def on_screen_resume(self) -> None:
        if self.practice_id:
            self.timer.turn_to(self.practice_id, self.session.clock())
        self.call_after_refresh(self._say_drafts)  # the first practice is chosen with the first drawing

    def _say_drafts(self) -> None:
        """Open the form of the text that was asked for; otherwise say which forms have unsaved text."""
        if self.app.screen is not self:
            return  # a form is open
        draft, self.opens_again = self.opens_again, None
        if draft is None or not self.open_again(draft):
            self.book_app.unsaved.say_drafts(self.practice_id)

    # The mouse

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        key = event.key
        if key.startswith(view.LEVEL):
            self.action_level(int(key.removeprefix(view.LEVEL)))
        elif key.startswith(view.CRITERION):
            self.action_strike()
        elif key.startswith(view.SECTION):
            section = self.session.now.scorecard.sections_by_id[key.removeprefix(view.SECTION)]
            if section.practices:
                self.jump_to(section.practices[0].id)
        elif key == "jump":
            self.action_jump()
        else:
            self.jump_to(key)


def first_to_ask(session: Session) -> str:
    """The first practice that nobody has answered; the first of all when there is none."""
    waiting = queue(session, QueueChoice("new")) or queue(session)
    return waiting[0].id if waiting else next(iter(session.questionnaire.practices))
