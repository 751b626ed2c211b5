"""`portfolio.toml` lists a portfolio's teams and sources. A person edits it, and levelbook only reads it.

levelbook writes it once, with comments, and never again.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.portfolio.organisation import Organisation, Source, problems
from levelbook.core.text.cleaning import clean_line
from levelbook.reading import fast_path
from levelbook.reading.files import content_of
from levelbook.reading.toml import Lines, decoded, parse_toml
from levelbook.store import atomic, path_guard, toml_text
from levelbook.store.file_formats import bring_forward
from levelbook.words.files import cause, shown

if TYPE_CHECKING:
    from levelbook.portfolio.store import Store

SETTINGS: Final = "portfolio.toml"
STORE: Final = "store"
MOST_BYTES: Final = 64_000_000
"""A hundred thousand teams take some 20 MB."""


@frozen
class Portfolio:
    """A portfolio is a folder with its settings, and what was collected by them."""

    path: Path
    organisation: Organisation

    @property
    def store_path(self) -> Path:
        return self.path / STORE

    @cached_property
    def store(self) -> Store:
        """Return what was collected, one for all who read it."""
        from levelbook.portfolio.store import Store  # 18 ms, which a portfolio that is begun does without

        return Store(self.store_path)

    def folder_of(self, source: Source) -> Path:
        """Return the folder of a source that is one."""
        return self.path / source.folder


# --- Reading ----------------------------------------------------------------------------------------------------------


def find(start: Path) -> Path:
    """Find the nearest folder with a `portfolio.toml`, upwards from `start`. Raises UsedWrongly."""
    here = start.resolve()
    for folder in (here, *here.parents):
        if os.path.lexists(folder / SETTINGS):  # reading it says what is wrong if it is no file
            return folder
    raise UsedWrongly(
        f"There is no {SETTINGS} in {shown(here)} or in a folder above it.",
        remedy="Start one with: levelbook portfolio init DIR --organisation NAME",
    )


def open_portfolio(path: Path) -> Portfolio:
    """Open the portfolio in exactly this folder. Raises FileIsWrong with every problem."""
    file = path / SETTINGS
    try:
        source = content_of(file, MOST_BYTES)
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(file)) from None
    return Portfolio(path, parse(source, shown(file)))


def parse(source: str | bytes, path: str) -> Organisation:
    """Read the text of a `portfolio.toml`. Raises FileIsWrong with every problem."""
    text = decoded(source, path)
    document = bring_forward("portfolio", parse_toml(text, path), path)
    found = fast_path.read(Organisation, document, path, lines=lambda: Lines(text))
    if wrong := problems(found):
        raise FileIsWrong([replace(problem, path=path) for problem in wrong])
    return found


# --- Beginning --------------------------------------------------------------------------------------------------------

_TEXT: Final = """\
# The teams of this portfolio. Edit it freely: levelbook only reads this file.
# docs/portfolio.md of levelbook explains every key.
format = 1
{organisation}round_days = 92                      # days from one edition of a team to the next
people = false                       # names of people are left out

# The parts of the organisation, as a tree.
# [[units]]
# id = "retail"
# title = "Retail banking"
# [[units]]
# id = "cards"
# title = "Cards"
# within = "retail"

# Where books lie: in folders of this machine, or in git repositories.
[[sources]]
id = "{source}"
{folder}books = ["**"]                       # everywhere below; or such as "*/docs/genai-security"
# [[sources]]
# id = "payments"
# git = "https://git.example/payments/docs.git"
# books = ["docs/genai-security"]
# unit = "cards"

# Teams under an id that stays, whatever becomes of names and folders.
# [[teams]]
# id = "retail-assistant"
# unit = "retail"
# books = ["{source}:retail-assistant"]
"""


def create(path: Path, organisation: str, folder: str, *, start: Path | None = None) -> Portfolio:
    """Make a portfolio of the books below `folder`.

    start: the folder in which the person is, by default the present one.

    Raises UsedWrongly where there is a portfolio already, CouldNotWrite, FileIsWrong for a link.
    """
    within = path_guard.folder_of(path, start)
    text = _TEXT.format(
        organisation=toml_text.pair("organisation", organisation),
        source="books",
        folder=toml_text.pair("folder", folder),
    )
    made = parse(text, SETTINGS)
    atomic.make_folder(path, within=within)
    with atomic.locked(path):
        if os.path.lexists(path / SETTINGS):
            raise UsedWrongly(
                f"There is already a portfolio in {shown(path)}.",
                remedy=f"Edit its {SETTINGS}, or choose another folder.",
            )
        atomic.write_text(path / SETTINGS, text, within=within)
        if not os.path.lexists(path / ".gitignore"):
            ignored = f"# made anew by `levelbook portfolio collect`\n/{STORE}/\n"
            atomic.write_text(path / ".gitignore", ignored, within=within)
    return Portfolio(path, made)


def organisation_name(given: str | None) -> str:
    """Return what somebody called the organisation. Raises UsedWrongly where they did not."""
    if not given or not clean_line(given).strip():
        raise UsedWrongly("The organisation's name is missing.", remedy="Give it with --organisation.")
    return clean_line(given)
