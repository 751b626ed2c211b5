"""levelbook asks little of git: who is typing, one commit of the team folder, both sides of a merge."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from levelbook.core.errors import CouldNotWrite, UsedWrongly
from levelbook.core.text.cleaning import clean_line
from levelbook.store import path_guard
from levelbook.store.git_runner import GitRunner, output_of
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


class Move(NamedTuple):
    """A commit that moved a file; both paths are from the top of the work tree."""

    commit: str
    old: str
    new: str


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


class Git:
    """Git, asked about one book."""

    def __init__(self) -> None:
        self._git = GitRunner()

    def user(self, folder: Path) -> GitUser:
        """Ask git for its `user.name` as it holds in that folder, or held while a branch is checked out without it."""
        there = next(one for one in (folder, *folder.absolute().parents) if one.is_dir())
        try:
            done = self._git.text_of(there, "config", "user.name")
        except FileNotFoundError:
            return GitUser("")
        except OSError as error:
            return GitUser("", cause(error))
        except UsedWrongly as error:
            return GitUser("", error.message)
        if done.returncode == 0:
            return GitUser(clean_line(done.stdout))
        # 1 is git's way of saying that there is no such setting.
        return GitUser("", "" if done.returncode == 1 else output_of(done))

    # --- One commit ---------------------------------------------------------------------------------------------------

    def must_be_able_to_commit(self, folder: Path) -> None:
        """Check beforehand what `commit` would fail for, so that nothing is sealed for it. Raises UsedWrongly."""
        try:
            self._must_be_in_repository(folder, remedy="Run `git init` first, or seal without --commit.")
        except FileNotFoundError:
            raise UsedWrongly(
                "git is not installed, so nothing can be committed.", remedy="Seal without --commit."
            ) from None
        self._refuse_while_under_way(folder)
        if self._git.text_of(folder, "check-ignore", "--quiet", ".").returncode == 0:
            raise UsedWrongly(
                f"git ignores {shown(folder)}, so nothing in it can be committed.",
                remedy="Take it out of .gitignore, or seal without --commit.",
            )
        for kind in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
            if self._git.text_of(folder, "var", kind).returncode != 0:
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
        if self._git.text_of(folder, "ls-files", "--unmerged", "--", ":/").stdout:
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
        is_part = self.path_in_repository(folder)
        paths = ["."] if is_part else [path for path in own if self._is_known(folder, path)]
        paths += elsewhere
        words = ("commit", "--quiet", "--cleanup=whitespace", "--message", message, "--", *paths)
        for step in (("add", "--all", "--", *paths), words):
            done = self._git.text_of(folder, *step)
            if done.returncode != 0:
                staged = ", and its files are staged" if step is words else ""
                raise CouldNotWrite(
                    f"git refused to commit: {output_of(done)}",
                    remedy=f"The edition is sealed{staged}. Fix what git reports, then run this again: no second "
                    "edition is made.",
                )
        return clean_line(self._git.text_of(folder, "rev-parse", "--short", "HEAD").stdout)

    def _is_known(self, folder: Path, path: str) -> bool:
        """Return whether something is there to commit, or is gone: git refuses a path that it knows nothing of."""
        if (folder / path).exists():
            return self._git.text_of(folder, "check-ignore", "--quiet", path).returncode != 0
        return bool(self._git.text_of(folder, "ls-files", "--", path).stdout)

    def is_committed(self, folder: Path) -> bool:
        """Return whether the present commit has everything in a folder as it is on disk."""
        return self._git.text_of(folder, "status", "--porcelain", "--untracked-files=all", "--", ".").stdout == ""

    def ignored_among(self, folder: Path, paths: Sequence[str]) -> tuple[str, ...]:
        """List those of some paths in a folder, which need not exist, that git would not take into a commit."""
        return tuple(self._git.text_of(folder, "check-ignore", "--", *paths).stdout.splitlines())

    def filtered_among(self, folder: Path, paths: Iterable[Path]) -> frozenset[Path]:
        """Return those of some files that attributes have git write otherwise into a commit, apart from line ends.

        folder: one in the repository.
        """
        by_name = {str(path.absolute()): path for path in paths}
        asked = ("check-attr", "-z", "filter", "ident", "working-tree-encoding", "--", *by_name)
        done = self._git.text_of(folder, *asked)
        entries = done.stdout.split("\0") if done.returncode == 0 else []  # a path, an attribute, its value; again
        found = zip(entries[::3], entries[2::3], strict=False)
        return frozenset(by_name[name] for name, value in found if value not in ("unspecified", "unset"))

    def left_out_of(self, folder: Path) -> frozenset[str]:
        """List the files below a folder that a sparse checkout leaves out, by path in it; none without git."""
        entries = self._files_in_index(folder, "-t")
        return frozenset(entry.removeprefix("S ") for entry in entries if entry.startswith("S "))

    def held_below(self, root: Path, paths: Sequence[str]) -> tuple[str, ...]:
        """List the files that git's index has at or below some paths, all from the top of the work tree."""
        try:
            names = (f":(top,literal){one}" for one in paths)
            return tuple(_entries(self._git.run(root, "ls-files", "-z", "--", *names)))
        except FileNotFoundError:
            return ()

    def path_in_repository(self, folder: Path) -> str:
        """Return a folder's path from the top of its work tree, with a slash behind it; empty for the top itself."""
        return clean_line(self._git.text_of(folder, "rev-parse", "--show-prefix").stdout)

    def is_detached(self, folder: Path) -> bool:
        """Return whether no branch is checked out, so that a commit is on none."""
        return self._git.text_of(folder, "symbolic-ref", "--quiet", "HEAD").returncode != 0

    # --- What commits hold --------------------------------------------------------------------------------------------

    def files_at(self, commit: str, folder: Path) -> dict[str, bytes]:
        """Read every file below a folder as a commit has it: path to content; none where it has no such folder."""
        where = folder.name
        listed = self._git.run(folder.parent, "ls-tree", "-r", "-z", "--name-only", commit, "--", f"{where}/")
        return {
            name.removeprefix(f"{where}/"): self._git.run(folder.parent, "show", f"{commit}:./{name}").stdout
            for name in _entries(listed)
        }

    def checked_out(self, commit: str, path: Path) -> bytes | None:
        """Read a file as a checkout of a commit would write it, through the team's filters; None where it has none."""
        done = self._git.run(path.parent, "cat-file", "--filters", f"{commit}:./{path.name}")
        return done.stdout if done.returncode == 0 else None

    def names_at(self, commit: str, folder: Path) -> frozenset[str]:
        """List what stands directly in a folder in a commit; nothing where that has no such folder.

        Raises UsedWrongly where git, the repository or the commit is not there.
        """
        words = ("ls-tree", "-z", "--name-only", "--end-of-options", f"{commit}^{{commit}}", f"{folder.name}/")
        try:
            listed = self._git.run(folder.parent, *words)
        except FileNotFoundError:
            raise UsedWrongly("git is not installed, so no commit can be read.") from None
        if listed.returncode != 0:
            self._must_be_in_repository(folder.parent, remedy="So there is no commit to read.")
            raise UsedWrongly(
                f"git has no commit “{clean_line(commit)}” here.",
                remedy="Has it been fetched? A CI job's shallow clone may not have it.",
            )
        return frozenset(name.rpartition("/")[2] for name in _entries(listed))

    def main_branches(self, folder: Path) -> tuple[str, ...]:
        """List the branches that others are usually merged into, as far as they are here: one for each commit."""
        try:
            asked = ("for-each-ref", "--format=%(objectname) %(refname:short)", *_MAIN_BRANCHES)
            listed = self._git.text_of(folder, *asked).stdout.splitlines()
        except FileNotFoundError:
            return ()
        named: dict[str, str] = {}
        for line in listed:
            commit, _, name = line.partition(" ")
            named.setdefault(commit, name)
        return tuple(named.values())

    def common_ancestor(self, folder: Path, commit: str) -> str | None:
        """Return the commit at which the present one and another one parted; None where nobody knows one."""
        found = self._git.text_of(folder, "merge-base", "HEAD", commit)
        return found.stdout.strip() if found.returncode == 0 else None

    def text_at(self, commit: str, path: Path) -> str | None:
        """Read a file as a commit has it, also where its folder is gone; None where it has none, or no text."""
        there = next(folder for folder in path.parents if folder.is_dir())
        done = self._git.run(there, "show", f"{commit}:./{path.relative_to(there).as_posix()}")
        try:
            return done.stdout.decode("utf-8-sig") if done.returncode == 0 else None
        except UnicodeDecodeError:
            return None

    def commits_of(self, path: Path, most: int) -> tuple[str, ...]:
        """List the last commits in which a file was changed, newest first, by short id; none where there is no git."""
        return self._commits(path, "--abbrev-commit", f"--max-count={most}", "HEAD")

    def last_commits_of(self, path: Path, most: int, *, since: str = "") -> tuple[str, ...]:
        """List the last commits on every line of history in which a file was changed, each before those that led to it,
        by id; those that led to the commit `since` are left out. None where there is no git.
        """
        return self._commits(path, "--full-history", "--topo-order", f"--max-count={most}", "HEAD", *_not_before(since))

    def _commits(self, path: Path, *words: str) -> tuple[str, ...]:
        try:
            done = self._git.text_of(path.parent, "rev-list", *words, "--", path.name)
        except FileNotFoundError:
            return ()
        return tuple(done.stdout.split()) if done.returncode == 0 else ()

    def commit_that_added(self, path: Path, *, days: int) -> str:
        """Return the last commit in so many days that added a file, which may be gone; empty where none did."""
        there = next(folder for folder in path.parents if folder.is_dir())
        words = ("log", "--full-history", "--no-renames", "--diff-filter=A", "--format=%H", "--max-count=1")
        name = f":(literal){path.relative_to(there).as_posix()}"
        done = self._git.text_of(there, *words, f"--since={days} days ago", "HEAD", "--", name)
        return done.stdout.strip() if done.returncode == 0 else ""

    def commits_that_added(self, path: Path, most: int) -> tuple[str, ...]:
        """List the last commits that added a file on any line of history, the latest first, by id; no merge is among
        them.

        None where there is no git.
        """
        words = (
            "log",
            "--full-history",
            "--no-renames",
            "--diff-filter=A",
            "--format=%H",
            f"--max-count={most}",
            "HEAD",
        )
        try:
            done = self._git.text_of(path.parent, *words, "--", path.name)
        except FileNotFoundError:
            return ()
        return tuple(done.stdout.split()) if done.returncode == 0 else ()

    def moves_of(self, path: Path, most: int, *, days: int) -> tuple[Move, ...]:
        """List the last commits of so many days that moved a file, the latest first. None where there is no git."""
        words = (
            "log",
            "--follow",
            "-M",
            "--diff-filter=R",
            "--name-status",
            "--format=//%H",
            "-z",
            f"--max-count={most}",
        )
        try:
            done = self._git.run(path.parent, *words, f"--since={days} days ago", "HEAD", "--", path.name)
        except FileNotFoundError:
            return ()
        found: list[Move] = []
        entries = iter(_entries(done))
        for commit in entries:  # after it come how alike the two are, the old path and the new one
            next(entries, "")
            found.append(Move(commit.removeprefix("//"), next(entries, ""), next(entries, "")))
        return tuple(found)

    def texts_of_move(self, folder: Path, move: Move) -> tuple[str, str]:
        """Read a moved file as it was before the commit and after it; empty what cannot be read."""
        places = (f"{move.commit}^:{move.old}", f"{move.commit}:{move.new}")
        before, after = (self._git.text_of(folder, "show", "--end-of-options", place) for place in places)
        return before.stdout, after.stdout

    def moved_as_they_were(self, folder: Path, move: Move, patterns: Sequence[str]) -> tuple[str, ...]:
        """List the files that the same commit moved without changing them, among those that glob patterns name from the
        top, by their new path."""
        words = ("diff-tree", "-r", "-z", "-M100%", "--diff-filter=R", "--name-only", "--no-commit-id", move.commit)
        return tuple(_entries(self._git.run(folder, *words, "--", *(f":(top,glob){one}" for one in patterns))))

    def removals_of(
        self, folder: Path, patterns: Sequence[str], *, since: str, days: int, relative: bool = True
    ) -> dict[str, str]:
        """Map each file that glob patterns name and a commit removed to the last such commit, by path; also one that a
        merge left out. Commits that led to the commit `since`, and older ones than so many days, are left out. Nothing
        where there is no git.

        relative: patterns and paths begin in the folder, and no other file counts; otherwise at the top.
        """
        words = ("log", "--full-history", "-m", "--no-renames", "--diff-filter=D", "--name-only", "-z")
        span = ("--format=//%h", f"--since={days} days ago", "HEAD", *_not_before(since))  # no path begins so
        begin, where = (":(glob)", "--relative") if relative else (":(top,glob)", "--no-relative")
        try:
            listed = self._git.run(folder, *words, where, *span, "--", *(begin + one for one in patterns))
        except FileNotFoundError:
            return {}
        found: dict[str, str] = {}
        commit = ""
        for entry in _entries(listed):
            if entry.startswith("//"):
                commit = entry.removeprefix("//")
            else:
                found.setdefault(entry.removeprefix("\n"), commit)
        return found

    def led_to(self, folder: Path, earlier: str, later: str) -> bool:
        """Return whether one commit is among those that led to another one."""
        return self._git.text_of(folder, "merge-base", "--is-ancestor", earlier, later).returncode == 0

    # --- Both sides of a merge ----------------------------------------------------------------------------------------

    def merged_in(self, folder: Path) -> str | None:
        """Name what is being merged into the present commit, as git does; None while no merge is under way, or without
        git.
        """
        try:
            heads = ("MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD")
            # Outside a repository git names no file, and what is joined with that is the folder itself.
            return next((name for name in heads if self._in_git_folder(folder, name).is_file()), None)
        except FileNotFoundError:
            return None

    def unmerged_in(self, folder: Path) -> frozenset[str]:
        """List the files below a folder of which git holds the versions of two branches, by path in it; none without
        git.
        """
        return frozenset(entry.partition("\t")[2] for entry in self._files_in_index(folder, "--unmerged"))

    def staged(self, path: Path, stage: int) -> bytes | None:
        """Read a file of which git's index holds several versions: 1 is what both came from, 2 ours, 3 theirs."""
        done = self._git.run(path.parent, "show", f":{stage}:./{path.name}")
        return done.stdout if done.returncode == 0 else None

    def merge_lines(self, base: Path, ours: Path, theirs: Path) -> bool:
        """Merge `theirs` into `ours` line by line, as git does without a driver; False where it left markers."""
        names = ("-L", "ours", "-L", "base", "-L", "theirs")
        return (
            self._git.text_of(
                ours.parent, "merge-file", "--quiet", *names, str(ours), str(base), str(theirs)
            ).returncode
            == 0
        )

    # --- The merge driver ---------------------------------------------------------------------------------------------

    def is_merged_by_driver(self, path: Path) -> bool:
        """Return whether git's attributes say that a file is merged by levelbook."""
        try:
            there = next(folder for folder in path.parents if folder.is_dir())
            done = self._git.text_of(there, "check-attr", "merge", "--", path.relative_to(there).as_posix())
        except FileNotFoundError:
            return False
        return done.returncode == 0 and done.stdout.rstrip().endswith(": merge: levelbook")

    def driver_of(self, folder: Path) -> Literal["missing", "other", "present"]:
        """Say whether this clone knows the driver; `other`: not as `set_up_driver` sets it up today."""
        done = self._git.text_of(folder, "config", "--null", "--get-regexp", r"^merge\.levelbook\.")
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
            done = self._git.text_of(folder, "rev-parse", "--show-toplevel")
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
        self.must_take_a_driver(folder)
        for key, value in _SETTINGS.items():
            done = self._git.text_of(folder, "config", "--local", key, value)
            if done.returncode != 0:
                raise CouldNotWrite(f"git refused to store {key}: {output_of(done)}")

    def must_take_a_driver(self, folder: Path) -> None:
        """Raise UsedWrongly where a folder, or one that is still to be made, is in no repository."""
        try:
            self._must_be_in_repository(folder, remedy="Run `git init` first.")
        except FileNotFoundError:
            raise UsedWrongly("git is not installed.") from None

    def must_not_refuse(self, folder: Path) -> None:
        """Raise UsedWrongly where a folder is in a repository that git does not look at, as in one of another user."""
        with contextlib.suppress(FileNotFoundError):  # where there is no git, nobody expects it to look
            self._must_not_refuse(folder, self._git.text_of(folder, "rev-parse", "--is-inside-work-tree"))

    def _must_not_refuse(self, folder: Path, asked: subprocess.CompletedProcess[str]) -> None:
        """asked: git's answer to where it is. That there is no repository is no refusal; a broken one is."""
        if asked.returncode != 0 and "not a git repository (or any" not in asked.stderr:
            raise UsedWrongly(f"git refused to look at {shown(folder)}: {output_of(asked)}")

    def _must_be_in_repository(self, folder: Path, *, remedy: str) -> None:
        """Raise UsedWrongly where a folder is in no work tree, FileNotFoundError where git is not installed."""
        there = next(one for one in (folder, *folder.absolute().parents) if one.is_dir())
        inside = self._git.text_of(there, "rev-parse", "--is-inside-work-tree")
        self._must_not_refuse(folder, inside)
        if inside.stdout.strip() != "true":
            raise UsedWrongly(f"{shown(folder)} is not in a git repository.", remedy=remedy)

    def _files_in_index(self, folder: Path, option: str) -> list[str]:
        """List the files below a folder that git's index has, with what `option` says of each; none without git."""
        try:
            return _entries(self._git.run(folder, "ls-files", option, "-z", "--", "."))
        except FileNotFoundError:
            return []

    def _in_git_folder(self, folder: Path, name: str) -> Path:
        """Find where git keeps something of this work tree."""
        return folder / self._git.text_of(folder, "rev-parse", "--git-path", name).stdout.rstrip("\n")


def _entries(listed: subprocess.CompletedProcess[bytes]) -> list[str]:
    """Return what git has listed with a zero byte behind each; nothing where it has refused."""
    return [entry for entry in listed.stdout.decode("utf-8", "replace").split("\0") if entry and not listed.returncode]


def in_attributes(name: str) -> str:
    """Write the name of a file for a line of `.gitattributes`, which ends a name at a blank and knows glob patterns."""
    if re.fullmatch(r"[\w.@+-]+", name):
        return name
    pattern = re.sub(r"^!", r"\\!", in_glob(name))
    return '"' + re.sub(r'(["\\])', r"\\\1", pattern) + '"'


def in_glob(path: str) -> str:
    """Write a path for a glob pattern, in which no sign of it means anything."""
    return re.sub(r"([*?\[\\])", r"\\\1", path)


def _not_before(commit: str) -> tuple[str, ...]:
    """Return what has git leave out the commits that led to one; nothing where none is named."""
    return (f"^{commit}",) if commit else ()
