"""A small valid questionnaire on disk, and words to break it with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from levelbook.core.errors import FileIsWrong, Problem
from levelbook.packs.check import check_questionnaire
from levelbook.packs.read import read_questionnaire
from levelbook.packs.starter_files import starter

Change = tuple[str, str, str]
"""File, text in it, text instead."""


class Pack:
    """A questionnaire's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in starter("small", "A small one").items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def change(self, *changes: Change) -> None:
        for name, old, new in changes:
            text = self.text(name)
            assert old in text, f"{old!r} is not in {name}"
            self.write(name, text.replace(old, new, 1))

    def problems(self) -> list[Problem]:
        """What reading it says; empty when it can be read."""
        try:
            read_questionnaire(self.folder)
        except FileIsWrong as wrong:
            return list(wrong.problems)
        return []

    def findings(self) -> list[Problem]:
        return check_questionnaire(self.folder)

    def where(self, problem: Problem) -> str:
        """A problem's file and key, as `sections/01-data.toml practices[0].rule`."""
        file = Path(problem.path)
        name = file.relative_to(self.folder).as_posix() if file != self.folder else ""
        return f"{name} {problem.key}".strip()


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return Pack(tmp_path / "pack")


@pytest.fixture
def make_pack(tmp_path: Path) -> Callable[[str], Pack]:
    return lambda name: Pack(tmp_path / name)
