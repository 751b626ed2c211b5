"""OWASP AISVS's published chapters become a questionnaire with cumulative levels, and no mean of the standard's."""

from __future__ import annotations

from pathlib import Path

import pytest

from levelbook.book.authoring import question_import
from levelbook.core.answers.answers import Answer
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs.published_models import aisvs
from levelbook.packs.read import read_questionnaire
from support.builders import a_book, an_assessment
from support.command_line import typed

# In the form of the standard, with invented words.
CHAPTERS = {
    "0x10-C01-Kitchens.md": """\
# C1 Kitchens & Pans

## Control Objective

Kitchens must be kept.

---

## C1.1 Ovens

Ovens are where it burns.

| # | Description | Level |
| :--: | --- | :---: |
| **1.1.1** | **Verify that** the oven can be turned off. | 1 |
| **1.1.2** | **Verify that** somebody hears when it is too hot, even at night (e.g., a `beeper` or a \\| bell). | 2 |

## References

* [Nothing](https://example.org/1.1.9)
""",
    "0x10-C10-Doors.md": """\
# C10 Doors

## C10.1 Locks

| #   | Description | Level |
|:---:|-------------|:-----:|
| **10.1.1** | **Verify that** doors lock. | 1 |
| **10.1.2** | **Verify that** keys are counted. | 3 |
""",
}


@pytest.fixture(name="standard")
def _standard(tmp_path: Path) -> Path:
    folder = tmp_path / "AISVS" / "1.0" / "en"
    folder.mkdir(parents=True)
    for name, text in CHAPTERS.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "0x03-Using-AISVS.md").write_text("# Using\n")
    return folder.parent


@pytest.fixture(name="imported")
def _imported(standard: Path, tmp_path: Path) -> Questionnaire:
    question_import.import_questions("aisvs", standard, tmp_path / "questions")
    return read_questionnaire(tmp_path / "questions")


def test_each_requirement_is_a_practice_under_its_chapter(imported: Questionnaire) -> None:
    assert imported.title == "OWASP AISVS 1.0"
    assert list(imported.practices) == [
        *("kitchens-pans.r1-1-1", "kitchens-pans.r1-1-2", "doors.r10-1-1", "doors.r10-1-2"),
    ]
    practice = imported.practices["kitchens-pans.r1-1-2"]
    assert (
        practice.rule == "Make sure that somebody hears when it is too hot, even at night (e.g., a beeper or a | bell)."
    )
    assert (practice.title, practice.why) == (
        "1.1.2 somebody hears when it is too hot, even at…",
        "Ovens are where it burns.",
    )


def test_a_part_that_the_standard_does_not_explain_gives_its_requirements_no_reason(imported: Questionnaire) -> None:
    whys = {name: practice.why for name, practice in imported.practices.items()}

    assert whys == {
        "kitchens-pans.r1-1-1": "Ovens are where it burns.",
        "kitchens-pans.r1-1-2": "Ovens are where it burns.",
        "doors.r10-1-1": "",
        "doors.r10-1-2": "",
    }


def levels(questionnaire: Questionnaire, met: set[str], aim: str) -> list[tuple[str, str]]:
    """The figures of the whole and of the chapters as they are shown; `met` holds requirements by number."""
    model = questionnaire.scoring_model
    assert model is not None
    names = {one.source_id.removeprefix("C"): one.practice for one in model.questions}
    answers = {name: Answer(level=int(number in met)) for number, name in names.items()}
    book = a_book(questionnaire, answers, {"aisvs-level": aim})
    found = an_assessment(questionnaire, book).model_figures
    assert all(one.figure is None or one.figure.value is not None for one in found)
    return [
        (one.node.title, model.shown(one.figure.value) if one.figure and one.figure.value is not None else "–")
        for one in found
    ]


def test_a_level_is_reached_with_everything_up_to_it_and_only_as_far_as_the_team_aims(imported: Questionnaire) -> None:
    everything = {"1.1.1", "1.1.2", "10.1.1", "10.1.2"}

    assert levels(imported, everything, "level-3") == [
        ("OWASP AISVS", "3"), ("C1 Kitchens & Pans", "2"), ("C10 Doors", "3"),
    ]  # fmt: skip
    assert levels(imported, everything - {"1.1.2"}, "level-3")[0] == ("OWASP AISVS", "1")
    assert levels(imported, everything - {"10.1.1"}, "level-3") == [
        ("OWASP AISVS", "0"), ("C1 Kitchens & Pans", "2"), ("C10 Doors", "0"),
    ]  # fmt: skip
    assert levels(imported, everything, "level-1")[0] == ("OWASP AISVS", "1")


def test_what_is_made_passes_its_own_check(standard: Path, tmp_path: Path) -> None:
    said = typed("questionnaire", "import", "aisvs", str(standard), "questions", folder=tmp_path)

    assert said.code == 0, said.err
    assert typed("questionnaire", "check", "./questions", folder=tmp_path).code == 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("| 2 |", "| 4 |", "Requirement 1.1.2 has no level"),
        ("| 2 |", "|  |", "Requirement 1.1.2 has no level"),
        ("**Verify that** the oven can be turned off.", "**Verify that**", "Requirement 1.1.1 has no text"),
        ("# C1 Kitchens & Pans", "# Kitchens", "not a chapter of the standard"),
        ("| :--: | --- | :---: |", "", "not a chapter of the standard"),
    ],
)
def test_a_chapter_that_is_not_as_the_standard_has_it_is_named(standard: Path, old: str, new: str, words: str) -> None:
    path = standard / "en" / "0x10-C01-Kitchens.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(FileIsWrong, match=words) as caught:
        aisvs.read(standard)
    assert caught.value.problems[0].path.endswith("0x10-C01-Kitchens.md")


def test_a_folder_without_chapters_says_which_one_is_meant(tmp_path: Path) -> None:
    with pytest.raises(FileIsWrong, match="no chapter"):
        aisvs.read(tmp_path)
