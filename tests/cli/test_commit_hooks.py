"""`levelbook seal --commit` beside a commit hook that changes the files which the team works in."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support.command_line import Type

BREAKS = "echo 'level = = 2' >> {file}"
EMPTIES = "rm {file}"
LEVELS = "sed -i 's/^level = 2/level = 3/' {file}"
ADDS = "\ngit add --all"


@pytest.fixture(name="root")
def _root(levelbook: Type, folder: Path) -> Path:
    root = folder.parent
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    assert levelbook("-C", str(folder), "answer", "1.1", "--level", "2").code == 0
    return root


def hook(root: Path, does: str) -> Path:
    path = root / ".git" / "hooks" / "pre-commit"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n", "utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("does", [BREAKS, EMPTIES, LEVELS])
@pytest.mark.parametrize("adds", ["", ADDS])
def test_answers_that_a_commit_hook_broke_are_told_and_how_they_come_back(
    levelbook: Type, folder: Path, root: Path, does: str, adds: str
) -> None:
    made = hook(root, does.format(file="book/answers.toml") + adds)

    said = levelbook("-C", str(folder), "seal", "first", "--commit")

    assert said.code == 5, said.out
    assert "Committed as" not in said.out
    words = "does not have {} as sealed: a commit hook changed that" if adds else "a commit hook then changed {} on the"
    assert words.format("book/answers.toml") in said.err
    assert "`cp book/editions/first/answers.toml book/answers.toml` restores it" in said.err
    made.unlink()
    restored = (folder / "editions/first/answers.toml").read_bytes()
    (folder / "answers.toml").write_bytes(restored)
    assert levelbook("-C", str(folder), "score").code == 0


@pytest.mark.parametrize("name", ["levelbook.toml", "guide.md"])
def test_so_are_settings_and_the_guide_that_a_hook_changed_in_the_commit(
    levelbook: Type, folder: Path, root: Path, name: str
) -> None:
    hook(root, f"echo 'more = = here' >> book/{name}{ADDS}")

    said = levelbook("-C", str(folder), "seal", "first", "--commit")

    assert said.code == 5, said.out
    assert f"does not have book/{name} as sealed" in said.err


def test_an_answer_that_somebody_gave_while_git_made_the_commit_is_no_fault(
    levelbook: Type, folder: Path, root: Path, tmp_path: Path
) -> None:
    levelbook("-C", str(folder), "answer", "1.1", "--level", "3")
    newer = tmp_path / "newer.toml"
    newer.write_bytes((folder / "answers.toml").read_bytes())
    levelbook("-C", str(folder), "answer", "1.1", "--level", "1")
    hook(root, f"cp {newer} book/answers.toml")

    said = levelbook("-C", str(folder), "seal", "first", "--commit")

    assert said.code == 0, said.err
    assert "Committed as " in said.out
    assert "a hook or somebody changed book/answers.toml; that is not committed." in said.err


def test_a_hook_that_only_lays_the_living_files_out_anew_is_nothing_to_tell(
    levelbook: Type, folder: Path, root: Path
) -> None:
    hook(root, "sed -i 's/^level = 2/level   =   2/' book/answers.toml" + ADDS)

    said = levelbook("-C", str(folder), "seal", "first", "--commit")

    assert said.code == 0, said.err
    assert "changed" not in said.err


@pytest.mark.parametrize(
    ("attribute", "note"), [("filter=words", "Two copies."), ("ident", "As $Id$ says.")], ids=["filter", "ident"]
)
def test_answers_that_a_filter_changes_in_the_commit_are_told_and_the_line_that_keeps_them(
    levelbook: Type, folder: Path, root: Path, attribute: str, note: str
) -> None:
    assert levelbook("-C", str(folder), "answer", "1.1", "--note", note).code == 0
    (root / ".gitattributes").write_text(f"*.toml {attribute}\neditions/** -filter -ident\n", "utf-8")
    (folder / ".gitattributes").write_text("editions/** -filter -ident\n", "utf-8")
    for key, value in (("clean", "sed s/copies/others/"), ("smudge", "cat")):
        subprocess.run(["git", "-C", str(root), "config", f"filter.words.{key}", value], check=True)

    for _ in range(2):
        said = levelbook("-C", str(folder), "seal", "first", "--commit")

        assert said.code == 5, said.out
        assert "does not have book/answers.toml as sealed: a filter of .gitattributes changes that" in said.err
        assert "Put “answers.toml -filter -ident -working-tree-encoding” into book/.gitattributes" in said.err
    with (folder / ".gitattributes").open("a", encoding="utf-8") as file:
        file.write("answers.toml -filter -ident -working-tree-encoding\n")
    subprocess.run(["git", "-C", str(root), "add", "--renormalize", "book"], check=True)
    assert levelbook("-C", str(folder), "seal", "first", "--commit").code == 0
    held = subprocess.run(["git", "-C", str(root), "show", "HEAD:book/answers.toml"], capture_output=True, check=True)
    assert note.encode() in held.stdout


def test_answers_that_a_hook_kept_out_of_the_commit_are_committed_by_the_next_try(
    levelbook: Type, folder: Path, root: Path
) -> None:
    assert levelbook("-C", str(folder), "ballot", "new", "Ana").code == 0
    subprocess.run(["git", "-C", str(root), "add", "--all"], check=True)
    subprocess.run(["git", "-C", str(root), "commit", "-qm", "a book"], check=True)
    assert levelbook("-C", str(folder), "answer", "1.1", "--level", "1").code == 0
    made = hook(root, "git reset -q HEAD book/answers.toml book/ballots")
    assert levelbook("-C", str(folder), "seal", "first", "--commit").code == 5
    made.unlink()

    said = levelbook("-C", str(folder), "seal", "--commit")

    assert (said.code, "Committed as" in said.out, "is committed already" in said.out) == (0, True, False)
    status = subprocess.run(["git", "-C", str(root), "status", "--porcelain"], capture_output=True, check=True)
    assert status.stdout == b""
    assert "It is committed already." in levelbook("-C", str(folder), "seal", "--commit").out


def test_what_somebody_does_for_the_next_round_leaves_the_last_edition_committed(
    levelbook: Type, folder: Path, root: Path
) -> None:
    assert levelbook("-C", str(folder), "seal", "first", "--commit").code == 0
    assert levelbook("-C", str(folder), "ballot", "new", "Tom").code == 0

    assert "It is committed already." in levelbook("-C", str(folder), "seal", "--commit").out
