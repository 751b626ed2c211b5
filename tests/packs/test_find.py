"""Questionnaires and templates are found inside a wheel, beside the code, and at a path."""

from __future__ import annotations

from pathlib import Path

import pytest

import levelbook
from levelbook.core.errors import FileIsWrong, UnknownId
from levelbook.packs import find
from levelbook.packs.find import (
    content_roots,
    find_questionnaire,
    find_template,
    shipped_questionnaires,
)
from levelbook.packs.starter_files import starter


def ship(root: Path, *names: str) -> None:
    for name in names:
        for file, text in starter(name, f"About {name}").items():
            path = root / "questionnaires" / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    template = root / "guide_templates/plain"
    template.mkdir(parents=True)
    (template / "template.toml").write_text('title = "Plain"\n')


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """levelbook as a wheel leaves it: content inside the package, strangers' folders around it."""
    package = tmp_path / "lib/site-packages/levelbook"
    ship(package / "_content", "cloud", "cooking")
    (tmp_path / "lib/questionnaires/stranger").mkdir(parents=True)
    monkeypatch.setattr(levelbook, "__file__", str(package / "__init__.py"))
    return package


@pytest.fixture
def working_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """levelbook as an editable install has it: content beside `app/`."""
    ship(tmp_path / "copy", "cloud")
    monkeypatch.setattr(levelbook, "__file__", str(tmp_path / "copy/app/levelbook/__init__.py"))
    return tmp_path / "copy"


def test_in_a_wheel_content_is_inside_the_package(installed: Path) -> None:
    assert content_roots() == (installed / "_content",)
    assert find_questionnaire("cloud", Path()) == installed / "_content/questionnaires/cloud"
    assert find_template("plain", Path()) == installed / "_content/guide_templates/plain"


def test_in_a_working_copy_content_is_beside_the_code(working_copy: Path) -> None:
    assert content_roots() == (working_copy,)
    assert find_questionnaire("cloud", Path()) == working_copy / "questionnaires/cloud"


def test_this_very_levelbook_finds_its_questionnaire() -> None:
    assert find_questionnaire("genai-security", Path()).is_dir()


def test_shipped_ones_are_listed_with_title_and_version(installed: Path) -> None:
    assert shipped_questionnaires() == [
        ("cloud", "About cloud", "0.1.0", installed / "_content/questionnaires/cloud"),
        ("cooking", "About cooking", "0.1.0", installed / "_content/questionnaires/cooking"),
    ]


def test_a_shipped_one_that_is_broken_is_told(installed: Path) -> None:
    (installed / "_content/questionnaires/cloud/questionnaire.toml").write_text("format = 1\n")

    with pytest.raises(FileIsWrong, match="title"):
        shipped_questionnaires()


def test_a_misspelt_name_gets_the_nearest(installed: Path) -> None:
    with pytest.raises(UnknownId) as caught:
        find_questionnaire("coud", Path())

    assert caught.value.lines() == ["There is no questionnaire “coud”.", "Did you mean “cloud”?"]


def test_a_name_that_is_near_to_none_gets_the_list(installed: Path) -> None:
    with pytest.raises(UnknownId) as caught:
        find_questionnaire("zzz", Path())

    assert caught.value.remedy == ("Known are cloud, cooking. Or give the path of a folder with a questionnaire.toml.")


def test_a_template_has_its_own_words(installed: Path) -> None:
    with pytest.raises(UnknownId) as caught:
        find_template("zzz", Path())

    assert caught.value.lines() == [
        "There is no template “zzz”.",
        "Known is plain. Or give the path of a folder with a template.toml.",
    ]


def test_a_path_is_taken_from_the_base(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "docs/ours").mkdir(parents=True)

    assert find_questionnaire("ours", tmp_path / "docs") == tmp_path / "docs/ours"
    assert find_questionnaire("../docs/ours", tmp_path / "docs").samefile(tmp_path / "docs/ours")
    assert find_questionnaire(str(tmp_path / "docs/ours"), Path("/")) == tmp_path / "docs/ours"


def test_a_path_to_the_file_means_its_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "questionnaire.toml").write_text("")

    assert find_questionnaire("questionnaire.toml", tmp_path) == tmp_path


def test_a_shipped_name_wins_over_a_folder_of_that_name(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "cloud").mkdir()

    assert find_questionnaire("cloud", tmp_path) == installed / "_content/questionnaires/cloud"
    assert find_questionnaire("./cloud", tmp_path) == tmp_path / "cloud"


@pytest.mark.parametrize("given", ["", " ", "..\0", "x" * 5_000, "~nobody-of-that-name/x", "\x1b[2J"])
def test_what_cannot_be_a_name_is_answered_like_an_unknown_one(given: str, installed: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownId):
        find_questionnaire(given, tmp_path)


def test_the_first_of_two_roots_wins(tmp_path: Path) -> None:
    package = tmp_path / "copy/app/levelbook"
    ship(tmp_path / "copy", "cloud")
    ship(package / "_content", "cloud")

    assert find.content_roots(package) == (package / "_content", tmp_path / "copy")


def test_nothing_shipped_at_all_still_takes_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(levelbook, "__file__", str(tmp_path / "levelbook/__init__.py"))

    assert content_roots() == ()
    with pytest.raises(UnknownId, match="no questionnaire “cloud”"):
        find_questionnaire("cloud", tmp_path)
