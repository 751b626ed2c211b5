"""The pull request of an ordinary quarter: what a reviewer is shown of it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from levelbook.book import demo
from levelbook.book.session import Session
from levelbook.book.tool_files import ToolFiles
from levelbook.store.editions import Edition


@pytest.fixture(name="repository", scope="module")
def _repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The example book in a repository, each of its two quarters one commit."""
    root = tmp_path_factory.mktemp("review")
    git(root, "init", "-q")
    (root / "book").mkdir()

    def and_commit(session: Session, **given: object) -> Edition:
        edition = sealed(session, **given)  # type: ignore[arg-type]
        ToolFiles(session.folder).add()
        git(root, "add", "--all")
        git(root, "commit", "-q", "-m", edition.name)
        return edition

    sealed = demo.seal
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "seal", and_commit)
        demo.build(root / "book", root)
    yield root


def git(root: Path, *words: str) -> str:
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    return subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, text=True).stdout


def changed(root: Path) -> dict[str, int]:
    """The files of the last quarter's pull request, with the lines that it adds and takes away."""
    rows = (line.split("\t") for line in git(root, "diff", "--numstat", "-M", "HEAD~1", "HEAD").splitlines())
    return {name: int(added) + int(removed) for added, removed, name in rows}


def folded(root: Path, names: list[str]) -> set[str]:
    said = git(root, "check-attr", "linguist-generated", "--", *names).splitlines()
    found = (line.rsplit(": ", 2) for line in said)
    return {name for name, _, value in found if value in ("set", "true")}


def test_a_quarter_is_25_files_and_3000_lines_to_review_at_most(repository: Path) -> None:
    files = changed(repository)

    unfolded = {name: lines for name, lines in files.items() if name not in folded(repository, list(files))}
    assert len(files) <= 25, sorted(files)
    assert sum(unfolded.values()) <= 3_000, unfolded


def test_a_reviewer_is_shown_guide_changes_answers_and_what_was_said(repository: Path) -> None:
    files = changed(repository)

    shown = {Path(name) for name in files if name not in folded(repository, list(files))}
    names = {path.name for path in shown}
    assert {"guide.md", "changes.md", "answers.toml"} <= names
    assert {path.parent.name for path in shown if path.name == "guide.md"} == {"book"}
    assert all(
        path.parent.name == "sittings" for path in shown if path.name not in ("guide.md", "changes.md", "answers.toml")
    )


def test_nothing_is_in_it_that_did_not_change(repository: Path) -> None:
    """No questionnaire, which the first quarter stored, and no settings beside the edition's own."""
    assert not [name for name in changed(repository) if "questionnaire" in name or name == "book/levelbook.toml"]
