"""Every command of the TUI, described once: for the keys, the footer, the help screen and the command palette."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider

EVERYWHERE = ""


@dataclass(frozen=True)
class Command:
    """Something the app can be told to do."""

    id: str
    name: str
    help: str
    """One sentence, without a full stop."""
    keys: str
    """As Textual names them, separated by commas."""
    action: str
    where: str = EVERYWHERE
    """The screen it belongs to; empty for all of them."""
    footer: str = ""
    """Its word in the footer; empty: not shown there."""
    shown: str = ""
    """How its key is written for people, where Textual's name is not it."""
    in_palette: bool = True

    @property
    def key(self) -> str:
        """The first key, as people know it."""
        return self.shown or _spoken(self.keys.partition(",")[0])


def _spoken(key: str) -> str:
    known = {"question_mark": "?", "slash": "/", "space": "space", "enter": "⏎", "delete": "del", "escape": "esc"}
    return known.get(key, key.upper() if key[:1] == "f" and key[1:].isdigit() else key)


def _answers() -> Iterable[Command]:
    where = "interview"
    digits = ",".join(str(level) for level in range(10))
    one = partial(Command, where=where)
    yield one(
        "level",
        "Answer with a level",
        "A digit answers and stays",
        digits,
        "level",
        footer="level",
        shown="0-4",
        in_palette=False,
    )
    yield one("next", "Next practice", "On to the next of what you go through", "enter,right,n", "next", footer="next")
    yield one("previous", "Previous practice", "Back to the one before", "left,p,backspace", "previous", shown="←")
    yield one("unsure", "Unsure", "Nobody can say: who finds out, and by when", "u", "unsure", footer="unsure")
    yield one(
        "not-applicable",
        "Not applicable",
        "It does not apply to you, for a reason",
        "x",
        "not_applicable",
        footer="n/a",
    )
    yield one(
        "here",
        "How it is done here",
        "A line in your words for the criterion under the cursor",
        "h",
        "here",
        footer="here",
    )
    yield one(
        "evidence", "Evidence", "What backs the answer: kind, reference, date", "e", "evidence", footer="evidence"
    )
    yield one("steps", "Steps", "What you will do: words, owner, date, ticket", "s", "steps", footer="steps")
    yield one(
        "toggle",
        "Strike out or tick",
        "The criterion under the cursor does not hold, or holds already",
        "space",
        "toggle",
        footer="strike",
    )
    yield one("owner", "Owner", "Who looks after it, and until when", "o", "owner")
    yield one("target", "Own target", "You need more than the rules say", "t", "target")
    yield one("accept", "Accept the risk", "Somebody answers for a gap until a date, for a reason", "a", "accept")
    yield one("note", "Note", "What was said; it stands in the record", "m", "note")
    yield one("confirm", "Confirm", "The carried answer still holds", "c", "confirm", footer="confirm")
    yield one("clear", "Clear the answer", "Unanswered again; note, owner, steps and evidence stay", "delete", "clear")
    yield one(
        "about", "More about it", "Prompts, why, evidence, references, threats, see also", "i", "about", footer="more"
    )
    yield one("jump", "Jump", "To a practice by its number or a part of its title", "slash", "jump", footer="jump")
    yield one(
        "filter",
        "Go through",
        "All, new, unsure, carried, stale or essential practices",
        "f",
        "filter",
        footer="filter",
    )


def _everywhere() -> Iterable[Command]:
    yield Command("undo", "Undo", "Take back the last change of this sitting", "ctrl+z", "app.undo")
    yield Command("redo", "Redo", "Make it once more", "ctrl+y,ctrl+shift+z", "app.redo")
    yield Command("go", "Go to", "Choose a screen", "g", "app.go", footer="go to", in_palette=False)
    for key, (name, (title, about)) in enumerate(SCREENS.items(), start=2):
        yield Command(f"go-{name}", f"Go to {title.lower()}", about, f"f{key}", f"app.open('{name}')")
    yield Command("theme", "Light or dark", "Change between the light and the dark theme", "ctrl+t", "app.next_theme")
    yield Command(
        "palette", "Command palette", "Every command by its name", "ctrl+p", "app.command_palette", in_palette=False
    )
    yield Command("help", "All keys", "What every key does", "question_mark,f1", "app.keys", footer="keys")
    yield Command("quit", "Leave", "Everything is saved already", "q,ctrl+q", "app.quit", footer="leave")


SCREENS: dict[str, tuple[str, str]] = {
    "home": ("Home", "What was promised, what to do next, where you stand"),
    "interview": ("Interview", "One practice at a time"),
    "profile": ("Profile", "The facts that tailor the questionnaire"),
    "roadmap": ("Roadmap", "The gaps in the order to close them"),
    "guide": ("Guide", "The guide, chapter by chapter"),
    "editions": ("Editions", "What moved between any two"),
}
"""Name to title and one sentence, in the order of their keys from F2 on."""


def _others() -> Iterable[Command]:
    yield Command("home-open", "Open", "Go to what the cursor is on", "enter", "open", "home", "open", in_palette=False)
    yield Command(
        "interview-start", "Interview", "On with the interview", "i", "app.open('interview')", "home", "interview"
    )
    yield Command(
        "choose-fact",
        "Choose",
        "Choose or take back what the cursor is on",
        "space,enter",
        "choose",
        "profile",
        "choose",
        in_palette=False,
    )
    yield Command("clear-fact", "Clear", "Nothing said about this fact", "delete,c", "clear", "profile", "clear")
    yield Command(
        "roadmap-open",
        "Open",
        "Go to the practice in the interview",
        "enter",
        "open",
        "roadmap",
        "open",
        in_palette=False,
    )
    yield Command(
        "guide-assemble",
        "Assemble",
        "Write guide, record and charts from today's answers",
        "a",
        "assemble",
        "guide",
        "assemble",
    )
    yield Command(
        "guide-read",
        "Read",
        "Into the chapter, and back to the chapters",
        "enter,tab",
        "read",
        "guide",
        "read",
        in_palette=False,
    )
    yield Command(
        "compare-from", "From here", "Compare from this edition on", "f,enter", "compare_from", "editions", "from here"
    )
    yield Command("compare-to", "To here", "Compare up to this edition", "t", "compare_to", "editions", "to here")
    yield Command(
        "seal",
        "Seal an edition",
        "Assemble the guide and keep everything as an edition",
        "s",
        "seal",
        "editions",
        "seal",
    )


COMMANDS: tuple[Command, ...] = (*_answers(), *_others(), *_everywhere())


def on_screen(name: str) -> tuple[Command, ...]:
    """The commands of one screen, then those of every screen."""
    here = tuple(command for command in COMMANDS if command.where == name)
    return (*here, *(command for command in COMMANDS if command.where == EVERYWHERE))


def bindings(where: str) -> list[BindingType]:
    """Textual's bindings for a screen's own commands, or, for "", the app's."""
    made: list[BindingType] = []
    for command in COMMANDS:
        if command.where != where:
            continue
        for place, key in enumerate(command.keys.split(",")):
            action = f"level({key})" if command.id == "level" else command.action.removeprefix("app.")
            name = command.id + (f"-{place + 1}" if place else "")
            made.append(Binding(key, action, command.name, show=False, id=name, priority=key == "ctrl+q"))
    return made


class Palette(Provider):
    """The commands of the present screen, and those of every screen, by name."""

    def _offered(self) -> list[Command]:
        name = getattr(self.screen, "name_in_commands", "")
        return [command for command in on_screen(name) if command.in_palette]

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for command in self._offered():
            score = matcher.match(f"{command.name} {command.help}")
            if score > 0:
                yield Hit(score, matcher.highlight(self._words(command)), self._run(command), help=command.help)

    async def discover(self) -> Hits:
        for command in self._offered():
            yield DiscoveryHit(self._words(command), self._run(command), help=command.help)

    @staticmethod
    def _words(command: Command) -> str:
        return f"{command.name}  ({command.key})"

    def _run(self, command: Command) -> partial[object]:
        return partial(self.screen.run_action, command.action)
