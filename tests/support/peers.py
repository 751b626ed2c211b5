"""Other people's tools and models as they are published, where somebody has clones: `make peers FROM=FOLDER`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CLONES = os.environ.get("LEVELBOOK_PEERS", "")
"""A folder that holds clones side by side; empty where there is none."""


def clone(name: str) -> Path:
    """Return the clone of a repository. Skips the test, with how to run it, where it is not here."""
    path = Path(CLONES) / name
    if not CLONES or not path.is_dir():
        pytest.skip(f"there is no clone of {name} here; `make peers FROM=FOLDER` runs this with one in FOLDER")
    return path
