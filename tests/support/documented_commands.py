"""Commands as documentation gives them, run as they are written."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path


def blocks(text: str) -> list[str]:
    """The blocks of code of a page, without their fences."""
    return re.findall(r"^```\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def run_as_written(line: str, folder: Path) -> str:
    """What a command says in a folder; it must succeed, with nobody at the keys."""
    words = shlex.split(line)
    assert words[0] == "levelbook"
    done = subprocess.run(
        [sys.executable, "-m", "levelbook", *words[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout
