"""docs/privacy.md: what it says of erasing a person is typed as written, on the repository of a real book."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from support import REPOSITORY
from support.command_line import Said, typed

PAGE = (REPOSITORY / "docs" / "privacy.md").read_text("utf-8")
NAMES, MAILMAP = re.search(
    r"`names\.txt` contains `(.*?)`.*`mailmap\.txt` contains `(.*?)`\.", PAGE, re.DOTALL
).groups()  # type: ignore[union-attr]
[REWRITING] = [
    dedent(block) for block in re.findall(r"^   ```\n(.*?)^   ```", PAGE, re.DOTALL | re.MULTILINE) if "git" in block
]
BOOK = "docs/genai-security"
WHO = "Noor Bakker"
REASON = "The editions name somebody no longer who asked for it"
HERE = Path(sys.executable).parent

pytestmark = pytest.mark.skipif(
    shutil.which("git-filter-repo", path=f"{HERE}{os.pathsep}{os.environ['PATH']}") is None,
    reason="git-filter-repo is not installed",
)


def shell(command: str, folder: Path) -> str:
    """What a command line prints; git finds git-filter-repo where the tests' other tools are."""
    path = f"{HERE}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(command, shell=True, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True)
    assert done.returncode == 0 or "grep" in command, done.stderr.decode()
    return done.stdout.decode()


def in_book(repository: Path, *words: str) -> Said:
    return typed("-C", BOOK, *words, folder=repository)


def committed(repository: Path, message: str) -> None:
    shell(f"git add --all && git commit --quiet --message '{message}'", repository)


def repository_of_a_book_with(tmp_path: Path) -> Path:
    """A clone of a repository in which somebody is named everywhere that the page tells of, in two rounds."""
    repository = tmp_path / "origin"
    repository.mkdir()
    shell(f"git init --quiet; git config user.name '{WHO}'; git config user.email noor@example.com", repository)
    assert typed("init", BOOK, "--team", "Retail", "--like", "bank-assistant", "--yes", folder=repository).code == 0
    assert in_book(repository, "ballot", "new", WHO).code == 0
    said = ("--level", "2", "--owner", WHO, "--note", f"{WHO} showed it", "--by", WHO)
    assert in_book(repository, "answer", "1.1", *said).code == 0
    assert in_book(repository, "sitting", "begin", "--participant", WHO).code == 0
    assert in_book(repository, "sitting", "close", "--yes").code == 0
    committed(repository, f"{WHO} answered")
    assert in_book(repository, "seal", "2026-q3", "--signed-by", WHO).code == 0
    old, ended = (repository / BOOK / "ballots" / name for name in ("noor-bakker.toml", "2026-q3"))
    ended.mkdir(exist_ok=True)
    if old.exists():  # nothing was said in it, so it has stayed
        shutil.copy(old, ended)
    committed(repository, "Sealed")
    shell(f"grep -rlI '{WHO}' {BOOK}/editions | xargs sed -i 's/{WHO}/former colleague/g'", repository)
    committed(repository, REASON)
    shell("git clone --quiet --no-local origin clone", tmp_path)
    return tmp_path / "clone"


def test_the_commands_that_erase_a_person_leave_no_trace_and_a_book_that_goes_on(tmp_path: Path) -> None:
    clone = repository_of_a_book_with(tmp_path)
    named_after, *rewriting, trace = REWRITING.replace("\\\n", " ").splitlines()
    before = int(shell(trace, clone))
    assert before > 10
    renamed = re.findall(r"--path-rename (\S+?):", REWRITING)
    assert sorted(shell(named_after, clone).split()) == sorted(renamed), "the example renames what the first line lists"
    (tmp_path / "names.txt").write_text(f"{NAMES}\nNoor==>former colleague\n")
    (tmp_path / "mailmap.txt").write_text(f"{MAILMAP}\n")

    for line in rewriting:
        shell(line, clone)

    assert shell(trace, clone).strip() == "0"
    assert shell("git log --all --format='%an %ae' | sort -u", clone) == "Former Colleague nobody@example.com\n"
    assert shell("git log -1 --format=%s", clone).strip() == REASON, "the commit that changes nothing any more is kept"
    session = Session.open(clone / BOOK)
    [answer] = session.now.book.answers.values()
    assert (answer.owner, answer.note, answer.edited_outside) == (
        "former colleague",
        "former colleague showed it",
        True,
    )
    assert "edited outside" in in_book(clone, "check").out
    part = "practice/risk-governance.roles-and-responsibilities"
    assert f"behind  {part}" in in_book(clone, "guide", "--status").out
    assert in_book(clone, "guide", "--take", "generated", part, "--yes").code == 0
    assert part not in in_book(clone, "guide", "--status").out
    assert in_book(clone, "answer", "1.1", "--confirm").code == 0
    Session.open(clone / BOOK).apply("risk-governance.risk-assessment-protocol", Edit(level=1))
    refused, sealed = in_book(clone, "seal"), in_book(clone, "seal", "--with-altered-editions")
    assert (refused.code, sealed.code) == (3, 0), sealed.err
