"""Names of keys in a settings file (`ctrl+z`, `question_mark` or `?`) and on the screen (`?`, `⏎`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from levelbook.core.text.numbers import whole_number

NAMED = (
    "enter", "space", "tab", "escape", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown",
    "up", "down", "left", "right",
)  # fmt: skip
"""Keys that write no character."""

_MODIFIERS = ("ctrl", "alt", "shift")
_SHORTER = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Characters that are called otherwise than Unicode calls them."""

_WRITTEN = {
    "enter": "⏎",
    "delete": "del",
    "insert": "ins",
    "escape": "esc",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "backspace": "⌫",
    "pageup": "pgup",
    "pagedown": "pgdn",
}
_PUNCTUATION = {
    character: _SHORTER.get(name, name)
    for character in map(chr, range(0x21, 0x7F))
    if not character.isalnum()
    for name in [unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")]
}
_CHARACTERS = {name: character for character, name in _PUNCTUATION.items()}
_SAME = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+j": "enter",
    "ctrl+h": "backspace",
    "ctrl+left_square_bracket": "escape",
}
_FUNCTION = re.compile(r"f([1-9]|1[0-9]|2[0-4])")


def normal(key: str) -> str | None:
    """A key as the app names it: `?` is `question_mark`, `Ctrl+Z` is `ctrl+z`. None for what is no key."""
    given = key.strip() or key[:1]
    if len(given) == 1:
        return _character(given)
    *modifiers, last = given.split("+") if not given.endswith("++") else [*given[:-2].split("+"), "+"]
    modifiers = [modifier.strip().lower() for modifier in modifiers]
    if len(set(modifiers)) != len(modifiers) or not set(modifiers) <= set(_MODIFIERS):
        return None
    last = last.strip()
    base = _character(last) if len(last) == 1 else last.lower()
    if base is None or not _is_known(base):
        return None
    if modifiers == ["shift"] and (len(base) == 1 or base in _CHARACTERS):
        # A terminal sends the character that shift makes, and never says that shift was held.
        return base.upper() if len(base) == 1 and base.upper() != base else None
    if "ctrl" in modifiers and len(base) == 1:
        base = base.lower()
    return "+".join([*(modifier for modifier in _MODIFIERS if modifier in modifiers), base])


def _character(character: str) -> str | None:
    if character == " ":
        return "space"
    if character.isalnum():
        return character
    return _PUNCTUATION.get(character)


def _is_known(base: str) -> bool:
    return len(base) == 1 or base in NAMED or base in _CHARACTERS or _FUNCTION.fullmatch(base) is not None


def same_in_a_terminal(key: str) -> str:
    """The key that a terminal cannot tell from this one; empty for most."""
    return _SAME.get(key, "")


def types_a_character(key: str) -> bool:
    """Return whether a key, named as the app names it, would write something into a field."""
    return len(key) == 1 or key == "space" or key in _CHARACTERS


def known_names() -> list[str]:
    """Names that a misspelt one may have been meant for."""
    return [*NAMED, *_CHARACTERS, *(f"f{number}" for number in range(1, 25))]


def spelling_in_settings(key: str) -> str:
    """A key as a settings file may hold it: `?`, `enter`, `ctrl+z`."""
    character = _CHARACTERS.get(key, key)
    return key if character in (",", '"', "\\") else character


def written(key: str) -> str:
    """A key as people know it: `?`, `⏎`, `F2`, `ctrl+z`."""
    *modifiers, base = key.split("+")
    shown = _WRITTEN.get(base) or _CHARACTERS.get(base) or (base.upper() if _FUNCTION.fullmatch(base) else base)
    return "+".join([*modifiers, shown])


def span(keys: Sequence[str]) -> str:
    """Write several keys as one: `0-4` for digits in a row, else one after the other."""
    digits = [number for key in keys if len(key) == 1 and (number := whole_number(key)) is not None]
    if len(keys) == len(digits) > 2 and digits == list(range(digits[0], digits[0] + len(digits))):
        return f"{digits[0]}-{digits[-1]}"
    return " ".join(written(key) for key in keys)
