"""This module lists unsaved text and answers that could not be saved, and offers them again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from levelbook.book.undo_words import named
from levelbook.book.unsaved.moved_book import leave, place_of_other_names, places_left, take_over, unreadable
from levelbook.core.answers.drafts import KEPT_FOR, STAYS_FOR, kind_of_form
from levelbook.core.errors import CouldNotWrite, LevelbookError, UsedWrongly
from levelbook.core.text.cleaning import clean_line
from levelbook.tui.base.leaving import ask_before_losing
from levelbook.words.figures import plural
from levelbook.words.recovery import left_elsewhere_words, of_other_names_words, unreadable_words

if TYPE_CHECKING:
    from levelbook.core.answers.recovery import Recovery
    from levelbook.tui.app import LevelbookApp
    from levelbook.tui.base.screen import SizedScreen

_OPENED_BY = {
    "Note": "note",
    "Owner": "owner",
    "Evidence": "evidence",
    "New step": "steps",
    "Step": "steps",
    "Vote": "vote",
    "Park": "park",
    "Unsure": "unsure",
    "Not applicable": "not-applicable",
    "Own target": "target",
    "Accept the risk": "accept",
    "Because": "level-reason",
    "Park something": "sitting-park",
    "Minutes": "sitting-minutes",
    "Who is here": "sitting-people",
}
"""Beginnings of forms' titles to the commands that open them."""


def command_of(form: str) -> str | None:
    """Return the id of the command that opens the form of this title, or the list that it belongs to; None for none."""
    return _OPENED_BY.get(kind_of_form(form).rstrip(" 0123456789"))


class Unsaved:
    """The unsaved text and answers of an app."""

    def __init__(self, app: LevelbookApp) -> None:
        self._app = app
        self._lost: dict[str, CouldNotWrite] = {}
        """Titles of the forms whose text was not kept as the app ended, and why."""

    def keep_drafts(self, screens: Sequence[SizedScreen[Any]]) -> None:
        """Keep the text of open forms as the app ends."""
        for screen in screens:
            if (refused := screen.keep_draft()) is not None:
                self._lost[screen.unsaved_words] = refused

    def leave(self) -> None:
        """Keep what was not saved, after the app has ended. Raises CouldNotWrite, which says what is lost."""
        if not self._lost:
            self._app.recoveries.leave()
            return
        also = []
        try:
            self._app.recoveries.leave()
        except CouldNotWrite as refused:
            also = list(refused.lines())
        why = " ".join(refused.message for refused in self._lost.values())
        raise CouldNotWrite(why, remedy=" ".join(["It is lost: please enter it again.", *also]))

    def say_drafts(self, practice_id: str = "", screen: str = "") -> None:
        """Say which forms about a practice, else those of a screen, hold words that nobody has saved."""
        found = [draft for draft in self._app.drafts.of_practice(practice_id) if practice_id or draft.screen == screen]
        gone = {draft.form: why for draft in found if (why := self._app.drafts.why_no_form(draft))}
        for form, why in gone.items():
            self._app.say(f"Typed and not saved: “{form}”. {why}; `levelbook unsaved` shows the text.")
        if forms := list(dict.fromkeys(draft.form for draft in found if draft.form not in gone)):
            listed = named([f"“{form}”" for form in forms])
            self._app.say(f"Typed and not saved: {listed}. {self._how_to_open(forms)}")

    def _how_to_open(self, forms: Sequence[str]) -> str:
        """Name the keys that open these forms again; of some it depends on where one stands."""
        commands = list(dict.fromkeys(map(command_of, forms)))
        keys = [self._app.keys.key(command) for command in commands if command]
        if len(keys) < len(commands):
            return f"Open {'it' if len(forms) == 1 else 'them'} again to find your text."
        opens = "opens" if len(keys) == 1 else "open"
        return f"{named(keys)} {opens} {'it' if len(forms) == 1 else 'them'} again, with your text."

    def say_unreadable(self) -> None:
        """Say which unsaved text cannot be read any more."""
        for path in unreadable(self._app.session):
            self._app.notify(clean_line(unreadable_words(path)), severity="warning", timeout=20, markup=False)

    def say_read_only(self) -> None:
        """Say that nobody can save here, before the first answer is given."""
        if words := self._app.recoveries.read_only_words:
            self._app.notify(clean_line(words), severity="warning", timeout=20, markup=False)

    def offer_left_elsewhere(self) -> None:
        """Offer the unsaved text of a book of this name that is gone from its place, if it was moved here.

        While a recovery is offered, only the command is named that does it.
        """
        here = place_of_other_names(self._app.session)
        places = (*places_left(self._app.session), *([here] if here is not None else []))
        for book in places[:1]:
            if self._app.recoveries.offered():
                said = of_other_names_words(book) if book == here else left_elsewhere_words(book)
                self._app.notify(clean_line(said), timeout=20, markup=False)
                return
            from levelbook.tui.recovery.screen import moved_book_picker  # 18 ms, which only an offer pays

            self._app.push_screen(moved_book_picker(book, is_here=book == here), partial(self._take_over, book))

    def _take_over(self, book: Path, chosen: str | None) -> None:
        if chosen not in ("take", "leave"):
            return
        try:
            if chosen == "leave":
                leave(self._app.session, book)
                return
            taken = take_over(self._app.session, book)
        except LevelbookError as refused:
            self._app.tell(refused)
            return
        self._app.call_later(self.offer_recovery)
        self._app.show_again()
        self._app.say(f"Taken over: {plural(taken, 'unsaved text')}.")

    def name_old_drafts(self) -> None:
        """Name drafts whose time is over, once; a week after that they are deleted."""
        with contextlib.suppress(CouldNotWrite):  # then they are named the next time
            self._app.drafts.clear_away_of_gone_books()
            if old := self._app.drafts.over():
                named_forms = named([f"“{draft.form}”" for draft in old])
                self._app.say(
                    f"Typed more than {KEPT_FOR.days} days ago by this clock, and never saved: {named_forms}. "
                    f"Deleted in {STAYS_FOR.days} days. Open the form to find your text."
                )

    def keep_recovery(self) -> None:
        """Keep elsewhere what the disk would not take, until it does."""
        try:
            self._app.recoveries.keep()
        except CouldNotWrite as refused:
            self._app.tell(refused)

    def ask_before_losing_answers(self, leave: Callable[[], object]) -> None:
        """Leave; where neither the book nor the person's state folder takes what was said, ask first."""
        app = self._app
        try:
            app.recoveries.keep()
        except CouldNotWrite as refused:
            if app.attempt(app.recoveries.save_again):
                leave()
            elif app.session.unsaved or app.workshop.unsaved:
                why = clean_line(refused.message)
                about = (
                    f"Not saved: {app.recoveries.own_words}. It is kept nowhere else, and lost when you leave. {why}"
                )
                ask_before_losing(app, about, "it", leave)
            # Else others were first with an answer. The notice says so, and the next time the app is left.
        else:
            leave()

    def offer_recovery(self) -> None:
        """Offer what earlier sessions said and no disk took: each of them, one after the other."""
        offered = self._app.recoveries.offered()
        if len(offered) == 1:
            self._ask_about_recovery(next(iter(offered)))
        elif offered:
            from levelbook.tui.recovery.screen import which_recovery  # 18 ms, which only an offer pays

            offers = [(name, self._app.recoveries.words(one), self._kept_at(one)) for name, one in offered.items()]
            self._app.push_screen(which_recovery(offers, self._app.session.now.on), self._ask_about_recovery)

    def _kept_at(self, recovery: Recovery) -> datetime:
        return recovery.head.kept_at.astimezone(self._app.session.folder.settings.zone)

    def _ask_about_recovery(self, name: str | None) -> None:
        from levelbook.tui.recovery.screen import recovery_picker  # 18 ms, likewise

        recovery = self._app.recoveries.offered().get(name) if name else None
        if name and recovery is not None:
            words = self._app.recoveries.words(recovery)
            picker = recovery_picker(words, self._kept_at(recovery), self._app.session.now.on)
            self._app.push_screen(picker, partial(self._recover, name, words))

    def _recover(self, name: str, words: str, chosen: str | None) -> None:
        try:
            if chosen == "take":
                not_taken = self._app.attempt(lambda: self._app.recoveries.take_in(name))
                if not self._app.saved[1]:
                    self._app.say(f"Recovered: {words}. {not_taken or ''}".rstrip())
            elif chosen == "discard":
                self._app.recoveries.discard(name)
        except UsedWrongly as refused:
            self._app.tell(refused)
        if chosen in ("take", "discard") and not self._app.saved[1]:
            self._app.call_later(self.offer_recovery)  # the others, if there are any
        self._app.show_again()
