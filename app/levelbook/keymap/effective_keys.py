"""The keys as they are now: those of the table, but for what a user's settings say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line, nearest
from levelbook.keymap.commands import COMMANDS, EVERYWHERE, SCREENS, Command
from levelbook.keymap.key_names import known_names, normal, same_in_a_terminal, span, types_a_character, written

BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}
_FOLLOWS = {
    "help-leave": "help",
    "about-ask": "about",
    "about-references": "references",
    "about-threats": "threats",
    "about-see-also": "see-also",
    "list-undo": "undo",
    "list-redo": "redo",
}
"""Commands that share keys on purpose: a panel closes with the key that opens it, and undo is the same everywhere."""

ALWAYS_OUT = BY_ID["quit-always"]

_AT_ONCE: tuple[tuple[str, ...], ...] = (
    *((name, EVERYWHERE, "parts", "rows", "choices") for name in SCREENS),
    ("picker", "rows", "choices"),
    ("panel", "help", "rows", "choices"),
    ("panel", "about", "rows", "choices"),
    ("vote",),
    ("list", "steps", "rows", "choices"),
    ("confirm", EVERYWHERE, "parts", "rows", "choices"),
    ("close", EVERYWHERE, "parts", "rows", "choices"),
    ("settle", "rows", "choices", "parts"),
    ("portfolio", EVERYWHERE, "rows", "table"),
    ("narrow",),
    ("notice",),
    ("form", "parts", "rows", "choice"),
)
"""Places whose commands listen at the same time, so that no two of them may share a key."""


@frozen
class Keys:
    """The present keys of every command."""

    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Command ids to keys, as the app names them; only what is not as in the table."""

    def of(self, command_id: str) -> tuple[str, ...]:
        """The keys of a command, as the app names them."""
        found = self.changed.get(command_id)
        if found is None and command_id in _FOLLOWS:
            return self.of(_FOLLOWS[command_id])
        return found or tuple(BY_ID[command_id].keys.split(","))

    def written(self, command_id: str) -> tuple[str, ...]:
        """The keys of a command, as people know them."""
        return tuple(map(written, self.of(command_id)))

    def key(self, command_id: str) -> str:
        """The first of a command's keys, as people know it: for a hint, a footer."""
        return self.written(command_id)[0]

    def levels(self, highest: int = 9, command_id: str = "level-0") -> str:
        """Give the keys that answer with a level: `0-4`. `command_id` is one of those meant."""
        kind = command_id.rpartition("-")[0]
        return span([self.of(f"{kind}-{level}")[0] for level in range(min(9, highest) + 1)])

    def keymap(self) -> dict[str, str]:
        """Say what the app's toolkit is told: ids of changed commands to their keys, separated by commas."""
        following = [follower for follower, leader in _FOLLOWS.items() if leader in self.changed]
        return {command_id: ",".join(self.of(command_id)) for command_id in (*self.changed, *following)}


def changed_keys(wanted: Mapping[str, str]) -> tuple[Keys, dict[str, str]]:
    """The keys that a user wants, and what is wrong with them, by the command's id.

    `wanted` are command ids to keys separated by commas. Where something is wrong the keys are the table's.
    """
    problems: dict[str, str] = {}
    changed: dict[str, tuple[str, ...]] = {}
    for command_id, given in wanted.items():
        problem, keys = _read(command_id, given)
        if problem:
            problems[command_id] = problem
        elif keys != tuple(BY_ID[command_id].keys.split(",")):
            changed[command_id] = keys
    keys_now = Keys(changed)
    for command_id, clash in _clashes(keys_now):
        problems.setdefault(command_id, clash)
    return (Keys() if problems else keys_now), {name: problems[name] for name in wanted if name in problems}


def _read(command_id: str, given: str) -> tuple[str, tuple[str, ...]]:
    """Say what is wrong with one line of the settings, in a sentence or two; and the keys it gives."""
    command = BY_ID.get(command_id)
    if command is None:
        guess = nearest(command_id, BY_ID)
        return f"There is no such command. {f'Did you mean “{guess}”?' if guess else _LISTED}", ()
    if command.is_fixed:
        return f"{written(command.keys)} is always a way out, so it cannot be changed.", ()
    keys: list[str] = []
    for part in given.split(",") if given.strip() else []:
        key = normal(part)
        problem = _no_key(part) if key is None else _not_for(command, key)
        if problem or key is None:
            return problem, ()
        if key not in keys:
            keys.append(key)
    if not keys:
        return 'No key is given. Write one, such as "u", or several, such as "u,ctrl+u".', ()
    return "", tuple(keys)


_LISTED = "`levelbook keys` lists all of them."


def _not_for(command: Command, key: str) -> str:
    """Say why a key cannot be this command's; empty where it can."""
    if key in ALWAYS_OUT.keys.split(","):
        return f"{written(key)} is always a way out, so it cannot be used for anything else."
    if same := same_in_a_terminal(key):
        return f"Many terminals cannot tell {written(key)} from {same}. Choose another key."
    if command.comes_first and types_a_character(key):
        return f"{written(key)} would be typed into the field. Choose a key with ctrl or alt, or one of F1 to F24."
    return ""


def _no_key(part: str) -> str:
    named = clean_line(part[:60])
    if not named:
        return "A key is missing between two commas. The comma itself is called “comma”."
    before, plus, base = named.rpartition("+")
    guess = nearest(base, known_names()) if len(base) > 1 else None
    if guess and guess != base:
        return f"There is no key “{named}”. Did you mean “{before}{plus}{guess}”?"
    return f"There is no key “{named}”. Keys are called a, A, ?, ctrl+a, alt+x, shift+tab, f2, enter, space, pageup …"


def _clashes(keys: Keys) -> Iterator[tuple[str, str]]:
    """Commands that listen at the same time on one key, where the table did not mean them to."""
    for places in _AT_ONCE:
        here = [command for command in COMMANDS if command.where in places]
        taken: dict[str, list[Command]] = {}
        for command in here:
            for key in keys.of(command.id):
                for other in taken.get(key, []):
                    if key in command.keys.split(",") and key in other.keys.split(","):
                        continue  # both have it from the table, and do the same
                    blamed, kept = (command, other) if command.id in keys.changed else (other, command)
                    yield (
                        blamed.id,
                        f"{written(key)} is already the key of “{kept.id}”. Give one of the two another key.",
                    )
                taken.setdefault(key, []).append(command)
