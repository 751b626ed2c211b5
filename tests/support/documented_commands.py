"""Commands as documentation gives them, run as they are written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from support.command_line import typed


def blocks(text: str) -> list[str]:
    """The blocks of code of a page, without their fences."""
    return re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def run_as_written(line: str, folder: Path) -> str:
    """What a command says in a folder; it must succeed, with nobody at the keys."""
    words = shlex.split(line)
    assert words[0] == "levelbook"
    said = typed(*words[1:], folder=folder)
    assert said.code == 0, f"{line}\n{said.out}{said.err}"
    return said.out
