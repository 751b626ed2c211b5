"""Whatever checks out another commit changes one of the files that say which one it is."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from levelbook.store.git_head import OnlyGitKnows, head_files


def asked(where: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=where, capture_output=True, text=True, check=True).stdout


@pytest.fixture(name="tree")
def _tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    asked(tmp_path, "init", "--quiet", str(tree))
    asked(tree, "commit", "--quiet", "--allow-empty", "--message", "One")
    (tree / "docs").mkdir()
    return tree


def seen(folder: Path) -> dict[str, bytes | None]:
    """What the files say that a folder inside a work tree depends on."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in head_files(folder)}


def _commits(tree: Path) -> None:
    asked(tree, "commit", "--quiet", "--allow-empty", "--message", "Two")


def _commits_when_references_are_packed(tree: Path) -> None:
    asked(tree, "pack-refs", "--all")
    before = seen(tree)
    _commits(tree)
    asked(tree, "pack-refs", "--all")
    assert seen(tree) != before


def _leaves_the_branch(tree: Path) -> None:
    asked(tree, "checkout", "--quiet", "--detach")


def _goes_to_another_branch(tree: Path) -> None:
    asked(tree, "checkout", "--quiet", "-b", "other/one")


@pytest.mark.parametrize(
    "change", [_commits, _commits_when_references_are_packed, _leaves_the_branch, _goes_to_another_branch]
)
@pytest.mark.parametrize("linked", [False, True])
def test_each_way_to_another_commit_changes_one_of_them(
    tree: Path, tmp_path: Path, change: Callable[[Path], None], linked: bool
) -> None:
    if linked:
        tree = tmp_path / "linked"
        asked(tmp_path / "tree", "worktree", "add", "--quiet", "-b", "side", str(tree))
        (tree / "docs").mkdir()
    before = seen(tree / "docs")
    assert before

    change(tree)

    assert seen(tree / "docs") != before


def test_the_first_commit_changes_one_of_them(tmp_path: Path) -> None:
    asked(tmp_path, "init", "--quiet")
    before = seen(tmp_path)
    _commits(tmp_path)

    assert seen(tmp_path) != before


def test_outside_of_a_repository_and_without_git_there_are_none(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert head_files(tmp_path) == ()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert head_files(tree) == ()


def _names_another_repository(tree: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("GIT_DIR", str(tree / ".git"))


def _is_somebody_elses(tree: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr("os.geteuid", lambda: tree.stat().st_uid + 1)


def _is_a_link(tree: Path, _: pytest.MonkeyPatch) -> None:
    (tree / ".git").rename(tree.parent / "elsewhere")
    (tree / ".git").symlink_to(tree.parent / "elsewhere")


def _keeps_references_in_another_way(tree: Path, _: pytest.MonkeyPatch) -> None:
    (tree / ".git" / "reftable").mkdir()


def _has_a_branch_that_is_another(tree: Path, _: pytest.MonkeyPatch) -> None:
    asked(tree, "branch", "other")
    asked(tree, "symbolic-ref", "refs/heads/main", "refs/heads/other")


@pytest.mark.parametrize(
    "change",
    [
        _names_another_repository,
        _is_somebody_elses,
        _is_a_link,
        _keeps_references_in_another_way,
        _has_a_branch_that_is_another,
    ],
)
def test_where_they_do_not_say_it_only_git_knows(
    tree: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path, pytest.MonkeyPatch], None]
) -> None:
    change(tree, monkeypatch)

    with pytest.raises(OnlyGitKnows):
        head_files(tree)
