"""The workbook: every text is text, only what may be answered is unlocked, and a spreadsheet program opens it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from levelbook.book.export_file import edition_source, export_source
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.answers import Accepted, Evidence
from levelbook.core.answers.edits import Edit, StepEdit
from levelbook.core.text.rounding import four_places
from levelbook.export.registry import FORMATS
from support.small_book import BACKUPS, PRACTICES, RESTORES, REVIEWS, later, new_book
from support.spreadsheets import saved_by_libreoffice

pytest.importorskip("xlsxwriter")
openpyxl = pytest.importorskip("openpyxl")

FREE = ["Answer", "Reason", "Note", "Owner", "Due"]


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    session = new_book(tmp_path)
    seen = Evidence(kind="documented", reference="=cmd", seen_on=date(2026, 11, 2))
    step = StepEdit(text="+Restore one", owner="@Tom", ticket="RA-1", due=date(2026, 12, 4))
    session.apply(BACKUPS, Edit(level=1, owner="=1+1", note="two\nlines", evidence=(seen,), step=step))
    session.apply(RESTORES, Edit(unsure=True))
    seal(session, "first")
    session = later(session, 30)
    session.apply(REVIEWS, Edit(not_applicable="nobody changes anything", due=date(2027, 1, 29)))
    seal(session, "second", signed_by=("Eve Okoro", "Noor"))
    return later(session, 40)


def opened(content: bytes, folder: Path) -> Any:
    path = folder / "levelbook.xlsx"
    path.write_bytes(content)
    return openpyxl.load_workbook(path)


@pytest.fixture(name="book")
def _book(session: Session, tmp_path: Path) -> Any:
    return opened(FORMATS["xlsx"].export(export_source(session.state)), tmp_path)


def answers(book: Any) -> list[dict[str, Any]]:
    heads, *rows = book["Answers"].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_it_has_its_sheets_and_hides_the_lists_and_the_ids(book: Any) -> None:
    assert book.sheetnames == ["Overview", "Answers", "Gaps", "Steps", "Evidence", "Signatures", "Editions", "Lists"]
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == ["Lists"]
    hidden = book["Answers"].column_dimensions["A"]
    assert (hidden.hidden, hidden.min, hidden.max) == (True, 1, 3)


def test_each_practice_has_a_row_with_its_id_and_what_was_said(book: Any, session: Session) -> None:
    backups, restores, reviews = answers(book)

    assert [row["id"] for row in (backups, restores, reviews)] == list(PRACTICES)
    assert backups["rev"] == f"rev:{session.now.book.answer(BACKUPS).rev}"
    level = session.questionnaire.scale[1].name
    assert (backups["Answer"], backups["Owner"], backups["Note"]) == (f"1 {level}", "=1+1", "two\nlines")
    assert restores["Answer"] == "Unsure"
    assert (reviews["Answer"], reviews["Reason"]) == ("Not applicable", "nobody changes anything")
    assert reviews["Due"] == datetime(2027, 1, 29)
    assert (backups["Target"], reviews["Target"]) == (2, None)


def test_no_cell_holds_a_formula_though_people_write_what_looks_like_one(book: Any) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert {"=1+1", "=cmd", "+Restore one", "@Tom"} <= {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_only_cells_to_answer_in_are_unlocked(book: Any) -> None:
    assert all(sheet.protection.sheet for sheet in book)
    heads = {cell.column: cell.value for cell in book["Answers"][1]}
    unlocked = {
        (sheet.title, cell.coordinate) for sheet in book for row in sheet for cell in row if not cell.protection.locked
    }

    assert {name for name, _ in unlocked} == {"Answers"}
    assert {heads[book["Answers"][place].column] for _, place in unlocked} == set(FREE)
    assert len(unlocked) == len(FREE) * len(PRACTICES)


def test_levels_are_chosen_from_a_range_of_cells(book: Any, session: Session) -> None:
    rules = {str(rule.sqref): rule for rule in book["Answers"].data_validations.dataValidation}

    assert rules["H2:H4"].formula1 == "Lists!$A$2:$A$7"
    assert rules["L2:L4"].type == "date"
    offered = [cell.value for (cell,) in book["Lists"]["A2:A7"]]
    levels = [f"{step.level} {step.name}" for step in session.questionnaire.scale]
    assert offered == [*levels, "Unsure", "Not applicable"]
    assert book["Lists"]["A8"].value is None


def test_heads_stay_in_sight_rows_can_be_filtered_and_pages_are_set_up(book: Any) -> None:
    for sheet in book.worksheets[1:5]:
        assert sheet.freeze_panes is not None, sheet.title
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9), sheet.title
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0), sheet.title
        assert sheet.print_title_rows == "$1:$1", sheet.title
        assert sheet.auto_filter.ref, sheet.title


def test_charts_are_the_spreadsheets_own(book: Any, session: Session) -> None:
    assert {sheet.title: len(sheet._charts) for sheet in book if sheet._charts} == {"Overview": 1, "Editions": 1}
    editions = list(book["Editions"].iter_rows(values_only=True))
    assert [row[1] for row in editions[1:]] == ["first", "second"]
    past = session.now.editions[0].overall
    assert editions[1][3:6] == (four_places(past.level), four_places(past.low), four_places(past.high))


def test_an_auditor_reads_who_signed_what_and_when(session: Session, tmp_path: Path) -> None:
    accepted = Accepted(level=1, by="Noor", until=date(2027, 1, 29), reason="it is replaced")
    session.apply(BACKUPS, Edit(accepted=accepted))

    def signed() -> tuple[dict[str, Any], Any]:
        book = opened(FORMATS["xlsx"].export(export_source(session.state)), tmp_path)
        heads, first, *_ = book["Signatures"].iter_rows(values_only=True)
        *_, edition = book["Editions"].iter_rows(values_only=True)
        return dict(zip(heads, first, strict=True)), edition[-1]

    row, editions = signed()
    answer = session.now.book.answer(BACKUPS)
    assert (row["Practice"], row["Answered by"], row["Confirmed by"]) == (
        "Backups",
        answer.answered_by,
        answer.answered_by,
    )
    assert answer.answered_at and row["Answered on"].date() == session.now.day_of(answer.answered_at)
    assert (row["Risk accepted by"], row["At level"], row["Until"].date()) == ("Noor", 1, accepted.until)
    assert editions == "Eve Okoro and Noor"
    settings = session.folder.path / "levelbook.toml"
    settings.write_text(f'{settings.read_text("utf-8")}\npeople = "initials"\n', "utf-8")
    session = later(session, 40)
    assert signed()[1] == "EO and N"


def test_the_day_beside_a_gap_is_that_of_the_step_named_there_and_where_none_is_open_the_owner_s(
    session: Session, tmp_path: Path
) -> None:
    def row() -> dict[str, Any]:
        book = opened(FORMATS["xlsx"].export(export_source(session.state)), tmp_path)
        heads, *rows = book["Gaps"].iter_rows(values_only=True)
        return next(
            one for one in (dict(zip(heads, each, strict=True)) for each in rows) if one["Practice"] == "Backups"
        )

    said = row()
    assert (said["Next action"], said["Owner"], said["Due"]) == ("+Restore one", "@Tom", datetime(2026, 12, 4))
    session.apply(BACKUPS, Edit(step=StepEdit(number=1, due=""), due=date(2027, 1, 29)))
    assert row()["Due"] is None, "the owner's day is not Tom's"
    session.apply(BACKUPS, Edit(step=StepEdit(number=1, done_on=date(2026, 11, 30)), due=date(2027, 1, 29)))
    said = row()
    action = session.now.scorecard[BACKUPS].next_action
    assert (said["Next action"], said["Owner"], said["Due"]) == (action and action.text, "=1+1", datetime(2027, 1, 29))


def test_where_no_evidence_is_behind_a_level_the_words_of_the_screen_take_the_place_of_the_number(
    session: Session, tmp_path: Path
) -> None:
    def proven() -> tuple[Any, Any, Any]:
        book = opened(FORMATS["xlsx"].export(export_source(session.state)), tmp_path)
        overview = [row for row in book["Overview"].iter_rows(values_only=True) if row[0] in ("Section", "Together")]
        place = overview[0].index("Proven")
        editions = list(book["Editions"].iter_rows(values_only=True))
        return answers(book)[0]["Proven"], overview[1][place], editions[1][editions[0].index("Proven")]

    assert proven() == (1, 1, 1)
    session.apply(BACKUPS, Edit(no_evidence=True))
    assert proven() == ("not proven yet", "not proven", 1)
    session.apply(BACKUPS, Edit(clear=True))
    assert proven()[1] is None


def test_evidence_says_until_when_it_counts_or_as_what_it_counts_without_a_day(
    session: Session, tmp_path: Path
) -> None:
    seen = Evidence(kind="documented", reference="plan", seen_on=date(2026, 11, 2))
    session.apply(BACKUPS, Edit(no_evidence=True, evidence=(seen, Evidence(kind="documented", reference="undated"))))

    book = opened(FORMATS["xlsx"].export(export_source(session.state)), tmp_path)

    heads, *rows = book["Evidence"].iter_rows(values_only=True)
    until = {row[heads.index("Reference")]: row[heads.index("Counts until")] for row in rows}
    assert (until["plan"], until["undated"]) == (datetime(2027, 11, 2), "counts as asserted")


def test_an_edition_on_word_alone_is_called_that_beside_one_that_evidence_proves(tmp_path: Path) -> None:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=1))
    seal(session, "first")

    def proven() -> list[Any]:
        book = opened(FORMATS["xlsx"].export(export_source(session.state)), tmp_path)
        heads, *rows = book["Editions"].iter_rows(values_only=True)
        return [row[heads.index("Proven")] for row in rows]

    assert proven() == ["not proven"]
    seen = Evidence(kind="documented", reference="plan", seen_on=date(2026, 11, 2))
    session.apply(BACKUPS, Edit(evidence=(seen,)))
    seal(session, "second")
    assert proven() == ["1.0, on word", 1]


def test_an_editions_workbook_is_locked_and_says_which_it_is(session: Session, tmp_path: Path) -> None:
    book = opened(FORMATS["xlsx"].export(edition_source(session.state, "first")), tmp_path)

    assert all(cell.protection.locked for row in book["Answers"] for cell in row)
    assert [cell.value for cell in book["Lists"]["D"][:3]] == ["small", "0.1.0", "first"]
    assert {row["sent"] for row in answers(book)} == {"sent:not to be answered"}


def test_libreoffice_opens_it_and_keeps_every_cell(session: Session, tmp_path: Path, book: Any) -> None:
    saved = openpyxl.load_workbook(saved_by_libreoffice(tmp_path / "levelbook.xlsx"))

    for sheet in book:
        there = {cell.coordinate: cell.value for row in sheet for cell in row if cell.value is not None}
        kept = {cell.coordinate: cell.value for row in saved[sheet.title] for cell in row if cell.value is not None}
        assert kept == there, sheet.title
    offered = next(rule for rule in saved["Answers"].data_validations.dataValidation if rule.type == "list")
    assert offered.formula1.replace("$", "") == "Lists!A2:A7"
