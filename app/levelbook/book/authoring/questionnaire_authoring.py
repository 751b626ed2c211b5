"""Questionnaires that a book can be made of: those that levelbook brings, and one of one's own, begun and checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from levelbook.core.errors import FileIsWrong, Problem, UsedWrongly
from levelbook.core.questionnaire.questionnaire import NOT_KNOWN, FactValue, Questionnaire
from levelbook.core.text.cleaning import valid_id
from levelbook.packs.companions import example_profiles, read_profile
from levelbook.packs.find import ShippedQuestionnaire as ShippedQuestionnaire
from levelbook.packs.find import find_questionnaire, shipped_questionnaires
from levelbook.packs.read import read_questionnaire
from levelbook.packs.starter_files import starter
from levelbook.store import atomic, path_guard
from levelbook.words.files import shown

SHIPPED = "genai-security"


def shipped() -> list[ShippedQuestionnaire]:
    """The questionnaires that come with levelbook, by id."""
    return shipped_questionnaires()


def find(name_or_path: str, base: Path) -> Path:
    """The folder of a questionnaire: a shipped one by its id, or a path from `base`. Raises UnknownId."""
    return find_questionnaire(name_or_path, base)


def team_folder(folder: Path) -> Path:
    """The folder in which a book of a questionnaire is made unless another place is named. Raises FileIsWrong."""
    questionnaire = read(folder)
    return Path(questionnaire.team_folder or f"docs/{questionnaire.id}")


def is_shipped(folder: Path) -> bool:
    """Return whether a questionnaire comes with levelbook."""
    return folder in [one.path for one in shipped_questionnaires()]


def read(folder: Path) -> Questionnaire:
    """The questionnaire in a folder. Raises FileIsWrong."""
    return read_questionnaire(folder)


def profiles(folder: Path) -> Iterable[tuple[str, str]]:
    """Names and titles of a questionnaire's example profiles."""
    return example_profiles(folder)


def profile(folder: Path, name: str) -> Mapping[str, FactValue]:
    """The facts of an example profile. Raises UnknownId, FileIsWrong."""
    return read_profile(folder, name).profile


def fact_choices(questionnaire_id: str) -> Mapping[str, tuple[str, ...]]:
    """Map each fact of a shipped questionnaire to its choices; empty where none of that id comes with levelbook."""
    folder = next((one.path for one in shipped_questionnaires() if one.id == questionnaire_id), None)
    facts = read(folder).facts if folder is not None else ()
    return {fact.id: (*(choice.id for choice in fact.choices), NOT_KNOWN) for fact in facts}


def read_named(name_or_path: str) -> Questionnaire:
    """A questionnaire to be shown. Raises UnknownId; FileIsWrong, which names the command that lists everything."""
    try:
        return read(find(name_or_path, Path()))
    except FileIsWrong as wrong:
        everything = f"`levelbook questionnaire check {name_or_path}` lists everything."
        raise FileIsWrong(wrong.problems, remedy=everything) from None


def unrecorded_changes(older: Path, newer: Path) -> tuple[Problem, ...]:
    """Return changes between two versions that are missing from `migrations.toml`. Raises FileIsWrong."""
    # 3 ms; only `questionnaire check --since` needs it
    from levelbook.packs import unrecorded_changes as comparison

    return tuple(comparison.unrecorded_changes(read(older), read(newer)))


def problems(folder: Path, *, wording: bool = True) -> tuple[Problem, ...]:
    """Return all problems of a questionnaire and its companion files, by default including its wording."""
    from levelbook.packs.check import check_questionnaire  # 11 ms, which `init` of a shipped one does without

    return tuple(check_questionnaire(folder, wording=wording))


def schemas() -> Mapping[str, Any]:
    """The JSON Schema of each kind of content file, by name."""
    from levelbook.packs.schema import json_schemas  # 18 ms, which only `questionnaire schema` needs

    return json_schemas()


def write_schemas(wanted: Mapping[str, Any], into: Path) -> tuple[Path, ...]:
    """Write schemas, a file each; the files. Raises CouldNotWrite."""
    within = path_guard.folder_of(into)
    atomic.make_folder(into, within=within)
    written = []
    for kind, content in wanted.items():
        path = into / f"{kind}.schema.json"
        atomic.write_text(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n", within=within)
        written.append(path)
    return tuple(written)


def begin(directory: Path, id_: str | None, title: str | None) -> tuple[Path, ...]:
    """Write a small valid questionnaire into a new folder; its files. Raises UsedWrongly, CouldNotWrite."""
    name = id_for(directory, id_, "Give one with --id, such as --id cloud-security.")
    return write_new(directory, starter(name, title or name.replace("-", " ").capitalize()))


def id_for(directory: Path, id_: str | None, remedy: str) -> str:
    """Return the id that was given, else the folder's name. Raises UsedWrongly with the remedy where that is none."""
    name = id_ or directory.resolve().name
    if not valid_id(name):
        raise UsedWrongly(
            f"“{name}” cannot be an id: lower-case words joined by hyphens, at most 64 characters.",
            remedy=remedy,
        )
    return name


def write_new(directory: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Write files, by path, into a new folder, or into one that an interrupted call left. Return them.

    Raises UsedWrongly, CouldNotWrite.
    """
    if not atomic.is_free(directory, files):
        raise UsedWrongly(f"{shown(directory)} already exists and is not empty.", remedy="Choose a new folder.")
    written, within = [], path_guard.folder_of(directory)
    for relative, text in sorted(files.items()):
        path = directory / relative
        atomic.make_folder(path.parent, within=within)
        atomic.write_text(path, text, within=within)
        written.append(path)
    return tuple(written)
