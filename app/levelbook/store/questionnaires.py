"""This module stores questionnaires that editions share in `questionnaires/`: each one once, never removed.

A folder is named after what it holds: id, version, and ten digits of a digest. `SHA256SUMS` lists its files, as
`sha256sum --check` reads it; the digest is that of this list. `SHA256SUMS.values` lists digests of what the files say,
by which a file that was only laid out otherwise is told from one that was altered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Annotated, Any, Final

from levelbook.core.errors import FileIsWrong, Problem
from levelbook.core.frozen import frozen
from levelbook.core.text.cleaning import clean_line
from levelbook.store import atomic, path_guard
from levelbook.store.digests import Difference, digest
from levelbook.store.team_folder import TeamFolder
from levelbook.words.files import cause, shown

SUMS: Final = "SHA256SUMS"
VALUES: Final = "SHA256SUMS.values"
MOST_OF_A_VERSION: Final = 60
"""Characters of a version in a folder's name."""

_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")
_RESTORE: Final = "Editions need it: restore it from git."


def _folder_name(value: str) -> str:
    if clean_line(value) != value or not value or value.startswith(".") or re.search(r'[/\\:*?"<>|]', value):
        raise ValueError("this must be the name of a folder in questionnaires/")
    return value


@frozen(kw_only=True)
class StoredQuestionnaire:
    """A stored questionnaire is named in the `edition.toml` of each edition that shares it."""

    folder: Annotated[str, _folder_name]
    """Name of its folder."""
    sums: str
    """Digest of its `SHA256SUMS`, by which it is known."""
    values: str = ""
    """Digest of its `SHA256SUMS.values`."""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def is_of(self, digests: Mapping[str, str]) -> bool:
        """Return whether a questionnaire with these files, path to digest, is this one."""
        return digest(sums_text(digests)) == self.sums


def sums_text(digests: Mapping[str, str]) -> str:
    """List digests of files by their paths, as `sha256sum` does."""
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))


def digests_in(text: str) -> dict[str, str]:
    """Read such a list: path to digest. Lines of any other form are passed over."""
    found = (_LINE.fullmatch(line) for line in text.splitlines())
    return {match[2]: match[1] for match in found if match}


def safe_version(version: str, instead: str) -> str:
    """Return a version as a file's name may hold it; `instead` where nothing is left of it."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", version)[:MOST_OF_A_VERSION].strip("-.") or instead


def path_of(folder: TeamFolder, name: str) -> Path:
    """Return where a stored questionnaire lies in a team folder."""
    return folder.questionnaires_path / name


def store(
    folder: TeamFolder, id_: str, version: str, texts: Mapping[str, str], values: Callable[[], Mapping[str, str]]
) -> StoredQuestionnaire:
    """Store a questionnaire where it is not there yet; it is there whole when this returns.

    texts: path to text. values: gives path to the digest of what it says, and is asked only where it is not there.

    Raises CouldNotWrite; FileIsWrong where what lies there is not what was stored.
    """
    sums = sums_text({name: digest(text) for name, text in texts.items()})
    known = digest(sums)
    name = f"{id_}-{safe_version(version, 'x')}-{int(known[:8], 16):010}"
    path = path_of(folder, name)
    path_guard.real_place(path, within=folder.path)
    if not path.exists():
        _build(folder, path, {**texts, SUMS: sums, VALUES: sums_text(values())})
    held = _text_in(path, VALUES) or ""
    return StoredQuestionnaire(folder=name, sums=known, values=digest(held))


def _build(folder: TeamFolder, path: Path, files: Mapping[str, str]) -> None:
    try:
        atomic.make_folder(path.parent, within=folder.path)
        atomic.sync_folder(folder.path)
        with atomic.locked(path.parent):
            if not path.exists():  # nobody has stored the same meanwhile
                atomic.make_whole_folder(path, files, within=folder.path)
    except OSError as error:
        raise atomic.could_not_write(path, error) from error


def differences(stored: StoredQuestionnaire, path: Path, texts: Mapping[str, str]) -> list[Difference]:
    """List what of a stored questionnaire is missing, changed or added; `texts` are the files that lie at `path`."""
    sums = _text_in(path, SUMS)
    if sums is None or digest(sums) != stored.sums:
        if stored.is_of({name: digest(text) for name, text in texts.items()}):
            return []  # the list alone was lost, and the files give it
        what = "is missing" if sums is None else "was changed"
        message = f"This list of a stored questionnaire's files {what}."
        return [Difference(SUMS, Problem(message, path=shown(path / SUMS), remedy=_RESTORE))]
    held = digests_in(sums)
    found: list[Difference] = []
    for name in sorted({*held, *texts}):
        text = texts.get(name)
        if text is not None and digest(text) == held.get(name):
            continue
        what = "is missing" if text is None else "was changed" if name in held else "was added"
        problem = Problem(f"This file of a stored questionnaire {what}.", path=shown(path / name), remedy=_RESTORE)
        found.append(Difference(name, problem, text.encode("utf-8") if text is not None and name in held else None))
    return found


def values_of(stored: StoredQuestionnaire, path: Path) -> Mapping[str, str]:
    """Return what the files of a stored questionnaire say, as digests; nothing where the list is not as it was."""
    text = _text_in(path, VALUES)
    return digests_in(text) if text is not None and digest(text) == stored.values else {}


def missing(stored: StoredQuestionnaire, path: Path) -> Problem:
    """Say that a questionnaire is gone that editions were sealed with."""
    return Problem(f"The stored questionnaire {stored.folder} is missing.", path=shown(path), remedy=_RESTORE)


def _text_in(path: Path, name: str) -> str | None:
    try:
        return path_guard.content(path / name, within=path).decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(path / name)) from None
