"""A docstring names its subject in its first words: nobody has to read on to know what "it" or "what" is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "app" / "levelbook"

RIDDLES = frozenset({
    "Also", "As", "At", "By", "For", "From", "How", "In", "It", "Its", "Likewise", "Of", "Otherwise", "So",
    "Somebody", "Something", "Such", "Those", "To", "Under", "What", "When", "Where", "Whether", "Which", "Who",
    "Whoever", "Whose", "Why", "With",
})  # fmt: skip
MAY_BE_ONE = re.compile(rf'"""\s*(?:{"|".join(RIDDLES)})\b')

ARE_HELP = {"cli/group.py: levelbook"}
"""Docstrings that are a command's help, which may ask a question."""


def _docstrings(path: Path) -> Iterator[tuple[str, str]]:
    text = path.read_text("utf-8")
    if not MAY_BE_ONE.search(text):
        return  # reading it as Python would take a hundred times as long
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield getattr(node, "name", ""), ast.get_docstring(node) or ""


def test_no_docstring_withholds_its_subject() -> None:
    riddles = {
        f"{path.relative_to(PACKAGE).as_posix()}: {name}"
        for path in PACKAGE.rglob("*.py")
        for name, words in _docstrings(path)
        if words.partition(" ")[0] in RIDDLES
    }

    assert riddles == ARE_HELP, "begin with what it is or does: “Return …”, “The …”, “This module …”"
