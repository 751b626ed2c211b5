"""A command that is killed, or whose disk fails, at one of its steps leaves everything as it was or as it should become.

A part of what `make torture` tries: each command that writes, at steps spread over all of it. Which step it is that
comes next is counted, so that nothing here depends on how fast the machine is.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from torture.processes import own_machine
from torture.scenes import SCENES, Stage
from torture.steps import WRITING, die, each_step, failing

EVERY = {"save": 2, "seal": 17, "guide": 5, "upgrade": 17}
"""Every how-manieth step is tried."""


@pytest.fixture(name="stage", scope="module", params=SCENES)
def _stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    place = tmp_path_factory.mktemp("stage")
    with own_machine(place / "home"):
        yield Stage(SCENES[request.param], place / "book")


@pytest.mark.parametrize(
    ("how", "act"), [("SIGKILL", die), ("ENOSPC", failing(errno.ENOSPC)), ("EIO", failing(errno.EIO))]
)
def test_disturbed_at_a_step_nothing_is_lost_or_torn(stage: Stage, how: str, act: object) -> None:
    tries = list(each_step(stage, act, how, WRITING, every=EVERY[stage.scene.name]))  # type: ignore[arg-type]

    assert len(tries) > 2
    assert [str(fault) for faults in tries for fault in faults] == []
