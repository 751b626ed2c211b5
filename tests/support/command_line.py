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

from levelbook.cli.main import run


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


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
