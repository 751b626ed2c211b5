"""A sitting's file, `sittings/<date>.toml`, keeps what is no answer. It is written whole; comments go to its end.

The file says how many tables it has: one that lost its end would else be a shorter sitting without a word. Files of an
older levelbook do not say it.

`folder` is everywhere the folder of the sittings, which lies in the team folder.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from levelbook.core.answers.sittings import Sitting
from levelbook.core.errors import CouldNotWrite, CutShort, FileIsWrong, Problem
from levelbook.reading import fast_path
from levelbook.reading.toml import (
    Lines,
    decoded,
    is_toml,
    lost_comments,
    parse_toml,
)
from levelbook.store import atomic, path_guard, toml_text
from levelbook.store.file_formats import CURRENT, bring_forward
from levelbook.store.stamps import FolderStamp, folder_stamp
from levelbook.store.table_count import TABLES, missing_tables, tables_among
from levelbook.words.files import cause, damaged_under_another_name, shown

COMMENT: Final = (
    "# Written by levelbook in a sitting: who was there, what was parked and agreed. Edit by hand if you like.\n"
)
_A_DAYS_NAME: Final = len("2026-11-22")
"""Characters of a day, with which the name of a sitting's file begins, and that of a copy of it."""
_ANY_TOML: Final = "*.[tT][oO][mM][lL]"
RESTORE: Final = "Restore it, for example from git."


def render(sitting: Sitting) -> str:
    """Render the text of a sitting's file: always the same for the same sitting."""
    return head(tables_among(sitting.table)) + toml_text.inside("", sitting.table, toml_text.LINE_LIMIT)


def head(tables: int) -> str:
    """Render what a sitting's file begins with: its format, and how many tables it has at least."""
    return COMMENT + toml_text.inside("", {"format": CURRENT["sitting"], TABLES: tables})


def parse(source: str | bytes, path: str) -> Sitting:
    """Read the sitting that a text holds. Raises FileIsWrong with every problem, CutShort where tables are missing."""
    text = decoded(source, path)
    document = dict(bring_forward("sitting", parse_toml(text, path), path))
    document.pop("format")
    said = document.pop(TABLES, None)
    if (short := missing_tables(said, tables_among(document), path, lambda: Lines(text))) is not None:
        raise CutShort(short.problems, tables=short.tables, remedy=f"{RESTORE} {short.remedy}")
    return fast_path.read(Sitting, document, path, lines=lambda: Lines(text))


def path_of(folder: Path, day: date) -> Path:
    """Return the path where the sitting of a day is kept."""
    return folder / f"{day.isoformat()}.toml"


def read(folder: Path, day: date) -> Sitting | None:
    """Read the sitting of a day; None where there was none. Raises FileIsWrong."""
    text = _text_or_none(folder, day)
    return None if text is None else parse(text, shown(path_of(folder, day)))


def _text_or_none(folder: Path, day: date) -> str | None:
    path = path_of(folder, day)
    try:
        return decoded(path_guard.content(path, within=folder.parent), shown(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(path)) from None


class StoredSitting(NamedTuple):
    """A stored sitting is one as its file holds it."""

    day: date
    sitting: Sitting
    text: str
    """The file's text."""

    @property
    def name(self) -> str:
        """Return the file's name."""
        return f"{self.day.isoformat()}.toml"


def stamp(folder: Path) -> FolderStamp:
    """Return another value once a sitting has come, gone or changed."""
    return folder_stamp(folder.glob(_ANY_TOML))


def read_all(folder: Path) -> tuple[tuple[StoredSitting, ...], tuple[Problem, ...]]:
    """Read every sitting that can be read, oldest first; and say what is wrong with the others."""
    found: list[StoredSitting] = []
    problems: list[Problem] = []
    try:
        real = path_guard.real_folder(folder, within=folder.parent)
    except FileIsWrong as wrong:
        return (), wrong.problems
    for path in sorted(folder / found.name for found in real.glob("*.toml")):
        day = day_of(path.name)
        if day is None:
            continue
        try:
            text = _text_of(path, folder.parent)
            found.append(StoredSitting(day, parse(text, shown(path)), text))
        except FileIsWrong as wrong:
            problems += wrong.each_with_remedy()
    return tuple(found), tuple(problems)


def must_all_count(folder: Path) -> None:
    """Raise FileIsWrong where a sitting lies under another name: an edition would leave out what took place there."""
    if problems := tuple(under_other_names(folder)):
        raise FileIsWrong(problems, remedy="A seal would leave it out.")


def under_other_names(folder: Path) -> Iterator[Problem]:
    """Yield a problem for each sitting whose file is not named after its day, as a copy is: nothing in it counts.

    A copy that a sync tool put beside the file of its day is left out where both hold the same.
    """
    with contextlib.suppress(FileIsWrong):
        real = path_guard.real_folder(folder, within=folder.parent)
        for path in sorted(real.glob(_ANY_TOML)):
            if day_of(path.name) is not None or path.name.startswith("."):
                continue
            place = folder / path.name
            original = folder / f"{path.name[:_A_DAYS_NAME]}.toml"
            is_copy = day_of(original.name) is not None and (real / original.name).is_file()
            with contextlib.suppress(FileIsWrong):  # somebody's own file
                text = _text_of(place, folder.parent)
                if day_of(original.name) is not None and not is_toml(text):
                    yield damaged_under_another_name(place)
                    continue
                parse(text, shown(place))
                if is_copy and text == _text_of(original, folder.parent):
                    continue
                remedy = "Name it after its day, such as 2026-11-22.toml, or move it elsewhere."
                if is_copy:
                    remedy = f"Enter in {original.name} whatever only this copy holds, then move the copy elsewhere."
                yield Problem("A sitting does not count under this name.", path=shown(place), remedy=remedy)


def _text_of(path: Path, team_folder: Path) -> str:
    try:
        return decoded(path_guard.content(path, within=team_folder), shown(path))
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(path)) from None


def day_of(name: str) -> date | None:
    """Return the day that a sitting's file is named after; None for another file."""
    try:
        day = date.fromisoformat(name.removesuffix(".toml"))
    except ValueError:
        return None
    return day if name == f"{day.isoformat()}.toml" else None


def must_still_be_there(folder: Path, day: date) -> None:
    """Raise CouldNotWrite where a sitting that was read has no file any more: a new one would lack all that it said."""
    path = path_of(folder, day)
    if not os.path.lexists(path):
        raise CouldNotWrite(
            f"{shown(path)} is gone while the book is open.",
            remedy="Was another branch checked out? Nothing more of that sitting is saved until that file is back.",
        )


def change(folder: Path, day: date, make: Callable[[Sitting], Sitting]) -> Sitting:
    """Change the sitting of a day as it is on disk by now, and write it, unless it stays as it is.

    Raises FileIsWrong, CouldNotWrite.
    """
    path = path_of(folder, day)
    atomic.make_folder(folder, within=folder.parent)
    with atomic.locked(folder):
        held = _text_or_none(folder, day)
        before = Sitting() if held is None else parse(held, shown(path))
        after = make(before)
        if after == before:
            return after
        text = render(after)
        text += lost_comments(held or "", text)
        if parse(text, shown(path)) != after:
            raise CouldNotWrite(
                f"{shown(path)} was not written: it would not read back as it should.",
                remedy="This is a fault in levelbook; please report it.",
            )
        atomic.write_text(path, text, within=folder.parent)
    return after
