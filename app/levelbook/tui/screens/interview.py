"""The interview: one practice at a time. A digit answers and stays, Enter moves on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from levelbook.asking import ONLY, Walk, neighbour, queue
from levelbook.core.edits import Edit
from levelbook.core.scoring import PracticeScore
from levelbook.errors import UsedWrongly
from levelbook.session import Session, Turn
from levelbook.tui import forms, hints
from levelbook.tui.commands import bindings
from levelbook.tui.screens.base import BookScreen
from levelbook.tui.views import interview as view
from levelbook.tui.widgets.form import FormScreen, Given
from levelbook.tui.widgets.rows import Row, Rows
from levelbook.tui.widgets.sheet import Sheet


class InterviewScreen(BookScreen):
    """One practice, the way to the others, and every key that answers."""

    CSS_PATH = "interview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("interview")
    AUTO_FOCUS = "#sheet"
    name_in_commands = "interview"

    def __init__(self) -> None:
        super().__init__()
        self.practice_id = ""
        self.walk = Walk()
        """What is gone through."""
        self._open_section = ""

    def body(self) -> Iterable[Widget]:
        return (
            Horizontal(
                Rows(id="sections", focusable=False, pad=1),
                Vertical(
                    Rows(id="folded", focusable=False, mark=False),
                    Rows(id="head", focusable=False, mark=False, pad=1),
                    Sheet(id="sheet"),
                    Rows(id="status", focusable=False, mark=False, pad=1),
                    Rows(id="progress", focusable=False, mark=False, pad=1),
                    id="practice",
                ),
            ),
        )

    def key_names(self) -> dict[str, str]:
        return {"level-0": hints.now().levels(self.session.questionnaire.max_level)}

    # What is shown

    @property
    def score(self) -> PracticeScore:
        return self.session.scorecard[self.practice_id]

    @property
    def cursor(self) -> str:
        return self.query_one(Sheet).cursor

    @property
    def criterion(self) -> str | None:
        """The criterion under the cursor."""
        key = self.cursor
        return key.removeprefix(view.CRITERION) if key.startswith(view.CRITERION) else None

    def open(self, practice_id: str) -> None:
        """Show a practice."""
        self.practice_id = practice_id
        if self.is_mounted:
            self.redraw(cursor=view.first_cursor(self.score), listed=())

    def redraw(self, *, cursor: str | None = None, listed: tuple[str, ...] | None = None) -> None:
        """Show this practice as it is now; the cursor stays, or goes to `cursor`.

        `listed` are the rows of the section list that have changed; None for all of them.
        """
        if self.practice_id not in self.session.questionnaire.practices:
            self.practice_id = first_to_ask(self.session)
            cursor = view.first_cursor(self.score)
        score, session = self.score, self.session
        if not self.is_wide:
            self._show("#folded", view.folded(session, score))
        self._show("#head", view.head(session, score, wide=self.is_wide))
        self._show("#status", view.status(session, score))
        self._show("#progress", view.progress(session, self.walk, self._place()))
        self._show_sections(listed)
        self._fit(cursor)

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

    def _fit(self, cursor: str | None) -> None:
        self.query_one(Sheet).fit([partial(self._sheet, fit=fit) for fit in view.fits(self.score)], cursor)

    def _sheet(self, cursor: str, fit: view.Fit) -> list[Row]:
        return view.sheet(self.session, self.score, cursor, fit, wide=self.is_wide)

    def _show(self, selector: str, rows: list[Row]) -> None:
        self.query_one(selector, Rows).show(rows)

    def _place(self) -> str:
        ids = [score.id for score in queue(self.session, self.walk)]
        at = f"{ids.index(self.practice_id) + 1} of " if self.practice_id in ids else ""
        return f"practice {at}{len(ids)}" if at else f"{len(ids)} left"

    def on_resize(self) -> None:
        if self.practice_id:
            self.redraw()

    def after_turn(self, turn: Turn) -> None:
        if turn.practice_ids and self.practice_id not in turn.practice_ids:
            self.open(turn.practice_ids[0])
        else:
            self.redraw()

    # Answering

    def edit(self, edit: Edit, *, cursor: str | None = None) -> None:
        """Change this answer; it is on disk when this returns. Raises UsedWrongly."""
        self.change(lambda: self.session.apply(self.practice_id, edit))
        self.redraw(cursor=cursor, listed=(self.practice_id, f"{view.SECTION}{self.score.practice.section}"))

    def edit_at_once(self, edit: Edit, *, cursor: str | None = None) -> None:
        """The same for a key, which has no form to show a refusal in."""
        try:
            self.edit(edit, cursor=cursor)
        except UsedWrongly as refused:
            self.book_app.tell(refused)

    def fill_in(self, make: Callable[[Session, PracticeScore], forms.AnswerForm]) -> None:
        form = make(self.session, self.score)

        def accept(given: Given) -> None:
            self.edit(form.edit(given))

        self.app.push_screen(FormScreen(form.form, accept, self.session.on()))

    def action_level(self, level: int) -> None:
        if self.score.scope == "not-applicable":
            self.book_app.say("Your profile leaves this practice out, so there is nothing to answer.")
            return
        self.edit_at_once(Edit(level=level), cursor=f"{view.LEVEL}{level}")

    def action_unsure(self) -> None:
        self.fill_in(forms.unsure)

    def action_not_applicable(self) -> None:
        self.fill_in(forms.not_applicable)

    def action_strike(self) -> None:
        if self.criterion is None:
            self._say_where(f"{hints.key('strike')} strikes it out or ticks it")
        else:
            self.edit_at_once(Edit(toggle=self.criterion))

    def action_here(self) -> None:
        if self.criterion is None:
            self._say_where(f"{hints.key('here')} says how it is done here")
        else:
            self.fill_in(partial(forms.here, criterion=self.criterion))

    def _say_where(self, what: str) -> None:
        if self.score.inherited:
            self.book_app.say("A provider does this, so there are no criteria of yours to go through.")
        else:
            self.book_app.say(f"Move to a criterion with the arrow keys: {what}.")

    def action_evidence(self) -> None:
        from levelbook.tui.screens.lists import EvidenceScreen

        if self.score.answer.evidence:
            self.app.push_screen(EvidenceScreen(self.practice_id))
        else:
            self.fill_in(forms.evidence)

    def action_steps(self) -> None:
        from levelbook.tui.screens.lists import StepsScreen

        self.app.push_screen(StepsScreen(self.practice_id))

    def action_owner(self) -> None:
        self.fill_in(forms.owner)

    def action_target(self) -> None:
        if self.score.placement.target >= self.session.questionnaire.max_level:
            self.book_app.say("It needs the highest level already.")
        else:
            self.fill_in(forms.target)

    def action_accept(self) -> None:
        if not self.score.target:
            self.book_app.say("It needs nothing, so there is no risk to accept.")
        else:
            self.fill_in(forms.accept)

    def action_note(self) -> None:
        self.fill_in(forms.note)

    def action_confirm(self) -> None:
        self.edit_at_once(Edit(confirm=True))

    def action_clear(self) -> None:
        self.edit_at_once(Edit(clear=True))

    # Going

    def action_next(self) -> None:
        others, home = hints.key("filter"), hints.key("go-home")
        self._go(1, f"That was the last of them. Press {others} to go through others, {home} to see where you stand.")

    def action_previous(self) -> None:
        self._go(-1, "This is the first of them.")

    def _go(self, way: int, otherwise: str) -> None:
        following = neighbour(self.session, self.walk, self.practice_id, way)
        if following is None:
            self.book_app.say(otherwise)
        else:
            self.open(following)

    def action_jump(self) -> None:
        from levelbook.tui.screens.pickers import jump

        self.app.push_screen(jump(self.session, self.practice_id), self._open_found)

    def _open_found(self, practice_id: str | None) -> None:
        if practice_id:
            self.open(practice_id)

    def action_filter(self) -> None:
        from levelbook.tui.screens.pickers import filters

        self.app.push_screen(filters(self.session, self.walk), self._filtered)

    def _filtered(self, key: str | None) -> None:
        for only in ONLY:
            if only == key:
                self.go_through(Walk(only))

    def go_through(self, walk: Walk) -> None:
        """Go through other practices from now on, from the first of them where this one is none."""
        self.walk = walk
        ids = [score.id for score in queue(self.session, walk)]
        if ids and self.practice_id not in ids:
            self.open(ids[0])
        elif self.is_mounted:
            self.redraw()

    def action_list(self) -> None:
        from levelbook.tui.screens.confirm import lists

        picker = lists(self.book_app.workshop, self.score.practice.section)
        if picker is None:
            self.book_app.say("No list waits: nothing is carried, inherited or agreed by the ballots.")
        else:
            self.app.push_screen(picker, self._open_list)

    def _open_list(self, key: str | None) -> None:
        from levelbook.tui.screens.confirm import ConfirmScreen

        if key:
            kind, _, section = key.partition(":")
            self.app.push_screen(ConfirmScreen(kind, section or None))

    def action_about(self) -> None:
        from levelbook.tui.screens.about import AboutScreen

        self.app.push_screen(AboutScreen(self.practice_id), self._open_found)

    # The mouse

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        key = event.key
        if key.startswith(view.LEVEL):
            self.action_level(int(key.removeprefix(view.LEVEL)))
        elif key.startswith(view.CRITERION):
            self.action_strike()
        elif key.startswith(view.SECTION):
            section = self.session.scorecard.sections_by_id[key.removeprefix(view.SECTION)]
            if section.practices:
                self.open(section.practices[0].id)
        elif key == "jump":
            self.action_jump()
        else:
            self.open(key)


def first_to_ask(session: Session) -> str:
    """The first practice that nobody has answered; the first of all when there is none."""
    waiting = queue(session, Walk("new")) or queue(session)
    return waiting[0].id if waiting else next(iter(session.questionnaire.practices))
