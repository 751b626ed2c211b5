"""A draft is a TOML file in the person's own state folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from levelbook.core.answers.drafts import Draft
from levelbook.core.errors import LevelbookError
from levelbook.reading import fast_path
from levelbook.reading.toml import Lines, decoded, parse_toml
from levelbook.store import toml_text
from levelbook.store.file_formats import CURRENT, bring_forward
from levelbook.store.private_files import PrivateFolder
from levelbook.store.table_count import TABLES, missing_tables, tables_among

COMMENT: Final = "# Written by levelbook: words that somebody typed into a form and did not save.\n"


def name_of(draft: Draft) -> str:
    """Name a draft's file: the same for the same form about the same answer."""
    digest = hashlib.sha256("\n".join(draft.identity).encode("utf-8", "surrogateescape"))
    return f"{digest.hexdigest()[:16]}.toml"


def write(folder: PrivateFolder, draft: Draft) -> None:
    """Write a draft in place of what it was before. Raises CouldNotWrite."""
    head = {"format": CURRENT["draft"], TABLES: tables_among(draft.table)}
    folder.write(name_of(draft), COMMENT + toml_text.inside("", {**head, **draft.table}))


def read_all(folder: PrivateFolder) -> Iterator[Draft]:
    """Read every draft that can be read, the newest first."""
    found = []
    for name in folder.names():
        try:
            found.append(_read(folder, name))
        except (LevelbookError, OSError):
            continue  # of a newer levelbook, or half gone: it stays where it is
    yield from sorted(found, key=lambda draft: draft.kept_at, reverse=True)


def unreadable(folder: PrivateFolder) -> tuple[Path, ...]:
    """List the drafts that cannot be read: of a newer levelbook, or damaged."""
    return folder.unreadable(_read)


def _read(folder: PrivateFolder, name: str) -> Draft:
    text = decoded(folder.read(name), name)
    document = dict(bring_forward("draft", parse_toml(text, name), name))
    document.pop("format")
    said = document.pop(TABLES, None)  # a draft of an older levelbook does not count its tables
    if (short := missing_tables(said, tables_among(document), name, lambda: Lines(text))) is not None:
        raise short
    whole = {"before": {}, "typed": {}, **document}  # a form that was empty has no such table
    return fast_path.read(Draft, whole, name, lines=lambda: Lines(text))
