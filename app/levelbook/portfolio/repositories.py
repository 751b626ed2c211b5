"""Git repositories as shelves: fetched without history, without a work tree, and without running anything of theirs.

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
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import IO, Final

from levelbook.core.portfolio.organisation import Source
from levelbook.core.portfolio.patterns import HERE, Pattern
from levelbook.core.text.cleaning import clean
from levelbook.errors import CouldNotWrite, FileIsWrong, LevelbookError, Problem
from levelbook.portfolio.shelves import EDITIONS, MOST_BYTES, OpenBook
from levelbook.store import atomic, locations
from levelbook.store.editions import EDITION, SCORECARD
from levelbook.words.files import cause

PATIENCE: Final = 900
"""Seconds that one fetch may take."""
MOST_PRINTED: Final = 128_000_000
"""Bytes that git may print; of a repository with a million files it takes some 100 MB to list them. A tree can hold one
folder under many names, and that one others, so that a small repository has more files than any memory holds."""
MOST_SAID: Final = 100_000
"""Bytes of what git says that are kept; another server may have it say more without end."""
TIP: Final = "refs/levelbook/tip"
_BY_HAND: Final = "See whether a clone by hand works. What was collected before is kept."
_WANTED: Final = (EDITION, SCORECARD)
_ORDINARY: Final = (b"100644", b"100755")

_SETTINGS: Final[Mapping[str, str]] = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.attributesFile": os.devnull,
    "credential.interactive": "false",
    "fetch.recurseSubmodules": "false",
    "fetch.writeCommitGraph": "false",
    "gc.auto": "0",
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": "60",
    "init.templateDir": "",
    "maintenance.auto": "false",
    "protocol.ext.allow": "never",
    "submodule.recurse": "false",
}
_OF_ANOTHER_REPOSITORY: Final = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE",
)  # fmt: skip


@contextlib.contextmanager
def clones_folder() -> Iterator[Path]:
    """Give the user's own folder for clones; where there can be none, a folder that goes away afterwards.

    Raises CouldNotWrite.
    """
    kept = locations.cache_path("clones")
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


class Waiting:
    """Waiting for git can be ended by somebody else, at any time: what runs is killed, and so is whatever begins."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def begun(self, process: subprocess.Popen[bytes]) -> None:
        """From now on `process` is what is waited for."""
        with self._lock:
            self._process = process
            if self._is_over:
                _end(process)

    def end(self) -> None:
        """End it, for good."""
        with self._lock:
            self._is_over = True
            if self._process is not None:
                _end(self._process)


@dataclass
class RepositoryShelf:
    """Books that lie in a git repository."""

    source: Source
    path: Path
    """Where its clone lies."""
    portfolio: Path
    """The folder from which an address that is a relative path is meant."""
    failure: LevelbookError | None = None
    """Why it could not be fetched."""
    _blobs: dict[str, str] = field(default_factory=dict)
    """Path in the repository to the id of its content, of the files that are wanted."""
    _is_new: bool = False
    """Whether the clone was begun in this collection, so that what is wrong with it is wrong with the repository."""
    _waiting: Waiting = field(default_factory=Waiting)

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
                raise FileIsWrong.one(
                    f"This file cannot be read: {cause(error)}.", path=path, remedy=_BY_HAND
                ) from None
        self._fetch_anew()
        return self.content(book, edition, name)

    def checkout(self, book: str) -> Path | None:
        return None

    def close(self) -> None:
        """End the process that reads contents, if there is one."""
        if "_reader" in self.__dict__:
            self.__dict__.pop("_reader").close()

    # --- What is in it

    @cached_property
    def _editions(self) -> Mapping[str, list[str]]:
        patterns = [Pattern(text) for text in self.source.books]
        found: dict[str, list[str]] = {}
        for path in self._blobs:
            book, _, rest = f"/{path}".rpartition(f"/{EDITIONS}/")
            folder = book.removeprefix("/") or HERE
            name, _, file = rest.partition("/")
            if file == EDITION and any(pattern.matches(folder) for pattern in patterns):
                found.setdefault(folder, []).append(name)
        return found

    @cached_property
    def _reader(self) -> _Reader:
        return _Reader(self.path)

    def _listed(self) -> Iterator[tuple[str, str]]:
        """Yield path and id of each file of an edition that a portfolio reads. No symbolic link is one."""
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", TIP)
        for entry in re.finditer(rb"[^\0]+", listed):
            about, _, path = entry[0].partition(b"\t")
            mode, _, rest = about.partition(b" ")
            name = path.decode("utf-8", "replace")
            if mode in _ORDINARY and f"/{EDITIONS}/" in f"/{name}" and name.rpartition("/")[2] in _WANTED:
                yield name, rest.split(b" ")[1].decode()

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
        self._git("fetch", *_FETCH, "--depth=1", "--force", "origin", f"+{self._ref}:{TIP}")
        self._blobs = dict(self._listed())
        self._fetch_contents()

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

    def _begin(self) -> None:
        """Make an empty clone where there is none."""
        if not (self.path / "HEAD").exists():
            init = ("init", "--quiet", "--bare", "--template=", str(self.path))
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


_FETCH: Final = (
    "--quiet", "--filter=blob:none", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance",
    "--upload-pack=git-upload-pack",
)  # fmt: skip


def run_git(words: Sequence[str], *, cwd: Path, given: bytes = b"", waiting: Waiting | None = None) -> bytes:
    """Run git so that nothing of a repository takes effect and nobody is asked; what it printed.

    Raises GitRefused with what git said, passwords in addresses left out; FileIsWrong where it takes too long or prints
    too much; CouldNotWrite without git.
    """
    try:
        process = _begun(words, cwd, given)
    except FileNotFoundError:
        raise CouldNotWrite("git is not installed, so no repository can be read.") from None
    if waiting is not None:
        waiting.begun(process)
    is_late = threading.Event()

    def end_late() -> None:
        is_late.set()
        _end(process)

    watch = threading.Timer(PATIENCE, end_late)
    watch.start()
    try:
        with process, ThreadPoolExecutor(max_workers=1) as beside:
            said = beside.submit(_first, process.stderr, MOST_SAID)
            printed = _first(process.stdout, MOST_PRINTED, or_end=process)
    finally:
        watch.cancel()
    if is_late.is_set():
        raise FileIsWrong.one(f"git was not done after {PATIENCE // 60} minutes, and was stopped.")
    if len(printed) > MOST_PRINTED:
        raise FileIsWrong.one(
            "This repository has more files than can be listed: folders may stand for each other without end.",
            remedy="If they are meant, collect it from a folder that it is checked out in.",
        )
    if process.returncode != 0:
        raise _refused(said.result())
    return printed


def _begun(words: Sequence[str], cwd: Path, given: bytes) -> subprocess.Popen[bytes]:
    with tempfile.TemporaryFile() as asked:
        asked.write(given)
        asked.seek(0)
        return subprocess.Popen(
            git_command(words),
            cwd=cwd,
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=git_environment(),
            start_new_session=True,
        )


def _first(stream: IO[bytes] | None, most: int, *, or_end: subprocess.Popen[bytes] | None = None) -> bytes:
    """Read a stream to its end, and return what came first: at most `most` bytes, and one more where there was more.

    or_end: what is ended in place of reading on where there is more.
    """
    assert stream is not None, "it is a pipe"
    found = stream.read(most + 1)
    if len(found) > most and or_end is not None:
        _end(or_end)
    while stream.read(1_000_000):
        pass
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    """End git and what it has begun, such as ssh, which would keep us waiting."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if process.returncode is None:  # afterwards its number may be another's
            os.killpg(process.pid, signal.SIGKILL)


def git_command(words: Sequence[str]) -> list[str]:
    """Return a command line of git that no configuration makes run anything."""
    settings = [part for key, value in _SETTINGS.items() for part in ("-c", f"{key}={value}")]
    return ["git", *settings, *words]


def git_environment() -> dict[str, str]:
    """Return the environment in which git asks nobody and looks at no other repository."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
    ssh = kept.get("GIT_SSH_COMMAND", "ssh")
    return {
        **kept,
        "LC_ALL": "C.UTF-8",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "SSH_ASKPASS_REQUIRE": "never",
        "GCM_INTERACTIVE": "never",
        "GIT_SSH_COMMAND": f"{ssh} -o BatchMode=yes",
        "GIT_ALLOW_PROTOCOL": "https:http:ssh:git:file",
        "GIT_OPTIONAL_LOCKS": "0",
    }


class GitRefused(FileIsWrong):
    """git did not do what it was asked for, and said why."""


class Unreachable(GitRefused):
    """git came to no repository at an address, or was not let in: another clone of it would be no better."""


_NOT_REACHED: Final = re.compile(
    r"[Cc]ould not read (?:from remote repository|Username|Password)|unable to (?:access|connect to|look up) "
    r"|does not appear to be a git repository|repository '.*' not found|Authentication failed|couldn't find remote ref"
)
"""What git says of the other end, where it speaks English, as it is told to."""
_NOT_LET_IN: Final = re.compile(r"could not read (?:Username|Password)|Permission denied|Authentication failed")


def _refused(stderr: bytes) -> GitRefused:
    said = re.sub(r"://[^/\s@]*@", "://", clean(stderr.decode("utf-8", "replace")))
    lines = [line for line in said.split("\n") if line.strip()]
    remedy = _BY_HAND
    if _NOT_LET_IN.search(said):
        remedy = "It wants a password or a key, and nobody is asked: give git one, as for a clone by hand."
    if not _NOT_REACHED.search(said):
        return GitRefused([Problem(f"git says: {' '.join(lines[-3:]) or 'nothing'}", remedy=remedy)])
    reason = lines[0].removeprefix("fatal: ").rstrip(".:")
    return Unreachable([Problem(f"git does not reach this repository: {reason}.", remedy=remedy)])


class TooLarge(OSError):
    """A file of an edition is larger than any that levelbook seals."""


class _Reader:
    """One process of git that gives the contents of many files, one after the other."""

    def __init__(self, repository: Path) -> None:
        self._repository = repository
        self._lock = threading.Lock()
        self._process = self._begun()

    def content(self, blob: str) -> bytes:
        """Return a file's content. Raises TooLarge, and OSError where git cannot read it; others can be read then."""
        with self._lock:
            try:
                return self._answer(blob)
            except OSError:
                self.close()
                self._process = self._begun()
                raise

    def _answer(self, blob: str) -> bytes:
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None and answers is not None, "both are pipes"
        asked.write(f"{blob}\n".encode())
        asked.flush()
        about = answers.readline().split()
        if len(about) != 3:
            raise OSError("git does not have it whole")
        size = int(about[2])
        if size > MOST_BYTES:
            raise TooLarge(f"it has more than {MOST_BYTES // 1_000_000} MB, and levelbook reads no more")
        content = answers.read(size + 1)
        if len(content) <= size:
            raise OSError("git does not have it whole")
        return content[:size]

    def _begun(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            git_command((f"--git-dir={self._repository}", "cat-file", "--batch")),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # What is missing would be fetched one by one, for as long as the other end likes.
            env={**git_environment(), "GIT_NO_LAZY_FETCH": "1"},
            start_new_session=True,
        )

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.kill()
        self._process.wait()
