"""Documents that people may have touched are read here: guides, records, charts, settings as text."""

from __future__ import annotations

from pathlib import Path

from levelbook.errors import FileIsWrong
from levelbook.store import atomic
from levelbook.words.files import cause, shown

MOST_BYTES = 32_000_000
"""The record of 5,000 practices has half of this; a larger file is none of ours."""

MOST_PICTURE_BYTES = 2_000_000
"""A larger picture stays out of a page that is sent about."""


def read_text(path: Path) -> str:
    """Read the text of a file, with or without byte-order mark, line ends as they are.

    Raises FileNotFoundError where there is none, FileIsWrong where it is no readable text.
    """
    try:
        if path.is_dir():
            raise FileIsWrong.one("This is a folder.", path=shown(path), remedy="Move it away.")
        if path.stat().st_size > MOST_BYTES:
            raise FileIsWrong.one(
                f"This file has more than {MOST_BYTES // 1_000_000} MB; it cannot be what levelbook wrote.",
                path=shown(path),
                remedy="Move it away, then assemble again.",
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileIsWrong.one(
            f"This file is not UTF-8: byte {error.start + 1} makes no character.",
            path=shown(path),
            remedy="Save it as UTF-8 in your editor.",
        ) from None
    except FileNotFoundError:
        raise
    except OSError as error:
        raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=shown(path)) from None


def text_or_none(path: Path) -> str | None:
    """Read the text of a file; None where there is no file."""
    try:
        return read_text(path)
    except FileNotFoundError:
        return None


def picture_or_none(path: Path, *, within: Path) -> bytes | None:
    """Read a picture in a folder; None where there is none, it leads out of the folder, or is too large."""
    try:
        real = path.resolve()
        inside = real.is_relative_to(within.resolve())
        return real.read_bytes() if inside and real.is_file() and real.stat().st_size <= MOST_PICTURE_BYTES else None
    except (OSError, ValueError, RuntimeError):  # a name that no file can have; links in a circle
        return None


def must_stay_inside(path: Path, folder: Path) -> None:
    """Refuse a link that leads from a team folder out of its git repository. Raises FileIsWrong.

    What is written there would be in no commit, and may be anybody's file. Where there is no repository, no place is
    outside.
    """
    try:
        real, home = atomic.real_path(path), folder.resolve()
    except OSError as error:
        raise FileIsWrong.one(f"This link cannot be followed: {cause(error)}.", path=shown(path)) from None
    root = next((parent for parent in (home, *home.parents) if (parent / ".git").exists()), None)
    if root is not None and not real.is_relative_to(root):
        raise FileIsWrong.one(
            f"This is a link out of the repository, to {shown(real)}: nothing is read or written there.",
            path=shown(path),
            remedy="Put the file itself here.",
        )
