"""A book source tells which books it holds, which editions they have, and what is in their files.

There are two kinds: folders of this machine (`FolderSource`) and git repositories (`repositories.py`). The collector
asks a `BookSource` without knowing which kind it is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from levelbook.core.errors import FileIsWrong
from levelbook.core.frozen import frozen
from levelbook.core.portfolio.folder_patterns import HERE, FolderPattern
from levelbook.core.portfolio.organisation import Source
from levelbook.portfolio.store import MANIFEST
from levelbook.store import path_guard
from levelbook.store.editions import EDITION
from levelbook.store.folder_search import NOT_LOOKED_INTO, SETTINGS
from levelbook.words.files import cause, shown

EDITIONS: Final = "editions"
MOST_BYTES: Final = 32_000_000
"""Size of a scorecard; one with 5,000 practices has some 5 MB."""
MOST_FOLDERS_DEEP: Final = 12


@frozen
class OpenBook:
    """A book while its editions are looked through."""

    editions: list[str]
    """Names of its sealed editions, sorted; also of one that is damaged."""
    content: Callable[[str, str], bytes]
    """Returns a file of an edition, as `BookSource.content` does."""


class BookSource(Protocol):
    """A source of books, open for reading."""

    @property
    def source(self) -> Source: ...

    def books(self) -> Iterator[str]:
        """Yield the folders of its books, from the source on, sorted. Raises LevelbookError where it cannot be read."""

    def opened(self, book: str) -> AbstractContextManager[OpenBook]:
        """Open a book to look through its editions. Raises FileIsWrong, OSError."""

    def content(self, book: str, edition: str, name: str) -> bytes:
        """Return a file of an edition. Raises FileNotFoundError, OSError, FileIsWrong."""

    def checkout(self, book: str) -> Path | None:
        """Return the folder of a book where all of it is on disk."""

    def settings(self, book: str) -> bytes:
        """Return a book's settings file. Raises FileNotFoundError where it is not at hand, OSError, FileIsWrong."""


@frozen
class FolderSource:
    """Books that lie in a folder of this machine. No symbolic link below it is followed."""

    source: Source
    root: Path

    def books(self) -> Iterator[str]:
        if not self.root.is_dir():
            raise FileIsWrong.one(f"There is no folder “{shown(self.root)}”.")
        patterns = [FolderPattern(text) for text in self.source.books]
        try:
            yield from _books_below(self.root, HERE, patterns, 0)
        except OSError as error:
            raise FileIsWrong.one(f"The folder {shown(self.root)} cannot be read: {cause(error)}.") from None

    @contextmanager
    def opened(self, book: str) -> Iterator[OpenBook]:
        with ExitStack() as stack:
            try:
                folder = stack.enter_context(path_guard.held(self.root / book / EDITIONS, within=self.root))
                names = _editions_in(folder.path)
                content = partial(folder.content, most=MOST_BYTES)
            except (FileNotFoundError, NotADirectoryError):
                names, content = [], partial(self.content, book)
            yield OpenBook(names, content)

    def content(self, book: str, edition: str, name: str) -> bytes:
        return path_guard.content(self.root / book / EDITIONS / edition / name, within=self.root, most=MOST_BYTES)

    def checkout(self, book: str) -> Path | None:
        return self.root / book

    def settings(self, book: str) -> bytes:
        return path_guard.content(self.root / book / SETTINGS, within=self.root)


def _editions_in(path: Path) -> list[str]:
    with os.scandir(path) as entries:
        return sorted(entry.name for entry in entries if _is_edition(entry))


def _is_edition(entry: os.DirEntry[str]) -> bool:
    """Tell whether something in the folder of editions is one; a link to one counts, and reading it reports it."""
    if entry.name.startswith(".") or not entry.is_dir():
        return False
    return os.path.lexists(f"{entry.path}/{EDITION}") or os.path.lexists(f"{entry.path}/answers.toml")


def _books_below(path: Path, folder: str, patterns: list[FolderPattern], depth: int) -> Iterator[str]:
    """Yield books at or below a folder, as far as a pattern leads. A book holds no other."""
    if any(pattern.matches(folder) for pattern in patterns) and _is_book(path):
        yield folder
        return
    open_patterns = [pattern for pattern in patterns if pattern.leads_through(folder)]
    if not open_patterns or depth >= MOST_FOLDERS_DEEP:
        return
    for name in sorted(_folders_in(path, is_top=folder == HERE)):
        yield from _books_below(path / name, name if folder == HERE else f"{folder}/{name}", patterns, depth + 1)


def _is_book(path: Path) -> bool:
    if os.path.lexists(path / SETTINGS):
        return True
    # A portfolio's store has a folder of that name, too, and `portfolio init` looks for books where it stands itself.
    return (path / EDITIONS).is_dir() and not os.path.lexists(path / MANIFEST)


def _folders_in(path: Path, *, is_top: bool) -> list[str]:
    """List the folders that may hold books. One that cannot be read holds none, unless it is the source itself."""
    try:
        with os.scandir(path) as entries:
            return [
                entry.name
                for entry in entries
                if not entry.name.startswith(".")
                and entry.name not in NOT_LOOKED_INTO
                and entry.is_dir(follow_symlinks=False)
            ]
    except OSError:
        if is_top:
            raise
        return []
