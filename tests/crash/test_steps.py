"""Each kind of command that writes a book is killed, and refused by its disk, at a sample of its steps.

Afterwards each file is as it was or as it was meant to become, and the same command, given again, ends the work.
`make torture` does the same with saves, seals, guides and upgrades at every step, by chance and by power cuts.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from levelbook.store import path_guard
from levelbook.store.atomic import TEMPORARY_PREFIX, TEMPORARY_SUFFIX
from support.command_line import typed
from torture import scenes
from torture.scenes import ALL_SCENES, SCENES, Scene, Stage, used
from torture.steps import die, each_step, failing

EVERY = {"save": 2, "seal": 15, "guide": 7, "upgrade": 29, "files": 17, "import": 3, "offers": 3, "resolve": 3}
"""Of how many steps one is tried: with a kill, and with one error of the disk or the other in turn."""


@pytest.mark.parametrize("scene", ALL_SCENES.values(), ids=ALL_SCENES)
def test_nothing_is_lost_or_torn_at_any_step(scene: Scene, tmp_path: Path) -> None:
    stage, every = Stage(scene, tmp_path / "stage").warmed(), EVERY[scene.name]
    tried = {
        "SIGKILL": list(each_step(stage, die, "SIGKILL", every=every)),
        "EIO": list(each_step(stage, failing(errno.EIO), "EIO", every=2 * every)),
        "ENOSPC": list(each_step(stage, failing(errno.ENOSPC), "ENOSPC", first=1 + every, every=2 * every)),
    }

    assert len(tried["SIGKILL"]) == len(tried["EIO"]) + len(tried["ENOSPC"]) > 2
    assert [str(fault) for tries in tried.values() for found in tries for fault in found] == []


@pytest.mark.parametrize("words", [SCENES["upgrade"].words, SCENES["files"].words], ids=["upgrade", "files"])
def test_an_upgrade_names_a_ballot_that_it_could_not_bring_along(words: tuple[str, ...], tmp_path: Path) -> None:
    scene = next(scene for scene in SCENES.values() if scene.words == words)
    scene.made(tmp_path)
    ballot = tmp_path / "book" / "ballots" / "tom.toml"
    ballot.write_bytes(before := b"\xff" + ballot.read_bytes())

    said = typed(*words, folder=tmp_path)

    assert said.code == 0, said.err
    assert "levelbook: Left as it was, because it cannot be read:\n  book/ballots/tom.toml" in said.err
    assert ballot.read_bytes() == before


def test_a_seal_that_cannot_tell_whether_a_ballot_has_ended_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edition is there, and the ballot stays in the way: that is no success without a word."""
    (tmp_path / "here").mkdir()
    used(tmp_path / "here")
    unreadable = tmp_path / "here" / "book" / "ballots" / "tom.toml"
    real_rename = os.rename

    def edition_is_there(*words: str, **options: int) -> None:
        real_rename(*words, **options)
        content = path_guard.content

        def refused(path: Path, **more: Any) -> bytes:
            if path.name == unreadable.name:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return content(path, **more)

        monkeypatch.setattr(path_guard, "content", refused)

    monkeypatch.setattr(os, "rename", edition_is_there)

    said = typed("seal", "next", folder=tmp_path / "here")
    monkeypatch.undo()

    assert said.code == 5
    assert "The edition next is sealed, and its ballots are in book/ballots/next." in said.err
    assert "book/ballots/tom.toml was not removed" in said.err
    assert typed("ballot", "list", folder=tmp_path / "here").out.startswith("There are no ballots"), "it counts no more"


def test_a_command_is_given_again_after_each_state_of_the_disk_that_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(SCENES["save"], tmp_path / "stage")
    answers = stage.fresh() / "book" / "answers.toml"
    given = list[str]()
    real_run = scenes.run
    monkeypatch.setattr(scenes, "run", lambda *words: given.append("once more") or real_run(*words))

    assert list(stage.judge_again("as it was")) == []
    assert given == []
    for leftover in ("one", "another"):
        left = answers.with_name(f"{TEMPORARY_PREFIX}{leftover}{TEMPORARY_SUFFIX}")
        left.write_text("half")
        assert list(stage.judge_again("with a leftover of any name")) == []
        assert len(given) == 1
        stage.fresh()
    for _ in range(2):
        (answers.parent / "levelbook.toml").write_text("damaged")
        assert {fault.kind for fault in stage.judge_again("with damage, each time")} == {"lost"}
    assert len(given) == 3
