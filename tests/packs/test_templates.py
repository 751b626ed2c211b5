"""A guide template's files are read with the same care as a questionnaire's."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.core.errors import FileIsWrong
from levelbook.packs.templates import read_template


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "template.toml").write_text('title = "Plain"\nblocks = ["about"]\n')
    (folder / "about.md.jinja").write_text("# {{ title }}\n")
    (folder / "notes.txt").write_text("nobody reads this")
    return folder


def test_a_template_is_its_manifest_and_its_files(folder: Path) -> None:
    template = read_template(folder)

    assert template.folder == folder
    assert template.manifest == {"title": "Plain", "blocks": ["about"]}
    assert template.files == {"about.md.jinja": "# {{ title }}\n"}


@pytest.mark.parametrize("name", ["template.toml", "about.md.jinja"])
def test_links_are_refused(name: str, folder: Path, tmp_path: Path) -> None:
    (folder / name).rename(tmp_path / name)
    (folder / name).symlink_to(tmp_path / name)

    with pytest.raises(FileIsWrong, match="symbolic link") as caught:
        read_template(folder)
    assert len(caught.value.problems) == 1


def test_every_problem_is_told_at_once(folder: Path) -> None:
    (folder / "template.toml").unlink()
    (folder / "about.md.jinja").write_bytes(b"\xff\xfe")
    (folder / "other.md.jinja").write_bytes(b"caf\xe9")

    with pytest.raises(FileIsWrong) as caught:
        read_template(folder)
    assert len(caught.value.problems) == 3


def test_a_template_without_files_is_none(folder: Path) -> None:
    (folder / "about.md.jinja").unlink()

    with pytest.raises(FileIsWrong, match="jinja"):
        read_template(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileIsWrong, match="no such folder"):
        read_template(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("written", "said"),
    [("true", "This is true"), ("1.0", "the number 1.0"), ("0", "the number 0"), ("2", "Use a newer levelbook.")],
)
def test_a_format_that_there_is_not_is_refused(folder: Path, written: str, said: str) -> None:
    manifest = folder / "template.toml"
    manifest.write_text(f"format = {written}\n{manifest.read_text()}")

    with pytest.raises(FileIsWrong, match=said) as caught:
        read_template(folder)
    assert [(problem.key, problem.line) for problem in caught.value.problems] == [("format", 1)]
