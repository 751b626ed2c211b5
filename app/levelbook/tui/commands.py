"""The commands of `keymap/commands.py` in Textual's terms: bindings, and the command palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.fuzzy import Matcher

from levelbook.keymap.commands import COMMANDS, EVERYWHERE, SCREENS, Command, on_screen
from levelbook.tui.running_app import running_app

if TYPE_CHECKING:
    from levelbook.book.session import Session

__all__ = ["COMMANDS", "EVERYWHERE", "SCREENS", "Command", "Palette", "bindings", "offered", "on_screen"]


def bindings(*places: str) -> list[BindingType]:
    """Textual's bindings for the commands of a screen or another place; for "", the app's."""
    return [
        Binding(
            command.keys,
            command.action.removeprefix("app.") if command.where == EVERYWHERE else command.action,
            command.name,
            show=False,
            id=command.id,
            priority=command.comes_first,
        )
        for command in COMMANDS
        if command.where in places
    ]


def offered(name: str, session: Session) -> tuple[Command, ...]:
    """The commands of a screen and those of every screen; in a ballot only what a participant does alone."""
    return tuple(command for command in on_screen(name) if session.ballot is None or command.is_for_ballots)


def is_of_the_team(action: str, place: str) -> bool:
    """Tell whether an action, run from a place, is one that no participant does alone."""
    return action.removeprefix("app.") in _OF_THE_TEAM.get(place, ()) or action in _OF_THE_TEAM[EVERYWHERE]


def _of_the_team() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {EVERYWHERE: set()}
    for command in COMMANDS:
        if not command.is_for_ballots:
            named = command.action.removeprefix("app.") if command.where == EVERYWHERE else command.action
            found.setdefault(command.where, set()).update((named, command.action))
    return found


_OF_THE_TEAM = _of_the_team()


def _score(matcher: Matcher, words: str, command: Command) -> float:
    """Say what is found in a command's name comes before what letters of its explanation happen to spell."""
    return max(matcher.match(words), matcher.match(f"{words} {command.help}") / 4)


def everywhere(*ids: str) -> list[BindingType]:
    """Textual's bindings for some of the commands of every screen."""
    return [binding for binding in bindings(EVERYWHERE) if isinstance(binding, Binding) and binding.id in ids]


class Palette(Provider):
    """The commands of the present screen, and those of every screen, by name."""

    def _offered(self) -> list[Command]:
        name = getattr(self.screen, "name_in_commands", "")
        session = running_app(self.screen).session
        return [command for command in offered(name, session) if command.in_palette and self._is_open(command)]

    def _elsewhere(self) -> Iterator[tuple[str, Command]]:
        """Give the commands of the other screens; a participant alone has only one screen."""
        here = getattr(self.screen, "name_in_commands", "")
        if running_app(self.screen).session.ballot is None:
            for command in COMMANDS:
                if command.where in SCREENS and command.where != here and command.in_palette and self._is_open(command):
                    yield command.where, command

    def _is_open(self, command: Command) -> bool:
        """Levels are offered up to the top of the scale."""
        session = running_app(self.screen).session
        return command.level is None or command.level <= session.questionnaire.max_level

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._offered():
            score = _score(matcher, command.name, command)
            if score > 0:
                yield Hit(score, matcher.highlight(self._words(command)), self._run(command), help=command.help)
        for place, command in self._elsewhere():
            words = f"{SCREENS[place][0]}: {command.name}"
            score = _score(matcher, words, command)
            if score > 0:
                go = self._go_and_run(place, command)
                yield Hit(score * 0.75, matcher.highlight(words), go, help=command.help)

    async def discover(self) -> Hits:
        for command in sorted(self._offered(), key=lambda command: command.is_level):  # levels are found by typing
            yield DiscoveryHit(self._words(command), self._run(command), help=command.help)

    def _words(self, command: Command) -> str:
        return f"{command.name}  ({running_app(self.screen).keys.key(command.id)})"

    def _go_and_run(self, place: str, command: Command) -> Callable[[], None]:
        def go() -> None:
            running_app(self.screen).action_open(place)
            self.app.screen.call_after_refresh(self.app.screen.run_action, command.action)

        return go

    def _run(self, command: Command) -> Callable[[], Awaitable[None]]:
        return partial(self.screen.run_action, command.action)
