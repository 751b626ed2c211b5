"""The keys as they are now: those of the table, but for what a user's settings say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from levelbook.core.text import nearest
from levelbook.keys.names import known_names, normal, span, types_a_character, written
from levelbook.keys.table import COMMANDS, EVERYWHERE, SCREENS, Command

BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}

_AT_ONCE: tuple[tuple[str, ...], ...] = (
    *((name, EVERYWHERE, "parts", "rows", "choices") for name in SCREENS),
    ("picker", "rows", "choices"),
    ("panel", "help", "rows", "choices"),
    ("panel", "about", "rows", "choices"),
    ("list", "steps", "rows", "choices"),
    ("form", "parts", "rows", "choice"),
)
"""Places whose commands listen at the same time, so that no two of them may share a key."""


@dataclass(frozen=True)
class Keys:
    """The present keys of every command."""

    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Command ids to keys, as the app names them; only what is not as in the table."""

    def of(self, command_id: str) -> tuple[str, ...]:
        """The keys of a command, as the app names them."""
        return self.changed.get(command_id) or tuple(BY_ID[command_id].keys.split(","))

    def written(self, command_id: str) -> tuple[str, ...]:
        """The keys of a command, as people know them."""
        return tuple(map(written, self.of(command_id)))

    def key(self, command_id: str) -> str:
        """The first of a command's keys, as people know it: for a hint, a footer."""
        return self.written(command_id)[0]

    def levels(self, highest: int = 9) -> str:
        """The keys that answer with a level: `0-4`."""
        return span([self.of(f"level-{level}")[0] for level in range(min(9, highest) + 1)])

    def keymap(self) -> dict[str, str]:
        """What the app's toolkit is told: ids of changed commands to their keys, separated by commas."""
        return {command_id: ",".join(keys) for command_id, keys in self.changed.items()}


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
    return (Keys() if problems else keys_now), problems


def _read(command_id: str, given: str) -> tuple[str, tuple[str, ...]]:
    """What is wrong with one line of the settings, in a sentence; and the keys it gives."""
    command = BY_ID.get(command_id)
    if command is None:
        guess = nearest(command_id, BY_ID)
        means = f"Did you mean “{guess}”?" if guess else "`levelbook keys` lists them."
        return f"there is no command “{command_id}”. {means}", ()
    if command.is_fixed:
        return f"{given} cannot be changed: {written(command.keys)} is always a way out.", ()
    keys: list[str] = []
    for part in _parts(given):
        key = normal(part)
        if key is None:
            return _no_key(part), ()
        if key in keys:
            return f"{written(key)} stands there twice.", ()
        if command.comes_first and types_a_character(key):
            return f"{written(key)} would be typed into the field. Take a key with ctrl or alt, or F1 to F24.", ()
        keys.append(key)
    if not keys:
        return 'no key is named. Write one, such as "u", or several, such as "u,ctrl+u".', ()
    return "", tuple(keys)


def _parts(given: str) -> list[str]:
    """Keys separated by commas; the comma itself is called `comma`."""
    return [part.strip() or part for part in given.split(",")] if given.strip() else []


def _no_key(part: str) -> str:
    if not part.strip():
        return "a key is missing between two commas. The comma itself is called “comma”."
    base = part.strip().lower().rpartition("+")[2]
    guess = nearest(base, known_names()) if len(base) > 1 else None
    if guess and guess != base:
        return f"there is no key “{part}”. Did you mean “{part.strip()[: -len(base)]}{guess}”?"
    return f"there is no key “{part}”. Keys are called as in: a, ?, ctrl+a, alt+x, shift+tab, f2, enter, space, pageup."


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
                        f"{written(key)} is “{kept.name}” ({kept.id}) already. Give one of the two another key.",
                    )
                taken.setdefault(key, []).append(command)


DEFAULT = Keys()
"""As they are in the table."""
