"""SECURITY.md names tests for its promises: they are there, and they test something."""

from __future__ import annotations

import re

from support import REPOSITORY

PAGE = (REPOSITORY / "SECURITY.md").read_text("utf-8")


def test_every_test_that_holds_a_promise_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/.]+)`", PAGE))

    assert len(named) > 20
    assert [name for name in sorted(named) if "def test_" not in (REPOSITORY / name).read_text("utf-8")] == []


def test_every_promise_has_one() -> None:
    rows = re.findall(r"^\| (?!promise|---)(.+?) \| (.+?) \|$", PAGE, re.MULTILINE)

    assert len(rows) > 10
    assert [promise for promise, held_by in rows if "`tests/" not in held_by] == []
