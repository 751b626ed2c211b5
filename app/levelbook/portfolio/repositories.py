"""Git repositories as book sources, fetched without history or a work tree, and without running anything of theirs.

A clone holds the newest commit's list of files and the contents of editions only: `--depth 1 --filter=blob:none`, then
one fetch of the contents that are wanted and not here yet. What was fetched stays, so that the next collection, or one
that was interrupted, fetches only what is new.

Clones lie in the user's own cache folder. A portfolio's folder may be a stranger's: a clone in it would have its
`config`, in which git looks for commands to run.

A repository's hooks, filters, attributes and configuration never take effect: they belong to work trees, of which
there is none, and to a `config` that is not transferred. Nobody is asked for a password.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from levelbook.core.errors import FileIsWrong, LevelbookError
from levelbook.core.portfolio.folder_patterns import HERE, FolderPattern
from levelbook.core.portfolio.organisation import Source
from levelbook.core.text.cleaning import valid_id
from levelbook.portfolio.book_sources import EDITIONS, OpenBook
from levelbook.portfolio.confined_git import (
    BY_HAND,
    BlobReader,
    Cancellation,
    GitRefused,
    TooLarge,
    Unreachable,
    run_git,
)
from levelbook.store import atomic, path_guard, user_paths
from levelbook.store.editions import EDITION, SCORECARD
from levelbook.words.files import cause

TIP: Final = "refs/levelbook/tip"
_WANTED: Final = (EDITION, SCORECARD)
_MARKS: Final = (EDITION, "answers.toml")
"""Files that make a folder an edition, as in a folder of this machine; also of one that is damaged."""
_ORDINARY: Final = (b"100644", b"100755")
_LINK: Final = b"120000"
_FETCH: Final = (
    "--quiet", "--filter=blob:none", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance",
    "--upload-pack=git-upload-pack",
)  # fmt: skip

_OTHER_NAMES: Final = "mismatched algorithms"
"""What git says where a repository names its objects by SHA-256 and the clone by SHA-1."""


@contextlib.contextmanager
def clones_folder() -> Iterator[Path]:
    """Give the user's own folder for clones; where there can be none, a folder that goes away afterwards.

    Raises CouldNotWrite.
    """
    kept = user_paths.cache_path("clones")
    if kept is not None:
        yield kept
        return
    try:
        passing = tempfile.TemporaryDirectory(prefix="levelbook-clones-", ignore_cleanup_errors=True)
    except OSError as error:
        raise atomic.could_not_write(Path(tempfile.gettempdir()), error) from None
    with passing:
        yield Path(passing.name)


def clone_name(portfolio: Path, source: Source) -> str:
    """Name the clone of a portfolio's source. Another portfolio, source or address has another clone."""
    known_by = "\0".join((os.path.realpath(portfolio), source.id, source.git))
    return f"{hashlib.sha256(known_by.encode('utf-8', 'surrogateescape')).hexdigest()}.git"


@dataclass
class RepositorySource:
    """Books that lie in a git repository."""

    source: Source
    path: Path
    """The folder of its clone."""
    portfolio: Path
    """The folder from which an address that is a relative path is meant."""
    failure: LevelbookError | None = None
    """Why it could not be fetched."""
    _blobs: dict[str, str] = field(default_factory=dict)
    """Path in the repository to the id of its content, of the files that are wanted."""
    _marks: list[str] = field(default_factory=list)
    """Paths in the repository of the files that make folders editions; a symbolic link is one, too."""
    _links: list[str] = field(default_factory=list)
    """Paths in the repository of symbolic links that stand where a folder of an edition would."""
    _is_new: bool = False
    """Whether the clone was begun in this collection, so that what is wrong with it is wrong with the repository."""
    _waiting: Cancellation = field(default_factory=Cancellation)

    def fetch(self) -> None:
        """Bring the clone to the newest commit, and keep in mind why that failed. Raises nothing."""
        try:
            self._is_new = not os.path.lexists(self.path)
            try:
                self._bring()
            except GitRefused as refused:
                if self._is_new or isinstance(refused, Unreachable):
                    raise
                self._fetch_anew()
        except LevelbookError as wrong:
            self.failure = wrong
        except OSError as error:
            self.failure = atomic.could_not_write(self.path, error)

    def stop(self) -> None:
        """End a fetch that is under way in another thread, and let none begin."""
        self._waiting.end()

    def books(self) -> Iterator[str]:
        if self.failure is not None:
            raise self.failure
        yield from sorted(self._editions)

    @contextlib.contextmanager
    def opened(self, book: str) -> Iterator[OpenBook]:
        yield OpenBook(sorted(self._editions.get(book, ())), partial(self.content, book))

    def content(self, book: str, edition: str, name: str) -> bytes:
        prefix = "" if book == HERE else f"{book}/"
        if f"{prefix}{EDITIONS}/{edition}" in self._links:
            place = Path(EDITIONS, edition)
            raise path_guard.link_in_the_way(place, place / name)
        blob = self._blobs.get(f"{prefix}{EDITIONS}/{edition}/{name}")
        if blob is None:
            raise FileNotFoundError(name)
        try:
            return self._reader.content(blob)
        except TooLarge:
            raise
        except OSError as error:
            if self._is_new:
                path = f"{EDITIONS}/{edition}/{name}"
                raise FileIsWrong.one(f"This file cannot be read: {cause(error)}.", path=path, remedy=BY_HAND) from None
        self._fetch_anew()
        return self.content(book, edition, name)

    def checkout(self, book: str) -> Path | None:
        return None

    def settings(self, book: str) -> bytes:
        raise FileNotFoundError(book)  # a clone has no more than the editions

    def close(self) -> None:
        """End the process that reads contents, if there is one."""
        if "_reader" in self.__dict__:
            self.__dict__.pop("_reader").close()

    # --- What is in it

    @cached_property
    def _editions(self) -> Mapping[str, list[str]]:
        patterns = [FolderPattern(text) for text in self.source.books]
        found: dict[str, dict[str, None]] = {}
        for path in self._marks:
            book, _, rest = f"/{path}".rpartition(f"/{EDITIONS}/")
            folder = book.removeprefix("/") or HERE
            name, _, file = rest.partition("/")
            if file in _MARKS and not name.startswith(".") and any(pattern.matches(folder) for pattern in patterns):
                found.setdefault(folder, {})[name] = None
        for path in self._links:
            book, _, name = f"/{path}".rpartition(f"/{EDITIONS}/")
            if (folder := book.removeprefix("/") or HERE) in found:
                found[folder][name] = None
        return {folder: list(names) for folder, names in found.items()}

    @cached_property
    def _reader(self) -> BlobReader:
        return BlobReader(self.path)

    def _list(self) -> None:
        """List the files of editions that a portfolio reads, of which no symbolic link is one, and the editions."""
        self._blobs, self._marks, self._links = {}, [], []
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", TIP)
        for entry in re.finditer(rb"[^\0]+", listed):
            about, _, path = entry[0].partition(b"\t")
            mode, _, rest = about.partition(b" ")
            name = path.decode("utf-8", "replace")
            if f"/{EDITIONS}/" not in f"/{name}":
                continue
            file = name.rpartition("/")[2]
            if file in _MARKS:
                self._marks.append(name)
            elif mode == _LINK and name.endswith(f"{EDITIONS}/{file}") and valid_id(file):
                self._links.append(name)
            if mode in _ORDINARY and file in _WANTED:
                self._blobs[name] = rest.split(b" ")[1].decode()

    def _fetch_contents(self) -> None:
        """Fetch the contents that are wanted and not here yet, all at once."""
        if not self._blobs:
            return
        listed = self._git("rev-list", "--objects", "--missing=print", "--no-object-names", TIP)
        missing = {line[1:].decode() for line in listed.splitlines() if line.startswith(b"?")}
        wanted = sorted(missing & {blob for folder in self._chosen() for blob in folder})
        if wanted:
            given = "".join(f"{blob}\n" for blob in wanted).encode()
            # As git itself fetches what a partial clone lacks: otherwise it asks whether all histories are whole.
            as_git_does = ("-c", "fetch.negotiationAlgorithm=noop")
            self._git(*as_git_does, "fetch", *_FETCH, "--no-write-fetch-head", "--stdin", "origin", given=given)

    def _chosen(self) -> Iterator[list[str]]:
        """Yield the contents of each edition of a book that a pattern means."""
        for book, names in self._editions.items():
            prefix = "" if book == HERE else f"{book}/"
            for name in names:
                paths = (f"{prefix}{EDITIONS}/{name}/{file}" for file in _WANTED)
                yield [self._blobs[path] for path in paths if path in self._blobs]

    # --- Asking git

    def _bring(self) -> None:
        self._begin()
        try:
            self._fetch_tip()
        except GitRefused as refused:
            if not self._is_new or _OTHER_NAMES not in str(refused):
                raise
            _remove(self.path)
            self._begin("--object-format=sha256")
            self._fetch_tip()
        self._list()
        self._fetch_contents()

    def _fetch_tip(self) -> None:
        self._git("fetch", *_FETCH, "--depth=1", "--force", "origin", f"+{self._ref}:{TIP}")

    def _fetch_anew(self) -> None:
        """Fetch into an empty clone, once, as the one that is there may be damaged; where that fails it stays."""
        self.close()
        self._is_new = True
        aside = self.path.with_suffix(".aside")
        _remove(aside)
        self.path.rename(aside)
        try:
            self._bring()
        except (LevelbookError, OSError):
            _remove(self.path)
            aside.rename(self.path)
            raise
        _remove(aside)

    @property
    def _address(self) -> str:
        """The address, from wherever git runs. What has a colon before any slash is no path of this machine."""
        host, colon, _ = self.source.git.partition(":")
        is_path = not colon or "/" in host
        return str(self.portfolio.resolve() / self.source.git) if is_path else self.source.git

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self.source.branch}" if self.source.branch else "HEAD"

    def _begin(self, *how: str) -> None:
        """Make an empty clone where there is none. how: more options of `git init`."""
        if not (self.path / "HEAD").exists():
            init = ("init", "--quiet", "--bare", "--template=", *how, str(self.path))
            run_git(init, cwd=self.path.parent, waiting=self._waiting)
        for key, value in (
            ("core.repositoryFormatVersion", "1"),
            ("extensions.partialClone", "origin"),
            ("remote.origin.url", self._address),
            ("remote.origin.promisor", "true"),
            ("remote.origin.partialCloneFilter", "blob:none"),
        ):
            self._git("config", "--local", key, value)

    def _git(self, *words: str, given: bytes = b"") -> bytes:
        return run_git((f"--git-dir={self.path}", *words), cwd=self.path.parent, given=given, waiting=self._waiting)


def _remove(clone: Path) -> None:
    if clone.is_dir() and not clone.is_symlink():
        shutil.rmtree(clone)
    else:
        clone.unlink(missing_ok=True)
