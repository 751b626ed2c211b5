"""What git is asked for: a commit of a book and nothing more, whatever the repository it is in was told."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from levelbook.core.errors import UsedWrongly
from levelbook.store import git_runner
from levelbook.store.git import Git


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
    Git().commit(repository / "book", message, own=())


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
        Git().must_be_able_to_commit(repository / "book")


def test_a_repository_among_the_files_of_a_book_is_not_taken_for_the_books_own(repository: Path) -> None:
    """A clone can hold files that look like a repository without a work tree, with hooks and all."""
    book = repository / "book"
    asked(book, "init", "--quiet", "--bare", ".")
    hook = book / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch ran\n")
    hook.chmod(0o755)
    asked(book, "config", "core.bare", "false")
    asked(book, "config", "core.worktree", ".")
    asked(book, "config", "core.hooksPath", "hooks")
    asked(book, "config", "user.name", "Somebody Else")

    with pytest.raises(UsedWrongly, match="bare repository"):
        committed(repository, "one")

    assert not (book / "ran").exists()
    assert Git().user(book).name == "Noor"


def test_who_types_is_known_also_while_a_branch_without_the_book_is_checked_out(repository: Path) -> None:
    asked(repository, "config", "user.name", "Priya")
    shutil.rmtree(repository / "book")

    assert Git().user(repository / "book").name == "Priya"


def test_a_git_that_waits_for_ever_is_stopped_and_not_asked_again(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_runner, "PATIENCE", 0.2)
    monkeypatch.setattr(git_runner, "endless_file", lambda _: None)
    os.mkfifo(repository / ".gitattributes")
    asked_first = Git()

    with pytest.raises(UsedWrongly, match="did not finish"):
        asked_first.is_merged_by_driver(repository / "book" / "answers.toml")

    (repository / ".gitattributes").unlink()
    assert "not asked again" in asked_first.user(repository).why_unknown
    assert Git().user(repository).name == "Noor"


@pytest.mark.parametrize(
    "name",
    [
        ".gitattributes", "book/.gitattributes", ".gitignore", "book/.gitignore", "book/sittings/.gitignore",
        ".git/index", ".git/config", ".git/HEAD", ".git/info/exclude", ".git/info/attributes", ".git/commondir",
        ".git/packed-refs", ".git/shallow", ".git/objects/info/alternates", "included", ".git/refs/heads/main",
    ],
)  # fmt: skip
def test_a_pipe_in_the_place_of_a_file_that_git_reads_is_named(
    repository: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(git_runner, "LOOKS_AFTER", 0.02)
    committed(repository, "one")
    (repository / "book" / "sittings").mkdir()
    (repository / "book" / "sittings" / "a.toml").write_text("new")
    (repository / "book" / "answers.toml").write_text("two")  # of the same size, so that git has to read it
    asked(repository, "config", "include.path", "../included")
    path = repository / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)

    with pytest.raises(UsedWrongly) as caught:
        Git().is_committed(repository / "book")

    assert caught.value.message.startswith(f"git waits for {path}, which is no ordinary file")
    assert caught.value.remedy == f"Remove {path}."


def test_a_commit_is_not_kept_waiting_by_a_pipe_either(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_runner, "LOOKS_AFTER", 0.02)
    committed(repository, "one")
    os.mkfifo(repository / "book" / ".gitattributes")

    with pytest.raises(UsedWrongly, match=r"git waits for .*gitattributes"):
        committed(repository, "two")


def test_a_file_in_a_commit_that_is_too_large_to_be_ours_is_passed_over(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(repository, "x" * 2000)
    monkeypatch.setattr(git_runner, "MOST_BYTES", 1000)

    assert Git().text_at("HEAD", repository / "book" / "answers.toml") is None


@pytest.mark.parametrize("elsewhere", ["..", "elsewhere"])
def test_a_repository_whose_configuration_names_another_work_tree_has_no_top(repository: Path, elsewhere: str) -> None:
    """Files for other tools are written there, and a stranger may have written the configuration."""
    assert Git().root_of(repository / "book") == repository.resolve()

    (repository / "elsewhere").mkdir()
    asked(repository, "config", "core.worktree", str(repository / elsewhere))

    assert Git().root_of(repository / "book") is None


def test_a_hook_in_a_linked_work_tree_reads_the_commit_that_the_book_is_at(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There git sets GIT_DIR, with which it takes any folder that it runs in for the top of the work tree."""
    committed(repository, "one")
    linked = tmp_path / "linked"
    asked(repository, "worktree", "add", "--quiet", str(linked))
    monkeypatch.setenv("GIT_DIR", asked(linked, "rev-parse", "--absolute-git-dir").strip())

    assert Git().root_of(linked / "book") == linked.resolve()
    assert Git().text_at("HEAD", linked / "book" / "answers.toml") == "one"
