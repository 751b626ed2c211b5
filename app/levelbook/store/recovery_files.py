"""A recovery lies in a folder of its own, as files that a person can read: answers as in a book, a sitting as in one.

`recovery.toml`, the head, is written last, so that it never names what is not there.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from levelbook.core.answers.recovery import Recovery, RecoveryHead
from levelbook.core.errors import LevelbookError
from levelbook.reading import fast_path
from levelbook.reading.toml import Lines, decoded, parse_toml
from levelbook.store import answers_text, sittings_file, toml_text
from levelbook.store.answers_text import RenderedBook
from levelbook.store.file_formats import CURRENT, bring_forward
from levelbook.store.private_files import PrivateFolder

HEAD: Final = "recovery.toml"
SAID, BASE, SITTING, SITTING_BASE = "answers.toml", "before.toml", "sitting.toml", "sitting-before.toml"
COMMENT: Final = (
    "# Written by levelbook, because your answers could not be saved. They are offered when the book is opened again.\n"
)


def new_name(recovery: Recovery) -> str:
    """Make a name for a recovery's folder: the time, and something that no other one has."""
    return f"{recovery.head.kept_at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


def write(folder: PrivateFolder, name: str, recovery: Recovery) -> Path:
    """Write a recovery, in place of what was written under its name before; its folder. Raises CouldNotWrite."""
    head = recovery.head
    for file, book in ((SAID, recovery.said), (BASE, recovery.base)):
        rendered = RenderedBook.in_order(book, practices=head.answers, facts=head.facts)
        folder.write(f"{name}/{file}", rendered.data.decode("utf-8"))
    if recovery.sitting is not None:
        folder.write(f"{name}/{SITTING}", sittings_file.render(recovery.sitting))
    if recovery.sitting_base is not None:
        folder.write(f"{name}/{SITTING_BASE}", sittings_file.render(recovery.sitting_base))
    text = COMMENT + toml_text.inside("", {"format": CURRENT["recovery"], **head.table})
    return folder.write(f"{name}/{HEAD}", text).parent


def read_all(folder: PrivateFolder) -> Iterator[tuple[str, Recovery]]:
    """Read every recovery that can be read, with its name, the oldest first."""
    for name in folder.names():
        try:
            yield name, _read(folder, name)
        except (LevelbookError, OSError):
            continue  # half written, or of a newer levelbook: it stays where it is


def unreadable(folder: PrivateFolder) -> tuple[Path, ...]:
    """List the recoveries that cannot be read: half written, damaged, or of a newer levelbook.

    A folder in which the disk took nothing is none.
    """
    return tuple(path for path in folder.unreadable(_read) if not _is_empty(path))


def _is_empty(path: Path) -> bool:
    with suppress(OSError):
        return not any(path.iterdir())
    return False


def _read(folder: PrivateFolder, name: str) -> Recovery:
    text = decoded(folder.read(f"{name}/{HEAD}"), HEAD)
    document = dict(bring_forward("recovery", parse_toml(text, HEAD), HEAD))
    document.pop("format")
    head = fast_path.read(RecoveryHead, document, HEAD, lines=lambda: Lines(text))
    said, base = (answers_text.parse(folder.read(f"{name}/{file}"), file) for file in (SAID, BASE))
    if not head.sitting:
        return Recovery(head, said, base)
    sitting = sittings_file.parse(folder.read(f"{name}/{SITTING}"), SITTING)
    with suppress(FileNotFoundError):  # an older levelbook wrote none
        return Recovery(
            head, said, base, sitting, sittings_file.parse(folder.read(f"{name}/{SITTING_BASE}"), SITTING_BASE)
        )
    return Recovery(head, said, base, sitting)
