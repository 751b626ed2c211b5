"""What a person typed and did not save is kept in files of that person's own, and read from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.store.private_files import PrivateFolder


def test_a_link_in_the_place_of_a_private_file_is_not_read(tmp_path: Path) -> None:
    folder = PrivateFolder("drafts", tmp_path / "answers.toml")
    path = folder.write("typed.toml", "typed")
    assert folder.read("typed.toml") == b"typed"

    path.rename(elsewhere := tmp_path / "elsewhere.toml")
    path.symlink_to(elsewhere)

    with pytest.raises(OSError):
        folder.read("typed.toml")
