"""A team folder in the docs repository holds one team's book, and the settings in it.

`levelbook.toml` marks the folder. A person edits it; levelbook writes it once, with comments, and never again.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from levelbook import clock
from levelbook.core.answers.offers import MOST_OFFERS, OwnOffer
from levelbook.core.answers.shown_names import People
from levelbook.core.errors import CouldNotWrite, FileIsWrong, NoTeamFolder, UsedWrongly
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.core.text.field_types import Cleaned, FormatNumber, Ge, Id, Le, Len, Line, RequiredLine
from levelbook.reading import fast_path
from levelbook.reading.toml import Lines, decoded, parse_toml
from levelbook.store import atomic, path_guard, toml_text
from levelbook.store.file_formats import bring_forward
from levelbook.store.folder_search import SETTINGS
from levelbook.store.stamps import FileStamp, file_stamp
from levelbook.words.files import cause, shown

if TYPE_CHECKING:
    from levelbook.store.git import Git

OURS: Final = (
    "levelbook.toml", "answers.toml", "answers.toml.new", "record.md",
    "charts", "editions", "questionnaires", "ballots", "sittings", "offers",
)  # fmt: skip
"""Names in a team folder that the guide cannot have."""
MOST_OF_A_PATH: Final = 500
"""Characters of the guide's path in the team folder; no system makes folders in folders without end."""


# --- Settings ---------------------------------------------------------------------------------------------------------


def _inside(value: str) -> str:
    """A path that cannot lead out of the team folder, nor onto a file that levelbook keeps there itself."""
    parts = value.split("/")
    if clean_line(value) != value or any(part in ("", ".", "..") for part in parts) or re.search(r'[\\:*?"<>|]', value):
        raise ValueError("this must be a path inside the team folder, such as guide.md or pages/security.md")
    if len(value) > MOST_OF_A_PATH:
        raise ValueError(f"this path has more than {MOST_OF_A_PATH} characters")
    if parts[0].lower() in OURS or any(part.startswith(".") for part in parts):
        raise ValueError("levelbook keeps something else under this name")
    if not value.lower().endswith(".md"):
        raise ValueError("a guide is Markdown, so its name ends in .md")
    return value


def _zone(value: str) -> str:
    clock.zone(value)
    return value


@frozen(kw_only=True)
class System(Cleaned):
    """A system is one that the book is about, with the model in it."""

    name: RequiredLine
    model: Line = ""
    """The maker's name for it."""
    version: Line = ""
    """Version of the model."""


@frozen(kw_only=True)
class Settings(Cleaned):
    """Settings are what `levelbook.toml` holds."""

    format: FormatNumber = 1
    team: RequiredLine
    """The team of the book."""
    organisation: Line = ""
    """The team's organisation."""
    about: Line = ""
    """The system or the work that is assessed."""
    handling: Line = ""
    """Who may see the guide and the record, in the organisation's own terms."""
    systems: tuple[System, ...] = ()
    """Systems that the book is about, in the order in which guide and record name them."""
    questionnaire: RequiredLine = "genai-security"
    """The id of one that comes with levelbook, or the path of a folder."""
    template: RequiredLine = "living-guide"
    """The id of one that comes with levelbook, or the path of a folder."""
    guide: Annotated[str, _inside] = "guide.md"
    """The guide's path inside the team folder."""
    frameworks: tuple[RequiredLine, ...] = ()
    """Ids of the frameworks whose coverage the record shows."""
    round_days: Annotated[int, Ge(1), Le(3660)] = 92
    """Days from one edition to the next round."""
    people: People | None = None
    """How names of people are shown in generated documents; None shows them as they are."""
    markers: Literal["html", "mdx"] = "html"
    """The form of the guide's markers: HTML comments, or for a site that reads MDX."""
    title_in: Literal["both", "heading", "front-matter"] = "both"
    """The places of the guide's title."""
    timezone: Annotated[str, _zone] = ""
    """The IANA time zone by which days are counted, on every machine; UTC where none is named."""
    offers: Annotated[Mapping[Id, OwnOffer], Len(0, MOST_OFFERS)] = field(default_factory=dict, hash=False)
    """Practices that the team does for others, by the offer's id."""

    @cached_property
    def zone(self) -> tzinfo:
        """Return the time zone by which days are counted."""
        return clock.zone(self.timezone)


def parse_settings(source: str | bytes, path: str) -> Settings:
    """Read the settings in a text. Raises FileIsWrong with every problem, the nearest key for a misspelt one."""
    text = decoded(source, path)
    document = bring_forward("settings", parse_toml(text, path), path)
    return fast_path.read(Settings, document, path, lines=lambda: Lines(text))


_COMMENTS: Final = {
    "team": "",
    "organisation": "Optional.",
    "about": "Optional: the system or work that is assessed.",
    "handling": "Optional: who may see the guide and the record; shown at their top.",
    "systems": "Optional: names, with model and version where a system has them, are shown at the top of both.",
    "questionnaire": "One that comes with levelbook, or the path of a folder.",
    "template": "The template that lays out the guide.",
    "guide": "Where the guide is written; people may write in it.",
    "frameworks": "Frameworks whose coverage the record shows.",
    "round_days": "Days from one edition to the next round.",
    "timezone": "The time zone for dates; UTC unless you name one.",
    "people": "How names are shown to others, or none; shown as they are unless you set this.",
}
"""Comments on keys. Each is above its key, because formatters move comments beside one."""


def settings_toml(settings: Settings) -> str:
    """Write the text of a new `levelbook.toml`, for people to edit."""
    lines = [
        "# The settings of this team's book. Edit them freely: levelbook only reads this file.\n",
        "format = 1\n",
    ]
    for name, comment in _COMMENTS.items():
        value: Any = getattr(settings, name)
        if name == "systems":
            value = [_as_written(system) for system in settings.systems] or [{"name": "", "model": "", "version": ""}]
        is_example = value in ("", None) or (name == "systems" and not settings.systems)
        line = toml_text.pair(name, "initials" if value is None else value, toml_text.LINE_LIMIT)
        if is_example:
            line = f"# {line}"  # an example of what may be written here
        lines.append(f"\n# {comment}\n{line}" if comment else line)
    lines += [toml_text.table(f"offers.{name}", _offer(own)) for name, own in settings.offers.items()]
    return "".join(lines)


def _offer(own: OwnOffer) -> dict[str, Any]:
    """Return the keys of an own offer."""
    only = {name: list(criteria) for name, criteria in own.only.items()}
    return {"for": own.for_whom, "practices": list(own.practices), **({"only": only} if only else {})}


def _as_written(system: System) -> dict[str, str]:
    """Return the keys of a system that say something."""
    return {name: value for name, value in vars(system).items() if value}


# --- The folder -------------------------------------------------------------------------------------------------------


def _called(settings: Settings) -> str:
    return f"{settings.team}, {settings.about}" if settings.about else settings.team


@frozen
class TeamFolder:
    """A team folder knows where everything in it lives."""

    path: Path
    settings: Settings
    _read_as: FileStamp = field(default=None, compare=False)
    """What the settings file was on disk when it was read; None where that is unknown."""

    @cached_property
    def git(self) -> Git:
        """Return git as it is asked about this folder, one for all who do."""
        from levelbook.store.git import Git  # 4 ms, which a command that asks git nothing does without

        return Git()

    @property
    def settings_path(self) -> Path:
        return self.path / SETTINGS

    def must_still_be_there(self, answers_are_others: Callable[[], bool] | None = None) -> None:
        """Raise CouldNotWrite where the folder is no book any more, or another one.

        What is written there would be in no book, or in that of another team. It is looked at before everything that
        an open book writes: another branch may have been checked out. answers_are_others: see `another_book`.
        """
        if not os.path.lexists(self.settings_path):
            raise CouldNotWrite(
                f"{shown(self.settings_path)} is gone while the book is open.",
                remedy="Was the book moved, or another branch checked out? Nothing is saved until that file is back.",
            )
        self.must_be_the_same_book(answers_are_others)

    def must_be_the_same_book(self, answers_are_others: Callable[[], bool] | None = None) -> None:
        """Raise CouldNotWrite where another book lies in the folder by now: what is said here is not about that."""
        if (found := self.another_book(answers_are_others)) is not None:
            raise CouldNotWrite(
                f"{shown(self.settings_path)} is that of another book by now: {_called(found)}.",
                remedy="Was another book put there, or another branch checked out? Nothing is saved until that of "
                f"{_called(self.settings)} is back. If this book was renamed, quit and open it again.",
            )

    def another_book(self, answers_are_others: Callable[[], bool] | None = None) -> Settings | None:
        """Return the settings in the folder where they share neither the team nor `about` with these; else None.

        None also where they cannot be read, as while somebody is editing them; and where nothing but the team is
        another one, and neither has `about`, as after a team got a new name, unless the answers are others too.
        """
        if file_stamp(self.settings_path) == self._read_as:
            return None
        with contextlib.suppress(FileIsWrong, NoTeamFolder):
            found, held = open_folder(self.path).settings, self.settings
            shares_a_name = found.team == held.team or (held.about and found.about == held.about)
            is_renamed = not held.about and replace(found, team=held.team) == held
            if is_renamed and answers_are_others is not None:
                is_renamed = not answers_are_others()
            return None if shares_a_name or is_renamed else found
        return None

    @property
    def answers_path(self) -> Path:
        return self.path / "answers.toml"

    @property
    def guide_path(self) -> Path:
        return self.path / self.settings.guide

    @property
    def record_path(self) -> Path:
        return self.path / "record.md"

    @property
    def charts_path(self) -> Path:
        return self.path / "charts"

    @property
    def editions_path(self) -> Path:
        return self.path / "editions"

    @property
    def questionnaires_path(self) -> Path:
        return self.path / "questionnaires"

    @property
    def ballots_path(self) -> Path:
        return self.path / "ballots"

    @property
    def sittings_path(self) -> Path:
        return self.path / "sittings"

    @property
    def offers_path(self) -> Path:
        return self.path / "offers"


def open_folder(path: Path) -> TeamFolder:
    """Open the team folder at exactly this path. Raises NoTeamFolder, FileIsWrong."""
    settings_path = path / SETTINGS
    read_as = file_stamp(settings_path)
    try:
        source = path_guard.content(settings_path, within=path)
    except (FileNotFoundError, NotADirectoryError):
        raise NoTeamFolder(
            f"There is no {SETTINGS} in {shown(path)}.", remedy="Start a book there with: levelbook init"
        ) from None
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(settings_path)) from None
    return TeamFolder(path, parse_settings(source, shown(settings_path)), read_as)


def create(path: Path, settings: Settings) -> TeamFolder:
    """Make a new team folder that holds its settings and nothing else yet.

    Raises UsedWrongly where there is one already, CouldNotWrite.
    """
    text = settings_toml(settings)
    if parse_settings(text, SETTINGS) != settings:
        raise AssertionError("settings would not read back as they should")
    atomic.make_folder(path, within=path)
    with atomic.locked(path):
        must_be_free(path)
        atomic.write_text(path / SETTINGS, text, within=path)
    return TeamFolder(path, settings)


def must_be_free(path: Path) -> None:
    """Raise UsedWrongly where a folder is a team folder already."""
    if os.path.lexists(path / SETTINGS):
        raise UsedWrongly(
            f"There is already a team folder in {shown(path)}.",
            remedy="Open it there with `levelbook`, or choose another folder.",
        )


def must_not_be_of_a_book(path: Path) -> None:
    """Raise UsedWrongly for the name of a file that a book keeps, and for any TOML file: no export is one.

    path: where somebody wants an export, also with the word to replace what is there.
    """
    with contextlib.suppress(OSError):  # what cannot be looked at is met by whoever goes there
        real = path_guard.real_path(path)
        if real.suffix.lower() == ".toml":
            raise UsedWrongly(
                f"{shown(path)} is the name of a TOML file, and no export is written over one.",
                remedy="Choose another name.",
            )
        for folder in real.parents:
            if os.path.lexists(folder / SETTINGS) and _is_kept(real.relative_to(folder), folder):
                raise UsedWrongly(
                    f"{shown(path)} belongs to the book in {shown(folder)}: no export is written over it.",
                    remedy="Choose another place.",
                )


def _is_kept(path: Path, folder: Path) -> bool:
    """Tell whether a path in a team folder is its guide, its record or one of its charts."""
    try:
        guide = open_folder(folder).settings.guide
    except FileIsWrong:  # the report of what is wrong there is an export too
        guide = Settings(team="-").guide
    written = path.as_posix().casefold()
    is_chart = written.startswith("charts/") and written.endswith(".svg")
    return written in (guide.casefold(), "record.md") or is_chart
