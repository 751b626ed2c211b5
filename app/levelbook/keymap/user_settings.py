"""A person's own settings: the theme, and other keys. A person edits the file; levelbook only reads it.

It is read strictly: what cannot be meant is a problem with file, key and line, never passed over.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import nearest
from levelbook.core.text.field_types import Len
from levelbook.keymap.effective_keys import Keys, changed_keys
from levelbook.reading import fast_path
from levelbook.reading.files import content_of
from levelbook.reading.toml import Lines, decoded, dotted, parse_toml
from levelbook.store.user_paths import VARIABLE, user_settings_path
from levelbook.words.files import cause, shown

ThemeName = Literal["levelbook-dark", "levelbook-light", "levelbook-contrast"]
THEME_NAMES: Final[tuple[str, ...]] = get_args(ThemeName)


@frozen
class _File:
    """The settings file."""

    theme: ThemeName = "levelbook-dark"
    move_on: bool = False
    keys: Annotated[Mapping[str, str], Len(0, 1000)] = field(default_factory=dict)
    """Ids of commands to keys, separated by commas."""


@frozen
class UserSettings:
    """The settings of one person."""

    theme: ThemeName = "levelbook-dark"
    move_on: bool = False
    """In the interview a digit answers and moves on at once."""
    keys: Keys = field(default_factory=Keys)


def settings_path() -> Path:
    """Say where this person's settings are, whether or not there are any."""
    return user_settings_path()[0]


def read_user_settings() -> UserSettings:
    """Read this person's settings; the defaults where there is no file. Raises FileIsWrong with every problem."""
    path, named = user_settings_path()
    if path == Path(os.devnull):  # nobody has a home here, or wants no settings
        return UserSettings()
    try:
        source = content_of(path)
    except (FileNotFoundError, NotADirectoryError):
        if named:
            raise FileIsWrong.one("There is no such file.", path=shown(path), remedy=f"{VARIABLE} names it.") from None
        return UserSettings()
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(path)) from None
    return parse_user_settings(source, shown(path))


def parse_user_settings(source: str | bytes, path: str) -> UserSettings:
    """Read the settings in a text. Raises FileIsWrong with every problem, and the nearest name for a misspelt one."""
    text = decoded(source, path)
    document = parse_toml(text, path)
    lines = Lines(text)
    try:
        read = fast_path.read(_File, document, path, lines=lambda: lines)
    except FileIsWrong as error:
        raise FileIsWrong([_with_the_nearest_theme(problem, document) for problem in error.problems]) from None
    keys, wrong = changed_keys(read.keys)
    if wrong:
        raise FileIsWrong(
            [
                Problem(said, path=path, key=dotted(("keys", command_id)), line=lines.find(("keys", command_id)))
                for command_id, said in wrong.items()
            ]
        )
    return UserSettings(read.theme, read.move_on, keys)


def _with_the_nearest_theme(problem: Problem, document: dict[str, Any]) -> Problem:
    given = document.get("theme")
    guess = nearest(given, THEME_NAMES) if problem.key == "theme" and isinstance(given, str) else None
    if guess is None:
        return problem
    return Problem(
        problem.message, path=problem.path, key=problem.key, line=problem.line, remedy=f"Did you mean “{guess}”?"
    )
