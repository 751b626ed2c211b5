"""Whether a program rests: how a test sees that what it waits for will not come, on a slow machine as on a fast one.

A program that is slow, or that gets no processor, is running or could be. One that waits for keys that nobody will
press sleeps, each time that it is looked at.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import Final

LOOKS: Final = 100
"""How often in a row a program has to be found asleep, with nothing coming from it."""
SECONDS_BETWEEN_LOOKS: Final = 0.1


class Watch:
    """Counts how often in a row a program, with all of its group of processes, was asleep and said nothing."""

    def __init__(self, group: int) -> None:
        self._group = group
        self._asleep = 0

    def spoke(self) -> None:
        """Begin counting anew, because something came from the program."""
        self._asleep = 0

    def has_gone_to_rest(self) -> bool:
        """Look once more, after a pause; whether the program was asleep long enough to be given up."""
        time.sleep(SECONDS_BETWEEN_LOOKS)
        self._asleep = self._asleep + 1 if _all_sleep(self._group) else 0
        return self._asleep >= LOOKS


def _all_sleep(group: int) -> bool:
    return all(state.startswith(("S", "I", "Z", "T")) for state in _states(group))


def _states(group: int) -> list[str]:
    """The state of each process of a group: R runs or could run, D waits for a disk, S sleeps, Z is over."""
    if not Path("/proc/self/stat").exists():
        said = subprocess.run(["ps", "-A", "-o", "pgid=,state="], capture_output=True, text=True, check=True).stdout
        return [state for found, state in map(str.split, said.splitlines()) if int(found) == group]
    states = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, found = path.read_text("utf-8", "replace").rpartition(")")[2].split()[:3]
        except OSError:  # it is over by now
            continue
        if int(found) == group:
            states.append(state)
    return states
