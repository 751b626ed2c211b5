"""Two equal fingerprints mean that nothing which figures and guide are made of has changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from levelbook.book.fingerprint import DEEPEST, fingerprint
from support.aging import aged
from support.demo_book import copied_demo


@pytest.fixture(scope="module", name="demo_book")
def _demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fingerprint") / "book"
    copied_demo(folder)
    return aged(folder)


def files_of(book: Path) -> list[Path]:
    """The files that are known by their content; the questionnaires of editions are known by their times."""
    return sorted(path for path in book.rglob("*") if path.is_file() and "questionnaires" not in path.parts)


def test_it_is_the_same_as_long_as_nothing_changes_also_from_a_folder_inside(demo_book: Path) -> None:
    found = fingerprint(demo_book)

    assert found is not None
    assert fingerprint(demo_book) == found
    assert fingerprint(demo_book / "editions") == found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(data=st.data())
def test_one_byte_in_any_file_of_the_book_makes_another(demo_book: Path, data: st.DataObject) -> None:
    before = fingerprint(demo_book)
    path = data.draw(st.sampled_from(files_of(demo_book)))
    content = path.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    flipped = bytearray(content)
    flipped[place] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(bytes(flipped))

    try:
        assert fingerprint(demo_book) != before
    finally:
        path.write_bytes(content)
    assert fingerprint(demo_book) == before


def _remove_an_edition_file(book: Path) -> None:
    next((book / "editions").rglob("scorecard.json")).unlink()


def _add_a_ballot(book: Path) -> None:
    (book / "ballots" / "somebody.toml").write_text("", "utf-8")


def _add_an_empty_edition(book: Path) -> None:
    (book / "editions" / "later").mkdir()


def _change_an_editions_questionnaire(book: Path) -> None:
    path = next((book / "questionnaires").rglob("tailoring.toml"))
    path.write_text(path.read_text("utf-8").replace("e", "f", 1), "utf-8")


@pytest.mark.parametrize(
    "change",
    [_remove_an_edition_file, _add_a_ballot, _add_an_empty_edition, _change_an_editions_questionnaire],
)
def test_a_file_or_folder_that_comes_or_goes_makes_another(
    demo_book: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    book = aged(shutil.copytree(demo_book, tmp_path / "book"))
    before = fingerprint(book)

    change(book)

    assert fingerprint(book) not in (before, None)


def test_the_next_day_by_the_books_own_time_zone_makes_another(
    demo_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_path = demo_book / "levelbook.toml"
    text = settings_path.read_text("utf-8")

    def at(seconds: int) -> str | None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))
        return fingerprint(demo_book)

    midnight = 1_764_547_200  # 2025-12-01 00:00 UTC
    assert at(midnight - 1) != at(midnight) == at(midnight + 3600)
    settings_path.write_text(text.replace('"UTC"', '"Asia/Tokyo"'), "utf-8")
    try:
        assert at(midnight - 1) == at(midnight)
        assert at(midnight + 15 * 3600 - 1) != at(midnight + 15 * 3600)
    finally:
        settings_path.write_text(text, "utf-8")


def _a_newer_levelbook(patch: pytest.MonkeyPatch, _: Path) -> None:
    patch.setattr("levelbook.__version__", "9.9.9")


def _another_python(patch: pytest.MonkeyPatch, _: Path) -> None:
    patch.setattr(sys, "version", "4.0.0")


def _another_library(patch: pytest.MonkeyPatch, libraries: Path) -> None:
    (libraries / "jinja2-9.9.9.dist-info").mkdir()
    os.utime(libraries, (1, 1))


def _a_commit(patch: pytest.MonkeyPatch, book: Path) -> None:
    subprocess.run(["git", "commit", "--quiet", "--allow-empty", "-m", "One"], cwd=book.parent, check=True)


@pytest.mark.parametrize("change", [_a_newer_levelbook, _another_python, _another_library, _a_commit])
def test_what_reads_the_book_and_the_commit_that_it_is_at_make_another(
    demo_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[pytest.MonkeyPatch, Path], None]
) -> None:
    libraries, book = tmp_path / "site-packages", tmp_path / "book"
    libraries.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(libraries)])
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    aged(shutil.copytree(demo_book, book))
    before = fingerprint(book)
    assert before is not None and fingerprint(book) == before

    change(monkeypatch, libraries if change is _another_library else book)

    assert fingerprint(book) not in (before, None)


def _link_the_answers(book: Path) -> None:
    (book / "answers.toml").rename(book / "elsewhere.toml")
    (book / "answers.toml").symlink_to("elsewhere.toml")


def _link_a_folder(book: Path) -> None:
    (book / "ballots").rename(book / "elsewhere")
    (book / "ballots").symlink_to("elsewhere")


def _break_the_settings(book: Path) -> None:
    (book / "levelbook.toml").write_text("team = ", "utf-8")


def _use_a_template_of_its_own(book: Path) -> None:
    (book / "ours").mkdir()
    (book / "ours" / "template.toml").write_text("", "utf-8")
    with (book / "levelbook.toml").open("a") as settings:
        settings.write('template = "ours"\n')


def _lead_the_guide_out_of_the_book(book: Path) -> None:
    (book.parent / "elsewhere.md").write_text("", "utf-8")
    path = book / "levelbook.toml"
    path.write_text(path.read_text("utf-8").replace('guide = "guide.md"', 'guide = "../elsewhere.md"'), "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        _link_the_answers,
        _link_a_folder,
        _break_the_settings,
        _use_a_template_of_its_own,
        _lead_the_guide_out_of_the_book,
    ],
)
def test_there_is_none_where_only_opening_the_book_tells_what_holds(
    demo_book: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    book = shutil.copytree(demo_book, tmp_path / "book")
    settings_path = book / "levelbook.toml"
    kept = [line for line in settings_path.read_text("utf-8").splitlines() if not line.startswith("template")]
    settings_path.write_text("\n".join(kept) + "\n", "utf-8")
    assert fingerprint(book) is not None

    change(book)

    assert fingerprint(book) is None


def test_there_is_none_where_there_is_no_book(tmp_path: Path) -> None:
    assert fingerprint(tmp_path) is None


def test_very_many_folders_inside_each_other_have_none(demo_book: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(demo_book, book)
    (book / "charts" / Path(*["deep"] * (DEEPEST + 1))).mkdir(parents=True)
    assert fingerprint(book) is None


def test_very_much_to_read_has_none(demo_book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fingerprint(demo_book) is not None
    monkeypatch.setattr("levelbook.book.fingerprint.MOST_BYTES", 10_000)
    assert fingerprint(demo_book) is None
