"""This module finds questionnaires and templates inside the wheel, beside the code of a working copy, or at a path."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import NamedTuple

import levelbook
from levelbook.core.errors import UnknownId
from levelbook.core.text.cleaning import nearest, valid_id
from levelbook.packs.files import Problems, one_of, source
from levelbook.reading.files import content_of


class _Kind(NamedTuple):
    """A kind of content: the word that people use for it, and its folder."""

    word: str
    folder: str
    manifest: str


QUESTIONNAIRE = _Kind("questionnaire", "questionnaires", "questionnaire.toml")
TEMPLATE = _Kind("template", "guide_templates", "template.toml")
COMPILED = "compiled"
"""The folder in a wheel that holds the shipped questionnaires in compiled form (`compiled.py`)."""


class ShippedQuestionnaire(NamedTuple):
    """A shipped questionnaire comes with levelbook."""

    id: str
    title: str
    version: str
    path: Path


def content_roots(package: Path | None = None) -> tuple[Path, ...]:
    """List the folders that hold `questionnaires` and `guide_templates`, the wheel's own first.

    `package` is the folder of levelbook's code. If it is in `app/`, this is a working copy with the
    content beside it; otherwise the parent folder belongs to somebody else.
    """
    package = package or Path(levelbook.__file__).parent
    places = [package / "_content"]
    if package.parent.name == "app":
        places.append(package.parent.parent)
    return tuple(place for place in places if any((place / kind.folder).is_dir() for kind in (QUESTIONNAIRE, TEMPLATE)))


def _shipped_folders(kind: _Kind) -> dict[str, Path]:
    """Map names to folders; if two roots have the same name, the first wins."""
    manifests = [path for root in content_roots() for path in sorted((root / kind.folder).glob(f"*/{kind.manifest}"))]
    return {path.parent.name: path.parent for path in reversed(manifests) if valid_id(path.parent.name)}


def shipped_questionnaires() -> list[ShippedQuestionnaire]:
    """List the questionnaires that come with levelbook, by id."""
    from levelbook.packs.file_models import QuestionnaireFile  # 5 ms, which opening a book does without

    problems = Problems()
    found = []
    for _, folder in sorted(_shipped_folders(QUESTIONNAIRE).items()):
        read = source(folder / QUESTIONNAIRE.manifest, problems)
        file = read.value(QuestionnaireFile, problems) if read else None
        if file:
            found.append(ShippedQuestionnaire(file.id, file.title, file.version, folder))
    problems.refuse()
    return found


def is_shipped_template(folder: Path) -> bool:
    """Tell whether a template's folder is one that comes with levelbook."""
    return folder.resolve() in {path.resolve() for path in _shipped_folders(TEMPLATE).values()}


def find_questionnaire(name_or_path: str, base: Path) -> Path:
    """Find the folder of a questionnaire: a shipped one by its id, or a path from `base`."""
    return _find(QUESTIONNAIRE, name_or_path, base)


def find_template(name_or_path: str, base: Path) -> Path:
    """Find the folder of a guide template: a shipped one by its name, or a path from `base`."""
    return _find(TEMPLATE, name_or_path, base)


def shipped_compiled(name: str) -> bytes | None:
    """Read a questionnaire that was compiled when the wheel was built; None if it has none of that name."""
    with contextlib.suppress(OSError):
        return content_of(Path(levelbook.__file__).parent / "_content" / COMPILED / name, may_be_link=False)
    return None


def _find(kind: _Kind, given: str, base: Path) -> Path:
    known = _shipped_folders(kind)
    if given in known:
        return known[given]
    try:
        path = base / given  # a `~` is the shell's to read: in settings it would be another folder for everybody
        if given.strip() and path.is_dir():
            return path
        if path.name == kind.manifest and path.is_file():
            return path.parent
    except (OSError, ValueError):  # a NUL, a name too long
        pass
    names = sorted(known)
    hint = f"{one_of(names)} Or give the path of a folder with a {kind.manifest}.".lstrip()
    raise UnknownId(kind.word, given, nearest(given, names), hint=hint)
