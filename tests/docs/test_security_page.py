"""SECURITY.md names tests for its promises: they are there, and they test something."""

from __future__ import annotations

import re

from support import REPOSITORY
from torture.__main__ import ROWS

PAGE = (REPOSITORY / "SECURITY.md").read_text("utf-8")
PROMISES = PAGE.partition("\n## What is promised")[2].partition("\n`make torture`")[0]


def test_every_test_that_holds_a_promise_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/.]+)`", PAGE))

    assert len(named) > 20
    assert [name for name in sorted(named) if "def test_" not in (REPOSITORY / name).read_text("utf-8")] == []


def test_every_promise_has_one() -> None:
    rows = re.findall(r"^\| (?!promise|---)(.+?) \| (.+?) \|$", PROMISES, re.MULTILINE)

    assert len(rows) > 10
    assert [promise for promise, held_by in rows if "`tests/" not in held_by] == []


def test_the_table_of_what_was_tried_has_every_row_of_the_torture_and_no_fault() -> None:
    tried = re.findall(r"^\| (.+?) \| ([\d,]+)(?: of [\d,]+)? \| (.+) \|$", PAGE, re.MULTILINE)

    assert [what for what, _, _ in tried] == [row.what for row in ROWS.values()]
    assert all(int(tries.replace(",", "")) > 0 for _, tries, _ in tried)
    assert {count for _, _, counts in tried for count in counts.split(" | ")} == {"0"}
