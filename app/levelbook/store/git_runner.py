"""git is run here, in a team's own repository: it asks nobody, stays offline, runs nothing unasked, and always ends."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from levelbook.core.errors import UsedWrongly
from levelbook.core.text.cleaning import clean
from levelbook.store.endless_files import endless_file
from levelbook.words.files import shown

if TYPE_CHECKING:
    import subprocess

# A commit runs the team's hooks and filters, which may use the network as the team wishes; nothing else may. A
# repository's own configuration can name a command that git runs each time it reads the index: a stranger's would run.
_WITH_HOOKS = ("add", "commit")
_OFFLINE = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}
_RUNNING_NOTHING = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "log.showSignature=false"),  # it would run gpg.program for each signed commit that a log lists
)
# What somebody likes of `git log` would change what it lists, or have it fail where diff.orderFile is not there.
_LOGGING_AS_EVER = ("-c", "log.follow=false", "-c", "log.diffMerges=separate", "-c", f"diff.orderFile={os.devnull}")
# Files of a clone can look like a repository without a work tree, with a configuration and hooks of their own, and git
# would take the one that is nearest.
_OF_NO_BARE_REPOSITORY = ("-c", "safe.bareRepository=explicit")
PATIENCE: Final = 120.0
"""Seconds that git may take to read something."""
LOOKS_AFTER: Final = 1.0
"""Seconds after which somebody looks whether git waits for a pipe in the place of a file, which never ends."""
MOST_BYTES: Final = 100_000_000
"""Bytes that git may print. A commit can hold a file of any size, and take hardly any room."""
PIECE: Final = 65_536
"""Bytes that are read of it at once."""
_WHAT_IT_WAITS_FOR: Final = "Run `git status` here: what it waits for may be a pipe in the place of a file."


class GitRunner:
    """Runs git for one book. Once it took too long, it is not run again, so that nobody waits again and again."""

    def __init__(self) -> None:
        self._was_too_slow = False
        self._waits_for: Path | None = None
        """The file that git was waiting for as it was stopped, if anybody knows."""

    def text_of(self, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
        """Run git as `run` does, and decode what it printed."""
        import subprocess  # 6 ms, which a command that asks git nothing does without

        done = self.run(folder, *words)
        texts = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(done.args, done.returncode, *texts)

    def run(self, folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Run git in a folder to its end, whatever its exit code.

        Raises UsedWrongly where it takes too long or lacks a part of the history; FileNotFoundError where it is not
        installed, OSError where it cannot be started.
        """
        import subprocess  # the same

        if self._was_too_slow:
            raise UsedWrongly("git did not finish the last time, so it was not asked again.", remedy=self._remedy)
        # Nobody is asked anything, and what git says does not depend on who runs it.
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "0"}
        if "GIT_WORK_TREE" not in environment:
            # A hook in a linked work tree has it; then git would take the folder that it runs in for the whole tree.
            environment.pop("GIT_DIR", None)
        options: tuple[str, ...] = _OF_NO_BARE_REPOSITORY
        has_hooks = words[0] in _WITH_HOOKS
        if not has_hooks:
            environment |= _OFFLINE
            options = (*options, *_RUNNING_NOTHING, *_LOGGING_AS_EVER)
        process = subprocess.Popen(
            ["git", *options, *words],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        watch = _Watch(process, folder, None if has_hooks else PATIENCE)
        watch.start()
        try:
            printed, said = _printed(process)
        finally:
            watch.ended.set()
        if watch.has_stopped_it:
            self._was_too_slow, self._waits_for = True, watch.endless
            raise UsedWrongly(f"{self._why_stopped()}, so `git {words[0]}` was stopped.", remedy=self._remedy)
        failed = process.returncode or int(printed is None)  # what is too much may have been printed to its end
        done = subprocess.CompletedProcess(process.args, failed, printed or b"", said)
        # A clone made with --filter has names without contents, which git would fetch; “not there” would be wrong.
        if done.returncode != 0 and (b"lazy fetching disabled" in done.stderr or b"promisor remote" in done.stderr):
            raise UsedWrongly(
                f"Part of the history is missing from this clone (it was made with --filter), so `git {words[0]}` "
                "cannot read it, and levelbook does not use the network.",
                remedy="Fetch everything with `git fetch --refetch --no-filter`, or clone without --filter.",
            )
        return done

    def _why_stopped(self) -> str:
        if self._waits_for is None:
            return f"git did not finish within {PATIENCE:g} seconds"
        return f"git waits for {shown(self._waits_for)}, which is no ordinary file and never ends"

    @property
    def _remedy(self) -> str:
        return _WHAT_IT_WAITS_FOR if self._waits_for is None else f"Remove {shown(self._waits_for)}."


class _Watch(threading.Thread):
    """Stops git once it waits for a file that never ends, or has taken longer than anybody waits."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, patience: float | None) -> None:
        """patience: in seconds; None for what may take as long as it likes."""
        super().__init__(daemon=True)
        self.ended = threading.Event()
        """Set by whoever started git, as it has ended."""
        self.has_stopped_it = False
        self.endless: Path | None = None
        self._process, self._folder, self._patience = process, folder, patience

    def run(self) -> None:
        begun, pause = time.monotonic(), LOOKS_AFTER
        while not self.ended.wait(pause if self._patience is None else min(pause, self._patience)):
            self.endless = endless_file(self._folder)
            is_late = self._patience is not None and time.monotonic() - begun >= self._patience
            if self.endless is not None or is_late:
                self.has_stopped_it = True
                self._process.kill()
                return
            pause *= 2


def output_of(done: subprocess.CompletedProcess[str]) -> str:
    """Return what git, or a hook of the team's, said last: hooks can say much."""
    lines = [line for line in clean(done.stderr or done.stdout).split("\n") if line.strip()]
    return "\n".join(lines[-6:]) or "it did not say why"


def _printed(process: subprocess.Popen[bytes]) -> tuple[bytes | None, bytes]:
    """Wait for a process and return its output and messages; None for an output that is more than anybody reads."""
    said: list[bytes] = []
    with process:
        assert process.stdout is not None and process.stderr is not None, "both are pipes"
        beside = threading.Thread(target=lambda stream: said.append(stream.read()), args=(process.stderr,), daemon=True)
        beside.start()
        try:
            printed: bytes | None = _at_most(MOST_BYTES, process.stdout)
            if printed is None:
                process.kill()
            beside.join()
        except BaseException:  # such as Ctrl-C
            process.kill()
            raise
    return printed, b"".join(said)


def _at_most(most: int, stream: IO[bytes]) -> bytes | None:
    """Read a stream to its end; None where it holds more. One call for all of it would first take room for the most."""
    read: list[bytes] = []
    while piece := stream.read(PIECE):
        read.append(piece)
        most -= len(piece)
        if most < 0:
            return None
    return b"".join(read)
