"""Documents that people may have touched are read here: guides, records, charts, settings as text."""

from __future__ import annotations

from pathlib import Path

from levelbook.core.errors import FileIsWrong
from levelbook.reading.files import NoOrdinaryFile
from levelbook.store import path_guard
from levelbook.store.digests import digest
from levelbook.words.files import cause, shown

MOST_BYTES = 32_000_000
"""The record of 5,000 practices has half of this; a larger file is none of ours."""

MOST_PICTURE_BYTES = 2_000_000
"""A larger picture stays out of a page that is sent about."""


def read_text(path: Path, *, within: Path) -> str:
    """Read the text of a file, with or without byte-order mark, line ends as they are.

    within: the team folder, or another that a person named: below it no link is followed.

    Raises FileNotFoundError where there is none, FileIsWrong where it is no readable text.
    """
    try:
        return path_guard.content(path, within=within, most=MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileIsWrong.one(
            f"This file is not UTF-8: byte {error.start + 1} is not part of a character.",
            path=shown(path),
            remedy="Save it as UTF-8 in your editor.",
        ) from None
    except FileNotFoundError:
        raise
    except IsADirectoryError:
        raise FileIsWrong.one("This is a folder.", path=shown(path), remedy="Move it away.") from None
    except NoOrdinaryFile as error:
        raise FileIsWrong.one(
            f"levelbook did not write this file like that: {error}.",
            path=shown(path),
            remedy="Move it away, then assemble again.",
        ) from None
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(path)) from None


def text_or_none(path: Path, *, within: Path) -> str | None:
    """Read the text of a file; None where there is no file."""
    try:
        return read_text(path, within=within)
    except FileNotFoundError:
        return None


def content_digest(path: Path, *, within: Path) -> str | None:
    """Return the digest of what a file holds; None where there is no file, or none that can be read."""
    try:
        return digest(path_guard.content(path, within=within, most=MOST_BYTES))
    except (OSError, FileIsWrong):
        return None


def picture_or_none(path: Path, *, within: Path) -> bytes | None:
    """Read a picture in a folder; None where there is none, it leads out of the folder, or is too large."""
    try:
        return path_guard.content(path, within=within, most=MOST_PICTURE_BYTES)
    except (OSError, ValueError, FileIsWrong):  # a name that no file can have; a path that is not in the folder
        return None
