"""This table describes every command of the TUI once: for keys, footer, help, command palette and `levelbook keys`.

A new command is a line in the table below. Its id is for ever: people's settings files hold it.
"""

from __future__ import annotations

from levelbook.core.frozen import frozen

EVERYWHERE = ""


@frozen
class Command:
    """A command of the app."""

    id: str
    name: str
    help: str
    """One sentence, without a full stop."""
    keys: str
    """The default keys, as the app names them, separated by commas; a user's settings may change them."""
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
        """Return whether it is one of the ten levels, which stand on one line where keys are listed."""
        return self.level is not None

    @property
    def comes_first(self) -> bool:
        """Return whether it works while somebody types in a field, so that its keys cannot be characters."""
        return self.id in _COME_FIRST

    @property
    def is_fixed(self) -> bool:
        """Return whether its key cannot be changed, so that there is always a way out."""
        return self.id in _FIXED

    @property
    def is_for_ballots(self) -> bool:
        """Return whether it is offered where one participant fills in a ballot; the others are the team's."""
        return self.is_level or self.where not in _OF_THE_TEAM or self.id in _FOR_BALLOTS


SCREENS: dict[str, tuple[str, str]] = {
    "home": ("Home", "Promises, next steps, where you stand"),
    "interview": ("Interview", "One practice at a time"),
    "profile": ("Profile", "The facts that tailor the questionnaire"),
    "roadmap": ("Roadmap", "The gaps in the order to close them"),
    "guide": ("Guide", "The guide, chapter by chapter"),
    "editions": ("Editions", "What changed between any two"),
    "sitting": ("Sitting", "The plan, who is here, the close"),
}
"""Name to title and one sentence, in the order of their keys from F2 on."""

_OTHER_PLACES = {
    EVERYWHERE: "On every screen",
    "parts": "Between the parts of a screen",
    "rows": "In lists",
    "choices": "In lists with choices",
    "picker": "In pickers",
    "panel": "In panels to read",
    "help": "In the list of keys",
    "about": "In the details of a practice",
    "vote": "In a vote",
    "list": "In evidence and steps",
    "settle": "In hand-edited parts",
    "resolve": "In conflicts of two branches",
    "steps": "In steps",
    "confirm": "In lists to confirm",
    "close": "In the close of a sitting",
    "portfolio": "In a portfolio",
    "table": "In tables",
    "narrow": "In a portfolio's filter",
    "notice": "In a notice",
    "form": "In forms",
    "choice": "In a choice of a form",
}
"""Places that are not screens."""

PLACES: dict[str, str] = {**{name: title for name, (title, _) in SCREENS.items()}, **_OTHER_PLACES}
"""Places of commands with their headings, in the order of the list."""

_Line = tuple[str, str, str, str, str, str]
"""Id, keys, action, word in the footer, name, and what it does."""

_BY_PLACE: dict[str, tuple[_Line, ...]] = {
    "interview": (
        *(
            (f"level-{n}", str(n), f"level({n})", "" if n else "level", f"Level {n}", f"Answer with level {n}")
            for n in range(10)
        ),
        ("next", "enter,right,n", "next", "next", "Next practice", "Go to the next practice in your queue"),
        ("vote", "v", "vote", "vote", "Vote", "Everybody shows a level at once: one digit each, then your level"),
        ("unsure", "u", "unsure", "unsure", "Unsure", "Nobody knows: say who finds out, and by when"),
        (
            "not-applicable",
            "x",
            "not_applicable",
            "n/a",
            "Not applicable",
            "This practice does not apply to you; say why",
        ),
        (
            "strike",
            "space",
            "strike",
            "strike",
            "Strike out or tick",
            "Strike out the selected criterion, or tick it",
        ),
        ("here", "h", "here", "here", "How it is done here", "Describe in your own words how you meet the criterion"),
        ("confirm", "c", "confirm", "confirm", "Confirm", "Confirm that the carried answer is still true"),
        (
            "level-reason",
            "B",
            "level_reason",
            "because",
            "Because",
            "Say why the level moved since the last edition",
        ),
        ("evidence", "e", "evidence", "evidence", "Evidence", "What backs the answer: kind, reference, date"),
        ("steps", "s", "steps", "steps", "Steps", "What you will do: text, owner, date, ticket"),
        ("park", "p", "park", "park", "Park", "Set something aside for later"),
        (
            "about",
            "i",
            "about('ask')",
            "more",
            "Prompts and why",
            "Questions to ask the team, why it matters, what proves it",
        ),
        ("references", "r", "about('references')", "", "References", "The sources of this practice"),
        ("threats", "d", "about('threats')", "", "Threats", "What this practice protects against"),
        ("see-also", "l", "about('see-also')", "", "See also", "Related practices and their answers"),
        ("jump", "slash", "jump", "jump", "Jump", "Go to a practice by its number or title"),
        ("back", "backspace", "back", "", "Back from a jump", "Go back to where you were before a jump"),
        ("filter", "f", "filter", "filter", "Filter", "Choose which practices to review, and in which order"),
        ("present", "z", "present", "", "Presenter view", "Show only the question and its levels"),
        ("present-leave", "escape", "leave_presenting", "", "Leave the presenter view", "Show everything again"),
        ("owner", "o", "owner", "", "Owner", "Who owns this practice, and by when the gap is closed"),
        ("note", "m", "note", "", "Note", "Keep what was said about this practice"),
        ("target", "t", "target", "", "Own target", "Set a higher target than the rules do"),
        ("list", "L", "list", "", "Review as a list", "Confirm carried, inherited or agreed answers at once"),
        ("accept", "a", "accept", "", "Accept the risk", "Accept the gap until a date, with a name and a reason"),
        ("clear", "delete", "clear", "", "Clear the answer", "Back to unanswered; note, owner, steps, evidence stay"),
        ("previous", "left,b", "previous", "", "Previous practice", "Go to the previous practice in your queue"),
        ("clock", "C", "clock", "", "Clock", "Show how long this practice and the sitting take, or hide it"),
        ("move-on", "M", "move_on", "", "Digits move on", "When you work alone: a digit answers and goes on"),
    ),
    "home": (
        ("home-open", "enter", "open", "open", "Open", "Open the selected row"),
        ("home-interview", "i", "app.open('interview')", "interview", "Interview", "Continue the interview"),
    ),
    "profile": (
        ("fact-choose", "space,enter", "choose", "choose", "Choose", "Choose the selected answer, or undo the choice"),
        ("fact-clear", "delete,backspace", "clear", "clear", "Clear", "Leave this fact open"),
    ),
    "roadmap": (
        ("roadmap-open", "enter", "open", "open", "Open", "Go to the practice in the interview"),
        ("roadmap-done", "space", "done", "done", "Done", "Mark the step as done, or reopen it"),
        ("roadmap-owner", "o", "owner", "who, when", "Who and when", "Owner, date and ticket of the selected row"),
        ("roadmap-take-on", "t", "take_on", "add step", "Add the step", "Turn the suggestion into a step"),
        ("roadmap-sort", "s", "sort", "sort", "Sort", "By wave, owner, section or date"),
        ("roadmap-filter", "f", "filter", "filter", "Filter", "One person's, unassigned, one section, or late"),
        ("roadmap-unanswered", "u", "unanswered", "", "Unanswered", "List what nobody has answered, or only count it"),
        ("roadmap-late", "l", "late", "", "Late only", "Show only what is late, or everything again"),
        ("roadmap-step", "n", "step", "", "New step", "Add a step in your own words"),
        ("roadmap-drop", "delete", "drop", "", "Remove the step", "Take it off the roadmap; undo brings it back"),
    ),
    "guide": (
        ("guide-assemble", "a", "assemble", "assemble", "Assemble", "Write the guide, the record and the charts"),
        ("guide-read", "enter", "read", "read", "Read", "Move between the chapters and their text"),
        (
            "guide-settle",
            "b",
            "settle",
            "edits",
            "Review edits",
            "Review hand-edited parts, those that are behind first",
        ),
        ("guide-edit", "e", "edit", "edit", "Edit", "Open guide.md at this chapter in your editor"),
        (
            "guide-repair",
            "r",
            "repair",
            "",
            "Repair",
            "Repair a damaged guide.md, or merge it after a conflict; asks first",
        ),
    ),
    "editions": (
        ("compare-from", "f", "compare_from", "from here", "From here", "Compare starting from this edition"),
        ("compare-to", "t", "compare_to", "to here", "To here", "Compare up to this edition"),
        ("editions-view", "v", "next_view", "view", "Next view", "Changes, the trend, or the guide's text"),
        ("seal", "s", "seal", "seal", "Seal an edition", "Write the guide and keep a fixed copy of everything"),
    ),
    "sitting": (
        ("sitting-open", "enter", "open", "open", "Open", "Open the selected list, practice or form"),
        ("sitting-begin", "b", "begin", "begin", "Begin a sitting", "Enter who is here, and begin"),
        ("sitting-talk", "t", "talk", "discuss", "Start discussing", "Go to the next practice in the plan"),
        ("sitting-people", "w", "people", "who", "Who is here", "Enter who takes part"),
        ("sitting-park", "p", "park", "park", "Park something", "Set something aside for later"),
        ("sitting-minutes", "m", "notes", "minutes", "Minutes", "Notes on what was said and decided"),
        (
            "sitting-close",
            "c",
            "close",
            "close",
            "The close",
            "Agree on steps, evidence, open questions and the next date",
        ),
        ("sitting-length", "l", "length", "length", "Length", "Say how many minutes you have"),
        ("sitting-longer", "plus,equals_sign", "lengthen(15)", "", "Longer", "Add fifteen minutes"),
        ("sitting-shorter", "minus", "lengthen(-15)", "", "Shorter", "Take off fifteen minutes"),
        ("sitting-named", "space", "named", "name", "May be named", "Allow the name to appear beside a vote, or not"),
        (
            "sitting-evidence",
            "e",
            "evidence",
            "evidence",
            "Evidence to bring",
            "Say what happened to the selected evidence, or who brings it and by when",
        ),
        (
            "sitting-drop",
            "d,delete,backspace",
            "drop",
            "remove",
            "Remove",
            "Remove the selected person or parked item, or settle an item of an earlier sitting",
        ),
    ),
    "confirm": (
        *(
            (
                f"confirm-level-{n}",
                str(n),
                f"level({n})",
                "" if n else "level",
                f"Level {n}",
                "Level for the selected row",
            )
            for n in range(10)
        ),
        (
            "confirm-these",
            "c",
            "confirm",
            "confirm these",
            "Confirm these",
            "Confirm all in the list that have a level, in one go",
        ),
        (
            "confirm-pull-out",
            "space",
            "pull_out",
            "discuss",
            "Discuss",
            "Take it out of the list to discuss it, or put it back",
        ),
        ("confirm-open", "enter", "open", "open", "Open", "Go to the practice in the interview"),
        ("confirm-no-level", "delete,backspace", "no_level", "", "No level", "Give this row no level"),
        ("confirm-leave", "escape", "leave", "back", "Back", "Leave without confirming"),
    ),
    "close": (
        ("close-next", "right", "part(1)", "next part", "Next part", "Go to the next part of the close"),
        ("close-previous", "left", "part(-1)", "", "Previous part", "Go back to the part before"),
        ("close-take", "space", "take", "take on", "Take on", "Take on the selected step or evidence, or put it back"),
        ("close-who", "o,enter", "who", "who, when", "Who and when", "Who does it, and by which day"),
        (
            "close-own",
            "n",
            "own",
            "own words",
            "In own words",
            "Write your own step or evidence for this practice",
        ),
        ("close-carry", "p", "carry", "carry", "Carry on", "Leave the selected parked item for the next sitting"),
        ("close-open", "i", "open", "", "Open", "Go to the practice in the interview"),
        ("close-done", "c", "close", "close", "Close the sitting", "End it once every part is reviewed"),
        ("close-assemble", "a", "assemble", "", "Assemble", "Write the guide, the record and the charts"),
        ("close-seal", "s", "seal", "", "Seal an edition", "Write the guide and keep a fixed copy of everything"),
        ("close-leave", "escape", "leave", "back", "Back", "Go back to the sitting; everything stays saved"),
    ),
    EVERYWHERE: (
        ("undo", "ctrl+z", "app.undo", "", "Undo", "Undo the last change since the book was opened"),
        ("redo", "ctrl+y,ctrl+shift+z", "app.redo", "", "Redo", "Make the change again"),
        ("go", "g", "app.go", "go", "Go to", "Choose a screen"),
        *(
            (f"go-{name}", f"f{key}", f"app.open('{name}')", "", f"Go to {title.lower()}", about)
            for key, (name, (title, about)) in enumerate(SCREENS.items(), start=2)
        ),
        ("offers", "O", "app.take_offer", "", "Take an offer", "Take over what another team does for others"),
        ("export", "E", "app.export", "", "Export", "Write the book in another format: CSV, HTML, JSON and more"),
        ("theme", "ctrl+t", "app.next_theme", "", "Theme", "Dark, light and high contrast in turn"),
        ("palette", "ctrl+p", "app.command_palette", "", "Command palette", "Every command by its name"),
        ("help", "question_mark,f1", "app.keys", "keys", "All keys", "What every key does"),
        ("quit", "q", "app.quit", "quit", "Quit", "Everything is saved already"),
        ("quit-always", "ctrl+q", "app.quit", "", "Quit from anywhere", "Works in forms and lists too"),
    ),
    "parts": (
        (
            "focus-next",
            "tab",
            "app.focus_next",
            "",
            "Next part",
            "Go to the next part of the screen, or field of the form",
        ),
        (
            "focus-previous",
            "shift+tab",
            "app.focus_previous",
            "",
            "Previous part",
            "Go back to the part or field before",
        ),
    ),
    "rows": (
        ("up", "up,k", "step(-1)", "", "Up", "One up; the mouse and its wheel work too"),
        ("down", "down,j", "step(1)", "", "Down", "One down"),
        ("page-up", "pageup", "leap(-1)", "", "Page up", "One page up"),
        ("page-down", "pagedown", "leap(1)", "", "Page down", "One page down"),
        ("first", "home", "edge(-1)", "", "First", "Go to the first row"),
        ("last", "end", "edge(1)", "", "Last", "Go to the last row"),
    ),
    "choices": (("choose", "enter", "choose", "", "Choose", "Choose the selected row"),),
    "picker": (
        ("picker-up", "up", "move(-1)", "", "Up", "One up, while you type what to look for"),
        ("picker-down", "down", "move(1)", "", "Down", "One down, while you type what to look for"),
        ("picker-leave", "escape", "leave", "", "Leave", "Close without choosing"),
    ),
    "panel": (("panel-leave", "escape,q", "leave", "", "Close", "Go back to the screen"),),
    "help": (("help-leave", "question_mark,f1", "leave", "", "Close", "Go back to the screen"),),
    "about": (
        ("about-ask", "i", "part('ask')", "prompts and why", "Prompts and why", "Press again to close"),
        ("about-references", "r", "part('references')", "references", "References", "Press again to close"),
        ("about-threats", "d", "part('threats')", "threats", "Threats", "Press again to close"),
        (
            "about-see-also",
            "l",
            "part('see-also')",
            "see also",
            "See also",
            "Enter opens a practice; press again to close",
        ),
        ("about-next", "right,tab", "turn(1)", "", "Next part", "Go to the part at the right"),
        ("about-previous", "left,shift+tab", "turn(-1)", "", "Previous part", "Go to the part at the left"),
    ),
    "vote": (
        ("vote-abstain", "minus", "abstain", "", "Abstain", "The person whose turn it is abstains"),
        ("vote-back", "backspace", "take_back", "undo last", "Undo the last hand", "Enter the last hand again"),
        (
            "vote-done",
            "enter",
            "done",
            "done",
            "Done",
            "End the vote; again: keep the votes and record no level",
        ),
        ("vote-ballots", "b", "ballots", "as in the ballots", "As in the ballots", "Use the ballots as the vote"),
        ("vote-dissent", "d", "dissent", "dissent", "Dissent", "Keep why somebody disagrees; the record prints it"),
        ("vote-leave", "escape", "leave", "leave", "Leave", "Leave without keeping the vote"),
    ),
    "list": (
        ("list-add", "n,plus", "add", "", "New", "Add one"),
        (
            "list-drop",
            "d,delete,backspace",
            "drop",
            "",
            "Remove",
            "Remove this row; undo brings it back",
        ),
        ("list-undo", "ctrl+z", "app.undo", "", "Undo", "Undo the last change since the book was opened"),
        ("list-redo", "ctrl+y,ctrl+shift+z", "app.redo", "", "Redo", "Make the change again"),
        ("list-leave", "escape,q", "leave", "", "Back", "Go back to the question"),
    ),
    "settle": (
        ("settle-mine", "m", "take_mine", "keep mine", "Keep mine", "Keep these words; they are no longer behind"),
        (
            "settle-generated",
            "t",
            "take_generated",
            "take levelbook's",
            "Take",
            "Replace them with levelbook's; asks first",
        ),
        ("settle-next", "n,space", "leave(1)", "later", "Decide later", "Leave it as it is and go to the next"),
        ("settle-previous", "p", "leave(-1)", "back", "Back", "Go to the one before"),
        ("settle-edit", "e", "edit", "edit", "Edit", "Open guide.md at this part in your editor"),
        ("settle-leave", "escape,q", "close", "close", "Close", "Go back to the guide"),
    ),
    "resolve": (
        ("resolve-ours", "o,left", "take('ours')", "take ours", "Take ours", "Take the present branch's answer"),
        ("resolve-theirs", "t,right", "take('theirs')", "take theirs", "Take theirs", "Take the other branch's answer"),
        ("resolve-write", "w,enter", "write", "write", "Write", "Write the file, once everything is settled"),
        ("resolve-leave", "escape,q", "leave", "leave", "Leave", "Leave without writing anything"),
    ),
    "portfolio": (
        ("portfolio-open", "enter", "open", "open", "Open", "Open the selected unit, team, practice or edition"),
        (
            "portfolio-back",
            "escape,backspace",
            "back",
            "back",
            "Back",
            "End the filter, or go back to where you were",
        ),
        ("portfolio-filter", "slash", "filter", "filter", "Filter", "Show only rows that contain what you type"),
        ("portfolio-sort", "s", "sort", "sort", "Sort", "Sort by the selected column; again: reverse the order"),
        ("portfolio-heatmap", "h", "list('heatmap')", "", "Heatmap", "Levels of units or teams in each section"),
        ("portfolio-teams", "t", "list('teams')", "", "Teams", "All teams of the unit"),
        ("portfolio-late", "l", "list('late')", "", "Late", "Teams with an overdue round, late steps or no edition"),
        ("portfolio-risks", "r", "list('risks')", "", "Risks", "Accepted risks, the soonest to expire first"),
        ("portfolio-moved", "m", "list('moved')", "", "Moved", "Practices that fell or rose, like for like"),
        (
            "portfolio-moved-teams",
            "M",
            "list('moved-teams')",
            "",
            "Moved teams",
            "Teams that fell or rose, like for like",
        ),
        ("portfolio-gains", "w", "list('gains')", "", "Gains", "Practices where one more level would help most"),
        ("portfolio-short", "p", "list('short')", "", "Short", "Practices in which most teams are below target"),
        (
            "portfolio-proof",
            "v",
            "list('proof')",
            "",
            "Proof",
            "What teams claim, compared with what their evidence proves",
        ),
        ("portfolio-spread", "d", "list('spread')", "", "Spread", "How far teams are from the median of their unit"),
        ("portfolio-trend", "o", "list('trend')", "", "Trend", "Levels of the teams at the end of each quarter"),
        ("portfolio-compare", "c", "compare", "compare", "Compare", "Compare two units or teams: c on both"),
        ("portfolio-earlier", "minus", "quarter(-1)", "quarter", "Earlier quarter", "Show the quarter before"),
        ("portfolio-later", "plus,equals_sign", "quarter(1)", "", "Later quarter", "Show the quarter after"),
    ),
    "table": (
        ("table-left", "left", "column(-1)", "", "Column before", "Select the column at the left"),
        ("table-right", "right", "column(1)", "", "Next column", "Select the column at the right"),
    ),
    "narrow": (
        ("narrow-up", "up", "move(-1)", "", "Up", "One up, while you type"),
        ("narrow-down", "down", "move(1)", "", "Down", "One down, while you type"),
        ("narrow-keep", "enter", "keep", "", "Keep", "Go to the rows that are left"),
        ("narrow-leave", "escape", "leave", "", "Clear", "Show all rows again"),
    ),
    "steps": (("step-done", "space", "done", "", "Done", "Mark the step as done, or reopen it"),),
    "notice": (
        ("notice-close", "enter", "close", "", "Close", "Go back to the screen"),
        ("notice-leave", "escape", "leave", "", "Leave", "Go back to the screen"),
    ),
    "form": (
        ("form-next", "enter", "next_field", "", "Next field", "Go to the next field; from the last one, save"),
        ("form-save", "ctrl+s", "save", "", "Save", "From any field"),
        ("form-leave", "escape", "leave", "", "Leave", "Close without a change"),
    ),
    "choice": (
        ("choice-up", "left", "step(-1)", "", "Up", "The choice before"),
        ("choice-down", "right", "step(1)", "", "Down", "The next choice"),
    ),
}

_NOT_IN_PALETTE = {
    "go", "palette", "present-leave", "home-open", "roadmap-open", "fact-choose", "guide-read",
    "sitting-open", "sitting-named", "sitting-evidence", "sitting-drop", "confirm-open", "close-take", "close-who",
    "portfolio-open", "portfolio-back", "portfolio-compare",
}  # fmt: skip
"""Commands that make sense only with a key or a cursor."""

FORM_KEYS = (
    "note", "park", "owner", "evidence", "unsure", "not-applicable", "here", "level-reason", "steps", "target",
    "accept", "jump", "sitting-begin", "sitting-people", "sitting-park", "sitting-minutes", "sitting-length",
    "sitting-evidence", "roadmap-owner", "roadmap-step", "close-who", "close-own", "seal", "list-add",
    "portfolio-filter", "offers",
)  # fmt: skip
"""Commands that open a form, a field or a list that takes what is typed behind them."""

_COME_FIRST = {"form-next", "form-save", "quit-always"}
_FIXED = {"quit-always"}

_OF_THE_TEAM = {*SCREENS, EVERYWHERE, "confirm", "close"}
"""Places whose commands are the team's unless they are named below."""
_FOR_BALLOTS = {
    "next", "previous", "unsure", "not-applicable", "strike", "here", "note", "clear", "about", "references", "threats",
    "see-also", "jump", "back", "filter", "present", "present-leave", "move-on", "undo", "redo", "theme", "palette",
    "help", "quit", "quit-always",
}  # fmt: skip
"""Commands for a participant's ballot."""

COMMANDS: tuple[Command, ...] = tuple(
    Command(id_, name, help_, keys, action, where, footer, in_palette=id_ not in _NOT_IN_PALETTE)
    for where, lines in _BY_PLACE.items()
    for id_, keys, action, footer, name, help_ in lines
)


IN_A_PORTFOLIO = ("theme", "palette", "help", "quit", "quit-always")
"""Commands of every screen that a portfolio's has too: it holds no book."""


def on_screen(name: str) -> tuple[Command, ...]:
    """The commands of one screen, then those of every screen."""
    here = tuple(command for command in COMMANDS if command.where == name)
    return (*here, *(command for command in COMMANDS if command.where == EVERYWHERE))
