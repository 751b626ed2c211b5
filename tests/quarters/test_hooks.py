"""Four quarters in a repository in which every hook is on: each commit passes, and the guide says what the answers say.

The hooks are those that a docs team has, as their authors recommend them, run by pre-commit: prettier, markdownlint
with its style for prettier, typos, pre-commit's own for white space, line ends, TOML and YAML, and `levelbook check`.
`make formatters` installs them; where one is missing, the test is skipped and names it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from levelbook.book.editions.edition_audit import altered_problems
from levelbook.book.publishing.publish import Publisher
from levelbook.book.session import Session

BOOK = "docs/security"
BEGAN = datetime(2026, 2, 2, 9, tzinfo=UTC)
NEEDED = ("pre-commit", "prettier", "markdownlint-cli2", "typos", "trailing-whitespace-fixer")

HOOKS = {
    "prettier": ("prettier --write --ignore-unknown", "text"),
    "markdownlint": ("markdownlint-cli2 --fix", "markdown"),
    "typos": ("typos --write-changes --force-exclude", "text"),
    "trailing-whitespace": ("trailing-whitespace-fixer", "text"),
    "end-of-file": ("end-of-file-fixer", "text"),
    "line-ends": ("mixed-line-ending", "text"),
    "check-toml": ("check-toml", "toml"),
    "check-yaml": ("check-yaml", "yaml"),
}

QUARTERS = (
    {"4.2": ("2", "30 questions an hour. Who asks for more says why."), "1.1": ("1", "Noor, stand-in Jonas.")},
    {"4.2": ("3", "60 an hour during the *spring* campaign:\n\n1. Noor agreed\n2. Jonas watches it"), "4.4": ("1", "")},
    {
        "4.2": ("1", "The limit of {{ tokens }} went with the move; see https://wiki.example/_limits_."),
        "1.4": ("2", ""),
    },
    {"1.1": ("3", "Ana now | Tom stands in <until May>."), "2.1": ("2", "- labels\n- owners")},
)
"""By practice: the level that the team gives it, and a note."""

NOTES = ("Ask Priya first.", "*  Tom has the  key.\n*  Jonas too.", "Text\n***\nmore", "| a | b |\n|-|-|\n|1|2|")
"""What a person writes below a part of the guide, laid out as people do."""


class Repository:
    """A repository with hooks, and a book in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.today = BEGAN
        self.git("init", "-q")
        (root / ".markdownlint.json").write_text('{ "extends": "markdownlint/style/prettier" }\n', "utf-8")
        (root / "README.md").write_text("# Docs\n", "utf-8")
        self.hooks()
        self.run("pre-commit", "install")
        self.commit("Begin")

    def hooks(self, *more: dict[str, object]) -> None:
        """Set pre-commit up: every hook is one of this machine's, so that nothing is fetched."""
        hooks: list[dict[str, object]] = [
            {"id": name, "name": name, "entry": entry, "language": "system", "types": [kind]}
            for name, (entry, kind) in HOOKS.items()
        ]
        settings: dict[str, object] = {"repos": [{"repo": "local", "hooks": [*hooks, *more]}]}
        if more:
            settings = {"exclude": f"^{BOOK}/(editions|questionnaires)/", **settings}
        (self.root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
        self.run("prettier", "--write", ".pre-commit-config.yaml")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "SOURCE_DATE_EPOCH": str(int(self.today.timestamp())),
            "PRE_COMMIT_HOME": str(self.root.parent / "pre-commit"),
        }
        alone: dict[str, Any] = {"cwd": self.root, "stdin": subprocess.DEVNULL, "check": False}
        return subprocess.run(command, env=environment, capture_output=True, text=True, **alone)

    def git(self, *words: str) -> str:
        done = self.run("git", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def levelbook(self, *words: str) -> str:
        done = self.run("levelbook", "-C", BOOK, *words)
        assert done.returncode == 0, (words, done.stdout + done.stderr)
        return done.stdout

    def commit(self, message: str) -> None:
        """Commit everything; at the first try, since no hook has anything to change."""
        self.git("add", "--all")
        self.git("commit", "-q", "-m", message)

    def commit_what_hooks_mend(self, message: str) -> None:
        """Commit what a person typed: a hook may lay it out, and then it is committed once more."""
        self.git("add", "--all")
        if self.run("git", "commit", "-q", "-m", message).returncode:
            self.commit(message)

    @property
    def guide(self) -> Path:
        return self.root / BOOK / "guide.md"


@pytest.fixture(name="repository")
def _repository(tmp_path: Path) -> Repository:
    for tool in NEEDED:
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed; `make formatters` installs it")
    root = tmp_path / "repository"
    root.mkdir()
    return Repository(root)


def begin(repository: Repository) -> None:
    """Begin a book as README says, and tell the tools of the repository about it."""
    said = repository.run(
        "levelbook", "init", BOOK, "--team", "Retail Assistant", "--like", "bank-assistant", "--yes", "--tool-files"
    )
    assert said.returncode == 0, said.stderr
    settings = repository.root / BOOK / "levelbook.toml"
    one_title = '# One title, as markdownlint wants it.\ntitle_in = "heading"\n'
    settings.write_text(f"{settings.read_text('utf-8')}\n{one_title}", "utf-8")
    repository.levelbook("guide")
    check = {"id": "levelbook-check", "name": "levelbook check", "entry": f"levelbook -C {BOOK} check"}
    repository.hooks({**check, "language": "system", "pass_filenames": False})
    repository.commit("A book")


def play(repository: Repository, number: int) -> None:
    """A quarter: people answer and write in the guide, an edition is sealed, and each is committed."""
    for practice, (level, note) in QUARTERS[number].items():
        repository.levelbook("answer", practice, "--level", level, "--level-because", "we looked", "--note", note)
    repository.levelbook("guide")
    repository.commit(f"Answers of quarter {number + 1}")

    text = repository.guide.read_text("utf-8")
    end = "<!-- levelbook:end rules -->\n"
    assert text.count(end) == 1
    repository.guide.write_text(text.replace(end, f"{end}\n{NOTES[number]}\n"), "utf-8")
    repository.commit_what_hooks_mend(f"A note of quarter {number + 1}")
    repository.levelbook("check")

    repository.levelbook("seal", f"q{number + 1}", "--commit")
    repository.levelbook("check")
    assert repository.git("status", "--porcelain") == ""


def test_every_commit_of_four_quarters_passes_every_hook_and_the_guide_follows(repository: Repository) -> None:
    begin(repository)
    for number in range(len(QUARTERS)):
        play(repository, number)
        repository.today += timedelta(days=91)

    session = Session.open(repository.root / BOOK)
    assert len(session.editions.all) == len(QUARTERS)
    assert not any(altered_problems(session.editions, edition) for edition in session.editions.all)
    written = Publisher(session.state).assembled()
    assert written.edited == () and written.behind == ()
    text = repository.guide.read_text("utf-8")
    for words in ("Ask Priya first.", "Tom has the key.", "Jonas too."):
        assert text.count(words) == 1
    for practice, level in (("1.1", 3), ("4.2", 1), ("4.4", 1), ("1.4", 2), ("2.1", 2)):
        assert f"\n{practice} · Level {level}" in text, practice
