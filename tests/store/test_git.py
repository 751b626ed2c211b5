"""What git is asked for: a commit of a book and nothing more, whatever the repository it is in was told."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from levelbook.core.errors import UsedWrongly
from levelbook.store import git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Noor\n\temail = noor@example.org\n")
    (tmp_path / "book").mkdir()
    asked(tmp_path, "init", "--quiet", "--initial-branch=main")
    return tmp_path


def asked(where: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=where, capture_output=True, text=True).stdout


def committed(repository: Path, text: str, message: str = "Said.") -> None:
    (repository / "book" / "answers.toml").write_text(text)
    git.commit(repository / "book", message, own=())


def test_a_message_is_committed_as_it_is_whatever_the_repository_strips(repository: Path) -> None:
    asked(repository, "config", "commit.cleanup", "strip")

    committed(repository, "one", "Sealed next.\n\n# not a comment\n")

    assert asked(repository, "log", "-1", "--format=%B").strip() == "Sealed next.\n\n# not a comment"


def test_nothing_is_committed_while_a_stash_is_half_restored(repository: Path) -> None:
    """Git has no operation under way then, and files with conflicts all the same."""
    committed(repository, "one")
    (repository / "book" / "answers.toml").write_text("two")
    asked(repository, "stash")
    committed(repository, "three")
    asked(repository, "stash", "pop")

    with pytest.raises(UsedWrongly, match="conflicts that nobody has resolved"):
        git.must_be_able_to_commit(repository / "book")
