"""This module ends an app on signals, and leaves the terminal as it was."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable


def leave_on_signal(leave: Callable[[], object], interrupt: Callable[[], object]) -> None:
    """Leave at a closed terminal or a `kill`, and at an interrupt or a quit, which the exit code tells apart."""
    loop = asyncio.get_running_loop()
    acts = {signal.SIGTERM: leave, signal.SIGHUP: leave, signal.SIGINT: interrupt, signal.SIGQUIT: interrupt}
    for told, act in acts.items():
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(told, act)
