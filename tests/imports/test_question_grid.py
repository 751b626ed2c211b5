"""A company's own workbook is read as Excel and LibreOffice save it, and every cell that cannot be meant is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.authoring import question_import
from levelbook.book.authoring.question_import import Choices
from levelbook.core.errors import FileIsWrong, UsedWrongly
from levelbook.core.questionnaire.questionnaire import Questionnaire
from levelbook.packs.read import read_questionnaire
from support.command_line import typed
from support.spreadsheets import saved_by_libreoffice

pytest.importorskip("python_calamine")
openpyxl = pytest.importorskip("openpyxl")

HEADS = ["Section", "Title", "Question", "Level 0", "Level 1"]
ROWS = [
    ["Keys", "Vault", "Where are keys?", "Anywhere", "In a vault"],
    ["", "Rotation", "How often do they change?", "Never", "Every quarter"],
    ["Logs", "Review", "Who reads them?", "Nobody", "A colleague"],
]


def workbook(tmp_path: Path, change: Callable[[Any], None] = lambda _: None) -> Path:
    """A sheet of questions whose first section is merged over its two rows, below a title."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Controls"
    sheet["A1"] = "What we ask"
    sheet.merge_cells("A1:E1")
    for row in ([], HEADS, *ROWS):
        sheet.append(row)
    sheet.merge_cells("A4:A5")
    change(book)
    path = tmp_path / "our-controls.xlsx"
    book.save(path)
    return path


def made(path: Path, **choices: Any) -> Questionnaire:
    question_import.import_questions("xlsx", path, path.parent / "ours", Choices(**choices))
    return read_questionnaire(path.parent / "ours")


def test_a_section_may_be_merged_over_its_rows(tmp_path: Path) -> None:
    found = made(workbook(tmp_path))

    assert (found.id, found.title) == ("ours", "Our controls")
    assert list(found.practices) == ["keys.vault", "keys.rotation", "logs.review"]
    assert found.practices["keys.rotation"].levels[1].statement == "Every quarter"


def test_what_libreoffice_saved_is_the_same(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    assert list(made(saved_by_libreoffice(path)).practices) == ["keys.vault", "keys.rotation", "logs.review"]


def test_other_sheets_that_hold_no_questions_or_are_hidden_do_no_harm(tmp_path: Path) -> None:
    def more(book: Any) -> None:
        book.create_sheet("Notes")["A1"] = "Ask Ana."
        copy = book.copy_worksheet(book["Controls"])
        copy.title, copy.sheet_state = "Old", "hidden"

    assert len(made(workbook(tmp_path, more)).practices) == 3


def test_where_several_sheets_could_be_meant_one_is_named(tmp_path: Path) -> None:
    def twice(book: Any) -> None:
        book.copy_worksheet(book["Controls"]).title = "Last year"

    path = workbook(tmp_path, twice)

    with pytest.raises(UsedWrongly, match="Several sheets could hold the questions: Controls, Last year"):
        made(path)
    with pytest.raises(UsedWrongly, match="no sheet “Contrls”") as wrong:
        made(path, sheet="Contrls")
    assert wrong.value.remedy == "Did you mean “Controls”?"
    assert len(made(path, sheet="Last year").practices) == 3


@pytest.mark.parametrize(
    ("place", "value", "row", "column", "words"),
    [
        ("C5", '=CONCATENATE("How ","often?")', 5, "question", "holds a formula"),
        ("D6", "#N/A", 6, "0", "holds an error"),
        ("B6", None, 6, "title", "is empty"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_named_with_sheet_row_and_column(
    tmp_path: Path, place: str, value: Any, row: int, column: str, words: str
) -> None:
    def spoil(book: Any) -> None:
        cell = book["Controls"][place]
        cell.value = value
        if value == "#N/A":
            cell.data_type = "e"

    with pytest.raises(FileIsWrong) as wrong:
        made(workbook(tmp_path, spoil))

    (problem,) = wrong.value.problems
    assert (problem.line, problem.key) == (row, column)
    assert problem.path.endswith("our-controls.xlsx, sheet Controls")
    assert words in problem.message
    assert not (tmp_path / "ours").exists()


def test_an_error_in_a_csv_file_is_no_question(tmp_path: Path) -> None:
    path = tmp_path / "our-controls.csv"
    path.write_text("Section,Title,Question,Level 0,Level 1\nKeys,Vault,#REF!,No,Yes\n", "utf-8")

    with pytest.raises(FileIsWrong, match="This cell holds an error") as wrong:
        question_import.import_questions("csv", path, tmp_path / "ours", Choices())

    assert [(one.line, one.key) for one in wrong.value.problems] == [(2, "question")]


def test_a_csv_file_that_was_cut_off_in_its_last_cell_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "our-controls.csv"
    whole = "Section,Title,Question,Level 0,Level 1\nKeys,Vault,Where are keys?,Anywhere,In a vault\n"
    path.write_text(whole[: -len(" vault\n")], "utf-8")

    with pytest.raises(FileIsWrong, match="The file ends here without the end of a line") as wrong:
        question_import.import_questions("csv", path, tmp_path / "ours", Choices())

    assert [one.line for one in wrong.value.problems] == [2]
    path.write_text(whole, "utf-8")
    assert question_import.import_questions("csv", path, tmp_path / "ours", Choices())


def test_questions_that_are_merged_over_two_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileIsWrong) as wrong:
        made(workbook(tmp_path, lambda book: book["Controls"].merge_cells("C4:C5")))

    assert [(one.line, one.key) for one in wrong.value.problems] == [(4, "question"), (5, "question")]


def test_numbers_and_days_are_read_as_they_would_be_said(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book["Controls"]["D4"], book["Controls"]["E4"] = 3, date(2026, 12, 4)

    statements = made(workbook(tmp_path, fill)).practices["keys.vault"].levels

    assert [level.statement for level in statements] == ["3", "2026-12-04"]


def test_a_guess_shows_the_columns_and_the_command_and_writes_nothing(tmp_path: Path) -> None:
    def rename(book: Any) -> None:
        for place, head in {"A3": "Domain", "B3": "Control", "D3": "1: Ad hoc", "E3": "2: Done"}.items():
            book["Controls"][place] = head

    workbook(tmp_path, rename)

    said = typed("questionnaire", "import", "xlsx", "our-controls.xlsx", "ours", "--guess", folder=tmp_path)

    assert said.code == 0, said.err
    assert "our-controls.xlsx, sheet Controls: the headings are in row 3." in said.out
    assert "section   Domain     Keys" in said.out
    assert not (tmp_path / "ours").exists()
    command = said.out.splitlines()[-1].strip()
    assert command.endswith(
        "--sheet Controls --column section=Domain --column title=Control "
        "--column '0=1: Ad hoc' --column '1=2: Done'"
    )  # fmt: skip
    taken = typed(
        *("questionnaire", "import", "xlsx", "our-controls.xlsx", "ours", "--sheet", "Controls"),
        *(
            "--column",
            "section=Domain",
            "--column",
            "title=Control",
            "--column",
            "0=1: Ad hoc",
            "--column",
            "1=2: Done",
        ),
        folder=tmp_path,
    )
    assert taken.code == 0, taken.err


def test_a_guess_is_for_tables(tmp_path: Path) -> None:
    said = typed("questionnaire", "import", "samm", ".", "ours", "--guess", folder=tmp_path)

    assert (said.code, "samm is not a table" in said.err) == (2, True)


def test_a_workbook_that_shows_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    openpyxl.Workbook().save(path)

    with pytest.raises(FileIsWrong, match="All visible sheets are empty"):
        made(path)
