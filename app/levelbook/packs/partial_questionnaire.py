"""A partial questionnaire is as much of one as can be read from its files, so that checks see all of it at once.

A table that does not fit its class is a problem and is left out of the partial. Its id is remembered, so that naming
it elsewhere is not reported as a second problem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from levelbook.core.errors import Problem
from levelbook.core.frozen import frozen
from levelbook.core.questionnaire.questionnaire import Fact, Practice, Rule, Section
from levelbook.core.text.cleaning import clean_line, nearest
from levelbook.packs.file_models import QuestionnaireFile, TailoringFile
from levelbook.packs.files import Problems, Source, did_you_mean, must_be_folder, quoted, shown, source, toml_files

if TYPE_CHECKING:
    from levelbook.core.questionnaire.scoring_model import ScoringModel
    from levelbook.core.questionnaire.version_map import VersionMap

FORMAT: Final = 1
MAIN: Final = "questionnaire.toml"
TAILORING: Final = "tailoring.toml"
VERSION_MAP: Final = "migrations.toml"
SCORING_MODEL: Final = "scoring.toml"
BULLETINS: Final = "bulletins.toml"
AT_THE_TOP: Final = (MAIN, TAILORING, VERSION_MAP, SCORING_MODEL)
"""The files at the top of a questionnaire's folder; only the first is required."""
KNOWN: Final = (*AT_THE_TOP, BULLETINS)
"""Everything that may be in the folder."""

Item = TypeVar("Item")


@frozen
class ReadableItems(Generic[Item]):
    """Readable items are a list of tables in a file, as far as it can be read."""

    items: tuple[tuple[int, Item], ...] = ()
    """The tables, each with its location in the file."""
    unreadable: frozenset[str] = frozenset()
    """Ids of tables that cannot be read."""
    is_list: bool = True
    """False if the file has something else there, so that nobody can tell what is in it."""
    is_complete: bool = True
    """True if every table could be read."""


@frozen
class PartialSection:
    """A partial section is a section's file, as far as it can be read."""

    id: str
    """The id in `questionnaire.toml` and in the file's name."""
    source: Source
    whole: Section | None
    practices: ReadableItems[Practice]


@frozen
class PartialQuestionnaire:
    """A partial questionnaire is one as far as it can be read."""

    folder: Path
    main: Source | None
    file: QuestionnaireFile | None
    facts: ReadableItems[Fact]
    sections: tuple[PartialSection, ...]
    """The sections, in order."""
    unreadable_sections: frozenset[str]
    """Ids of sections whose practices nobody can list."""
    tailoring: Source | None
    rules: ReadableItems[Rule]
    version_map_source: Source | None
    version_map: VersionMap | None
    """The version map; None if there is none, or if it cannot be read."""
    scoring_model_source: Source | None = None
    scoring_model: ScoringModel | None = None
    """The scoring model; None if there is none, or if it cannot be read."""

    @property
    def top(self) -> int | None:
        """Return the top of the scale; None where it cannot be read."""
        return len(self.file.scale) - 1 if self.file else None

    @cached_property
    def practice_ids(self) -> dict[str, None]:
        """Return full ids in order, including those of practices that cannot be read."""
        return {
            f"{section.id}.{name}": None
            for section in self.sections
            for name in (*(practice.id for _, practice in section.practices.items), *section.practices.unreadable)
        }

    @cached_property
    def names(self) -> dict[str, None]:
        """Return what a rule may name: sections and practices."""
        return {**dict.fromkeys(section.id for section in self.sections), **self.practice_ids}


def read_partial(folder: Path, problems: Problems) -> PartialQuestionnaire:
    """Read the files of a questionnaire; everything wrong in them is added to `problems`.

    Raises FileIsWrong when there is no such folder, or when it was written for a later levelbook.
    """
    must_be_folder(folder)
    present = _look_at_names(folder, problems)
    has_tailoring = TAILORING in present
    main = source(folder / MAIN, problems)
    file: QuestionnaireFile | None = None
    facts: ReadableItems[Fact] = ReadableItems(is_list=False, is_complete=False)
    if main:
        _refuse_later_format(main)
        file = main.value(QuestionnaireFile, problems)
        facts = _readable_items(main, "facts", Fact, file.facts if file else None)
    sections, unread = _read_sections(folder / "sections", main, problems)
    tailoring = source(folder / TAILORING, problems) if has_tailoring else None
    whole = tailoring.value(TailoringFile, problems) if tailoring else None
    rules: ReadableItems[Rule] = ReadableItems(is_complete=not has_tailoring)
    if tailoring:
        rules = _readable_items(tailoring, "rules", Rule, whole.rules if whole else None)
    version_map_source, version_map = _read_version_map(folder, problems) if VERSION_MAP in present else (None, None)
    scoring = _read_scoring_model(folder, problems) if SCORING_MODEL in present else (None, None)
    return PartialQuestionnaire(
        folder, main, file, facts, sections, unread, tailoring, rules, version_map_source, version_map, *scoring
    )


def _read_version_map(folder: Path, problems: Problems) -> tuple[Source | None, VersionMap | None]:
    from levelbook.packs.version_map_file import version_map_in  # 10 ms; only a questionnaire with a past needs it

    read = source(folder / VERSION_MAP, problems)
    return read, version_map_in(read, problems) if read else None


def _read_scoring_model(folder: Path, problems: Problems) -> tuple[Source | None, ScoringModel | None]:
    from levelbook.packs.scoring_model_file import scoring_model_in  # 10 ms; only somebody else's model needs it

    read = source(folder / SCORING_MODEL, problems)
    return read, scoring_model_in(read, problems) if read else None


def _look_at_names(folder: Path, problems: Problems) -> list[str]:
    """Report files at the top of the folder that would be ignored, such as a misspelt `tailoring.toml`."""
    names = [path.name for path in toml_files(folder, problems, root=True)]
    for name in names:
        if name not in KNOWN:
            near = nearest(name, KNOWN)
            message = f"levelbook does not read this file; it knows {', '.join(KNOWN[:-1])} and {KNOWN[-1]}."
            remedy = f"Did you mean “{near}”?" if near else ""
            problems.append(Problem(message, path=shown(folder / name), remedy=remedy))
    return names


def _refuse_later_format(main: Source) -> None:
    written = main.table.get("format")
    if type(written) is int and written > FORMAT:
        later = f"This questionnaire has format {written}; this levelbook reads format {FORMAT}."
        Problems([main.problem(("format",), later, "Use a newer levelbook.")]).refuse()


def _read_sections(
    folder: Path, main: Source | None, problems: Problems
) -> tuple[tuple[PartialSection, ...], frozenset[str]]:
    """Read the sections in order, and the ids of those whose practices cannot be listed."""
    files: dict[str, list[Path]] = {}
    before = len(problems)
    paths = toml_files(folder, problems, required=True)
    unreadable = not paths and len(problems) > before
    for path in paths:
        files.setdefault(_section_named_by(path, problems), []).append(path)
    listed = _listed_sections(main)
    if main and listed is not None and not unreadable:
        _look_at_section_files(main, listed, files, problems)
    sections: list[PartialSection] = []
    unread: set[str] = set()
    for section_id in dict.fromkeys(files if listed is None else listed):
        section = None
        for number, path in enumerate(files.pop(section_id, [])):
            read = _read_section(section_id, path, problems)
            section = read if number == 0 else section
        if section:
            sections.append(section)
        if section is None or not section.practices.is_list:
            unread.add(section_id)
    for name, paths in files.items():  # not listed, which is said once, and not of each practice that a rule names
        unread.add(name)
        for path in paths:
            _read_section(name, path, problems)
    return tuple(sections), frozenset(unread)


def _section_named_by(path: Path, problems: Problems) -> str:
    """Return the id in the name of a section's file."""
    name = re.fullmatch(r"[0-9]{2,}-(.+)\.toml", path.name)
    if name is None:
        message = "A section's file is named NN-<id>.toml, such as 04-model-deployment.toml."
        problems.append(Problem(message, path=shown(path)))
    return name[1] if name else path.stem


def _listed_sections(main: Source | None) -> list[str] | None:
    """Return the sections' ids in order; None if that cannot be read."""
    raw = main.table.get("sections") if main else None
    return [name for name in raw if isinstance(name, str)] if isinstance(raw, list) else None


def _look_at_section_files(
    main: Source, listed: list[str], files: Mapping[str, list[Path]], problems: Problems
) -> None:
    """Report section files that are not listed, and listed sections without exactly one file."""
    for name in (name for name in files if name not in listed):
        remedy = did_you_mean(name, [known for known in listed if known not in files])
        message = f"{MAIN} lists no section {quoted(name)}."
        problems += [Problem(message, path=shown(path), remedy=remedy) for path in files[name]]
    for position, section_id in enumerate(listed):
        found = [path.name for path in files.get(section_id, [])]
        if len(found) > 1:
            message = f"{quoted(section_id)} has {len(found)} files: {clean_line(', '.join(found))}."
            problems.append(main.problem(("sections", position), message, "Keep one."))
        elif not found:
            message = f"There is no file sections/NN-{clean_line(section_id[:64])}.toml."
            problems.append(main.problem(("sections", position), message))


def _read_section(section_id: str, path: Path, problems: Problems) -> PartialSection | None:
    read = source(path, problems)
    if read is None:
        return None
    whole = read.value(Section, problems)
    return PartialSection(
        section_id, read, whole, _readable_items(read, "practices", Practice, whole.practices if whole else None)
    )


def _readable_items(file: Source, key: str, kind: type[Item], whole: tuple[Item, ...] | None) -> ReadableItems[Item]:
    """Read a list of tables in a file: all of those that fit its class."""
    if whole is not None:
        return ReadableItems(tuple(enumerate(whole)))
    items: list[tuple[int, Item]] = []
    unreadable: set[str] = set()
    raw = file.table.get(key, [])
    from levelbook.reading import strict  # 40 ms with pydantic's engine, for files with something wrong in them

    for place, table in enumerate(raw if isinstance(raw, list) else []):
        item = strict.read_or_none(kind, table)
        if item is not None:
            items.append((place, item))
        elif isinstance(table, Mapping) and isinstance(table.get("id"), str):
            unreadable.add(table["id"])
    return ReadableItems(tuple(items), frozenset(unreadable), is_list=isinstance(raw, list), is_complete=False)
