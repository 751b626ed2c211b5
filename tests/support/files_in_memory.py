"""The files of a test run lie in memory where the system has room for them.

Tests make more than a hundred thousand small files. On a disk the kernel takes more than twice as long over them.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any, Final

IN_MEMORY: Final = Path("/dev/shm")
ROOM: Final = 4 << 30
"""Bytes, of which a whole run needs less than half."""
WHERE: Final = "PYTEST_DEBUG_TEMPROOT"
"""By which pytest is told where to make its folders. Who sets it decides."""


def use() -> None:
    """Have pytest make its folders in memory, unless somebody said where, or nothing can be run there."""
    try:
        system = os.statvfs(IN_MEMORY)
    except (OSError, AttributeError):
        return
    has_room = system.f_bavail * system.f_frsize >= ROOM
    if has_room and not system.f_flag & os.ST_NOEXEC and os.access(IN_MEMORY, os.W_OK | os.X_OK):
        os.environ.setdefault(WHERE, str(IN_MEMORY))


def remove(config: Any) -> None:
    """Give the memory back after a run in which nothing failed; pytest keeps the folders of three runs."""
    factory = config._tmp_path_factory
    made_by_pytest = factory._given_basetemp is None and not hasattr(config, "workerinput")
    if made_by_pytest and factory._basetemp is not None and IN_MEMORY in factory._basetemp.parents:
        shutil.rmtree(factory._basetemp, ignore_errors=True)
