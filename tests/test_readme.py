"""What the README promises: its commands run as written, in an empty repository, and its files are there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks() -> list[str]:
    return re.findall(r"^```\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_every_command_of_the_walk_succeeds_in_an_empty_repository(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    walk = next(block for block in blocks() if block.startswith("levelbook init"))
    for line in walk.splitlines():
        words = shlex.split(line)
        assert words[0] == "levelbook"

        done = subprocess.run(
            [sys.executable, "-m", "levelbook", *words[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert "Rate limiting" in done.stdout, "the last command says what moved"


def test_every_make_target_it_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_it_links_to_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
