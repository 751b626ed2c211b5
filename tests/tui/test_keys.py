"""The keys: every binding is in the table, under an id of its own, and nothing takes a key from something else."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from textual.binding import Binding, BindingsMap
from textual.dom import DOMNode

import levelbook.tui
from levelbook.keys.names import normal
from levelbook.keys.present import BY_ID
from levelbook.keys.table import COMMANDS, PLACES, SCREENS
from levelbook.tui.app import LevelbookApp


def classes() -> list[type[DOMNode]]:
    """Every class of the TUI that could bind keys."""
    found: dict[type[DOMNode], None] = {}
    for module in pkgutil.walk_packages(levelbook.tui.__path__, "levelbook.tui."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, DOMNode) and value.__module__.startswith("levelbook."):
                found[value] = None
    return list(found)


def bound(node: type[DOMNode]) -> Iterator[Binding]:
    """The bindings that a class brings itself, one for each key."""
    for listed in BindingsMap(vars(node).get("BINDINGS", [])).key_to_bindings.values():
        yield from listed


def test_every_binding_is_in_the_table_under_its_id_with_its_keys() -> None:
    seen = set()
    for node in classes():
        for binding in bound(node):
            command = BY_ID.get(binding.id or "")
            assert command is not None, f"{node.__name__}: {binding.key}"
            assert binding.key in command.keys.split(","), f"{node.__name__}: {binding.key}"
            seen.add(command.id)
    assert seen == set(BY_ID), "a command that nothing binds"


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(COMMANDS)


def test_every_command_has_a_place_a_name_a_sentence_and_keys_that_exist() -> None:
    for command in COMMANDS:
        assert command.where in PLACES, command.id
        assert command.name, command.id
        assert command.help, command.id
        assert not command.help.endswith("."), command.id
        for key in command.keys.split(","):
            assert normal(key) == key, f"{command.id}: {key}"


@pytest.mark.parametrize("screen", SCREENS)
def test_no_two_commands_of_a_screen_share_a_key(screen: str) -> None:
    keys = [
        key for command in COMMANDS if command.where in (screen, "", "parts", "rows") for key in command.keys.split(",")
    ]

    assert sorted(keys) == sorted(set(keys))


def test_every_command_has_an_action_where_it_is_bound() -> None:
    for node in classes():
        for binding in bound(node):
            name = binding.action.partition("(")[0]
            holder = LevelbookApp if name.startswith("app.") else node
            assert hasattr(holder, f"action_{name.removeprefix('app.')}"), f"{node.__name__}: {binding.action}"
