"""How work grows with its input, measured side by side, so that it holds on a slow machine as on a fast one."""

from __future__ import annotations

import time
from collections.abc import Callable


def ratio(work: Callable[[int], object], few: int, many: int) -> float:
    """How many times the processor's time `work(many)` takes over `work(few)`: the least of three attempts."""
    work(few)
    return min(_seconds(work, many) / max(_seconds(work, few), 0.0005) for _ in range(3))


def _seconds(work: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    work(size)
    return time.process_time() - start
