"""A book that has stood for a while: files that were just written are known by content, older ones by their times."""

from __future__ import annotations

import os
from pathlib import Path

LONG_AGO = (1_700_000_000, 1_700_000_000)


def aged(folder: Path) -> Path:
    """Set the times of all files below a folder back; the folder."""
    for path in folder.rglob("*"):
        os.utime(path, LONG_AGO)
    return folder
