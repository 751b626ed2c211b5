"""Every command of the TUI, described once: for the keys, the footer, the help screen and the command palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
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
    in_palette: bool = True

    @property
    def written(self) -> tuple[str, ...]:
        """Its keys as people know them."""
        return ("0-9",) if self.id == "level" else tuple(_WRITTEN.get(key, _upper(key)) for key in self.keys.split(","))

    @property
    def key(self) -> str:
        """The first of its keys."""
        return self.written[0]


_WRITTEN = {
    "question_mark": "?",
    "slash": "/",
    "enter": "⏎",
    "delete": "del",
    "escape": "esc",
    "left": "←",
    "right": "→",
    "backspace": "⌫",
}


def _upper(key: str) -> str:
    return key.upper() if key[:1] == "f" and key[1:].isdigit() else key


SCREENS: dict[str, tuple[str, str]] = {
    "home": ("Home", "What was promised, what to do next, where you stand"),
    "interview": ("Interview", "One practice at a time"),
    "profile": ("Profile", "The facts that tailor the questionnaire"),
    "roadmap": ("Roadmap", "The gaps in the order to close them"),
    "guide": ("Guide", "The guide, chapter by chapter"),
    "editions": ("Editions", "What moved between any two"),
}
"""Name to title and one sentence, in the order of their keys from F2 on."""

_Line = tuple[str, str, str, str, str, str]
"""Id, keys, action, word in the footer, name, and what it does."""

_BY_SCREEN: dict[str, tuple[_Line, ...]] = {
    "interview": (
        ("level", "0,1,2,3,4,5,6,7,8,9", "level", "level", "Answer with a level", "A digit answers and stays"),
        ("next", "enter,right,n", "next", "next", "Next practice", "On to the next of what you go through"),
        ("unsure", "u", "unsure", "unsure", "Unsure", "Nobody can say: who finds out, and by when"),
        ("not-applicable", "x", "not_applicable", "n/a", "Not applicable", "It does not apply to you, for a reason"),
        ("here", "h", "here", "here", "How it is done here", "A line in your words for the criterion you are on"),
        ("evidence", "e", "evidence", "evidence", "Evidence", "What backs the answer: kind, reference, date"),
        ("steps", "s", "steps", "steps", "Steps", "What you will do: words, owner, date, ticket"),
        ("strike", "space", "strike", "strike", "Strike out or tick", "The criterion you are on does or does not hold"),
        ("confirm", "c", "confirm", "confirm", "Confirm", "The carried answer still holds"),
        ("about", "i", "about", "more", "More about it", "Prompts, why, evidence, references, threats, see also"),
        ("jump", "slash", "jump", "jump", "Jump", "To a practice by its number or a part of its title"),
        ("filter", "f", "filter", "filter", "Go through", "All, new, unsure, carried, stale or essential ones"),
        ("owner", "o", "owner", "", "Owner", "Who looks after it, and until when"),
        ("note", "m", "note", "", "Note", "What was said; it stands in the record"),
        ("target", "t", "target", "", "Own target", "You need more than the rules say"),
        ("accept", "a", "accept", "", "Accept the risk", "Somebody answers for a gap until a date, for a reason"),
        ("clear", "delete", "clear", "", "Clear the answer", "Unanswered again; note, owner, steps, evidence stay"),
        ("previous", "left,p,backspace", "previous", "", "Previous practice", "Back to the one before"),
    ),
    "home": (
        ("home-open", "enter", "open", "open", "Open", "Go to what the cursor is on"),
        ("home-interview", "i", "app.open('interview')", "interview", "Interview", "On with the interview"),
    ),
    "profile": (
        ("fact-choose", "space,enter", "choose", "choose", "Choose", "Choose or take back what the cursor is on"),
        ("fact-clear", "delete,c", "clear", "clear", "Clear", "Nothing said about this fact"),
    ),
    "roadmap": (("roadmap-open", "enter", "open", "open", "Open", "Go to the practice in the interview"),),
    "guide": (
        ("guide-assemble", "a", "assemble", "assemble", "Assemble", "Write guide, record and charts as of now"),
        ("guide-read", "enter", "read", "read", "Read", "Into the chapter, and back to the chapters"),
    ),
    "editions": (
        ("compare-from", "f", "compare_from", "from here", "From here", "Compare from this edition on"),
        ("compare-to", "t", "compare_to", "to here", "To here", "Compare up to this edition"),
        ("seal", "s", "seal", "seal", "Seal an edition", "Assemble the guide, and keep everything as it is"),
    ),
    EVERYWHERE: (
        ("undo", "ctrl+z", "app.undo", "", "Undo", "Take back the last change of this sitting"),
        ("redo", "ctrl+y,ctrl+shift+z", "app.redo", "", "Redo", "Make it once more"),
        ("go", "g", "app.go", "go", "Go to", "Choose a screen"),
        *(
            (f"go-{name}", f"f{key}", f"app.open('{name}')", "", f"Go to {title.lower()}", about)
            for key, (name, (title, about)) in enumerate(SCREENS.items(), start=2)
        ),
        ("theme", "ctrl+t", "app.next_theme", "", "Light or dark", "Change between the light and the dark theme"),
        ("palette", "ctrl+p", "app.command_palette", "", "Command palette", "Every command by its name"),
        ("help", "question_mark,f1", "app.keys", "keys", "All keys", "What every key does"),
        ("quit", "q,ctrl+q", "app.quit", "leave", "Leave", "Everything is saved already"),
    ),
}
_NOT_IN_PALETTE = {"level", "go", "palette", "home-open", "roadmap-open", "fact-choose", "guide-read"}
"""What means nothing without a key or a cursor."""

COMMANDS: tuple[Command, ...] = tuple(
    Command(id_, name, help_, keys, action, where, footer, in_palette=id_ not in _NOT_IN_PALETTE)
    for where, lines in _BY_SCREEN.items()
    for id_, keys, action, footer, name, help_ in lines
)


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

    def _run(self, command: Command) -> Callable[[], Awaitable[None]]:
        return partial(self.screen.run_action, command.action)
