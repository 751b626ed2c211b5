"""Home: what was promised, where the team stands, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.containers import Horizontal
from textual.geometry import Size
from textual.widget import Widget

from levelbook.core.answers.drafts import Draft
from levelbook.core.assessment.queue import QueueChoice
from levelbook.core.assessment.roadmap import RoadmapView
from levelbook.keymap.commands import SCREENS
from levelbook.tui.base.book_screen import BookScreen
from levelbook.tui.commands import bindings
from levelbook.tui.home.standing import PRACTICE, where_we_stand
from levelbook.tui.screen_messages import OpenClose, OpenPractice, OpenRoadmap
from levelbook.tui.widgets.rows import ChoiceRows, Rows

if TYPE_CHECKING:
    from levelbook.book.summary import OpenPractices

AROUND_COLUMNS, AROUND_LINES = 7, 4
"""The space around the two columns: padding and the gap between them; the bars and padding."""


class HomeScreen(BookScreen):
    """Home, in one list or two side by side; Enter opens the row under the cursor."""

    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("home")
    AUTO_FOCUS = "#promised"
    name_in_commands = "home"

    is_drawn = False
    """More than the first frame is shown."""
    _drawn_for: Size | None = None
    """The size of the terminal at the last drawing."""

    def body(self) -> Iterable[Widget]:
        return (Horizontal(ChoiceRows(id="promised", pad=1), ChoiceRows(id="standing", pad=1)),)

    @property
    def is_split(self) -> bool:
        """Tell whether there is room for two columns."""
        return self.app.size.width >= 110

    def redraw(self) -> None:
        """Show where the team stands at once; what editions, ballots and the guide say follows with the next frame."""
        if self._drawn_for is not None:
            self._draw()
            return
        self._drawn_for = self.app.size
        self.set_class(self.is_split, "-split")
        rows = self.query_one("#standing" if self.is_split else "#promised", ChoiceRows)
        rows.show(where_we_stand(self.session, self._right_width() if self.is_split else self.app.size.width - 4))
        if self.is_split:
            rows.styles.width = self._right_width()
        self.set_timer(2 / 60, partial(self._draw_the_rest, rows.cursor))

    def _draw_the_rest(self, first: str) -> None:
        """Draw everything; the cursor goes to the first row, unless somebody has moved it since."""
        if not self.query(ChoiceRows):
            return  # somebody has left before it was drawn
        self._draw()
        promised = self.query_one("#promised", ChoiceRows)
        if promised.cursor in ("", first):
            promised.to_first()

    def _right_width(self) -> int:
        return max(68, min(92, self.app.size.width // 2))

    def _draw(self) -> None:
        from levelbook.tui.home import rows as view  # 60 ms, which the first paint does without

        session, workshop, size = self.session, self.book_app.workshop, self.app.size
        self._drawn_for, self.is_drawn = size, True
        promised, standing = self.query_one("#promised", ChoiceRows), self.query_one("#standing", ChoiceRows)
        self.set_class(self.is_split, "-split")
        at_most = 3 if size.height < 30 else 7
        if self.is_split:
            width = self._right_width()
            beside = size.width - width - AROUND_COLUMNS
            for gaps in (12, 8, 5):
                rows = view.left(session, workshop, self.keys, width=beside, at_most=at_most, gaps=gaps)
                if promised.would_take(rows, beside) <= size.height - AROUND_LINES:
                    break
            promised.show(rows, nearby=True)
            standing.styles.width = width
            standing.show(where_we_stand(session, width))
        else:
            if standing.has_focus:
                promised.focus()
            promised.show(view.whole(session, workshop, self.keys, size.width - 4, at_most=at_most), nearby=True)

    def on_resize(self) -> None:
        if self.app.size != self._drawn_for:  # the first one comes with the screen itself
            self.redraw()

    def action_open(self) -> None:
        focused = self.focused
        if isinstance(focused, ChoiceRows):
            focused.action_choose()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        from levelbook.book import summary  # 50 ms, which the first paint does without
        from levelbook.tui.home import rows as view  # 60 ms, likewise

        kind, _, name = event.key.partition(":")
        if f"{kind}:" == PRACTICE:
            self.post_message(OpenPractice(name.partition("#")[0]))
        elif f"{kind}:" == view.SCREEN:
            self.book_app.action_open(name.partition("#")[0])
        elif f"{kind}:" == view.LATE:
            self.post_message(OpenRoadmap(RoadmapView(late=True)))
        elif f"{kind}:" == view.ANEW:
            self.post_message(
                OpenPractice("", queue_choice=QueueChoice(listed=summary.asked_again(self.session).practice_ids))
            )
        elif f"{kind}:" == view.DIFFER:
            self.post_message(OpenPractice("", queue_choice=QueueChoice(listed=summary.differing(self.session))))
        elif f"{kind}:" == view.DRAFTS:
            self._go_on_typing()
        else:
            left = summary.open_practices(self.session, self.book_app.workshop.still_to_discuss)
            waiting = next((one for one in left if one.id == name), None)
            if waiting is not None:
                self._take_up(waiting)
            else:  # others answered them since the row was drawn
                self.redraw()
                self.book_app.say("These practices no longer wait: the book has changed.")

    def _go_on_typing(self) -> None:
        """Go to the form that holds words which nobody saved; choose where there are several."""
        from levelbook.tui.home.drafts import drafts_picker  # 20 ms, which the first paint does without

        drafts = self.book_app.drafts.all
        if len(drafts) == 1:
            self._go_to(drafts[0])
        elif drafts:
            self.app.push_screen(
                drafts_picker(self.session, drafts), lambda place: self._go_to(drafts[int(place)]) if place else None
            )

    def _go_to(self, draft: Draft) -> None:
        practice_id = self.book_app.drafts.practice_of(draft)
        if why := self.book_app.drafts.why_no_form(draft):
            self.book_app.say(f"“{draft.form}”: {why.lower()}. `levelbook unsaved` shows the text.")
        elif draft.screen == "close" and self.book_app.workshop.is_open:
            self.post_message(OpenClose(draft))
        elif practice_id:
            self.post_message(OpenPractice(practice_id, draft=draft))
        else:
            self.book_app.action_open(draft.screen if draft.screen in SCREENS else "sitting")

    def _take_up(self, waiting: OpenPractices) -> None:
        if waiting.as_list:
            from levelbook.tui.confirm_list.screen import ConfirmScreen  # 27 ms, which the first paint does without

            self.app.push_screen(ConfirmScreen(waiting.as_list))
        else:
            self.post_message(OpenPractice("", queue_choice=waiting.queue_choice))
