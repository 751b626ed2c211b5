"""docs/example holds what levelbook makes of its example teams today; this says which file is stale."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from support import REPOSITORY

EXAMPLE = REPOSITORY / "docs" / "example"


def test_the_example_is_what_is_made_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("make_example", EXAMPLE / "make.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", module.DAY)

    module.make(tmp_path)

    made = {path.relative_to(tmp_path): path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file()}
    held = {
        path.relative_to(EXAMPLE): path.read_text("utf-8")
        for path in EXAMPLE.rglob("*")
        if path.is_file() and len(path.relative_to(EXAMPLE).parts) > 1 and "__pycache__" not in path.parts
    }
    stale = sorted(str(path) for path in made.keys() | held.keys() if made.get(path) != held.get(path))
    assert stale == [], "docs/example is stale: look at what changed, then `make example`"


def test_every_link_between_the_examples_leads_somewhere() -> None:
    for page in EXAMPLE.rglob("*.md"):
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page}: {target}"
