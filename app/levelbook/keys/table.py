"""Every command of the TUI, described once: for the keys, the footer, help, the command palette and `levelbook keys`.

A new command is a line in the table below. Its id is for ever: people's settings files hold it.
"""

from __future__ import annotations

from dataclasses import dataclass

EVERYWHERE = ""


@dataclass(frozen=True)
class Command:
    """Something the app can be told to do."""

    id: str
    name: str
    help: str
    """One sentence, without a full stop."""
    keys: str
    """As the app names them, separated by commas; what a user's settings may say otherwise."""
    action: str
    where: str = EVERYWHERE
    """The screen, or the kind of list or form, that it belongs to; empty for all screens."""
    footer: str = ""
    """Its word in the footer; empty: not shown there."""
    in_palette: bool = True

    @property
    def is_level(self) -> bool:
        """One of the ten that stand on one line where keys are listed."""
        return self.id.startswith("level-")

    @property
    def comes_first(self) -> bool:
        """It works while somebody types in a field, so its keys cannot be characters."""
        return self.id in _COME_FIRST

    @property
    def is_fixed(self) -> bool:
        """Its key cannot be changed, so that there is always a way out."""
        return self.id in _FIXED


SCREENS: dict[str, tuple[str, str]] = {
    "home": ("Home", "What was promised, what to do next, where you stand"),
    "interview": ("Interview", "One practice at a time"),
    "profile": ("Profile", "The facts that tailor the questionnaire"),
    "roadmap": ("Roadmap", "The gaps in the order to close them"),
    "guide": ("Guide", "The guide, chapter by chapter"),
    "editions": ("Editions", "What moved between any two"),
}
"""Name to title and one sentence, in the order of their keys from F2 on."""

_OTHER_PLACES = {
    EVERYWHERE: "On every screen",
    "parts": "From part to part",
    "rows": "In lists",
    "choices": "In lists to choose from",
    "picker": "In short lists over the screen",
    "panel": "In panels to read",
    "help": "In the list of keys",
    "about": "In more about a practice",
    "list": "In evidence and steps",
    "settle": "In what was edited by hand",
    "steps": "In steps",
    "form": "In forms",
    "choice": "In a choice of a form",
}
"""What is not a screen of its own."""

PLACES: dict[str, str] = {**{name: title for name, (title, _) in SCREENS.items()}, **_OTHER_PLACES}
"""Where commands belong, with a heading for each, in the order in which they are listed."""

_Line = tuple[str, str, str, str, str, str]
"""Id, keys, action, word in the footer, name, and what it does."""

_BY_PLACE: dict[str, tuple[_Line, ...]] = {
    "interview": (
        *(
            (f"level-{n}", str(n), f"level({n})", "" if n else "level", f"Level {n}", f"Answer with {n}, and stay")
            for n in range(10)
        ),
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
        ("previous", "left,b,backspace", "previous", "", "Previous practice", "Back to the one before"),
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
        ("guide-settle", "b", "settle", "behind", "Behind", "Go through what was edited by hand, what is behind first"),
        ("guide-edit", "e", "edit", "edit", "Edit", "Open guide.md at this chapter in your own editor"),
        ("guide-repair", "r", "repair", "", "Repair", "Turn what is damaged in guide.md into plain text; asks first"),
    ),
    "editions": (
        ("compare-from", "f", "compare_from", "from here", "From here", "Compare from this edition on"),
        ("compare-to", "t", "compare_to", "to here", "To here", "Compare up to this edition"),
        ("editions-view", "v", "next_view", "view", "Next view", "What moved, the trend over all, or the guides' text"),
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
        ("theme", "ctrl+t", "app.next_theme", "", "Theme", "Dark, light and high contrast in turn"),
        ("palette", "ctrl+p", "app.command_palette", "", "Command palette", "Every command by its name"),
        ("help", "question_mark,f1", "app.keys", "keys", "All keys", "What every key does"),
        ("quit", "q", "app.quit", "leave", "Leave", "Everything is saved already"),
        ("quit-always", "ctrl+q", "app.quit", "", "Leave from anywhere", "Out of forms and lists too"),
    ),
    "parts": (
        ("focus-next", "tab", "app.focus_next", "", "On", "To the next part of the screen, or field of the form"),
        ("focus-previous", "shift+tab", "app.focus_previous", "", "Back", "To the part or field before"),
    ),
    "rows": (
        ("up", "up,k", "step(-1)", "", "Up", "One up; the mouse and its wheel work too"),
        ("down", "down,j", "step(1)", "", "Down", "One down"),
        ("page-up", "pageup", "leap(-1)", "", "Page up", "Further up"),
        ("page-down", "pagedown", "leap(1)", "", "Page down", "Further down"),
        ("first", "home", "edge(-1)", "", "First", "To the first"),
        ("last", "end", "edge(1)", "", "Last", "To the last"),
    ),
    "choices": (("choose", "enter", "choose", "", "Choose", "What the cursor is on"),),
    "picker": (
        ("picker-up", "up", "move(-1)", "", "Up", "One up, while you type what to look for"),
        ("picker-down", "down", "move(1)", "", "Down", "One down, while you type what to look for"),
        ("picker-leave", "escape", "leave", "", "Leave", "Choose nothing"),
    ),
    "panel": (("panel-leave", "escape,q", "leave", "", "Close", "Back to the screen"),),
    "help": (("help-leave", "question_mark,f1", "leave", "", "Close", "Back to the screen"),),
    "about": (("about-leave", "i", "leave", "", "Close", "Back to the question"),),
    "list": (
        ("list-add", "n,plus", "add", "", "New", "One more"),
        ("list-drop", "delete,d,backspace", "drop", "", "Drop", "Take away what the cursor is on"),
        ("list-leave", "escape,q", "leave", "", "Back", "Back to the question"),
    ),
    "settle": (
        ("settle-mine", "m", "take_mine", "mine stays", "Mine stays", "Keep these words; they are no longer behind"),
        (
            "settle-generated",
            "t",
            "take_generated",
            "take levelbook's",
            "Take",
            "Replace them by levelbook's; asks first",
        ),
        ("settle-next", "n,space", "leave(1)", "leave it", "Leave it", "As it is, and on to the next"),
        ("settle-previous", "p", "leave(-1)", "back", "Back", "To the one before"),
        ("settle-edit", "e", "edit", "edit", "Edit", "Open guide.md at this part in your own editor"),
        ("settle-leave", "escape,q", "close", "close", "Close", "Back to the guide"),
    ),
    "steps": (("step-done", "space", "done", "", "Done", "The step is done, or not yet after all"),),
    "form": (
        ("form-save", "ctrl+s", "save", "", "Save", "In the last field ⏎ saves too"),
        ("form-leave", "escape", "leave", "", "Leave", "Back, without a change"),
    ),
    "choice": (
        ("choice-enter", "enter", "enter", "", "Next field", "On with what is chosen"),
        ("choice-up", "left", "step(-1)", "", "Up", "The choice before"),
        ("choice-down", "right", "step(1)", "", "Down", "The next choice"),
    ),
}

_NOT_IN_PALETTE = {"go", "palette", "home-open", "roadmap-open", "fact-choose", "guide-read"}
"""What means nothing without a key or a cursor."""

_COME_FIRST = {"form-save", "quit-always"}
_FIXED = {"quit-always"}

COMMANDS: tuple[Command, ...] = tuple(
    Command(id_, name, help_, keys, action, where, footer, in_palette=id_ not in _NOT_IN_PALETTE)
    for where, lines in _BY_PLACE.items()
    for id_, keys, action, footer, name, help_ in lines
)


def on_screen(name: str) -> tuple[Command, ...]:
    """The commands of one screen, then those of every screen."""
    here = tuple(command for command in COMMANDS if command.where == name)
    return (*here, *(command for command in COMMANDS if command.where == EVERYWHERE))
