"""This module pins templates that a person has agreed to by digest, in that person's state folder, not in the book.

A book comes from whoever wrote it, so what it says about its own template would prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from levelbook.core.errors import FileIsWrong
from levelbook.reading.toml import parse_toml
from levelbook.store import path_guard, toml_text
from levelbook.store.private_files import PrivateFolder

FORMAT: Final = 1
_COMMENT: Final = (
    "# Written by levelbook: a guide template that somebody here looked at and agreed to. Remove to be asked again.\n"
)
_DIGEST: Final = re.compile("[0-9a-f]{64}")


def is_pinned(digest: str) -> bool:
    """Return whether this person has agreed to the template of this digest."""
    return _read(PrivateFolder("templates"), f"{digest}.toml") is not None


def pin(digest: str, folder: Path, files: Mapping[str, str]) -> Path:
    """Remember that somebody agreed to a template; the file that says so. Raises CouldNotWrite.

    files: name to digest, so that a later version can be told apart file by file.
    """
    content = {"format": FORMAT, "folder": _where(folder), "files": dict(files)}
    return PrivateFolder("templates").write(f"{digest}.toml", _COMMENT + toml_text.inside("", content))


def pinned_versions(folder: Path) -> Iterator[Mapping[str, str]]:
    """Yield the files, name to digest, of each version of a folder's template that somebody agreed to."""
    pins = PrivateFolder("templates")
    for name in pins.names():
        held = _read(pins, name)
        if held is not None and held["folder"] == _where(folder):
            yield held["files"]


def _where(folder: Path) -> str:
    return str(path_guard.real_path(folder))


def _read(pins: PrivateFolder, name: str) -> dict[str, Any] | None:
    """Read a pin; None where there is none, or what is there is none of ours."""
    if not _DIGEST.fullmatch(name.removesuffix(".toml")):
        return None
    try:
        held = parse_toml(pins.read(name), name)
    except (OSError, FileIsWrong):
        return None
    is_ours = held.get("format") == FORMAT and isinstance(held.get("files"), dict) and "folder" in held
    return held if is_ours else None
