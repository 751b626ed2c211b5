"""Where a person's own files are, and when there is no place for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.keymap.user_settings import UserSettings, read_user_settings
from levelbook.store.user_paths import VARIABLE, compiled_templates_path


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_compiled_templates_are_kept_where_only_their_owner_writes(tmp_path: Path) -> None:
    folder = compiled_templates_path()
    assert folder is not None and folder.is_relative_to(tmp_path / "cache")
    assert folder.stat().st_mode & 0o022 == 0

    for others_may_write in (0o777, 0o770, 0o702):
        folder.chmod(others_may_write)
        assert compiled_templates_path() is None


def test_without_a_home_to_write_to_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    assert compiled_templates_path() is None


def test_a_user_without_a_home_has_no_settings_and_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container that runs as a number that nobody has."""
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)

    assert compiled_templates_path() is None
    assert read_user_settings() == UserSettings()
