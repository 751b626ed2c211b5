"""The app: it holds the session, changes screens, and says whether everything is saved."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rich.console import Console
from textual.actions import ActionParseResult
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.filter import LineFilter
from textual.screen import Screen

from levelbook import clock
from levelbook.book.disk import disk_state, read_settings_again
from levelbook.book.drafts import Drafts
from levelbook.book.recovery import Recoveries
from levelbook.book.session import Session
from levelbook.book.undo import Turn
from levelbook.book.workshop import Workshop
from levelbook.core.text.cleaning import clean_line
from levelbook.errors import AnsweredElsewhere, CouldNotWrite, FileIsWrong, LevelbookError, NotConfirmed, UsedWrongly
from levelbook.keymap.commands import EVERYWHERE, FORM_KEYS
from levelbook.keymap.user_settings import UserSettings, read_user_settings
from levelbook.tui.base.book_screen import BookScreen, BookView
from levelbook.tui.base.leaving import ask_before_leaving
from levelbook.tui.base.notice import Notice
from levelbook.tui.base.screen import SizedScreen
from levelbook.tui.commands import Palette, bindings, is_of_the_team
from levelbook.tui.held_keys import OrderedKeysApp
from levelbook.tui.messages import Exported, GuideAssembled, OpenPractice, OpenRoadmap, written_words
from levelbook.tui.plain import line
from levelbook.tui.screens import SCREENS
from levelbook.tui.theme import DARK, THEMES, Inks, WithoutColours
from levelbook.tui.undo_words import named, turn_words
from levelbook.tui.widgets.rows import Row
from levelbook.words.files import shown
from levelbook.words.orphans import remedy, sealing_words

if TYPE_CHECKING:
    from levelbook.book.publish import Publisher
    from levelbook.core.answers.recovery import Recovery

T = TypeVar("T")


_DROPPED_SHOWN = 60
"""Characters of ignored text that are shown."""

_SECONDS_BETWEEN_CHECKS = 3.0
"""Between looks at the disk, each of which costs less than a millisecond."""

_TOLD_FOR = 8.0
"""Seconds that a failure stays on the screen."""


class LevelbookApp(OrderedKeysApp):
    """A team's book in the terminal."""

    TITLE = "levelbook"
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
        super().__init__()
        self.session = session
        self.workshop = Workshop(session)
        """What the team does together: plan, votes, lists, the close."""
        self.drafts = Drafts(session)
        """The words of forms that nobody has saved."""
        self.recoveries = Recoveries(self.workshop)
        """What no disk would take, and what earlier sessions left so."""
        self.saved: tuple[str, bool] = ("", False)
        """Whether everything is on disk, in words, and whether that is bad news."""
        self.fault: Exception | None = None
        """What ended the app, where something did."""
        self.was_interrupted = False
        """SIGINT or SIGQUIT ended the app."""
        self.moves_on = False
        """A digit answers and moves on at once: for a person alone."""
        self._first = first or ("interview" if session.ballot else "home")
        self._last_told = ""
        self._told_until = 0.0
        self._disk = disk_state(session.folder)
        """The folder as it was when it was last looked at."""
        self._is_publishing = False
        self.error_console = Console(quiet=True)  # a traceback of Textual's would print people's answers
        for theme in THEMES:
            self.register_theme(theme)
        self._wrong_settings = wrong_settings
        settings = settings or UserSettings()
        self.moves_on = settings.move_on or session.ballot is not None
        self.theme = settings.theme
        self.inks = Inks(coloured=not self.no_color)
        self.keys = settings.keys
        """The keys of every command, for what is said of them on the screens."""
        self.set_keymap(settings.keys.keymap())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The inks, for the moment before a theme of ours is chosen."""
        return DARK.variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual would turn colours into greys for `NO_COLOR`, which are colours still."""
        return [WithoutColours()] if self.no_color else super().get_line_filters()

    @property
    def book_title(self) -> str:
        """The team and the system, and whose ballot this is."""
        settings, ballot = self.session.folder.settings, self.session.ballot
        whose = ""
        if ballot is not None:
            whose = f"Ballot of {ballot.participant}" if ballot.participant else "Anonymous ballot"
        return " · ".join(part for part in (whose, settings.team, settings.about) if part)

    def on_mount(self) -> None:
        self._leave_when_told()
        self.set_interval(_SECONDS_BETWEEN_CHECKS, self._check_disk)
        self.push_screen(self._first)
        self._offer_recovery()
        self._name_old_drafts()
        self.call_after_refresh(gc.freeze)  # questionnaire and book stay until the end: no key waits for a look at them
        if self._wrong_settings is not None:
            said = "Your settings have an error, so the default keys and colours are used."
            self.notify(
                clean_line(f"{said} {self._wrong_settings.lines()[0]} `levelbook keys` says more."),
                severity="warning",
                timeout=12,
                markup=False,
            )

    def _leave_when_told(self) -> None:
        """A closed terminal, a `kill` or an interrupt leaves the terminal as it was; the answers are on disk anyway."""
        loop = asyncio.get_running_loop()
        leave = {signal.SIGTERM: self.exit, signal.SIGHUP: self.exit, signal.SIGINT: self._interrupt}
        leave |= {signal.SIGQUIT: self._interrupt}
        for told, act in leave.items():
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(told, act)

    def _interrupt(self) -> None:
        self.was_interrupted = True
        self.exit()

    def exit(self, *given: Any, **options: Any) -> None:
        """Leave; the words of open forms are kept, whatever made the app end."""
        self._keep_drafts()
        super().exit(*given, **options)

    def _keep_drafts(self) -> None:
        for screen in self._shown:
            screen.keep_draft()

    def say_drafts(self, practice_id: str = "", screen: str = "") -> None:
        """Say which forms about a practice, else those of a screen, hold words that nobody has saved."""
        found = [draft for draft in self.drafts.of_practice(practice_id) if practice_id or draft.screen == screen]
        if found:
            forms = named([f"“{draft.form}”" for draft in found])
            self.say(f"Typed and not saved: {forms}. Open it again, and it has what you typed.")

    @property
    def screen_name(self) -> str:
        """The name of the screen that is shown, also below a form."""
        names = (screen.name_in_commands for screen in reversed(self.screen_stack) if isinstance(screen, BookScreen))
        return next(names, "")

    def _name_old_drafts(self) -> None:
        """Name drafts whose time is over, once; after that they are deleted."""
        with contextlib.suppress(CouldNotWrite):  # then they are named the next time
            if old := self.drafts.over():
                named_forms = named([f"“{draft.form}”" for draft in old])
                self.say(f"Typed a month ago and never saved: {named_forms}. It is deleted after this.")

    def _handle_exception(self, error: Exception) -> None:
        """Keep a fault for whoever started the app: it is told there, in words."""
        self.fault = self.fault or error
        with contextlib.suppress(Exception):
            self._keep_drafts()
        super()._handle_exception(error)

    # Changing something

    def attempt(self, make: Callable[[], T]) -> T | None:
        """Make a change; None when it was not made. Raises UsedWrongly, which says what the person should mend."""
        try:
            made = make()
        except UsedWrongly:
            raise
        except AnsweredElsewhere as clash:
            self.tell(clash)
            self._tell_news()
            self.saved = (f"read again {_time()}", False)
            return None
        except LevelbookError as refused:
            self.saved = (_unsaved_words(refused), True)
            self.tell(refused)
            self._keep_recovery()
            return None
        if self.workshop.unkept:
            # The answer is in the book; today's sitting does not know of it yet.
            self.saved = (f"SITTING {_unsaved_words(self.workshop.unkept)}", True)
            self.tell(self.workshop.unkept)
            self._keep_recovery()
            return made
        self.saved = (f"saved {_time()}", False)
        self._keep_recovery()
        self._tell_news()
        return made

    def _keep_recovery(self) -> None:
        """Keep elsewhere what the disk would not take, until it does."""
        try:
            self.recoveries.keep()
        except CouldNotWrite as refused:
            self.tell(refused)

    def _offer_recovery(self) -> None:
        """Offer what earlier sessions said and no disk took: each of them, one after the other."""
        offered = self.recoveries.offered()
        if len(offered) == 1:
            self._ask_about_recovery(next(iter(offered)))
        elif offered:
            from levelbook.tui.recovery.screen import which_recovery  # 18 ms, which only an offer pays

            offers = [(name, self.recoveries.words(one), self._kept_at(one)) for name, one in offered.items()]
            self.push_screen(which_recovery(offers, self.session.now.on), self._ask_about_recovery)

    def _kept_at(self, recovery: Recovery) -> datetime:
        return recovery.head.kept_at.astimezone(self.session.folder.settings.zone)

    def _ask_about_recovery(self, name: str | None) -> None:
        from levelbook.tui.recovery.screen import recovery_picker  # 18 ms, likewise

        recovery = self.recoveries.offered().get(name) if name else None
        if name and recovery is not None:
            words = self.recoveries.words(recovery)
            picker = recovery_picker(words, self._kept_at(recovery), self.session.now.on)
            self.push_screen(picker, partial(self._recover, name, words))

    def _recover(self, name: str, words: str, chosen: str | None) -> None:
        try:
            if chosen == "take":
                self.attempt(lambda: self.recoveries.take_in(name))
                if not self.saved[1]:
                    self.say(f"Taken in: {words}.")
            elif chosen == "discard":
                self.recoveries.discard(name)
        except UsedWrongly as refused:
            self.tell(refused)
        if chosen in ("take", "discard") and not self.saved[1]:
            self.call_later(self._offer_recovery)  # the others, if there are any
        for screen in self._following():
            if isinstance(screen, BookScreen):
                screen.say_saved()
            screen.redraw()

    def look_again(self) -> bool:
        """Take in what others wrote meanwhile, and tell of it; whether there was anything."""
        if self._is_publishing:
            return False  # what comes to the disk now is this app's own
        try:
            self.session.look_again()
            changed = self._look_at_disk()
        except LevelbookError as wrong:
            said = " ".join(wrong.lines())
            if said != self._last_told:  # it is looked at often, and said once
                self.tell(wrong)
            self._last_told = said
            return False
        self._last_told = ""
        return self._tell_news() or changed

    def _look_at_disk(self) -> bool:
        """Take in settings, editions, sittings and the guide; whether any is another. Raises FileIsWrong."""
        before, now = self._disk, disk_state(self.session.folder)
        if before == now:
            return False
        self._disk = now
        changed = now.guide != before.guide
        if now.sittings != before.sittings:
            changed = self.workshop.look_again() or changed
        if now.editions != before.editions:
            changed = self._take_in_editions() or changed
        if now.settings != before.settings:
            self._take_in_settings()
            changed = True
        return changed

    def _take_in_editions(self) -> bool:
        known = {edition.name for edition in self.session.editions.all}
        self.session.forget_editions()
        found = [edition.name for edition in self.session.editions.all if edition.name not in known]
        if found:
            self.say(f"Sealed elsewhere: edition {named([f'“{name}”' for name in found])}.")
        return bool(found) or len(self.session.editions.all) != len(known)

    def _take_in_settings(self) -> None:
        if read_settings_again(self.session):
            self.say("levelbook.toml names another questionnaire. Quit and open the book again to answer it.")

    def _check_disk(self) -> None:
        """Look at the disk now and then: not every terminal says when somebody comes back to it."""
        self.on_app_focus()

    def _tell_news(self) -> bool:
        news = self.session.changed_elsewhere()
        if news:
            numbers = self.session.questionnaire.numbers
            self.say(f"Others changed {named([numbers.get(name, f'“{name}”') for name in news])}. It is shown now.")
        return bool(news)

    def on_app_focus(self) -> None:
        """Look at the disk as somebody comes back to the terminal, and show what changed."""
        if self.look_again():
            for screen in self._following():
                if isinstance(screen, BookScreen):
                    screen.say_saved()
                screen.redraw()

    def _following(self) -> list[BookView]:
        """The screens that show the book, the topmost first."""
        return [screen for screen in reversed(self.screen_stack) if isinstance(screen, BookView)]

    def tell(self, failure: LevelbookError) -> None:
        """Show a failure in its own words."""
        self._told_until = monotonic() + _TOLD_FOR
        self.notify(clean_line(" ".join(failure.lines())), severity="warning", timeout=_TOLD_FOR, markup=False)

    def say(self, words: str) -> None:
        """Show a short notice. It replaces the notice before, but not a failure."""
        self._hush()
        self.notify(clean_line(words), timeout=4, markup=False)

    def say_removed(self, what: str) -> None:
        """Say what was taken away, and how it comes back."""
        self.say(f"Removed {what}. {self.keys.key('undo')} brings it back.")

    def refuse_form(self, words: str) -> None:
        """Say why a form does not open, so that what is typed for it is no command."""
        self.push_screen(Notice(words))

    def tell_dropped(self, text: str) -> None:
        """Say what was pasted or typed in one go with the Enter that closed a form, and is not done."""
        self.say(f"Ignored what came with that Enter: “{_beginning(text)}”")

    def tell_pasted(self, text: str) -> None:
        """Say that a pasted text did nothing."""
        self.say(f"Ignored, because nothing is typed here: “{_beginning(text)}”. Open a form first.")

    @property
    def takes_commands(self) -> bool:
        """Tell whether letters are commands: not in a form, a list or a notice, which are closed first."""
        return isinstance(self.screen, BookScreen) and super().takes_commands

    def opens_form(self, key: str) -> bool:
        return any(key in self.keys.of(command_id) for command_id in FORM_KEYS)

    def _hush(self) -> None:
        """Take away what was said in passing; a failure stays for its time."""
        if monotonic() > self._told_until:
            self.clear_notifications()

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
                self.say("This belongs to the team's book. A ballot only holds your own view of each practice.")
                return True
        return await super().run_action(action, default_namespace, namespaces)

    async def action_quit(self) -> None:
        """Leave the app; where something was typed and not saved, ask first."""
        ask_before_leaving(self._shown, self.exit)

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
            self._hush()  # it was about what is gone
            self.switch_screen(name)
            self.say_drafts(screen=name)

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

        self.push_screen(export_formats(), self._export)

    def _export(self, name: str | None) -> None:
        if name is None:
            return
        from levelbook.book.export_file import export_here  # 5 ms, which the first paint does without

        book = self.session.state

        def done() -> None:
            try:
                message = Exported(shown(export_here(book, name)))
            except LevelbookError as refused:
                message = Exported(refused=refused)
            self.post_message(message)

        self.say(f"Exporting {name} …")
        self.run_worker(done, thread=True, exclusive=True, group="export", exit_on_error=False)

    def on_exported(self, message: Exported) -> None:
        """Say where the file is, or why there is none."""
        if message.refused:
            self.tell(message.refused)
        else:
            self.say(f"Wrote {message.path}.")

    def action_keys(self) -> None:
        from levelbook.tui.help.screen import HelpScreen  # 3 ms, likewise

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(getattr(self.screen, "name_in_commands", "")))

    def action_next_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_undo(self) -> None:
        self._turn_back(self.session.undo, "There is nothing to undo.", undone=True)

    def action_redo(self) -> None:
        self._turn_back(self.session.redo, "There is nothing to redo.", undone=False)

    def _turn_back(self, turn: Callable[[], Turn | None], nothing: str, *, undone: bool) -> None:
        made = self.attempt(turn)
        screens = self._following()
        for screen in screens:
            if isinstance(screen, BookScreen):
                screen.say_saved()
        if made is None:
            if not self.saved[1]:
                self.say(nothing)
            return
        self.say(f"{'Undone' if undone else 'Redone'}: {turn_words(self.session, made, undone=undone)}")
        for screen in screens:
            screen.after_turn(made)

    # The guide, in the background

    def publisher(self) -> Publisher:
        """Say what makes the documents, of the session as it is now: it may work while answers go on."""
        from levelbook.book.publish import Publisher  # 130 ms, which only the guide pays

        return Publisher(self.session.state)

    def assemble(self) -> None:
        """Write guide, record and charts, without keeping anybody from the keys."""
        publisher = self.publisher()
        self.say_state("assembling…")
        self._in_background(lambda: GuideAssembled(publisher.write()))

    def seal(self, name: str | None, signed_by: Sequence[str]) -> None:
        """Assemble everything, then make an edition of it; ask first where answers count for nothing."""
        if words := sealing_words(self.session.now):
            self.call_later(self._ask_before_sealing, name, signed_by, words)  # a form closes first
        else:
            self._seal(name, signed_by)

    def _ask_before_sealing(self, name: str | None, signed_by: Sequence[str], words: str) -> None:
        from levelbook.tui.base.pickers import Choice, Picker  # 23 ms, which the first paint does without

        choices = [
            Choice("no", Row(line("Mend them first; do not seal"), lead=line("m ", "key"), key="no"), letter="m"),
            Choice("yes", Row(line("Seal all the same"), lead=line("s ", "key"), key="yes"), letter="s"),
        ]

        def decided(choice: str | None) -> None:
            if choice == "yes":
                self._seal(name, signed_by)
            else:
                self.say("Nothing was sealed.")

        about = f"{words}\nWhat to do: {remedy(self.session.now)}"
        self.push_screen(Picker("Seal with orphaned answers?", choices, about=about), decided)

    def _seal(self, name: str | None, signed_by: Sequence[str]) -> None:
        """Make the edition, unless nothing has changed since the last one."""
        # 140 ms, which only a seal pays.
        from levelbook.book.seal import make_edition, must_be_signed_already, unchanged, unchanged_words

        book, at = self.session.state, self.session.clock()

        def sealed() -> GuideAssembled:
            if (last := unchanged(book)) is not None:
                must_be_signed_already(last, signed_by)
                return GuideAssembled(unchanged=unchanged_words(last, name))
            return GuideAssembled(sealed=make_edition(book, at, name, signed_by=signed_by))

        self.say("Sealing an edition …")
        self.say_state("sealing…")
        self._in_background(sealed)

    def _in_background(self, work: Callable[[], GuideAssembled]) -> None:
        self._is_publishing = True

        def done() -> None:
            try:
                message = work()
            except LevelbookError as refused:
                message = GuideAssembled(refused=refused)
            self.post_message(message)

        self.run_worker(done, thread=True, exclusive=True, group="guide", exit_on_error=False)

    def on_guide_assembled(self, message: GuideAssembled) -> None:
        self._is_publishing = False
        self._disk = disk_state(self.session.folder)
        if message.refused:
            self.say_state("guide NOT written", bad=True)
            self.tell(message.refused)
        elif message.sealed:
            self.session.forget_editions()
            self.say_state(f"sealed {_time()}")
            self.say(f"Sealed edition {message.sealed.name}.")
        elif message.unchanged:
            self.say_state("")
            self.say(message.unchanged)
        elif message.written:
            self.say_state(f"guide written {_time()}")
            self.say(written_words(message.written))
        if isinstance(self.screen, BookScreen):
            self.screen.redraw()

    def on_open_practice(self, message: OpenPractice) -> None:
        from levelbook.tui.interview.screen import InterviewScreen  # 60 ms, which the first paint does without

        self._open("interview")
        screen = self.get_screen("interview")
        assert isinstance(screen, InterviewScreen)
        if message.walk is not None:
            screen.walk = message.walk
        if message.practice_id:
            screen.open(message.practice_id)
        elif message.walk is not None:
            screen.open_first()

    def on_open_roadmap(self, message: OpenRoadmap) -> None:
        from levelbook.tui.roadmap.screen import RoadmapScreen  # 45 ms, likewise

        self._open("roadmap")
        screen = self.get_screen("roadmap")
        assert isinstance(screen, RoadmapScreen)
        screen.read_as(message.reading)


def _beginning(text: str) -> str:
    """Give as much of a text as a notice has room for."""
    return text if len(text) <= _DROPPED_SHOWN else f"{text[:_DROPPED_SHOWN]}…"


def _unsaved_words(refused: LevelbookError) -> str:
    """Say of a change whether it is on the disk at all."""
    return f"{'WRITTEN, NOT CONFIRMED' if isinstance(refused, NotConfirmed) else 'NOT SAVED'}: {refused.message}"


def _time() -> str:
    """Give the local time, as `14:05`."""
    return clock.now().astimezone().strftime("%H:%M")


def run(session: Session) -> None:
    """Open the book; returns when it is closed. Raises what ended the app, where something did."""
    try:
        app = LevelbookApp(session, settings=read_user_settings())
    except FileIsWrong as wrong:
        app = LevelbookApp(session, wrong_settings=wrong)
    app.run()
    app.recoveries.leave()
    if app.fault is not None:
        raise app.fault
    if app.was_interrupted:
        raise KeyboardInterrupt
