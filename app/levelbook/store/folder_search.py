"""This module searches for a team folder from the present folder: upwards, otherwise below.

This is apart from reading the settings in it, so that a command which has nothing to do reads none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from levelbook.core.errors import NoTeamFolder
from levelbook.core.text.cleaning import clean_line
from levelbook.words.files import in_command, shown

SETTINGS: Final = "levelbook.toml"
"""The file that marks a team folder."""
MOST_NAMED: Final = 10
"""Books that are named where one has to be chosen; the others are counted."""
MAX_DEPTH: Final = 6
"""How many folders deep `find` looks."""
MAX_FOLDERS: Final = 20_000
"""How many folders `find` looks into before it gives up."""
PORTFOLIO: Final = "portfolio.toml"
MARKS_OF_ELSEWHERE: Final = ("index.html", PORTFOLIO)
"""Files of a folder whose books are copies, or other teams'."""
NOT_LOOKED_INTO: Final = frozenset({"node_modules", "venv", "editions", "__pycache__", "site-packages"})
"""Besides everything hidden."""


def find(start: Path) -> Path:
    """Find the team folder nearest to `start`: the first upwards, itself included, else the only one below.

    A copy in a built site and a portfolio's books do not make several of one: they count where there is no other.
    Raises NoTeamFolder when there is none, or several below.
    """
    here = start.resolve()
    if not here.is_dir():
        raise NoTeamFolder(f"There is no folder “{shown(here)}”.")
    if (above := upwards(here)) is not None:
        return above
    below = sorted(_below(here))
    if len(below) > 1:
        below = [folder for folder in below if not _is_elsewheres(folder, here)] or below
    if len(below) == 1:
        return below[0]
    if not below:
        raise NoTeamFolder(
            "There is no book here, in a folder above or below."
            if here == Path.cwd()
            else f"There is no book in {shown(here)}, above it or below.",
            remedy="Start one with: levelbook init",
        )
    names = [clean_line(str(folder.relative_to(here))) for folder in below]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    there = "" if here == Path.cwd() else f" -C {in_command(shown(here))}"
    portfolio = f"`levelbook{there} portfolio` opens the portfolio. " if (here / PORTFOLIO).is_file() else ""
    raise NoTeamFolder(
        f"There are {len(below)} books below {shown(here)}: {', '.join(names[:MOST_NAMED])}{more}.",
        remedy=f"{portfolio}Name a book, as in: levelbook -C {in_command(shown(below[0]))}",
    )


def upwards(start: Path) -> Path | None:
    """Return the team folder that `start` is or lies in, the innermost; None where there is none."""
    here = start.resolve()
    return next((folder for folder in (here, *here.parents) if _has_settings(folder)), None)


def _has_settings(folder: Path) -> bool:
    """Tell whether something has the name of the settings; if it is no file, whoever opens the book says so."""
    return os.path.lexists(folder / SETTINGS)


def _is_elsewheres(book: Path, start: Path) -> bool:
    """Tell whether a folder between a book and `start` is a built site, such as MkDocs makes of all that is in docs/,
    or a portfolio with its teams' books."""
    between = book.parents[: len(book.relative_to(start).parts) - 1]
    return any((folder / mark).is_file() for folder in between for mark in MARKS_OF_ELSEWHERE)


def _below(start: Path) -> Iterator[Path]:
    """Team folders below `start`, as far as a reader would look: a team folder itself holds no other."""
    level = [start]
    looked_into = 0
    for _ in range(MAX_DEPTH):
        deeper: list[Path] = []
        for folder in level:
            looked_into += 1
            if looked_into > MAX_FOLDERS:
                return
            for child in _folders_in(folder):
                if _has_settings(child):
                    yield child
                else:
                    deeper.append(child)
        level = deeper


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [
                Path(entry.path)
                for entry in entries
                if entry.is_dir(follow_symlinks=False)
                and not entry.name.startswith(".")
                and entry.name not in NOT_LOOKED_INTO
            ]
    except OSError:
        return []
