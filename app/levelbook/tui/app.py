"""The app: it holds the session, changes screens, and says whether everything is saved.

Notices, the look at the disk, what is unsaved and the work in the background have modules of their own beside it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, ClassVar, TypeVar

from rich.console import Console
from textual.actions import ActionParseResult
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.screen import Screen

from levelbook.book.session import Session
from levelbook.book.sittings.workshop import Workshop
from levelbook.book.undo import Turn
from levelbook.book.undo_words import turn_words
from levelbook.book.unsaved.drafts import Drafts
from levelbook.book.unsaved.kept_levels import KeptLevels
from levelbook.book.unsaved.recovery import Recoveries
from levelbook.core.errors import AnsweredElsewhere, FileIsWrong, LevelbookError, NotConfirmed, UsedWrongly
from levelbook.keymap.commands import EVERYWHERE, FORM_KEYS
from levelbook.keymap.effective_keys import BY_ID
from levelbook.keymap.user_settings import UserSettings, read_user_settings
from levelbook.tui import labels
from levelbook.tui.base.book_screen import BookScreen, BookView
from levelbook.tui.base.leaving import ask_before_leaving, ask_before_leaving_levels
from levelbook.tui.base.screen import SizedScreen
from levelbook.tui.base_app import SettingsApp
from levelbook.tui.commands import Palette, bindings, is_of_the_team
from levelbook.tui.disk_watch import SECONDS_BETWEEN_LOOKS, DiskWatch
from levelbook.tui.publishing import Publishing, local_time
from levelbook.tui.screen_messages import Exported, GuideAssembled, OpenClose, OpenPractice, OpenRoadmap
from levelbook.tui.screens import SCREENS
from levelbook.tui.signals import leave_on_signal
from levelbook.tui.unsaved import Unsaved

T = TypeVar("T")


class LevelbookApp(SettingsApp):
    """A team's book in the terminal."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[Any]] = {Palette}
    BINDINGS: ClassVar[list[BindingType]] = bindings("")
    SCREENS: ClassVar[dict[str, Callable[[], Screen[Any]]]] = SCREENS

    def __init__(
        self,
        session: Session,
        first: str = "",
        *,
        settings: UserSettings | None = None,
        wrong_settings: FileIsWrong | None = None,
    ) -> None:
        super().__init__(settings, wrong_settings)
        self.session = session
        self.workshop = Workshop(session)
        """The workshop: plan, votes, lists, the close."""
        self.drafts = Drafts(session)
        """The words of forms that nobody has saved."""
        self.kept_levels = KeptLevels(self.workshop, self.drafts)
        """The levels given in lists that nobody has confirmed."""
        self.recoveries = Recoveries(self.workshop)
        """Answers that could not be saved, now or in earlier sessions."""
        self.saved: tuple[str, bool] = ("", False)
        """The words on whether everything is saved, and whether they are a warning."""
        self.fault: Exception | None = None
        """The fault that ended the app, if any."""
        self._keys_are_elsewhere = False
        self._is_leaving = False
        self.moves_on = (settings is not None and settings.move_on) or session.ballot is not None
        """A digit answers and moves on at once: for a person alone."""
        self._first = first or ("interview" if session.ballot else "home")
        self.disk = DiskWatch(self)
        self.publishing = Publishing(self)
        self.unsaved = Unsaved(self)
        self.error_console = Console(quiet=True)  # a traceback of Textual's would print people's answers

    @property
    def book_title(self) -> str:
        """The team and the system, and whose ballot this is."""
        settings, ballot = self.session.folder.settings, self.session.ballot
        whose = ""
        if ballot is not None:
            whose = f"Ballot of {ballot.participant}" if ballot.participant else "Anonymous ballot"
        return " · ".join(part for part in (whose, settings.team, settings.about) if part)

    def on_mount(self) -> None:
        leave_on_signal(self.exit, self._interrupt)  # the answers are on disk anyway
        self.set_interval(SECONDS_BETWEEN_LOOKS, self._check_disk)
        self.push_screen(self._first)
        self.unsaved.offer_recovery()
        self.unsaved.name_old_drafts()
        self.kept_levels.restore()
        self.call_after_refresh(self.unsaved.say_read_only)
        self.call_after_refresh(self.unsaved.say_unreadable)
        self.unsaved.offer_left_elsewhere()
        self.call_after_refresh(self._get_ready_for_keys)
        self.tell_wrong_settings()

    def _get_ready_for_keys(self) -> None:
        """Do what no key should wait for, and the first paint can do without."""
        self.session.get_ready_to_save()
        gc.freeze()  # questionnaire and book stay until the end: nobody looks through them again

    @contextlib.contextmanager
    def keys_are_elsewhere(self) -> Iterator[None]:
        """Leave interrupts to another program while it has the terminal."""
        self._keys_are_elsewhere = True
        try:
            yield
        finally:
            # Two turns of the loop later: in the first it hears of the signals that came meanwhile, then it acts.
            loop = asyncio.get_running_loop()
            loop.call_later(0, loop.call_soon, self._take_the_keys_back)

    def _take_the_keys_back(self) -> None:
        self._keys_are_elsewhere = False

    def _interrupt(self) -> None:
        if not self._keys_are_elsewhere:
            self.was_interrupted = True
            self.exit()

    def exit(self, *given: Any, **options: Any) -> None:
        """Leave; the words of open forms are kept, whatever made the app end."""
        self._is_leaving = True
        self._keep_drafts()
        super().exit(*given, **options)

    def _keep_drafts(self) -> None:
        self.unsaved.keep_drafts(self._shown)

    def keep_what_is_typed(self) -> None:
        """Keep the words of open forms before the app is stopped; where the disk refuses, the form still has them."""
        for screen in self._shown:
            screen.keep_draft()

    @property
    def screen_name(self) -> str:
        """The name of the screen that is shown, also below a form."""
        names = (screen.name_in_commands for screen in reversed(self.screen_stack) if isinstance(screen, BookScreen))
        return next(names, "")

    def _handle_exception(self, error: Exception) -> None:
        """Keep a fault for the code that started the app, which reports it.

        While the app ends, a screen may look for parts that are gone by then, or were never made: that is no fault.
        """
        if self._is_leaving and isinstance(error, NoMatches):
            return
        self.fault = self.fault or error
        with contextlib.suppress(Exception):
            self._keep_drafts()
        super()._handle_exception(error)

    # Changing something

    def say_removed(self, what: str) -> None:
        """Say what was taken away, and how it comes back."""
        back = "" if self.session.undo_is_overtaken else f" {self.keys.key('undo')} brings it back."
        self.say(f"Removed {what}.{back}")

    def attempt(self, make: Callable[[], T]) -> T | None:
        """Make a change; None when it was not made. Raises UsedWrongly, which says what the person should mend."""
        try:
            made = make()
        except UsedWrongly:
            raise
        except AnsweredElsewhere as clash:
            self._say_answered_elsewhere(clash)
            return None
        except LevelbookError as refused:
            self._say_refused(refused)
            return None
        if self.workshop.unkept:
            # The answer is in the book; today's sitting does not know of it yet.
            self.saved = (f"SITTING {_unsaved_words(self.workshop.unkept)}", True)
            self.tell(self.workshop.unkept)
            self.unsaved.keep_recovery()
            return made
        self._say_all_is_saved()
        return made

    def _say_answered_elsewhere(self, clash: AnsweredElsewhere) -> None:
        self.tell(clash)
        self.disk.tell_news()
        self.saved = (f"read again {local_time()}", False)

    def _say_refused(self, refused: LevelbookError) -> None:
        self.saved = (_unsaved_words(refused), True)
        self.tell(refused)
        self.unsaved.keep_recovery()

    def _say_all_is_saved(self) -> None:
        self.saved = (f"saved {local_time()}", False)
        self.unsaved.keep_recovery()
        self.disk.tell_news()

    def _save_again(self) -> bool:
        """Try again to save what the disk refused; whether there is anything new to say. What it refuses still, has
        been said.
        """
        if self.disk.is_paused or not (self.session.unsaved or self.workshop.unsaved):
            return False
        before = self.saved
        try:
            self.recoveries.save_unless_locked()
        except AnsweredElsewhere as clash:
            self._say_answered_elsewhere(clash)
        except NotConfirmed as written:
            self._say_refused(written)
        except LevelbookError as refused:
            if not self.session.unsaved:  # the answers are there by now
                self.saved = (f"SITTING {_unsaved_words(refused)}", True)
                self.unsaved.keep_recovery()
        else:
            self._say_all_is_saved()
        return self.saved != before

    def _check_disk(self) -> None:
        """Look at the disk now and then: not every terminal says when somebody comes back to it."""
        self.on_app_focus()

    def on_app_focus(self) -> None:
        """Look at the disk as somebody comes back to the terminal: save what it takes by now, show what changed."""
        is_news = self._save_again()
        if self.disk.take_in_changes() or is_news:
            self.show_again()
        self.kept_levels.keep_again()

    def show_again(self) -> None:
        """Show what the book holds now on every screen that shows it."""
        for screen in self._following():
            if isinstance(screen, BookScreen):
                screen.say_saved()
            screen.redraw()

    def _following(self) -> list[BookView]:
        """The screens that show the book, the topmost first."""
        return [screen for screen in reversed(self.screen_stack) if isinstance(screen, BookView)]

    @property
    def takes_commands(self) -> bool:
        """Tell whether letters are commands: not in a form, a list or a notice, which are closed first."""
        return isinstance(self.screen, BookScreen) and super().takes_commands

    def opens_form(self, key: str) -> bool:
        return any(key in self.keys.of(command_id) for command_id in FORM_KEYS)

    def say_state(self, words: str, *, bad: bool = False) -> None:
        """Say what is being done, or whether it is done, in the line on top."""
        self.saved = (words, bad)
        for screen in self.screen_stack:
            if isinstance(screen, BookScreen):
                screen.say_saved()

    # From screen to screen

    def push_screen(self, screen: Any, *args: Any, **options: Any) -> Any:
        """Push a screen, for which everything typed from now on is meant."""
        mounted = super().push_screen(screen, *args, **options)
        self._hold_for_screen()
        return mounted

    def switch_screen(self, screen: Any) -> Any:
        """Switch screens; everything typed from now on is meant for the other one."""
        switched = super().switch_screen(screen)
        self._hold_for_screen()
        return switched

    def _hold_for_screen(self) -> None:
        if isinstance(self.screen, SizedScreen):
            self.hold_keys(self.screen)

    # Actions

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Run an action; in a ballot, one that belongs to the team only says so."""
        if self.session.ballot is not None and isinstance(action, str):
            place = getattr(default_namespace, "name_in_commands", EVERYWHERE)
            if is_of_the_team(action, place):
                self.say("This belongs to the team's book. A ballot holds only your own view of each practice.")
                return True
        return await super().run_action(action, default_namespace, namespaces)

    async def action_quit(self) -> None:
        """Leave the app; where something was typed and not saved, ask first."""
        ask_before_leaving(self._shown, self._leave)

    def _leave(self) -> None:
        waiting = len(self.workshop.waiting_in_lists())
        self.unsaved.ask_before_losing_answers(
            partial(ask_before_leaving_levels, self, self.kept_levels, waiting, self.exit)
        )

    def action_open(self, name: str) -> None:
        """Show a screen; where something was typed into a form and not saved, ask first."""
        ask_before_leaving(self._shown, partial(self._open, name))

    @property
    def _shown(self) -> list[SizedScreen[Any]]:
        """The screens of this app that are open, the topmost first."""
        return [screen for screen in reversed(self.screen_stack) if isinstance(screen, SizedScreen)]

    def _open(self, name: str) -> None:
        while len(self.screen_stack) > 2:  # a form that is still open gives way
            self.pop_screen()
        if self.screen is not self._named(name):
            self.clear_passing_notices()  # it was about what is gone
            self.switch_screen(name)
            self.unsaved.say_drafts(screen=name)

    def _named(self, name: str) -> Screen[Any] | None:
        return self.get_screen(name) if self.is_screen_installed(name) else None

    def action_go(self) -> None:
        from levelbook.tui.base.pickers import go_to  # 23 ms, which the first paint does without

        self.push_screen(go_to(self.keys), self._go)

    def _go(self, name: str | None) -> None:
        if name in SCREENS:
            self.action_open(name)

    def action_export(self) -> None:
        """Offer the formats, and write a file of the one that is chosen."""
        from levelbook.tui.base.pickers import export_formats  # 23 ms, likewise

        self.push_screen(export_formats(), self.publishing.export)

    def action_take_offer(self) -> None:
        """Ask for another team's folder, and take over what it offers."""
        from levelbook.tui.offers.screen import ask_for_an_offer  # 23 ms, likewise

        ask_for_an_offer(self)

    def on_exported(self, message: Exported) -> None:
        self.publishing.exported(message)

    def action_keys(self) -> None:
        from levelbook.tui.help.screen import HelpScreen  # 3 ms, likewise

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(*self._places_now()))

    def _places_now(self) -> list[str]:
        """Return the places of the commands that listen now: a screen's own, else those of the box and its parts."""
        if isinstance(self.screen, BookScreen):
            return [self.screen.name_in_commands]
        listening = (BY_ID.get(one.binding.id or "") for one in self.screen.active_bindings.values())
        places = dict.fromkeys(command.where for command in listening if command is not None)
        everywhere_else = (EVERYWHERE, "parts", "rows", "choices")
        return sorted(places, key=lambda place: place in everywhere_else)  # the box's own first

    def action_undo(self) -> None:
        self._turn_back(self.session.undo, "There is nothing to undo.", undone=True)

    def action_redo(self) -> None:
        self._turn_back(self.session.redo, "There is nothing to redo.", undone=False)

    def _turn_back(self, turn: Callable[[], Turn | None], nothing: str, *, undone: bool) -> None:
        turns: list[Turn | None] = []

        def make() -> bool:
            turns.append(turn())
            return True

        try:
            was_made = self.attempt(make)
        except UsedWrongly as stays:
            self.tell(stays)
            if self.disk.tell_news():
                self.show_again()
            return
        if not was_made:  # why, has been said; whatever others wrote meanwhile is in the book
            self.show_again()
            return
        (made,) = turns
        screens = self._following()
        for screen in screens:
            if isinstance(screen, BookScreen):
                screen.say_saved()
        if made is None:
            if not self.saved[1]:
                self.say(nothing)
            return
        self.say(f"{'Undone' if undone else 'Redone'}: {turn_words(self.session, made, self._state, undone=undone)}")
        for screen in screens:
            screen.after_turn(made)

    def _state(self, practice_id: str) -> str:
        return labels.state(self.session, self.session.now.scorecard[practice_id]).plain

    def on_guide_assembled(self, message: GuideAssembled) -> None:
        self.publishing.done(message)

    def on_open_practice(self, message: OpenPractice) -> None:
        from levelbook.tui.interview.screen import InterviewScreen  # 60 ms, which the first paint does without

        self._open("interview")
        screen = self.get_screen("interview")
        assert isinstance(screen, InterviewScreen)
        if message.queue_choice is not None:
            screen.queue_choice = message.queue_choice
        screen.opens_again = message.draft
        if message.practice_id:
            screen.open(message.practice_id)
        elif message.queue_choice is not None:
            screen.open_first()

    def on_open_close(self, message: OpenClose) -> None:
        from levelbook.tui.close.screen import CloseScreen  # 18 ms, likewise

        self._open("sitting")
        self.push_screen(CloseScreen(message.draft))

    def on_open_roadmap(self, message: OpenRoadmap) -> None:
        from levelbook.tui.roadmap.screen import RoadmapScreen  # 45 ms, likewise

        self._open("roadmap")
        screen = self.get_screen("roadmap")
        assert isinstance(screen, RoadmapScreen)
        screen.show_as(message.roadmap_view)


def _unsaved_words(refused: LevelbookError) -> str:
    """Say of a change whether it is on the disk at all."""
    return f"{'WRITTEN, NOT CONFIRMED' if isinstance(refused, NotConfirmed) else 'NOT SAVED'}: {refused.message}"


def run(session: Session) -> None:
    """Open the book; returns when it is closed. Raises what ended the app, where something did."""
    try:
        app = LevelbookApp(session, settings=read_user_settings())
    except FileIsWrong as wrong:
        app = LevelbookApp(session, wrong_settings=wrong)
    app.run()
    app.unsaved.leave()
    if app.fault is not None:
        raise app.fault
    if app.was_interrupted:
        raise KeyboardInterrupt
