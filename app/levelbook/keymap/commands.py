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
    def level(self) -> int | None:
        """The level that it says; None for every other command."""
        before, _, digit = self.id.rpartition("level-")
        return int(digit) if digit.isdigit() and (not before or before.endswith("-")) else None

    @property
    def is_level(self) -> bool:
        """One of the ten that stand on one line where keys are listed."""
        return self.level is not None

    @property
    def comes_first(self) -> bool:
        """It works while somebody types in a field, so its keys cannot be characters."""
        return self.id in _COME_FIRST

    @property
    def is_fixed(self) -> bool:
        """Its key cannot be changed, so that there is always a way out."""
        return self.id in _FIXED

    @property
    def is_for_ballots(self) -> bool:
        """It means something where one participant fills in a ballot; the others are the team's."""
        return self.is_level or self.where not in _OF_THE_TEAM or self.id in _FOR_BALLOTS


SCREENS: dict[str, tuple[str, str]] = {
    "home": ("Home", "What was promised, what to do next, where you stand"),
    "interview": ("Interview", "One practice at a time"),
    "profile": ("Profile", "The facts that tailor the questionnaire"),
    "roadmap": ("Roadmap", "The gaps in the order to close them"),
    "guide": ("Guide", "The guide, chapter by chapter"),
    "editions": ("Editions", "What moved between any two"),
    "sitting": ("Sitting", "What to take up, who is here, the close"),
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
    "vote": "In a vote",
    "list": "In evidence and steps",
    "settle": "In what was edited by hand",
    "steps": "In steps",
    "confirm": "In lists to confirm",
    "close": "In the close of a sitting",
    "notice": "In a notice",
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
        ("vote", "v", "vote", "vote", "Vote", "All show fingers together: one digit for each, then the level"),
        ("unsure", "u", "unsure", "unsure", "Unsure", "Nobody can say: who finds out, and by when"),
        ("not-applicable", "x", "not_applicable", "n/a", "Not applicable", "It does not apply to you, for a reason"),
        ("strike", "space", "strike", "strike", "Strike out or tick", "The criterion you are on does or does not hold"),
        ("here", "h", "here", "here", "How it is done here", "A line in your words for the criterion you are on"),
        ("confirm", "c", "confirm", "confirm", "Confirm", "The carried answer still holds"),
        ("evidence", "e", "evidence", "evidence", "Evidence", "What backs the answer: kind, reference, date"),
        ("steps", "s", "steps", "steps", "Steps", "What you will do: words, owner, date, ticket"),
        ("park", "p", "park", "park", "Park", "Put something aside, so that the sitting goes on"),
        (
            "about",
            "i",
            "about('ask')",
            "more",
            "Prompts and why",
            "What to ask in the room, why, what proves it",
        ),
        ("references", "r", "about('references')", "", "References", "What the practice rests on"),
        ("threats", "d", "about('threats')", "", "Dangers", "What the practice stands against"),
        ("see-also", "l", "about('see-also')", "", "See also", "Practices close to this one, and what was said there"),
        ("jump", "slash", "jump", "jump", "Jump", "To a practice by its number or a part of its title"),
        ("back", "backspace", "back", "", "Where you were", "Back to where you were before a jump"),
        ("filter", "f", "filter", "go through", "Go through", "Which practices, and in which order"),
        ("present", "z", "present", "", "Presenter view", "Nothing but the question and its levels, large"),
        ("present-leave", "escape", "leave_presenting", "", "Leave the presenter view", "Everything is shown again"),
        ("owner", "o", "owner", "", "Owner", "Who looks after it, and until when"),
        ("note", "m", "note", "", "Note", "What was said; it stands in the record"),
        ("target", "t", "target", "", "Own target", "You need more than the rules say"),
        ("list", "L", "list", "", "Go through as a list", "Carried, inherited or agreed ones, confirmed at once"),
        ("accept", "a", "accept", "", "Accept the risk", "Somebody answers for a gap until a date, for a reason"),
        ("clear", "delete", "clear", "", "Clear the answer", "Unanswered again; note, owner, steps, evidence stay"),
        ("previous", "left,b", "previous", "", "Previous practice", "Back to the one before"),
        ("clock", "C", "clock", "", "Clock", "How long this practice and the sitting take; off again"),
        ("move-on", "M", "move_on", "", "Digits move on", "For a person alone: a digit answers and moves on"),
    ),
    "home": (
        ("home-open", "enter", "open", "open", "Open", "Go to what the cursor is on"),
        ("home-interview", "i", "app.open('interview')", "interview", "Interview", "On with the interview"),
    ),
    "profile": (
        ("fact-choose", "space,enter", "choose", "choose", "Choose", "Choose or take back what the cursor is on"),
        ("fact-clear", "delete,c", "clear", "clear", "Clear", "Nothing said about this fact"),
    ),
    "roadmap": (
        ("roadmap-open", "enter", "open", "open", "Open", "Go to the practice in the interview"),
        ("roadmap-done", "space", "done", "done", "Done", "The step is done, or not yet after all"),
        ("roadmap-owner", "o", "owner", "who, when", "Who and when", "Owner, date and ticket of what the cursor is on"),
        ("roadmap-take-on", "t", "take_on", "take on", "Take on", "What is suggested becomes a step"),
        ("roadmap-sort", "s", "sort", "sort", "Sort", "By wave, by owner, by section or by date"),
        ("roadmap-filter", "f", "filter", "only", "Show only", "One person's, nobody's, a section, what is late"),
        ("roadmap-late", "l", "late", "", "Late only", "What is late, and back"),
        ("roadmap-step", "n", "step", "", "New step", "In your own words, about the gap the cursor is on"),
        ("roadmap-drop", "delete", "drop", "", "Drop the step", "Take it away; undo brings it back"),
    ),
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
    "sitting": (
        ("sitting-open", "enter", "open", "open", "Open", "The list, practice or form that the cursor is on"),
        ("sitting-begin", "b", "begin", "begin", "Begin a sitting", "Enter who is here, and begin"),
        ("sitting-talk", "t", "talk", "talk", "Start talking", "To the first practice that waits, in the plan's order"),
        ("sitting-people", "w", "people", "who", "Who is here", "Enter participants, once"),
        ("sitting-park", "p", "park", "park", "Park something", "Put it aside, so that the sitting goes on"),
        ("sitting-minutes", "m", "notes", "minutes", "Minutes", "What was said and decided beyond the answers"),
        ("sitting-close", "c", "close", "close", "The close", "What you take on, who brings what, the next date"),
        ("sitting-length", "l", "length", "length", "How long", "Type how many minutes there are"),
        ("sitting-longer", "plus,equals_sign", "lengthen(15)", "", "Longer", "Fifteen minutes more"),
        ("sitting-shorter", "minus", "lengthen(-15)", "", "Shorter", "Fifteen minutes less"),
        (
            "sitting-named",
            "space",
            "named",
            "name",
            "May be named",
            "The name may stand beside a vote, or not",
        ),
        ("sitting-drop", "d,delete,backspace", "drop", "remove", "Remove", "The person or the parked item you are on"),
    ),
    "confirm": (
        *(
            (f"confirm-level-{n}", str(n), f"level({n})", "" if n else "level", f"Level {n}", "For the row you are on")
            for n in range(10)
        ),
        ("confirm-these", "c", "confirm", "confirm all", "Confirm these", "All that have a level, in one turn"),
        ("confirm-pull-out", "space", "pull_out", "talk about it", "Pull out", "To talk about it, or back in"),
        ("confirm-open", "enter", "open", "open", "Open", "Go to the practice in the interview"),
        ("confirm-no-level", "delete,backspace", "no_level", "", "No level", "Nothing is said about this row"),
        ("confirm-leave", "escape", "leave", "back", "Back", "Nothing of the list is confirmed"),
    ),
    "close": (
        ("close-next", "right", "part(1)", "next part", "Next part", "On to the next part of the close"),
        ("close-previous", "left", "part(-1)", "", "Previous part", "Back to the part before"),
        ("close-take", "space", "take", "take on", "Take on", "The step or proof you are on, or put it back"),
        ("close-who", "o,enter", "who", "who, when", "Who and when", "Who does it, and by which day"),
        ("close-own", "n", "own", "own words", "In own words", "A step or proof in your own words, for this practice"),
        ("close-open", "i", "open", "", "Open", "Go to the practice in the interview"),
        ("close-done", "c", "close", "close", "Close the sitting", "Everything was gone through"),
        ("close-assemble", "a", "assemble", "", "Assemble", "Write guide, record and charts as of now"),
        ("close-seal", "s", "seal", "", "Seal an edition", "Assemble, and keep everything as it is"),
        ("close-leave", "escape", "leave", "back", "Back", "To the sitting; everything stays as it is"),
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
    "about": (
        ("about-ask", "i", "part('ask')", "prompts and why", "Prompts and why", "Once more closes"),
        ("about-references", "r", "part('references')", "references", "References", "Once more closes"),
        ("about-threats", "d", "part('threats')", "dangers", "Dangers", "Once more closes"),
        ("about-see-also", "l", "part('see-also')", "see also", "See also", "Enter goes to one; once more closes"),
        ("about-next", "right,tab", "turn(1)", "", "Next part", "On to the part beside"),
        ("about-previous", "left,shift+tab", "turn(-1)", "", "Part before", "Back to the part beside"),
    ),
    "vote": (
        ("vote-abstain", "minus", "abstain", "", "Abstain", "Whose turn it is shows nothing"),
        ("vote-back", "backspace", "take_back", "take back", "Take back", "The last hand once more"),
        (
            "vote-done",
            "enter",
            "done",
            "done",
            "Done",
            "All have shown; then: keep the votes, settle on none",
        ),
        ("vote-ballots", "b", "ballots", "as in the ballots", "As in the ballots", "The ballots' levels are the vote"),
        ("vote-dissent", "d", "dissent", "dissent", "Dissent", "Somebody sees it differently and says why"),
        ("vote-leave", "escape", "leave", "leave", "Leave", "Nothing is kept"),
    ),
    "list": (
        ("list-add", "n,plus", "add", "", "New", "One more"),
        (
            "list-drop",
            "d,delete,backspace",
            "drop",
            "",
            "Remove",
            "Take away this row; undo brings it back",
        ),
        ("list-undo", "ctrl+z", "app.undo", "", "Undo", "Take back the last change of this sitting"),
        ("list-redo", "ctrl+y,ctrl+shift+z", "app.redo", "", "Redo", "Make it once more"),
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
    "notice": (
        ("notice-close", "enter", "close", "", "Close", "Back to the screen"),
        ("notice-leave", "escape", "leave", "", "Leave", "Back to the screen"),
    ),
    "form": (
        ("form-next", "enter", "next_field", "", "Next field", "On to the next; from the last one it saves"),
        ("form-save", "ctrl+s", "save", "", "Save", "From any field"),
        ("form-leave", "escape", "leave", "", "Leave", "Back, without a change"),
    ),
    "choice": (
        ("choice-up", "left", "step(-1)", "", "Up", "The choice before"),
        ("choice-down", "right", "step(1)", "", "Down", "The next choice"),
    ),
}

_NOT_IN_PALETTE = {
    "go", "palette", "present-leave", "home-open", "roadmap-open", "fact-choose", "guide-read",
    "sitting-open", "sitting-named", "sitting-drop", "confirm-open", "close-take", "close-who",
}  # fmt: skip
"""What means nothing without a key or a cursor."""

_COME_FIRST = {"form-next", "form-save", "quit-always"}
_FIXED = {"quit-always"}

_OF_THE_TEAM = {*SCREENS, EVERYWHERE, "confirm", "close"}
"""Places whose commands are the team's unless they are named below."""
_FOR_BALLOTS = {
    "next", "previous", "unsure", "not-applicable", "strike", "here", "note", "clear", "about", "references", "threats",
    "see-also", "jump", "back", "filter", "present", "present-leave", "move-on", "undo", "redo", "theme", "palette",
    "help", "quit", "quit-always",
}  # fmt: skip
"""What a participant can say and do alone."""

COMMANDS: tuple[Command, ...] = tuple(
    Command(id_, name, help_, keys, action, where, footer, in_palette=id_ not in _NOT_IN_PALETTE)
    for where, lines in _BY_PLACE.items()
    for id_, keys, action, footer, name, help_ in lines
)


def on_screen(name: str) -> tuple[Command, ...]:
    """The commands of one screen, then those of every screen."""
    here = tuple(command for command in COMMANDS if command.where == name)
    return (*here, *(command for command in COMMANDS if command.where == EVERYWHERE))
