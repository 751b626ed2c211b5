"""How paths are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.words.files import shown, typed


def test_a_path_is_named_from_the_working_folder_without_going_up_and_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert shown(tmp_path / "docs" / "book" / ".." / ".." / "q" / "tailoring.toml") == "q/tailoring.toml"
    assert shown(tmp_path / ".." / "q.toml") == str(tmp_path.resolve().parent / "q.toml")
    assert shown(Path("../q.toml")) == "../q.toml"


def test_a_path_in_a_command_that_somebody_may_copy_is_quoted(tmp_path: Path) -> None:
    assert typed(tmp_path / "a; b") == f"'{tmp_path}/a; b'"
    assert typed(tmp_path / "plain") == f"{tmp_path}/plain"
