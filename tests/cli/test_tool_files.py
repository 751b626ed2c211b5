"""What other tools need to know of a book is shown first, and added only where somebody agrees."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.tool_files import ToolFiles
from levelbook.cli.tool_files import offer
from support.command_line import typed
from support.small_book import new_book


class Answers:
    """Somebody who gives one answer to whatever is asked."""

    def __init__(self, answer: str | None) -> None:
        self.answer = answer

    def choose(self, *_: Any, **__: Any) -> str | None:
        return self.answer


@pytest.mark.parametrize(("answer", "added"), [("yes", True), ("no", False), (None, False)])
def test_what_would_be_added_is_shown_before_anybody_is_asked(
    answer: str | None, added: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n", "utf-8")
    book = new_book(tmp_path).folder

    offer(ToolFiles(book), Answers(answer))  # type: ignore[arg-type]

    said = capsys.readouterr().out
    assert "record.md linguist-generated" in said and (book.path / ".gitattributes").exists() is added
    assert ("Added to" in said) is added
    assert said.rstrip().endswith("pass_filenames: false"), "what only people can add comes last"


def test_a_dry_run_shows_the_lines_for_other_tools_and_adds_none(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    book = new_book(tmp_path).folder

    said = typed("-C", str(book.path), "upgrade", "--dry-run", "--tool-files")

    assert (said.code, "record.md linguist-generated" in said.out) == (0, True)
    assert not (book.path / ".gitattributes").exists()
