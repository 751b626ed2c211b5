"""What a fixture builds, built once in each process of tests and copied from then on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory


def made_once(name: str, folder: Path, build: Callable[[], object]) -> None:
    """Build a folder by `build`; for the second test that wants the one of this name, copy what the first had then."""
    kept = Path(_kept().name) / name
    if not kept.exists():
        build()
        shutil.copytree(folder, kept, symlinks=True)
        return
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(kept, folder, symlinks=True)


@cache
def _kept() -> TemporaryDirectory[str]:
    """Make the folder of what is copied. It is gone with this process."""
    return TemporaryDirectory(prefix="made-once-")
