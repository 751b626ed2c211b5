"""docs/offers.md: its walk is typed as written, and ends as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support import REPOSITORY
from support.documented_commands import run_as_written

PAGE = (REPOSITORY / "docs" / "offers.md").read_text("utf-8")
WALK = PAGE.partition("## Five minutes")[2].partition("\n## ")[0]


def test_the_walk_succeeds_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795608000")  # 25 November 2026: evidence of the walk counts
    before, after = (re.findall(r"^levelbook .*$", part, re.MULTILINE) for part in WALK.split("```toml"))
    [settings] = re.findall(r"^```toml\n(.*?)^```", WALK, re.DOTALL | re.MULTILINE)
    [shown] = re.findall(r"^```text\n(.*?)^```", WALK, re.DOTALL | re.MULTILINE)

    for line in before:
        run_as_written(line, tmp_path)
    with (tmp_path / "platform" / "levelbook.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{settings}")
    said = {line: run_as_written(line, tmp_path) for line in after}

    assert said["levelbook -C retail answer 4.2 --unmet read-throttled"] == shown
    assert (
        "moved on: Model platform has moved on in edition q4: its level went from 3 to 2"
        in said["levelbook -C retail gaps"]
    )
    assert "edition q4, which has level 2" in said["levelbook -C retail answer 4.2"]
