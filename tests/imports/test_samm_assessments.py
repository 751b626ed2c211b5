"""A SAMM assessment that was made elsewhere answers a book of SAMM's questions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.answer_import import Elsewhere
from levelbook.book.authoring import question_import
from levelbook.core.errors import FileIsWrong
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.imports import samm_assessments
from levelbook.packs.read import read_questionnaire
from support.builders import tiny_questionnaire
from support.command_line import typed
from support.samm_model import write_model

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("python_calamine")

ORDER = [
    f"{section}.{code}-{level}-{stream}"
    for section, codes in (("kitchen", ("ba", "fr")), ("dining-room", ("se", "bi")))
    for code in codes
    for stream in "ab"
    for level in (1, 2, 3)
]
"""SAMMwise's: both streams of a practice one after the other."""


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("samm")
    question_import.import_questions("samm", write_model(root), root / "samm")
    return root


@pytest.fixture(name="known", scope="module")
def _known(folder: Path) -> Questionnaire:
    return read_questionnaire(folder / "samm")


def toolbox(path: Path, answers: Mapping[str, Any], **cells: Any) -> bytes:
    """A workbook whose sheet Interview is laid out as the toolbox's: ids in column A, answers in F, notes in I."""
    book = openpyxl.Workbook()
    book.active.title = "Scorecard"
    sheet = book.create_sheet("Interview")
    for place, head in {"B17": "Stream", "C17": "Level", "F17": "Answer", "I17": "Interview Notes"}.items():
        sheet[place] = head
    for row, (mark, answer) in enumerate(answers.items(), start=18):
        sheet.cell(row, 1, mark)
        sheet.cell(row, 3, f"=LEN(A{row})")
        sheet.cell(row, 6, answer)
    for place, value in cells.items():
        sheet[place] = value
    book.save(path)
    return path.read_bytes()


def test_sammwise_numbers_questions_by_practice_then_stream_then_level(known: Questionnaire) -> None:
    saved = {f"question{at}": (0, 0.25, 0.5, 1)[at % 4] for at in range(1, len(ORDER) + 1)}
    content = json.dumps({**saved, "Company Name": "House"}).encode()

    rows = samm_assessments.of_sammwise(content, "saved.json", known)

    assert [(row.practice_id, row.said.answer, row.fault) for row in rows] == [
        (name, str(at % 4), "") for at, name in enumerate(ORDER, start=1)
    ]


def test_a_number_or_a_value_that_the_model_does_not_have_is_a_fault_of_its_row(known: Questionnaire) -> None:
    content = json.dumps({"question1": 0.3, "question2": "1", "question99": 1}).encode()

    rows = samm_assessments.of_sammwise(content, "saved.json", known)

    assert [row.fault for row in rows] == [
        "Its value is not one of 0, 0.25, 0.5, 1.",
        "Its value is not one of 0, 0.25, 0.5, 1.",
        "The model has 24 questions.",
    ]


def test_the_toolbox_has_the_words_of_answers_and_notes(known: Questionnaire, tmp_path: Path) -> None:
    content = toolbox(
        tmp_path / "toolbox.xlsx",
        {
            "K-BA-A-1-1": "Yes, half",
            "K-BA-B-1-1": "no",
            "K-BA-A-2-1": None,
            "K-BA-B-2-1": "Perhaps",
            "K-XX-A-1-1": "No",
        },
        I18="Since May.",
        I20="Ask Ana.",
        F23="=F18",
        A23="K-FR-A-1-1",
    )

    rows = samm_assessments.of_toolbox(content, "toolbox.xlsx", known)

    assert [(row.place, row.practice_id, row.said.answer, row.said.note) for row in rows] == [
        ("Interview, row 18", "kitchen.ba-1-a", "2", "Since May."),
        ("Interview, row 19", "kitchen.ba-1-b", "0", ""),
        ("Interview, row 20", "kitchen.ba-2-a", "", "Ask Ana."),
        ("Interview, row 21", "kitchen.ba-2-b", "", ""),
        ("Interview, row 22", "", "", ""),
        ("Interview, row 23", "kitchen.fr-1-a", "", ""),
    ]
    assert [bool(row.fault) for row in rows] == [False, False, False, True, True, True]
    assert "“Perhaps” is not an answer" in rows[3].fault
    assert "holds a formula" in rows[5].fault


def test_the_toolboxs_own_lists_say_what_an_answer_is_where_its_words_are_another_versions(
    known: Questionnaire, tmp_path: Path
) -> None:
    content = toolbox(tmp_path / "toolbox.xlsx", {"K-BA-A-1-1": "Mostly", "K-BA-B-1-1": "Yes, half"})
    book = openpyxl.load_workbook(tmp_path / "toolbox.xlsx")
    questions, answers = book.create_sheet("imp-questions"), book.create_sheet("imp-answers")
    questions.append(["ID", "", "", "", "", "", "", "Answer Option"])
    questions.append(["K-BA-A-1-1", "", "", "", "", "", "", 3])
    answers.append(["ANS_SET_CODE", "A", "B", "C", "D"])
    answers.append([3, "No", "Somewhat", "Mostly", "Yes"])
    book.save(tmp_path / "toolbox.xlsx")

    rows = samm_assessments.of_toolbox((tmp_path / "toolbox.xlsx").read_bytes(), "toolbox.xlsx", known)

    assert [row.said.answer for row in rows] == ["2", "2"]
    assert samm_assessments.of_toolbox(content, "toolbox.xlsx", known)[0].fault


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[", "not valid JSON"),
        (b"[1]", "no answers from SAMMwise"),
        (b'{"a": 1}', "no answers from SAMMwise"),
        (b"NaN", "SAMMwise"),
        (b'{"question1": 0, "question1": 1}', "the key “question1” twice"),
    ],
)
def test_what_sammwise_did_not_save_is_refused(known: Questionnaire, content: bytes, words: str) -> None:
    with pytest.raises(FileIsWrong, match=words):
        samm_assessments.of_sammwise(content, "saved.json", known)


def test_a_workbook_of_something_else_is_refused(known: Questionnaire, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(FileIsWrong, match="no sheet Interview"):
        samm_assessments.of_toolbox((tmp_path / "other.xlsx").read_bytes(), "other.xlsx", known)
    with pytest.raises(FileIsWrong, match="No row of Interview has an id"):
        samm_assessments.of_toolbox(toolbox(tmp_path / "other.xlsx", {}), "other.xlsx", known)


def test_a_toolbox_with_two_columns_of_answers_is_refused(known: Questionnaire, tmp_path: Path) -> None:
    content = toolbox(tmp_path / "twice.xlsx", {"K-BA-A-1-1": "Yes, all"}, G17="Answer", G18="No")
    with pytest.raises(FileIsWrong, match=r"^twice\.xlsx, sheet Interview: Two columns are headed Answer\."):
        samm_assessments.of_toolbox(content, "twice.xlsx", known)


def test_a_book_of_other_questions_is_refused() -> None:
    with pytest.raises(FileIsWrong, match="the book's questionnaire is tiny") as wrong:
        samm_assessments.of_sammwise(b"{}", "saved.json", tiny_questionnaire())
    assert "questionnaire import samm" in wrong.value.problems[0].remedy


@pytest.mark.parametrize("source", ["sammwise", "samm-toolbox"])
def test_from_the_command_line_with_a_preview_to_the_same_figures(
    folder: Path, tmp_path: Path, source: Elsewhere
) -> None:
    assert (
        typed("init", str(tmp_path / "book"), "--questionnaire", "samm", "--team", "T", "--yes", folder=folder).code
        == 0
    )
    if source == "sammwise":
        (tmp_path / "made").write_text(json.dumps({"question1": 1, "question2": 0.5}), "utf-8")
    else:
        toolbox(tmp_path / "made", {"K-BA-A-1-1": "Yes, all", "K-BA-A-2-1": "Yes, half"})
    command = ("-C", "book", "import", "answers", "made", "--from", source, "--by", "Ana")

    preview = typed(*command, "--dry-run", folder=tmp_path)
    taken = typed(*command, "--yes", folder=tmp_path)

    assert "change  1.1 Mind baking 1A: answer 3 Fully" in preview.out
    assert "Nothing was written." in preview.out
    assert (taken.code, taken.out.splitlines()[-1]) == (0, "Imported 2 changes.")
    assert "SAMM: 0.19" in typed("-C", "book", "score", folder=tmp_path).out
    again = typed(*command, "--yes", folder=tmp_path)
    assert (again.code, "0 changes, 0 refused" in again.out) == (0, True)
    assert typed("-C", "book", "answer", "1.1", "--level", "0", folder=tmp_path).code == 0
    assert typed(*command, "--yes", folder=tmp_path).code == 4
