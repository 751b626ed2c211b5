"""Documents that people may have touched are read, or named with what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.core.errors import FileIsWrong
from levelbook.store.text_files import picture_or_none, read_text, text_or_none


def test_a_text_is_read_as_it_is_but_for_its_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_bytes(b"\xef\xbb\xbf# Guide\r\nZo\xc3\xab\n")

    assert read_text(tmp_path / "guide.md", within=tmp_path) == "# Guide\r\nZoë\n"


def test_where_there_is_no_file_there_is_no_text_and_whoever_needs_one_is_told(tmp_path: Path) -> None:
    assert text_or_none(tmp_path / "guide.md", within=tmp_path) is None
    with pytest.raises(FileNotFoundError):
        read_text(tmp_path / "guide.md", within=tmp_path)


def test_what_is_no_text_is_named_with_the_byte_and_a_folder_is_called_one(tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_bytes(b"Zo\xeb\n")
    with pytest.raises(FileIsWrong, match="byte 3 is not part of a character"):
        read_text(tmp_path / "guide.md", within=tmp_path)

    (tmp_path / "record.md").mkdir()
    with pytest.raises(FileIsWrong, match="This is a folder"):
        text_or_none(tmp_path / "record.md", within=tmp_path)


def test_a_picture_that_leads_out_of_the_folder_or_is_not_there_is_none(tmp_path: Path) -> None:
    inside = tmp_path / "book"
    inside.mkdir()
    (tmp_path / "secret.svg").write_bytes(b"<svg/>")
    (inside / "ours.svg").write_bytes(b"<svg/>")
    (inside / "link.svg").symlink_to(tmp_path / "secret.svg")

    assert picture_or_none(inside / "ours.svg", within=inside) == b"<svg/>"
    for name in ("gone.svg", "link.svg", str(tmp_path / "secret.svg"), "a\0b", "x" * 5_000):
        assert picture_or_none(inside / name, within=inside) is None, name[:20]
