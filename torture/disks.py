"""Disks that take nothing more, and folders and files that may not be written: real ones, of root's making."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from torture.outcome import Budget, Fault, Outcome
from torture.processes import run
from torture.scenes import SCENES, Stage

WHAT: Final = "a full tmpfs, folders and files of somebody else, immutable files and folders"
NOBODY: Final = 65534
SPACE: Final = (0, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192)
"""Kilobytes that a full disk still has."""


def run_row(budget: Budget, place: Path) -> Outcome:
    """Try every scene on every kind of bad disk."""
    stages = [Stage(scene, place / name).warmed() for name, scene in SCENES.items()]
    places = sum(1 + len(stage.before) for stage in stages)
    outcome = Outcome(WHAT, wanted=len(stages) * len(SPACE) + 2 * places)
    if os.geteuid() != 0:
        outcome.skipped.append("all of it: only root can make such disks")
        return outcome
    kinds = (_full(outcome, stages), _of_somebody_else(stages), _immutable(outcome, stages, place))
    for number, kind in enumerate(kinds):
        part = budget.part(1 / (len(kinds) - number))
        for found in kind:
            outcome.tried(found)
            if part.is_over:
                break
    return outcome


# --- Full -------------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[None]:
    """A file system of so many kilobytes in a new folder. Raises CalledProcessError where none can be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    options = ["-t", "tmpfs", "-o", f"size={kilobytes}k"]
    subprocess.run(["mount", *options, "levelbook-torture", folder], check=True, capture_output=True, text=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _full(outcome: Outcome, stages: list[Stage]) -> Iterator[list[Fault]]:
    """Leave a little space, give the command, and once there is room again the same command."""
    try:
        for stage in stages:
            for space in SPACE:
                with small_disk(stage.here, 8_192):
                    stage.fresh(keep_folder=True)
                    filler = stage.here / "filler"
                    fill(filler, space)
                    how = f"on a tmpfs with {space} KB left"
                    ended = run(stage.scene.words, stage.here, stage.said)
                    filler.unlink()
                    found = [*stage.judge(ended, how), *stage.judge_again(f"{how}, then with room")]
                yield found
    except subprocess.CalledProcessError as error:
        outcome.skipped.append(f"full disks: no tmpfs can be mounted here ({error.stderr.strip()})")


def fill(filler: Path, left: int) -> None:
    """Fill the disk below a file but for so many kilobytes."""
    descriptor = os.open(filler, os.O_WRONLY | os.O_CREAT)
    free = os.statvfs(filler)
    blocks = max(0, free.f_bfree - left * 1024 // free.f_bsize)
    try:
        for _ in range(blocks):
            os.write(descriptor, b"x" * free.f_bsize)
    except OSError:
        pass
    finally:
        os.close(descriptor)


# --- Of somebody else -------------------------------------------------------------------------------------------------


def _of_somebody_else(stages: list[Stage]) -> Iterator[list[Fault]]:
    """Be nobody in a book of root's: each folder and file in turn, and all of them, cannot be written."""
    for stage in stages:
        names = ["", *stage.before]
        random.Random(7).shuffle(names)
        for name in names:
            here = stage.fresh()
            if name:
                for path in (here, *here.rglob("*")):
                    os.chown(path, NOBODY, NOBODY)
            path = here / name
            os.chown(path, 0, 0)
            path.chmod(0o555 if path.is_dir() else 0o444)
            how = f"as another user, with {name or 'everything'} of root's and read-only"
            ended = run(stage.scene.words, here, stage.said, before=_be_nobody)
            found = list(stage.judge(ended, how))
            if path.exists():
                path.chmod(0o755 if path.is_dir() else 0o644)
            yield [*found, *stage.judge_again(how)]


def _be_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


# --- Immutable --------------------------------------------------------------------------------------------------------


def _immutable(outcome: Outcome, stages: list[Stage], place: Path) -> Iterator[list[Fault]]:
    """Make each file and folder in turn immutable, also for root."""
    probe = place / "probe"
    probe.touch()
    if shutil.which("chattr") is None or _chattr("+i", probe):
        outcome.skipped.append("immutable files: this file system has no such attribute, or there is no chattr")
        return
    _chattr("-i", probe)
    for stage in stages:
        for name in ("", *stage.before):
            here = stage.fresh()
            path = here / name
            _chattr("+i", path)
            how = f"with {name or 'the folder above the book'} immutable (chattr +i)"
            try:
                ended = run(stage.scene.words, here, stage.said)
            finally:
                _chattr("-i", path)
            yield [*stage.judge(ended, how), *stage.judge_again(how)]


def _chattr(change: str, path: Path) -> int:
    return subprocess.run(["chattr", change, path], capture_output=True, check=False).returncode
