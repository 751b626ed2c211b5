"""Power cuts on a real ext4, on a disk that is a file.

The file system is told to stop at once (`EXT4_IOC_SHUTDOWN`, by which the kernel's own tests cut the power): what it
has not brought down to the disk by then is gone, its journal included. It is mounted again, which replays the journal.
ext4 guesses that a program which forgot its fsync meant one before a rename; that help is switched off.

A disk that confirms what it has not kept cannot be imitated so, and is not promised anything.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import random
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from torture.kills import saves
from torture.outcome import Budget, Fault, Outcome
from torture.processes import Running, run, started
from torture.scenes import SCENES, Stage

WHAT: Final = "power cuts on a loop-mounted ext4, during saves, seals, guides and upgrades and right after them"
MEGABYTES: Final = 48
OPTIONS: Final = "loop,noauto_da_alloc,data={mode}"
MODES: Final = ("ordered", "writeback")
"""How ext4 orders what it writes; the second keeps less."""
WANTED: Final = 36 * len(MODES) * (1 + len(SCENES))
"""Cuts of a whole run: so many of each kind of ext4 in answers that are given over and over, and in each scene."""
_SHUTDOWN: Final = 0x8004587D
_WITHOUT_JOURNAL: Final = 2
_PATIENCE: Final = 10
"""Seconds in which a disk that is still in use is tried again."""
CONTROLS: Final = 12
"""How often a writer is cut off that does no fsync, to see that this row would see it."""


class Disk:
    """An ext4 in a file, mounted on a folder."""

    def __init__(self, place: Path, mode: str) -> None:
        """Raises CalledProcessError where no file system can be made or mounted."""
        place.mkdir(parents=True)
        self.folder = place / "disk"
        self.folder.mkdir()
        self._image = place / "image"
        self._options = OPTIONS.format(mode=mode)
        with self._image.open("wb") as image:
            image.truncate(MEGABYTES * 1_000_000)
        _call("mkfs.ext4", "-q", "-F", self._image)
        self._mount()

    def _mount(self) -> None:
        _call("mount", "-t", "ext4", "-o", self._options, self._image, self.folder)

    def cut(self) -> None:
        """Cut the power."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _SHUTDOWN, struct.pack("I", _WITHOUT_JOURNAL))
        finally:
            os.close(descriptor)

    def restore(self) -> None:
        """Mount it again, as after a cut."""
        _call("umount", self.folder)
        self._mount()

    def close(self) -> None:
        subprocess.run(["umount", "--lazy", self.folder], check=False, capture_output=True)


def _call(*words: str | Path) -> None:
    """Run a command, again for some seconds while it fails: a git that a killed command began holds the disk until it
    has ended too, and a loop device is free only some time after its disk."""
    begun = time.monotonic()
    while True:
        try:
            subprocess.run(words, check=True, capture_output=True, text=True)
        except subprocess.CalledProcessError:
            if time.monotonic() - begun > _PATIENCE:
                raise
            time.sleep(0.05)
        else:
            return


def run_row(budget: Budget, place: Path, *, wanted: int = WANTED) -> Outcome:
    """Cut the power so many times, of each kind of ext4 and in each scene by turns."""
    outcome = Outcome(WHAT, wanted=wanted)
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        outcome.skipped.append("all of it: only root can mount a disk, and mkfs.ext4 has to be there")
        return outcome
    chance = random.Random(7)
    with contextlib.ExitStack() as disks:
        going: list[Iterator[list[Fault]]] = []
        torn = 0
        for mode in MODES:
            try:
                disk = Disk(place / mode, mode)
                disks.callback(disk.close)
                torn += _control(disk)
            except (subprocess.CalledProcessError, OSError) as error:
                said = error.stderr.strip() if isinstance(error, subprocess.CalledProcessError) else str(error)
                outcome.skipped.append(f"data={mode}: no ext4 can be mounted and cut off here ({said})")
                continue
            going.append(_saves(disk, place / mode, chance))
            for scene in SCENES.values():
                stage = Stage(scene, place / f"{mode}-{scene.name}", disk.folder / scene.name).warmed()
                going.append(_commands(disk, stage, chance))
        if going and not torn:
            outcome.skipped.append("a writer without fsync lost nothing either, so that these cuts prove little")
        for one in itertools.islice(itertools.cycle(going), wanted):
            if budget.is_over:
                break
            outcome.tried(next(one))
    return outcome


def _saves(disk: Disk, place: Path, chance: random.Random) -> Iterator[list[Fault]]:
    def cut(child: Running) -> None:
        disk.cut()
        child.kill()
        child.wait()
        disk.restore()

    root = disk.folder / "saves"
    root.mkdir()
    yield from saves(root, place / "said", chance, cut, "a power cut")


def _commands(disk: Disk, stage: Stage, chance: random.Random) -> Iterator[list[Fault]]:
    """Cut the power within a command, and every third time right after it has said that it is done."""
    begun = time.monotonic()
    run(stage.scene.words, stage.fresh(), stage.said)
    takes = time.monotonic() - begun
    while True:
        here = stage.fresh()
        os.sync()
        command = started(stage.scene.words, here, stage.said)
        if chance.random() < 0.33:
            ended, words = command.ended(), "and a power cut right after it"
            disk.cut()
        else:
            after = chance.uniform(0, takes)
            time.sleep(after)
            disk.cut()
            command.kill()
            ended, words = command.ended(), f"with a power cut after {after * 1000:.0f} of {takes * 1000:.0f} ms"
        disk.restore()
        # What a cut leaves of a command's own words is no matter: it may have been told of the disk's end.
        yield [*stage.judge(ended, words), *stage.judge_again(words)]


def _control(disk: Disk) -> int:
    """Count how often a file is torn that is written without fsync."""
    path = disk.folder / "control"
    torn = 0
    naive: tuple[Callable[[bytes], object], ...] = (path.write_bytes, lambda text: _renamed(path, text))
    for number in range(CONTROLS):
        path.write_bytes(b"old")
        os.sync()
        naive[number % 2](b"new" * 10_000)
        disk.cut()
        disk.restore()
        torn += not path.exists() or path.read_bytes() not in (b"old", b"new" * 10_000)
    return torn


def _renamed(path: Path, text: bytes) -> None:
    beside = path.with_name("beside")
    beside.write_bytes(text)
    beside.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    os.fsync(descriptor)  # the name comes down to the disk, what it names does not
    os.close(descriptor)
