"""What the README promises: its commands run as written, in an empty repository, and its files are there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from support import REPOSITORY
from support.documented_commands import blocks, run_as_written

README = (REPOSITORY / "README.md").read_text("utf-8")


def test_every_command_of_the_walk_succeeds_in_an_empty_repository(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    walk = next(block for block in blocks(README) if block.startswith("levelbook init"))
    said = [run_as_written(line, tmp_path) for line in walk.splitlines()]
    assert "Rate limiting" in said[-1], "the last command says what moved"

    [quarter] = [block for block in blocks(README) if "levelbook seal --commit" in block]
    said = [run_as_written(line.partition("#")[0], tmp_path) for line in quarter.splitlines()]
    assert all("Rate limiting" in moved for moved in said[-2:]), "right after a seal too, they say what moved"


def test_every_make_target_it_names_exists() -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_it_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (REPOSITORY / target).exists(), target
