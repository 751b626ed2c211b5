"""levelbook asks little of git: who is typing, one commit of the team folder, both sides of a merge."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal, NamedTuple

from levelbook.core.errors import CouldNotWrite, UsedWrongly
from levelbook.core.text.cleaning import clean, clean_line
from levelbook.store import path_guard
from levelbook.store.endless_files import endless_file
from levelbook.words.files import cause, shown

if TYPE_CHECKING:
    import subprocess

_UNDER_WAY = (
    ("MERGE_HEAD", "A merge"),
    ("CHERRY_PICK_HEAD", "A cherry-pick"),
    ("REVERT_HEAD", "A revert"),
    ("rebase-merge", "A rebase"),
    ("rebase-apply", "A rebase"),
)
"""Files that git has while an operation is under way that the next commit would belong to."""


_MAIN_BRANCHES = (
    *("refs/remotes/origin/main", "refs/remotes/origin/master", "refs/remotes/origin/HEAD"),
    *("refs/heads/main", "refs/heads/master"),
)


class GitUser(NamedTuple):
    """The person who types, as far as git knows."""

    name: str
    """The name; empty if git has none, or there is no git."""
    why_unknown: str = ""
    """The reason if git could not be asked."""


# A driver that is not there, cannot start or is killed must not look like a conflict in a file without markers, which
# would then hold only our side: lines are merged instead, as ever.
_DRIVER = (
    "if command -v levelbook >/dev/null && levelbook merge-driver %O %A %B %P; then exit 0; fi; "
    "if grep -q '^>>>>>>> theirs' %A; then exit 1; fi; "
    "git merge-file -L ours -L base -L theirs %A %O %B || exit 1"
)
_SETTINGS = {
    "merge.levelbook.name": "answers and sittings of a levelbook, item by item",
    "merge.levelbook.driver": _DRIVER,
    # Where two branches have several common ancestors, git merges these first, line by line. Taking the oldest instead
    # (`binary`) would drop a change that goes back to what was said there. A half merged base sends us to the lines.
    "merge.levelbook.recursive": "text",
    # Above the lines of a difference stands the answer that they are of.
    "diff.levelbook.xfuncname": r"^\[.*\]$",
}

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


class Git:
    """Git, asked about one book. Once it took too long, it is not asked again, so that nobody waits again and again."""

    def __init__(self) -> None:
        self._was_too_slow = False
        self._waits_for: Path | None = None
        """The file that git was waiting for as it was stopped, if anybody knows."""

    def user(self, folder: Path) -> GitUser:
        """Ask git for its `user.name` as it holds in that folder, or held while a branch is checked out without it."""
        there = next(one for one in (folder, *folder.absolute().parents) if one.is_dir())
        try:
            done = self._text_of(there, "config", "user.name")
        except FileNotFoundError:
            return GitUser("")
        except OSError as error:
            return GitUser("", cause(error))
        except UsedWrongly as error:
            return GitUser("", error.message)
        if done.returncode == 0:
            return GitUser(clean_line(done.stdout))
        # 1 is git's way of saying that there is no such setting.
        return GitUser("", "" if done.returncode == 1 else _output_of(done))

    # --- One commit ---------------------------------------------------------------------------------------------------

    def must_be_able_to_commit(self, folder: Path) -> None:
        """Check beforehand what `commit` would fail for, so that nothing is sealed for it. Raises UsedWrongly."""
        try:
            inside = self._text_of(folder, "rev-parse", "--is-inside-work-tree")
        except FileNotFoundError:
            raise UsedWrongly(
                "git is not installed, so nothing can be committed.", remedy="Seal without --commit."
            ) from None
        self._must_not_refuse(folder, inside)
        if inside.stdout.strip() != "true":
            raise UsedWrongly(
                f"{shown(folder)} is not in a git repository.", remedy="Run `git init` first, or seal without --commit."
            )
        self._refuse_while_under_way(folder)
        if self._text_of(folder, "check-ignore", "--quiet", ".").returncode == 0:
            raise UsedWrongly(
                f"git ignores {shown(folder)}, so nothing in it can be committed.",
                remedy="Take it out of .gitignore, or seal without --commit.",
            )
        for kind in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
            if self._text_of(folder, "var", kind).returncode != 0:
                raise UsedWrongly(
                    "git has no name for you to commit under.",
                    remedy="Tell it with `git config user.name NAME` and `git config user.email MAIL`.",
                )

    def _refuse_while_under_way(self, folder: Path) -> None:
        for name, what in _UNDER_WAY:
            if self._in_git_folder(folder, name).exists():
                raise UsedWrongly(
                    f"{what} is under way in this repository, and a commit now would become part of it.",
                    remedy="Finish or abort it, then seal; or seal without --commit.",
                )
        if self._text_of(folder, "ls-files", "--unmerged", "--", ":/").stdout:
            raise UsedWrongly(
                "This repository has files with conflicts that nobody has resolved.",
                remedy="Resolve them and `git add` them, then seal; or seal without --commit.",
            )

    def commit(self, folder: Path, message: str, *, own: Sequence[str], elsewhere: Sequence[str] = ()) -> str:
        """Commit the team folder, and nothing else, as one commit; its short id.

        What is staged elsewhere stays staged and out of it. Where the team folder is the whole repository, only the
        paths `own` in it belong to the book; `elsewhere` are files of the book that lie somewhere else. Raises
        UsedWrongly as `must_be_able_to_commit` does, CouldNotWrite where git says no.
        """
        self.must_be_able_to_commit(folder)
        is_root = not self._text_of(folder, "rev-parse", "--show-prefix").stdout.strip()
        paths = [path for path in own if self._is_known(folder, path)] if is_root else ["."]
        paths += elsewhere
        words = ("commit", "--quiet", "--cleanup=whitespace", "--message", message, "--", *paths)
        for step in (("add", "--all", "--", *paths), words):
            done = self._text_of(folder, *step)
            if done.returncode != 0:
                staged = ", and its files are staged" if step is words else ""
                raise CouldNotWrite(
                    f"git refused to commit: {_output_of(done)}",
                    remedy=f"The edition is sealed{staged}. Fix what git reports, then run this again: no second "
                    "edition is made.",
                )
        return clean_line(self._text_of(folder, "rev-parse", "--short", "HEAD").stdout)

    def _is_known(self, folder: Path, path: str) -> bool:
        """Return whether something is there to commit, or is gone: git refuses a path that it knows nothing of."""
        if (folder / path).exists():
            return self._text_of(folder, "check-ignore", "--quiet", path).returncode != 0
        return bool(self._text_of(folder, "ls-files", "--", path).stdout)

    def is_committed(self, folder: Path) -> bool:
        """Return whether the present commit has everything in a folder as it is on disk."""
        return self._text_of(folder, "status", "--porcelain", "--untracked-files=all", "--", ".").stdout == ""

    def ignored_among(self, folder: Path, paths: Sequence[str]) -> tuple[str, ...]:
        """List those of some paths in a folder, which need not exist, that git would not take into a commit."""
        return tuple(self._text_of(folder, "check-ignore", "--", *paths).stdout.splitlines())

    def left_out_of(self, folder: Path) -> frozenset[str]:
        """List the files below a folder that a sparse checkout leaves out, by path in it; none without git."""
        try:
            listed = self._run(folder, "ls-files", "-t", "-z", "--", ".")
        except FileNotFoundError:
            return frozenset()
        entries = listed.stdout.decode("utf-8", "replace").split("\0") if listed.returncode == 0 else []
        return frozenset(entry.removeprefix("S ") for entry in entries if entry.startswith("S "))

    def path_in_repository(self, folder: Path) -> str:
        """Return a folder's path from the top of its work tree, with a slash behind it; empty for the top itself."""
        return clean_line(self._text_of(folder, "rev-parse", "--show-prefix").stdout)

    def is_detached(self, folder: Path) -> bool:
        """Return whether no branch is checked out, so that a commit is on none."""
        return self._text_of(folder, "symbolic-ref", "--quiet", "HEAD").returncode != 0

    # --- Both sides of a merge ----------------------------------------------------------------------------------------

    def merged_in(self, folder: Path) -> str | None:
        """Name what is being merged into the present commit, as git does; None while no merge is under way, or without
        git.
        """
        try:
            heads = ("MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD")
            return next((name for name in heads if self._in_git_folder(folder, name).exists()), None)
        except FileNotFoundError:
            return None

    def files_at(self, commit: str, folder: Path) -> dict[str, bytes]:
        """Read every file below a folder as a commit has it: path to content; none where it has no such folder."""
        where = folder.name
        listed = self._run(folder.parent, "ls-tree", "-r", "-z", "--name-only", commit, "--", f"{where}/")
        names = [name for name in listed.stdout.decode("utf-8", "replace").split("\0") if name]
        return {
            name.removeprefix(f"{where}/"): self._run(folder.parent, "show", f"{commit}:./{name}").stdout
            for name in names
        }

    def checked_out(self, commit: str, path: Path) -> bytes | None:
        """Read a file as a checkout of a commit would write it, through the team's filters; None where it has none."""
        done = self._run(path.parent, "cat-file", "--filters", f"{commit}:./{path.name}")
        return done.stdout if done.returncode == 0 else None

    def names_at(self, commit: str, folder: Path) -> frozenset[str]:
        """List what stands directly in a folder in a commit; nothing where that has no such folder.

        Raises UsedWrongly where git, the repository or the commit is not there.
        """
        try:
            found = self._text_of(
                folder.parent, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}"
            )
        except FileNotFoundError:
            raise UsedWrongly("git is not installed, so no commit can be read.") from None
        if found.returncode != 0:
            self._must_not_refuse(folder, self._text_of(folder.parent, "rev-parse", "--is-inside-work-tree"))
            raise UsedWrongly(
                f"git has no commit “{clean_line(commit)}” here.",
                remedy="Has it been fetched? A CI job's shallow clone may not have it.",
            )
        listed = self._run(folder.parent, "ls-tree", "-z", "--name-only", found.stdout.strip(), "--", f"{folder.name}/")
        names = listed.stdout.decode("utf-8", "replace").split("\0")
        return frozenset(name.rpartition("/")[2] for name in names if name)

    def main_branches(self, folder: Path) -> tuple[str, ...]:
        """List the branches that others are usually merged into, as far as they are here: one for each commit."""
        try:
            asked = ("for-each-ref", "--format=%(objectname) %(refname:short)", *_MAIN_BRANCHES)
            listed = self._text_of(folder, *asked).stdout.splitlines()
        except FileNotFoundError:
            return ()
        named: dict[str, str] = {}
        for line in listed:
            commit, _, name = line.partition(" ")
            named.setdefault(commit, name)
        return tuple(named.values())

    def common_ancestor(self, folder: Path, commit: str) -> str | None:
        """Return the commit at which the present one and another one parted; None where nobody knows one."""
        found = self._text_of(folder, "merge-base", "HEAD", commit)
        return found.stdout.strip() if found.returncode == 0 else None

    def text_at(self, commit: str, path: Path) -> str | None:
        """Read a file as a commit has it, also where its folder is gone; None where it has none, or no text."""
        there = next(folder for folder in path.parents if folder.is_dir())
        done = self._run(there, "show", f"{commit}:./{path.relative_to(there).as_posix()}")
        try:
            return done.stdout.decode("utf-8-sig") if done.returncode == 0 else None
        except UnicodeDecodeError:
            return None

    def commits_of(self, path: Path, most: int) -> tuple[str, ...]:
        """List the last commits in which a file was changed, newest first, by short id; none where there is no git."""
        try:
            done = self._text_of(
                path.parent, "rev-list", "--abbrev-commit", f"--max-count={most}", "HEAD", "--", path.name
            )
        except FileNotFoundError:
            return ()
        return tuple(done.stdout.split()) if done.returncode == 0 else ()

    def all_commits_of(self, path: Path, *, since: str = "") -> tuple[str, ...]:
        """List the commits on every line of history in which a file was changed, each before those that led to it, by
        id; those that led to the commit `since` are left out. None where there is no git.
        """
        before = (f"^{since}",) if since else ()
        try:
            done = self._text_of(
                path.parent, "rev-list", "--full-history", "--topo-order", "HEAD", *before, "--", path.name
            )
        except FileNotFoundError:
            return ()
        return tuple(done.stdout.split()) if done.returncode == 0 else ()

    def removals_of(self, folder: Path, pattern: str, *, since: str, days: int) -> dict[str, str]:
        """Map each file below a folder that a glob pattern names and a commit removed to the last such commit, by path;
        also one that a merge left out. Commits that led to the commit `since`, and older ones than so many days, are
        left out. Nothing where there is no git.
        """
        words = ("log", "--full-history", "-m", "--relative", "--no-renames", "--diff-filter=D", "--name-only")
        span = ("--format=commit %h", f"--since={days} days ago", "HEAD", *((f"^{since}",) if since else ()))
        try:
            done = self._text_of(folder, *words, *span, "--", f":(glob){pattern}")
        except FileNotFoundError:
            return {}
        found: dict[str, str] = {}
        commit = ""
        for line in done.stdout.splitlines() if done.returncode == 0 else ():
            if line.startswith("commit "):
                commit = line.removeprefix("commit ")
            elif line:
                found.setdefault(line, commit)
        return found

    def led_to(self, folder: Path, earlier: str, later: str) -> bool:
        """Return whether one commit is among those that led to another one."""
        return self._text_of(folder, "merge-base", "--is-ancestor", earlier, later).returncode == 0

    def unmerged_in(self, folder: Path) -> frozenset[str]:
        """List the files below a folder of which git holds the versions of two branches, by path in it; none without
        git.
        """
        try:
            listed = self._run(folder, "ls-files", "--unmerged", "-z", "--", ".")
        except FileNotFoundError:
            return frozenset()
        entries = listed.stdout.decode("utf-8", "replace").split("\0") if listed.returncode == 0 else []
        return frozenset(entry.partition("\t")[2] for entry in entries if entry)

    def staged(self, path: Path, stage: int) -> bytes | None:
        """Read a file of which git's index holds several versions: 1 is what both came from, 2 ours, 3 theirs."""
        done = self._run(path.parent, "show", f":{stage}:./{path.name}")
        return done.stdout if done.returncode == 0 else None

    def merge_lines(self, base: Path, ours: Path, theirs: Path) -> bool:
        """Merge `theirs` into `ours` line by line, as git does without a driver; False where it left markers."""
        names = ("-L", "ours", "-L", "base", "-L", "theirs")
        return (
            self._text_of(ours.parent, "merge-file", "--quiet", *names, str(ours), str(base), str(theirs)).returncode
            == 0
        )

    # --- The merge driver ---------------------------------------------------------------------------------------------

    def is_merged_by_driver(self, path: Path) -> bool:
        """Return whether git's attributes say that a file is merged by levelbook."""
        try:
            there = next(folder for folder in path.parents if folder.is_dir())
            done = self._text_of(there, "check-attr", "merge", "--", path.relative_to(there).as_posix())
        except FileNotFoundError:
            return False
        return done.returncode == 0 and done.stdout.rstrip().endswith(": merge: levelbook")

    def driver_of(self, folder: Path) -> Literal["missing", "other", "present"]:
        """Say whether this clone knows the driver; `other`: not as `set_up_driver` sets it up today."""
        done = self._text_of(folder, "config", "--null", "--get-regexp", r"^merge\.levelbook\.")
        held = dict(one.split("\n", 1) for one in done.stdout.split("\0") if "\n" in one)
        if "merge.levelbook.driver" not in held:
            return "missing"
        wanted = {key: value for key, value in _SETTINGS.items() if key.startswith("merge.")}
        return "present" if wanted.items() <= held.items() else "other"

    def root_of(self, folder: Path) -> Path | None:
        """Return the top of the work tree that a folder is in; None where it is in none, or git is not installed.

        Also None where it is not the folder that has the `.git`: by its configuration a stranger's repository can say
        that its work tree is anywhere, such as in a home, and files are written there.
        """
        try:
            done = self._text_of(folder, "rev-parse", "--show-toplevel")
        except FileNotFoundError:
            return None
        if done.returncode != 0 or not done.stdout.strip():
            return None
        top = Path(done.stdout.rstrip("\n")).resolve()
        return top if top == path_guard.repository_of(folder.resolve()) else None

    def set_up_driver(self, folder: Path) -> None:
        """Add the driver to this clone's configuration. Raises UsedWrongly where the folder is in no repository,
        CouldNotWrite.
        """
        try:
            inside = self._text_of(folder, "rev-parse", "--is-inside-work-tree")
            self._must_not_refuse(folder, inside)
            if inside.stdout.strip() != "true":
                raise UsedWrongly(f"{shown(folder)} is not in a git repository.", remedy="Run `git init` first.")
        except FileNotFoundError:
            raise UsedWrongly("git is not installed.") from None
        for key, value in _SETTINGS.items():
            done = self._text_of(folder, "config", "--local", key, value)
            if done.returncode != 0:
                raise CouldNotWrite(f"git refused to store {key}: {_output_of(done)}")

    def must_not_refuse(self, folder: Path) -> None:
        """Raise UsedWrongly where a folder is in a repository that git does not look at, as in one of another user."""
        with contextlib.suppress(FileNotFoundError):  # where there is no git, nobody expects it to look
            self._must_not_refuse(folder, self._text_of(folder, "rev-parse", "--is-inside-work-tree"))

    def _must_not_refuse(self, folder: Path, asked: subprocess.CompletedProcess[str]) -> None:
        """asked: git's answer to where it is. That there is no repository is no refusal; a broken one is."""
        if asked.returncode != 0 and "not a git repository (or any" not in asked.stderr:
            raise UsedWrongly(f"git refused to look at {shown(folder)}: {_output_of(asked)}")

    # --- Asking git ---------------------------------------------------------------------------------------------------

    def _in_git_folder(self, folder: Path, name: str) -> Path:
        """Find where git keeps something of this work tree."""
        return folder / self._text_of(folder, "rev-parse", "--git-path", name).stdout.rstrip("\n")

    def _text_of(self, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
        import subprocess  # 6 ms, which a command that asks git nothing does without

        done = self._run(folder, *words)
        texts = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(done.args, done.returncode, *texts)

    def _run(self, folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
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


def _output_of(done: subprocess.CompletedProcess[str]) -> str:
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
