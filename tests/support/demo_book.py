"""The example team's book that `levelbook demo` makes, made once in each process of tests and copied from then on."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from levelbook import clock
from levelbook.book import demo
from levelbook.book.session import Session


def copied_demo(folder: Path) -> Session:
    """Copy the book into a folder that is not there yet, and open it."""
    shutil.copytree(_made(clock.now().date().isoformat()).name, folder)
    return Session.open(folder)


@cache
def _made(day: str) -> TemporaryDirectory[str]:
    """Make the book of a day: its rounds lie some days before. It is gone with this process."""
    folder = TemporaryDirectory(prefix=f"demo-of-{day}-")
    demo.build(Path(folder.name))
    return folder
