"""An error, or a SIGKILL, at each system call of a save, a seal, a guide and an upgrade, from outside, by strace."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from torture.outcome import Budget, Outcome
from torture.processes import Ended, Running, started
from torture.scenes import SCENES, Stage

WHAT: Final = "ENOSPC, EIO and SIGKILL at each system call of a save, a seal, a guide, an upgrade"
WRITING: Final = (
    "openat", "write", "fsync", "fdatasync", "rename", "mkdir", "rmdir", "unlink", "fchmod", "fchown", "ftruncate",
)  # fmt: skip
ASKING: Final = (
    "access", "clone", "close", "dup", "dup2", "fcntl", "flock", "fstat", "getcwd", "getdents64", "ioctl", "lseek",
    "lstat", "newfstatat", "pipe2", "poll", "read", "readlink", "stat", "statx", "vfork", "wait4",
)  # fmt: skip
"""Calls that a full disk never fails."""
INJECTIONS: Final = {"ENOSPC": "error=ENOSPC", "EIO": "error=EIO", "SIGKILL": "signal=KILL"}


@dataclass(frozen=True)
class Case:
    """What goes wrong, at which call, the how-manieth of its kind."""

    injection: str
    call: str
    when: int

    def __str__(self) -> str:
        return f"under `strace -e inject={self.call}:{INJECTIONS[self.injection]}:when={self.when}`"


def run_row(budget: Budget, place: Path) -> Outcome:
    """Try each call that changes the disk in each way, then those that only ask, for as long as there is time."""
    outcome = Outcome(WHAT)
    if shutil.which("strace") is None:
        outcome.skipped.append("all of it: there is no strace (`apt-get install strace`)")
        return outcome
    stages = {name: Stage(scene, place / name) for name, scene in SCENES.items()}
    todo = [(stage, case) for stage in stages.values() for case in _cases(stage)]
    outcome.wanted = len(todo)
    random.Random(7).shuffle(todo)
    todo.sort(key=lambda one: one[1].call not in WRITING)
    for stage, case in todo:
        if budget.is_over:
            break
        ended = _traced(stage, ["-e", f"trace={case.call}", "-e", str(case).split("-e ")[1].rstrip("`")])
        outcome.tried([*stage.judge(ended, str(case)), *stage.judge_again(str(case))])
    return outcome


def _cases(stage: Stage) -> Iterator[Case]:
    """Each call that the command makes undisturbed, with what may go wrong there."""
    log = stage.said.with_name("trace")
    _traced(stage, ["-e", f"trace={','.join(f'?{call}' for call in (*WRITING, *ASKING))}", "-o", str(log)])
    made = Counter(re.findall(r"^(\w+)\(", log.read_text("utf-8", "replace"), re.MULTILINE))
    for call, count in sorted(made.items()):
        for injection in INJECTIONS:
            if injection != "ENOSPC" or call in WRITING:
                yield from (Case(injection, call, number) for number in range(1, count + 1))


def _traced(stage: Stage, options: list[str]) -> Ended:
    """Run a command with strace at it from its first call on; not at the git that it starts."""
    read, write = os.pipe()

    def wait_for_strace() -> None:
        os.read(read, 1)

    command = started(stage.scene.words, stage.fresh(), stage.said, before=wait_for_strace)
    os.close(read)
    # Nobody reads what strace says, and in a pipe that is full it would wait for ever, and the command with it.
    tracer = subprocess.Popen(["strace", "-q", *options, "-p", str(command.pid)], stderr=subprocess.DEVNULL)
    _until_attached(command)
    os.write(write, b".")
    os.close(write)
    ended = command.ended()
    tracer.wait()
    return ended


def _until_attached(command: Running) -> None:
    """Wait until something traces the command, which waits for us."""
    patience = time.monotonic() + 30
    while time.monotonic() < patience and command.poll() is None:
        status = Path(f"/proc/{command.pid}/status").read_text("utf-8")
        if not re.search(r"^TracerPid:\s*0$", status, re.MULTILINE):
            return
        time.sleep(0.001)
    raise RuntimeError("strace does not attach: is tracing forbidden here?")
