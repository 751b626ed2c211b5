"""Another team's offer is taken over: its folder is asked for, then what would change is shown, then it is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from levelbook.book.offers import offer_takeover
from levelbook.book.offers.offer_takeover import TakingOver
from levelbook.book.offers.takeover_preview import NOTHING_NEW, moved_on_line, take_words, taken_line, taking_lines
from levelbook.core.errors import LevelbookError, UsedWrongly
from levelbook.core.questionnaire import lookup
from levelbook.tui.base.form_screen import FormScreen
from levelbook.tui.base.panel import Panel
from levelbook.tui.literal_text import EMPTY, line
from levelbook.tui.widgets.form import Field, FieldRefused, Form, FormValues
from levelbook.tui.widgets.rows import Row

if TYPE_CHECKING:
    from levelbook.tui.app import LevelbookApp

TAKE: Final = "take"
LEAVE: Final = "leave"
_FORM: Final = Form(
    "Take an offer",
    (
        Field("folder", "The other team's folder", hint="../platform/docs/genai-security"),
        Field("practices", "Only these practices, also in place of your own answers", hint="4.2, 4.4", names=True),
    ),
    about="Another team says in its levelbook.toml what it does for others, and seals it. What you have not answered "
    "takes over its level, evidence and days.",
    save="Show what would change",
)


class TakingOverPanel(Panel):
    """A panel on what would change for each practice; returns `TAKE` to go ahead."""

    def __init__(self, found: TakingOver) -> None:
        super().__init__()
        self.found = found

    def title_line(self) -> str:
        return "Take an offer"

    def rows(self) -> list[Row]:
        otherwise = "you name it in the form before"
        said = [*self.found.remarks, *taking_lines(self.session, self.found, otherwise=otherwise, with_ids=False)]
        if self.found.changes_nothing:
            choices = [Row(line(NOTHING_NEW), key=LEAVE)]
        else:
            choices = [Row(line(take_words(self.found)), key=TAKE), Row(line("Leave everything as it is"), key=LEAVE)]
        return [*(Row(line(words)) for words in said), Row(EMPTY), *choices]


def ask_for_an_offer(app: LevelbookApp) -> None:
    """Ask where the other team's book is."""
    app.push_screen(FormScreen(lambda: _FORM, partial(_looked_at, app), app.session.now.on))


def _looked_at(app: LevelbookApp, given: FormValues) -> None:
    """Look at what the team offers, and show it once the form has closed. Raises UsedWrongly, which the form says."""
    folder = given.text("folder")
    if not folder:
        raise FieldRefused("folder", "Which folder?", remedy="That of a team's book, or of one of its editions.")
    wanted = [lookup.practice_id(app.session.questionnaire, name) for name in given.names("practices")]
    try:
        found = offer_takeover.preview(app.session, Path(folder).expanduser(), wanted)
    except UsedWrongly:
        raise
    except LevelbookError as wrong:
        raise FieldRefused("folder", wrong.message, remedy=wrong.remedy) from wrong
    app.call_later(app.push_screen, TakingOverPanel(found), partial(_decided, app, found))


def _decided(app: LevelbookApp, found: TakingOver, choice: str | None) -> None:
    if choice != TAKE:
        app.say("Nothing was taken over.")
        return
    app.attempt(partial(offer_takeover.take, app.session, found))
    app.show_again()
    if not app.saved[1]:
        moved = moved_on_line(app.session)
        app.say(f"{taken_line(found)} {moved}: each practice says what moved." if moved else taken_line(found))
