"""Typing a command line in this process, and what that gives."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from levelbook.cli.main import run
from levelbook.cli.prompter import PlainLines
from levelbook.core.errors import CouldNotWrite


@dataclass(frozen=True)
class Said:
    """What a command line gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Type = Callable[..., Said]


def typed(*words: str, folder: Path | None = None, given: str = "") -> Said:
    """Type a command line in a folder, with nobody at the keys; the input is what a pipe would give."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    pipe = io.TextIOWrapper(io.BytesIO(given.encode("utf-8")), "utf-8")
    with chdir(folder or Path()), redirect_stdout(out), redirect_stderr(err), patch("sys.stdin", pipe):
        code = run(list(words))
    return Said(code, _written(out), _written(err))


def interrupt_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the end of the input be somebody's Ctrl-C."""
    read = PlainLines._next

    def read_until_interrupted(self: PlainLines) -> bytes:
        if not (line := read(self)):
            raise KeyboardInterrupt
        return line

    monkeypatch.setattr(PlainLines, "_next", read_until_interrupted)


def full_disk(*_: object, **__: object) -> None:
    """Stand in for `AnswersFile.save` on a disk that is full."""
    raise CouldNotWrite("book/answers.toml was not written: the disk is full.")


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
