"""A workbook that went out comes back: only what somebody answered changes, and every doubtful row is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from levelbook.book import answer_import
from levelbook.book.export_file import edition_source, export_source
from levelbook.book.sealing.seal import seal
from levelbook.book.session import Session
from levelbook.core.answers.edits import Edit
from levelbook.core.assessment.answer_import import AnswerImport
from levelbook.core.errors import FileIsWrong
from levelbook.export.registry import FORMATS
from support.small_book import BACKUPS, PRACTICES, RESTORES, REVIEWS, later, new_book
from support.spreadsheets import saved_by_libreoffice, typed_in_libreoffice

pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")
openpyxl = pytest.importorskip("openpyxl")

ANSWER, REASON, NOTE, OWNER, DUE = "HIJKL"
"""The columns to answer in; rows 2, 3 and 4 are those of the three practices."""


@pytest.fixture(name="session")
def _session(tmp_path: Path) -> Session:
    session = new_book(tmp_path)
    session.apply(BACKUPS, Edit(level=1, owner="Priya", note="two\nlines", due=date(2026, 12, 4)))
    return session


def sent(session: Session) -> Path:
    path = session.folder.path.parent / "back.xlsx"
    path.write_bytes(FORMATS["xlsx"].export(export_source(session.state)))
    return path


def typed(path: Path, cells: Mapping[str, Any]) -> Path:
    """Type into the sheet of answers, and save."""
    return edited(path, lambda sheet: [sheet.__setitem__(place, value) for place, value in cells.items()])


def edited(path: Path, change: Callable[[Any], object]) -> Path:
    book = openpyxl.load_workbook(path)
    change(book["Answers"])
    book.save(path)
    return path


def look(session: Session, path: Path) -> AnswerImport:
    return answer_import.read_returned(session, path, "xlsx")


def test_a_workbook_of_another_team_is_refused_and_both_teams_are_named(session: Session, tmp_path: Path) -> None:
    other = new_book(tmp_path / "other", team="Cards")
    path = typed(sent(other), {f"{ANSWER}4": 2})

    assert [one.practice_id for one in look(other, path).changes] == [REVIEWS]
    with pytest.raises(FileIsWrong, match="of “Cards”, and this is the book of “Retail”"):
        look(session, path)


def refusals(found: AnswerImport) -> dict[str, str]:
    return {refusal.place: refusal.why for refusal in found.refused}


def wrong(session: Session, path: Path) -> str:
    with pytest.raises(FileIsWrong) as refused:
        look(session, path)
    return refused.value.problems[0].message


def test_a_workbook_that_nobody_touched_changes_nothing(session: Session) -> None:
    found = look(session, sent(session))

    assert (found.changes, found.refused, found.untouched) == ((), (), 3)


def test_what_was_answered_is_taken_and_nothing_else_changes(session: Session) -> None:
    level = f"2 {session.questionnaire.scale[2].name}"
    cells = {f"{ANSWER}2": level, f"{NOTE}2": None, f"{ANSWER}3": "Unsure", f"{OWNER}3": "Tom"}
    path = typed(sent(session), {**cells, f"{ANSWER}4": "Not applicable", f"{REASON}4": "nothing changes"})
    before = session.now.book

    found = look(session, path)
    assert session.now.book == before, "looking writes nothing"
    answer_import.take(session, found)

    backups, restores, reviews = (later(session).now.book.answer(name) for name in PRACTICES)
    assert (backups.level, backups.note, backups.owner, backups.due) == (2, "", "Priya", date(2026, 12, 4))
    assert (restores.unsure, restores.owner) == (True, "Tom")
    assert reviews.not_applicable == "nothing changes"
    assert len(found.changes) == 3 and look(session, sent(session)).untouched == 3
    session.undo()
    assert session.now.book == before, "all of it was one turn"


@pytest.mark.parametrize(("said", "level"), [(3, 3), (3.0, 3), ("3", 3), ("Ad hoc", None), ("ad hoc", None)])
def test_a_level_may_be_given_by_its_number_or_its_name(session: Session, said: Any, level: int | None) -> None:
    wanted = level if level is not None else 1
    names = [step.name for step in session.questionnaire.scale]
    path = typed(sent(session), {f"{ANSWER}3": said if level is not None else names[1].upper()})

    [change] = look(session, path).changes

    assert (change.practice_id, change.edit.level) == (RESTORES, wanted)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (datetime(2027, 1, 29), "2027-01-29"),
        (46416, "2027-01-29"),
        ("2027-01-29", "2027-01-29"),
        ("29 January 2027", "2027-01-29"),
        (datetime(2027, 1, 29, 8), "2027-01-29"),  # as a program west of Greenwich writes it
        (46416 + 5 / 24, "2027-01-29"),
        (46416 - 1e-7, "2027-01-29"),
    ],
)
def test_a_day_may_be_a_date_a_number_or_words(session: Session, cell: Any, day: str) -> None:
    path = edited(sent(session), lambda sheet: sheet.__setitem__(f"{DUE}3", cell))

    assert look(session, path).changes[0].after.due == day


@pytest.mark.parametrize("cell", [datetime(2027, 1, 28, 23), 46416 - 1 / 24, datetime(2027, 1, 28, 10), 46416 - 9 / 24])
def test_a_time_that_may_be_a_midnight_of_the_next_day_elsewhere_is_no_day(session: Session, cell: Any) -> None:
    """SheetJS writes the midnight of its own time zone, which east of Greenwich is a time of the day before."""
    path = edited(sent(session), lambda sheet: sheet.__setitem__(f"{DUE}3", cell))

    found = look(session, path)

    assert found.changes == (), "neither day is guessed"
    [refusal] = found.refused
    assert "it is not clear whether 2027-01-28 was meant or, moved by a time zone, 2027-01-29: write the day alone" in (
        refusal.why
    )


@pytest.mark.parametrize("cell", [datetime(9999, 12, 31), datetime(9999, 12, 31, 23, 59, 59)])
def test_the_last_day_of_all_by_which_databases_say_never_is_refused(session: Session, cell: datetime) -> None:
    path = edited(sent(session), lambda sheet: sheet.__setitem__(f"{DUE}3", cell))

    [refusal] = look(session, path).refused

    assert "9999-12-31" in refusal.why
    assert "is not a day of this century" in refusal.why


def test_days_that_are_counted_from_1904_are_the_same_days(session: Session) -> None:
    path = sent(session)
    book = openpyxl.load_workbook(path)
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book["Answers"][f"{DUE}3"] = 46416 - 1462
    book.save(path)

    found = look(session, path)

    assert [(change.practice_id, change.after.due) for change in found.changes] == [(RESTORES, "2027-01-29")]
    assert found.refused == ()


@pytest.mark.parametrize(
    ("place", "cell", "why"),
    [
        (ANSWER, "5 Perfect", "“5 Perfect” is not in the list."),
        (ANSWER, 1.5, "“1.5” is not in the list."),
        (ANSWER, True, "“True” is not in the list."),
        (ANSWER, "=2", "Answer holds a formula"),
        (ANSWER, "#REF!", "Answer holds an error"),
        (ANSWER, "Not applicable", "Not applicable needs a reason."),
        (REASON, "because", "there is none to give a reason for"),
        (DUE, "soon", "is not a day that levelbook can read"),
        (DUE, 7, "is not a day of this century."),
    ],
)
def test_a_cell_that_cannot_be_meant_refuses_its_row_whole(session: Session, place: str, cell: Any, why: str) -> None:
    path = typed(sent(session), {f"{place}3": cell, f"{NOTE}3": "a note", f"{OWNER}4": "Tom"})

    found = look(session, path)

    assert [change.practice_id for change in found.changes] == [REVIEWS]
    assert why in refusals(found)["Answers, row 3"]


def test_an_error_that_was_pasted_as_text_is_refused_like_one(session: Session) -> None:
    def paste(sheet: Any) -> None:
        sheet[f"{OWNER}2"] = "#REF!"
        sheet[f"{OWNER}2"].data_type = "s"

    assert refusals(look(session, edited(sent(session), paste))) == {
        "Answers, row 2": "owner holds an error, “#REF!”: write the words themselves."
    }


def test_an_answer_that_was_emptied_is_not_taken_back(session: Session) -> None:
    found = look(session, typed(sent(session), {f"{ANSWER}2": None}))

    assert "--clear" in refusals(found)["Answers, row 2"]


def test_what_somebody_else_changed_meanwhile_is_refused_row_by_row(session: Session) -> None:
    path = typed(sent(session), {f"{OWNER}2": "Tom", f"{OWNER}3": "Tom"})
    session.apply(BACKUPS, Edit(level=3))
    session.apply(REVIEWS, Edit(level=1))

    found = look(session, path)

    assert [change.practice_id for change in found.changes] == [RESTORES]
    [refusal] = found.refused
    assert (refusal.practice_id, refusal.changed_elsewhere) == (BACKUPS, True)
    assert found.untouched == 1, "the row of what only the book changed was touched by nobody"


def test_rows_may_be_sorted_and_columns_deleted(session: Session) -> None:
    def sort(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet["A2:N4"]]
        for place, row in enumerate(reversed(rows), start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(place, column).value = value
        sheet["J2"] = "a note"
        sheet.delete_cols(11, 2)  # owner and due
        sheet.delete_cols(6)  # the question

    found = look(session, edited(sent(session), sort))

    assert found.refused == ()
    assert [(one.practice_id, one.fields, one.after.note) for one in found.changes] == [(REVIEWS, ("note",), "a note")]
    answer_import.take(session, found)
    assert session.now.book.answer(BACKUPS).owner == "Priya"


def test_a_row_that_was_pasted_over_another_is_refused_with_it(session: Session) -> None:
    def paste(sheet: Any) -> None:
        for column in range(1, 15):
            sheet.cell(4, column).value = sheet.cell(2, column).value
        sheet[f"{OWNER}3"] = "Tom"

    found = look(session, edited(sent(session), paste))

    assert list(refusals(found)) == ["Answers, row 2", "Answers, row 4"]
    assert {refusal.why for refusal in found.refused} == {"Its id is in 2 rows, so one was pasted over another."}
    assert [change.practice_id for change in found.changes] == [RESTORES]


def test_cells_that_were_pasted_with_the_title_of_another_practice_are_refused(session: Session) -> None:
    def paste(sheet: Any) -> None:
        for column in range(4, 13):
            sheet.cell(3, column).value = sheet.cell(2, column).value

    assert "pasted out of place" in refusals(look(session, edited(sent(session), paste)))["Answers, row 3"]


def test_hidden_columns_of_another_row_are_refused(session: Session) -> None:
    def paste(sheet: Any) -> None:
        sheet["C4"], sheet[f"{OWNER}4"] = sheet["C3"].value, "Tom"

    assert "hidden columns" in refusals(look(session, edited(sent(session), paste)))["Answers, row 4"]


def test_an_answer_below_the_rows_has_no_id_and_is_refused(session: Session) -> None:
    found = look(session, typed(sent(session), {f"{ANSWER}9": "1"}))

    assert refusals(found) == {"Answers, row 9": "It has no id, so the practice is unknown."}


def test_merged_cells_to_answer_in_are_refused(session: Session) -> None:
    found = look(session, edited(sent(session), lambda sheet: sheet.merge_cells(f"{NOTE}3:{NOTE}4")))

    assert [refusal.place for refusal in found.refused] == ["Answers, row 3", "Answers, row 4"]
    assert all("is merged with others" in refusal.why for refusal in found.refused)


def test_without_the_hidden_columns_nothing_is_taken(session: Session) -> None:
    assert "columns that identify rows are missing" in wrong(
        session, edited(sent(session), lambda sheet: sheet.delete_cols(2))
    )


@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_answers_in_a_copy_of_the_sheet_are_not_lost_without_a_word(session: Session, state: str) -> None:
    path = sent(session)
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book["Answers"])
    copy.sheet_state = state
    copy[f"{NOTE}3"] = "Said in the copy."
    book.save(path)

    assert "The sheets Answers and Answers Copy both hold answers." in wrong(session, path)


def test_a_workbook_of_something_else_is_refused(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    assert "does not say which questionnaire" in wrong(session, path)

    seal(session, "first")
    path.write_bytes(FORMATS["xlsx"].export(edition_source(later(session).state, "first")))
    assert "the edition first" in wrong(session, path)

    path = sent(session)
    book = openpyxl.load_workbook(path)
    book["Lists"]["D2"] = "9.9.9"
    book.save(path)
    assert "answers small 9.9.9, and the book small 0.1.0" in wrong(session, path)


def test_names_that_are_shown_as_initials_stay_whole_in_the_book(session: Session) -> None:
    settings = session.folder.path / "levelbook.toml"
    settings.write_text(settings.read_text("utf-8") + 'people = "initials"\n', "utf-8")
    session = later(session)
    path = sent(session)
    assert openpyxl.load_workbook(path)["Answers"][f"{OWNER}2"].value != "Priya"

    found = look(session, typed(path, {f"{NOTE}2": "another note"}))
    answer_import.take(session, found)

    assert [change.fields for change in found.changes] == [("note",)], found.refused
    assert session.now.book.answer(BACKUPS).owner == "Priya"


def test_a_workbook_goes_out_is_answered_in_libreoffice_and_comes_in(session: Session) -> None:
    path = sent(session)
    level = f"2 {session.questionnaire.scale[2].name}"
    cells = {f"{ANSWER}3": level, f"{NOTE}3": 'said "here"', f"{DUE}4": "2027-01-29", f"{OWNER}2": "=1+1", "D2": "9.9"}
    typed_in_libreoffice(path, "Answers", cells)

    found = look(session, path)

    assert [(change.practice_id, change.fields) for change in found.changes] == [
        (RESTORES, ("answer", "note")),
        (REVIEWS, ("due",)),
    ]
    assert "Owner holds a formula" in refusals(found)["Answers, row 2"]
    before = session.now.book.answer(BACKUPS)
    answer_import.take(session, found)
    assert session.now.book.answer(RESTORES).level == 2
    assert session.now.book.answer(RESTORES).note == 'said "here"'
    assert session.now.book.answer(REVIEWS).due == date(2027, 1, 29)
    assert session.now.book.answer(BACKUPS) == before


def test_a_workbook_that_libreoffice_saved_changes_nothing(session: Session) -> None:
    session.apply(RESTORES, Edit(note="=1+1\n 'tis _x000D_ – “ß”\t.", owner="007", unsure=True))
    path = saved_by_libreoffice(sent(session))

    found = look(session, path)

    assert (found.changes, found.refused, found.untouched) == ((), (), 3)
