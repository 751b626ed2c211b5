"""Keys in sentences on the screen: `hints.key("confirm")` is how the key of a command is written now.

A terminal shows one app at a time, so the app says here which keys it has, and no view has to be handed them.
"""

from __future__ import annotations

from levelbook.keymap.current import DEFAULT, Keys

_keys = DEFAULT


def use(keys: Keys) -> None:
    """These are the keys from now on."""
    global _keys
    _keys = keys


def now() -> Keys:
    """The present keys."""
    return _keys


def key(command_id: str) -> str:
    """The first key of a command, as people know it."""
    return _keys.key(command_id)
