"""`levelbook export`: a file of each format, of now or of an edition, over nobody's file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from levelbook.export.registry import FORMATS
from support.command_line import Type


def test_the_list_names_every_format_and_its_file(levelbook: Type, folder: Path) -> None:
    said = levelbook("export", "--list")

    assert said.code == 0
    assert [line.split()[:2] for line in said.out.splitlines()[1:]] == [
        [one.name, one.file] for one in FORMATS.values()
    ]


def test_a_file_is_written_here_and_over_none_that_is_there(levelbook: Type, folder: Path) -> None:
    assert levelbook("export", "csv").out == "wrote answers.csv\n"
    written = Path("answers.csv").read_bytes()
    levelbook("answer", "1.1", "--level", "2")

    refused = levelbook("export", "csv")

    assert (refused.code, Path("answers.csv").read_bytes()) == (2, written)
    assert "answers.csv already exists." in refused.err
    assert levelbook("export", "csv", "--yes").code == 0
    assert Path("answers.csv").read_bytes() != written


def test_an_edition_is_exported_as_it_was_sealed(levelbook: Type, folder: Path) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    then = levelbook("export", "csv", "--edition", "first", "-o", "-").out
    page = levelbook("export", "html", "-o", "-").out
    levelbook("answer", "1.1", "--level", "3")

    assert levelbook("export", "csv", "--edition", "first", "-o", "-").out == then
    assert "Retail · last edition first" in page
    assert levelbook("export", "html", "--edition", "first", "-o", "-").out == page.replace("last edition", "edition")
    assert levelbook("export", "csv", "--edition", "now", "-o", "-").out != then
    assert levelbook("export", "csv", "--edition", "frist").code == 2
    refused = levelbook("export", "ballot-form", "--edition", "first")
    assert (refused.code, "the present state" in refused.err) == (2, True)


def test_an_edition_is_exported_with_the_team_and_the_system_that_it_was_sealed_for(
    levelbook: Type, folder: Path
) -> None:
    settings = folder / "levelbook.toml"
    answered = settings.read_text("utf-8")
    settings.write_text(re.sub("(?m)^#? ?about = .*$", 'about = "Ask Alder"', answered), "utf-8")
    levelbook("answer", "1.1", "--level", "2")
    levelbook("seal", "first")
    settings.write_text(re.sub("(?m)^about = .*$", 'about = "Ask Birch"', settings.read_text("utf-8")), "utf-8")

    then = levelbook("export", "cyclonedx", "--edition", "first", "-o", "-").out

    assert "Ask Alder" in then and "Ask Birch" not in then
    assert "Ask Birch" in levelbook("export", "cyclonedx", "-o", "-").out


def test_a_format_has_to_be_named_and_be_there(levelbook: Type, folder: Path) -> None:
    assert (levelbook("export").code, levelbook("export", "cvs").code) == (2, 2)
    assert "Did you mean “csv”?" in levelbook("export", "cvs").err
    assert levelbook("export", "csv", "-o", "answers.txt").code == 2


def test_a_report_is_written_of_a_book_that_cannot_be_opened(levelbook: Type, folder: Path) -> None:
    answers = folder / "answers.toml"
    answers.write_text(answers.read_text("utf-8") + "level = \n", "utf-8")

    assert levelbook("export", "junit").code == 0

    report = Path("levelbook-check.xml").read_text("utf-8")
    assert 'file="book/answers.toml"' in report and "<failure" in report
    assert '<testsuite name="levelbook check: Retail"' in report
    assert levelbook("export", "junit").code == 0, "it is known to be levelbook's, and written over"


@pytest.mark.parametrize(
    "words",
    [
        ("export", "html", "-o", "editions/first/page.html"),
        ("export", "json", "-o", "editions/first/scorecard.json", "--yes"),
        ("export", "csv", "-o", "editions/answers.csv"),
        ("export", "csv", "-o", "Editions/answers.csv"),
        ("ballot", "form", "-o", "questionnaires/{stored}/form.html"),
        ("editions", "--copy", "first", "editions/first"),
        ("questionnaire", "new", "editions/first/mine"),
        ("template", "new", "editions/first/mine"),
        ("init", "editions/first/book", "--team", "X", "--questionnaire", "../questions", "--yes"),
        ("portfolio", "init", "editions/first/all", "--organisation", "X"),
    ],
)
def test_nothing_that_a_person_names_is_written_into_what_is_sealed(
    levelbook: Type, folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    levelbook("answer", "1.1", "--level", "1")
    levelbook("seal", "first")
    [stored] = (folder / "questionnaires").iterdir()
    monkeypatch.chdir(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    refused = levelbook(*(word.format(stored=stored.name) for word in words))

    assert (refused.code, "which is sealed: nothing is written there." in refused.err) == (2, True)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "words",
    [
        ("export", "json", "-o", "book/answers.toml"),
        ("export", "json", "-o", "book/guide.md"),
        ("export", "json", "-o", "book/Record.md"),
        ("export", "json", "-o", "book/charts/standing.svg"),
        ("export", "json", "-o", "book/Charts/Standing.SVG"),
        ("export", "json", "-o", "book/sittings/2026-11-22.toml"),
        ("export", "junit", "-o", "book/levelbook.toml"),
        ("ballot", "form", "-o", "book/ballots/ana.toml"),
    ],
)
def test_no_export_is_written_over_a_file_that_a_book_keeps(
    levelbook: Type, folder: Path, words: tuple[str, ...]
) -> None:
    (folder / "guide.md").write_text("What we wrote.\n", "utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    refused = levelbook(*words, "--yes")

    assert (refused.code, words[3] in refused.err.replace("\n  ", " ")) == (2, True)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
