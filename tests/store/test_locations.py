"""Where a person's own files are, and when there is no place for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.store.locations import compiled_templates_path


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_compiled_templates_are_kept_where_only_their_owner_writes(tmp_path: Path) -> None:
    folder = compiled_templates_path()
    assert folder is not None and folder.is_relative_to(tmp_path / "cache")
    assert folder.stat().st_mode & 0o022 == 0

    folder.chmod(0o777)
    assert compiled_templates_path() is None


def test_without_a_home_to_write_to_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert compiled_templates_path() is None
