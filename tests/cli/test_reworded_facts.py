"""Facts whose words changed in an own questionnaire under one version: whoever compares is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.command_line import Type

OURSELVES, PROVIDER = 'label = "We do"', 'label = "A provider does"'
TOLD = "differs from that of q3 under the same version 0.1.0: the fact hosting reads differently"


@pytest.fixture(name="sealed")
def _sealed(folder: Path, levelbook: Type) -> Path:
    """A book with an edition that says who runs its machines; the file with its questions."""
    levelbook("-C", "book", "profile", "--fact", "holds=business", "--fact", "hosting=ourselves")
    levelbook("-C", "book", "answer", "1.1", "--level", "2")
    assert levelbook("-C", "book", "seal", "q3").code == 0
    (found,) = [path for path in (folder.parent / "questions").glob("*.toml") if OURSELVES in path.read_text("utf-8")]
    return found


def test_swapped_labels_are_told_by_check_diff_and_changes(sealed: Path, folder: Path, levelbook: Type) -> None:
    assert TOLD not in levelbook("-C", "book", "check").out
    text = sealed.read_text("utf-8")
    sealed.write_text(text.replace(OURSELVES, "X").replace(PROVIDER, OURSELVES).replace("X", PROVIDER), "utf-8")

    assert TOLD in levelbook("-C", "book", "check").out
    assert TOLD in levelbook("-C", "book", "diff").out
    assert json.loads(levelbook("-C", "book", "diff", "--json").out)["reworded_facts"] == ["hosting"]
    for figure in ("overall", "data", "1.1"):
        assert TOLD in levelbook("-C", "book", "explain", figure, "--to", "now").out
    assert levelbook("-C", "book", "seal", "q4").code == 0
    assert TOLD in (folder / "editions" / "q4" / "changes.md").read_text("utf-8")
    assert TOLD in levelbook("-C", "book", "diff", "q3", "q4").out
    assert TOLD not in levelbook("-C", "book", "check").out, "the new edition has the new words"


def test_a_question_in_other_words_is_told(sealed: Path, levelbook: Type) -> None:
    text = sealed.read_text("utf-8").replace("Who runs the machines?", "Who does not run the machines?")
    sealed.write_text(text, "utf-8")

    assert TOLD in levelbook("-C", "book", "diff").out
