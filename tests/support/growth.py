"""How work grows with its input, measured side by side or counted, which holds on a slow machine as on a fast one."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

ATTEMPTS = 3


def lines_run(work: Callable[[], object]) -> int:
    """Count the lines and calls of Python that some work takes."""
    run = 0

    def counted(*_: object) -> object:
        nonlocal run
        run += 1
        return counted

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        work()
    finally:
        sys.settrace(before)
    return run


def assert_grows_at_most(times: float, work: Callable[[int], object], few: int, many: int) -> None:
    """Fail if `work(many)` takes more than so many times the processor's time of `work(few)`, in each attempt."""
    work(few)
    seen: list[float] = []
    for _ in range(ATTEMPTS):
        seen.append(_ratio(work, few, many))
        if seen[-1] <= times:
            return
    raise AssertionError(f"from {few} to {many} it took {min(seen):.1f} times as long, not at most {times}")


def least_ratio(work: Callable[[int], object], few: int, many: int) -> float:
    """How many times the processor's time `work(many)` takes over `work(few)`: the least of some attempts."""
    work(few)
    return min(_ratio(work, few, many) for _ in range(ATTEMPTS))


def _ratio(work: Callable[[int], object], few: int, many: int) -> float:
    return _seconds(work, many) / max(_seconds(work, few), 0.0005)


def _seconds(work: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    work(size)
    return time.process_time() - start
