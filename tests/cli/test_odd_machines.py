"""What is odd about a machine is said: a git that fails, files of two names, a clock set back, half an installation."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from levelbook.book.session import Session
from levelbook.core.answers.answers import Answer
from support.command_line import Type


def fake_git(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program named git before all others."""
    (folder / "bin").mkdir()
    git = folder / "bin" / "git"
    git.write_text(f"#!/bin/sh\n{script}\n")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}:{os.environ['PATH']}")


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo 'fatal: bad config line 1 in file .git/config' >&2; exit 128", "fatal: bad config line 1"),
        ("kill -KILL $$", "it did not say why"),
    ],
)
def test_an_answer_that_nobody_signs_because_git_fails_is_saved_and_says_so(
    levelbook: Type,
    folder: Path,
    said_of: Callable[[str], Answer],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    script: str,
    why: str,
) -> None:
    fake_git(tmp_path, monkeypatch, script)

    said = levelbook("answer", "1.1", "--level", "1")

    assert said.code == 0
    assert said_of("data.backups").level == 1 and said_of("data.backups").answered_by == ""
    assert "git does not say who is typing" in said.err and why in said.err
    assert levelbook("answer", "1.1", "--level", "2", "--by", "Ana").err == "", "nobody had to ask git"


def test_where_git_knows_nobody_nothing_is_wrong(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_git(tmp_path, monkeypatch, "exit 1")

    assert levelbook("answer", "1.1", "--level", "1").err == ""


@pytest.mark.parametrize(
    ("name", "words"),
    [("answers.toml", ["answer", "1.1", "--level", "2"]), ("guide.md", ["guide"]), ("charts/standing.svg", ["guide"])],
)
def test_a_file_of_two_names_is_written_and_the_other_name_told(
    levelbook: Type, folder: Path, tmp_path: Path, name: str, words: list[str]
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("guide")
    (tmp_path / "other").hardlink_to(folder / name)
    old = (folder / name).read_text("utf-8")
    beforehand = levelbook("check")
    assert f"{name}: This file has 1 other name (hard links)" in beforehand.out
    assert beforehand.code == 0, "it is told, and fails nothing"
    assert levelbook("score").err == "", "nothing is written"

    levelbook("answer", "1.1", "--level", "2", "--note", "More.")
    said = levelbook(*words)

    assert said.code == 0
    if name != "answers.toml":
        assert f"{name} was written; its other name (a hard link) keeps the old text." in said.err
    assert (tmp_path / "other").read_text("utf-8") == old != (folder / name).read_text("utf-8")


def test_a_clock_that_is_before_every_book_is_doubted_before_the_first_edition(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "315532800")  # as in every nix shell

    said = levelbook("answer", "1.1", "--level", "1")

    doubt = (
        "The clock says 1 January 1980, when there was no levelbook yet: is the clock right? SOURCE_DATE_EPOCH sets it"
    )
    assert (said.code, doubt in said.err) == (0, True)
    assert doubt in levelbook().out


def test_a_clock_that_is_behind_the_last_edition_is_doubted(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    levelbook("answer", "1.1", "--level", "2")

    doubt = "The clock says 14 November 2023, and edition first was sealed on 15 January 2027: is the clock right?"
    assert doubt in levelbook().out
    said = levelbook("seal", "second")
    assert (said.code, doubt in said.err) == (0, True)
    editions = Session.open(folder).editions
    assert [edition.name for edition in editions.all] == ["first", "second"], "the number orders them"


def test_a_part_of_levelbook_that_cannot_be_loaded_is_no_fault_and_what_was_saved_is_saved(
    levelbook: Type, folder: Path, said_of: Callable[[str], Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as after an upgrade under a command that runs, or from a disk that gives no more."""

    def gone(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'levelbook.words.moved'", name="levelbook.words.moved")

    monkeypatch.setattr("levelbook.cli.commands.answer.put", gone)

    said = levelbook("answer", "1.1", "--level", "1")

    assert said.code == 3
    assert "A part of levelbook, or of a library that it needs, cannot be loaded (levelbook.words.moved)." in said.err
    assert "Earlier answers are saved." in said.err
    assert said_of("data.backups").level == 1
