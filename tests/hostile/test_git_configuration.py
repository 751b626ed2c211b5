"""A stranger's repository brings its own git configuration, by which git runs commands: levelbook's git runs none."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from levelbook.book.sealing.seal import seal
from levelbook.core.answers.edits import Edit
from support.command_line import typed
from support.repository import git
from support.small_book import BACKUPS, later, new_book

COMMANDS = (
    (), ("score",), ("check",), ("check", "--json"), ("gaps",), ("explain", "1.1"), ("answer", "1.1", "--level", "2"),
    ("guide",), ("guide", "--check"), ("seal", "first"), ("editions",), ("diff",), ("diff", "--base", "HEAD"),
    ("diff", "--markdown"), ("export", "html", "--yes"), ("upgrade",), ("sitting", "begin", "--participant", "Ana"),
    ("init", "--git"), ("resolve",), ("ballot", "list"),
)  # fmt: skip
HOOKS = ("pre-commit", "post-checkout", "post-index-change", "post-merge", "reference-transaction")
NAMES = (
    "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "diff.external", "gpg.program",
    "diff.x.textconv", "diff.x.command", "filter.x.clean", "filter.x.smudge", "filter.x.process", "merge.x.driver",
    "credential.helper", "sequence.editor", "uploadpack.packObjectsHook", "alias.show",
)  # fmt: skip
"""Settings by which git can be made to run a command."""


@pytest.fixture(name="ran")
def _ran(tmp_path: Path) -> Path:
    """A folder that holds a file for each command that was run, once the repository is as its stranger made it."""
    ran = tmp_path / "ran"
    (ran / "hooks").mkdir(parents=True)
    here = tmp_path / "here"
    here.mkdir()
    session = new_book(here)
    git(here, "init", "--quiet")
    (here / "book" / ".gitattributes").write_text("* filter=x diff=x\nanswers.toml merge=levelbook\n", "utf-8")
    git(here, "add", "--all")
    git(here, "commit", "--quiet", "--message", "The book")
    later(session).apply(BACKUPS, Edit(level=1))
    for hook in HOOKS:
        path = ran / "hooks" / hook
        path.write_text(f"#!/bin/sh\ntouch {ran}/{hook}\n", "utf-8")
        path.chmod(0o755)
    for name in NAMES:
        git(here, "config", name, f"touch {ran}/{name}; cat")
    git(here, "config", "core.hooksPath", str(ran / "hooks"))
    git(here, "config", "log.showSignature", "true")
    return ran


def test_no_command_runs_what_a_repository_names(ran: Path, tmp_path: Path) -> None:
    for words in COMMANDS:
        said = typed(*words, folder=tmp_path / "here")
        assert said.code in (0, 1, 2), f"{words}\n{said.err}"
        assert [path.name for path in ran.iterdir() if path.name != "hooks"] == [], words


def test_the_repository_would_run_them(ran: Path, tmp_path: Path) -> None:
    """So that the test above cannot pass for want of a trap."""
    subprocess.run(["git", "status"], cwd=tmp_path / "here", check=False, capture_output=True)

    assert (ran / "core.fsmonitor").exists()


def test_no_command_runs_what_a_repository_names_for_signed_commits(tmp_path: Path) -> None:
    signed_removal(tmp_path)
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", "utf-8")
    program.chmod(0o755)
    git(tmp_path, "config", "gpg.program", str(program))
    git(tmp_path, "config", "log.showSignature", "true")

    for words in (("check",), ("editions",), ("score",)):
        assert typed(*words, folder=tmp_path).code in (0, 1, 2)

    assert not (tmp_path / "ran").exists()


def test_what_somebody_likes_of_git_log_hides_no_removed_edition(tmp_path: Path) -> None:
    signed_removal(tmp_path)
    git(tmp_path, "config", "diff.orderFile", "missing")

    assert "“first” is not there: the commit" in typed("check", folder=tmp_path).out


def signed_removal(folder: Path) -> None:
    """Seal an edition, and remove it with a commit that holds a signature."""
    session = later(new_book(folder))
    git(folder, "init", "--quiet")
    session.apply(BACKUPS, Edit(level=1))
    seal(session, "first")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "An edition")
    git(folder, "rm", "-r", "--quiet", "book/editions/first")
    git(folder, "commit", "--quiet", "--message", "Without it")
    plain = subprocess.check_output(["git", "cat-file", "commit", "HEAD"], cwd=folder)
    signature = b"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQEz\n -----END PGP SIGNATURE-----\n\n"
    signed = plain.replace(b"\n\n", signature, 1)
    words = ("git", "hash-object", "-t", "commit", "-w", "--stdin")
    git(folder, "update-ref", "HEAD", subprocess.check_output(words, cwd=folder, input=signed).decode().strip())
