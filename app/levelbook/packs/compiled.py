"""A compiled questionnaire was read and checked before, and is stored in a form that loads in milliseconds.

It is JSON, so nothing in it can be executed. A fingerprint of everything that reading the folder looks at identifies
it, and a checksum detects damage. Nothing depends on it: if it does not match, the questionnaire is read and checked
again (docs/design.md, "Compiled questionnaires").
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, fields, is_dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, cast

from levelbook import __version__
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire import questionnaire
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs.files import Problems, toml_files
from levelbook.reading.files import content_of

COMPILED_FORMAT: Final = 7
"""Increased whenever a class below gains, loses or renames a field, or a rule for questionnaires changes."""

_TAG: Final = ""
"""The key under which a table names its class. No table of a questionnaire has an empty key."""

CLASSES: Final = frozenset(
    {
        *(
            "Action",
            "Choice",
            "Criterion",
            "EvidenceKind",
            "Fact",
            "Floor",
            "IncompatibleFacts",
            "InheritedLevel",
            "ListTest",
        ),
        *("Practice", "PracticeLevel", "Questionnaire", "Rule", "ScaleLevel", "Section"),
    }
)
CLASSES_OF_A_PAST: Final = frozenset(
    {"ChoiceChange", "FactChange", "PartChange", "PracticeChange", "VersionMap", "VersionUpgrade"}
)
CLASSES_OF_A_MODEL: Final = frozenset({"AnswerSet", "Node", "Question", "ScoringModel"})


@cache
def class_named(name: str) -> type[Any]:
    """Return the questionnaire class of this name. Raises KeyError for any other name."""
    if name in CLASSES:
        return cast(type[Any], vars(questionnaire)[name])
    if name in CLASSES_OF_A_PAST:
        from levelbook.core.questionnaire import version_map  # 8 ms; only a questionnaire with a past needs it

        return cast(type[Any], vars(version_map)[name])
    if name in CLASSES_OF_A_MODEL:
        from levelbook.core.questionnaire import scoring_model  # 5 ms; only somebody else's model needs it

        return cast(type[Any], vars(scoring_model)[name])
    raise KeyError(name)


def fingerprint(folder: Path) -> str | None:
    """Return a digest of all that `read_questionnaire` looks at in a folder: names and contents of its TOML files.

    None if something seems to be wrong, which the reader has to report.
    """
    digest = hashlib.sha256(f"{__version__} {COMPILED_FORMAT}\0".encode())
    problems = Problems()
    try:
        for path in (*toml_files(folder, problems, root=True), *toml_files(folder / "sections", problems)):
            content = content_of(path, may_be_link=False)
            if not problems.may_read(len(content)):
                return None
            digest.update(f"{path.relative_to(folder)}\0{len(content)}\0".encode())
            digest.update(content)
    except (OSError, ValueError, FileIsWrong):
        return None
    return None if problems else digest.hexdigest()


def compiled(read: Questionnaire) -> bytes:
    """Return a questionnaire that was read without problems as bytes for `loaded`."""
    body = json.dumps(replace(read, folder=""), default=_table, ensure_ascii=False, separators=(",", ":"))
    content = body.encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


@lru_cache(4)
def loaded(content: bytes, folder: Path) -> Questionnaire | None:
    """Return the questionnaire in a folder from what `compiled` made of it; None for anything else.

    A process that opens several books, or one again, has it once; nothing in it can change.
    """
    total, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != total:
        return None
    try:
        found = json.loads(body, object_hook=_value)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return replace(found, folder=str(folder)) if isinstance(found, Questionnaire) else None


def _table(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that differ from their defaults, with the name of its class."""
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} is nothing that a questionnaire holds")
    table: dict[str, Any] = {_TAG: type(value).__name__}
    for field in fields(value):
        held = getattr(value, field.name)
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        if held != default or type(held) is not type(default):
            table[field.name] = held
    return table


def _value(table: dict[str, Any]) -> Any:
    for key, held in table.items():
        if type(held) is list:
            table[key] = tuple(held)
    name = table.pop(_TAG, None)
    return table if name is None else class_named(name)(**table)
