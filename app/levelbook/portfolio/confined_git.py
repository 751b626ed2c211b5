"""A portfolio runs git on other people's repositories here: nothing of theirs takes effect, and git always ends.

What it prints, what it says of its faults and how long it takes are bounded; whoever waits for it can end it, with the
ssh that it began.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Final

from levelbook.core.errors import FileIsWrong, Problem, UsedWrongly
from levelbook.core.text.cleaning import clean
from levelbook.portfolio.book_sources import MOST_BYTES

PATIENCE: Final = 900
"""Seconds that one fetch may take."""
MOST_PRINTED: Final = 128_000_000
"""Bytes that git may print; of a repository with a million files it takes some 100 MB to list them. A tree can hold one
folder under many names, and that one others, so that a small repository has more files than any memory holds."""
MOST_SAID: Final = 100_000
"""Bytes of what git says that are kept; another server may have it say more without end."""
BY_HAND: Final = "Check whether a clone by hand works. Everything collected before is kept."

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


class Cancellation:
    """Lets another thread cancel waiting for git at any time: it kills the running process and any later one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def begun(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for `process` from now on."""
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


def run_git(words: Sequence[str], *, cwd: Path, given: bytes = b"", waiting: Cancellation | None = None) -> bytes:
    """Run git so that nothing of a repository takes effect and nobody is asked; what it printed.

    Raises GitRefused with what git said, passwords in addresses left out; FileIsWrong where it takes too long or prints
    too much; UsedWrongly without git.
    """
    try:
        process = _begun(words, cwd, given)
    except FileNotFoundError:
        raise UsedWrongly("git is not installed, so no repository can be read.", remedy="Install it.") from None
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
        raise FileIsWrong.one(f"git did not finish within {PATIENCE // 60} minutes, and was stopped.")
    if len(printed) > MOST_PRINTED:
        raise FileIsWrong.one(
            "This repository has more files than can be listed: its folders may repeat without end.",
            remedy="If that is intended, check it out and collect it from that folder.",
        )
    if process.returncode != 0:
        raise refusal(said.result())
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
"""Messages of git about the other end, in English, which git is told to use."""
_NOT_LET_IN: Final = re.compile(r"could not read (?:Username|Password)|Permission denied|Authentication failed")


def refusal(stderr: bytes) -> GitRefused:
    """Make an error of what git said, passwords in addresses left out; Unreachable where no repository answered."""
    said = re.sub(r"://[^/\s@]*@", "://", clean(stderr.decode("utf-8", "replace")))
    lines = [line for line in said.split("\n") if line.strip()]
    remedy = BY_HAND
    if _NOT_LET_IN.search(said):
        remedy = "It needs a password or a key, and levelbook does not ask: set one up in git, as for a clone by hand."
    if not _NOT_REACHED.search(said):
        return GitRefused([Problem(f"git says: {' '.join(lines[-3:]) or 'nothing'}", remedy=remedy)])
    reason = lines[0].removeprefix("fatal: ").rstrip(".:")
    return Unreachable([Problem(f"git cannot reach this repository: {reason}.", remedy=remedy)])


class TooLarge(OSError):
    """A file of an edition is larger than any that levelbook seals."""


class BlobReader:
    """One git process that returns the contents of many files, one after the other."""

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
            raise OSError("git does not have all of it")
        size = int(about[2])
        if size > MOST_BYTES:
            raise TooLarge(f"it has more than {MOST_BYTES // 1_000_000} MB, more than levelbook reads")
        content = answers.read(size + 1)
        if len(content) <= size:
            raise OSError("git does not have all of it")
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
