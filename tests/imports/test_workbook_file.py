"""A workbook from anywhere is read within limits, and what no person typed is not taken for a value."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from levelbook.core.errors import FileIsWrong
from levelbook.core.text.cell_error import HOLDS_ERROR
from levelbook.imports import workbook_file
from levelbook.imports.workbook_file import FORMULA, LIMITS, MERGED, Limits, read_workbook

pytest.importorskip("python_calamine")
openpyxl = pytest.importorskip("openpyxl")


def workbook(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def one_sheet(**cells: Any) -> bytes:
    def fill(book: Any) -> None:
        for place, value in cells.items():
            book.active[place] = value

    return workbook(fill)


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with another part."""
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in old.infolist():
            data = old.read(entry)
            packed.writestr(entry, change(data) if entry.filename == part else data)
    return new.getvalue()


def refusal(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(FileIsWrong) as wrong:
        read_workbook(content, "back.xlsx", limits)
    assert wrong.value.problems[0].path == "back.xlsx"
    return wrong.value.problems[0].message


def test_sheets_come_in_order_with_their_cells_from_the_first_row_and_column_on() -> None:
    def fill(book: Any) -> None:
        book.active.title = "First"
        book.active["B3"], book.active["C3"] = "words", date(2026, 12, 4)
        hidden = book.create_sheet("Second")
        hidden.sheet_state = "hidden"
        hidden["A1"] = 2

    book = read_workbook(workbook(fill), "back.xlsx")

    assert [sheet.name for sheet in book.sheets] == ["First", "Second"]
    assert list(book.sheets[0].rows) == [["", "", ""], ["", "", ""], ["", "words", date(2026, 12, 4)]]
    assert list(book.sheets[1].rows) == [[2]]
    assert book.first_day == date(1899, 12, 30)


def test_formulas_errors_and_merged_cells_are_marked() -> None:
    def fill(book: Any) -> None:
        book.active["A1"] = "=1+1"
        book.active["B2"] = "=NA()"
        book.active["C3"] = "#N/A"
        book.active["D4"] = "over two rows"
        book.active.merge_cells("D4:D5")
        book.active["A6"] = "below"

    [sheet] = read_workbook(workbook(fill), "back.xlsx").sheets

    assert sheet.odd == {(0, 0): FORMULA, (1, 1): FORMULA, (2, 2): HOLDS_ERROR}
    assert [sheet.cell_problem(row, 3) for row in range(2, 6)] == ["", MERGED, MERGED, ""]


SHEET = "xl/worksheets/sheet1.xml"


def shared_by_cells(*, in_pieces: bool) -> bytes:
    """A workbook that keeps its texts as Excel does: once for all cells, in pieces where they are formatted."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet")
        if in_pieces:
            sheet.write_rich_string("A1", "wor", book.add_format({"bold": True}), "ds")
        else:
            sheet.write_string("A1", "words")
        sheet.write_string("B1", "more")
    return content.getvalue()


def test_texts_are_read_however_a_spreadsheet_keeps_them() -> None:
    in_cells = one_sheet(A1="words", B1="more")

    assert b"inlineStr" in zipfile.ZipFile(io.BytesIO(in_cells)).read(SHEET)
    for one in (in_cells, shared_by_cells(in_pieces=False), shared_by_cells(in_pieces=True)):
        [sheet] = read_workbook(one, "back.xlsx").sheets
        assert list(sheet.rows) == [["words", "more"]]
        assert sheet.odd == {}


@pytest.mark.parametrize("value", [b"", b"<v>2</v>", b"<v></v>"])
def test_a_formula_is_one_with_or_without_its_value(value: bytes) -> None:
    content = changed(one_sheet(A1="=1+1"), SHEET, lambda data: re.sub(rb"<v\s*/>|<v></v>", value, data))

    [sheet] = read_workbook(content, "back.xlsx").sheets

    assert sheet.odd == {(0, 0): FORMULA}


def test_days_may_be_counted_from_1904() -> None:
    content = workbook(lambda book: setattr(book, "epoch", openpyxl.utils.datetime.CALENDAR_MAC_1904))

    assert read_workbook(content, "back.xlsx").first_day == date(1904, 1, 1)


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    content = one_sheet(A1="a" * 30_000)

    said = refusal(content, replace(LIMITS, unpacked=20_000))
    assert said == "This workbook unpacks to more than 0 MB, more than levelbook reads."
    assert read_workbook(content, "back.xlsx").sheets[0].rows[0] == ["a" * 30_000]


def test_a_workbook_that_says_how_large_it_is_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = one_sheet(A1="a" * 30_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("it was unpacked"))

    assert "unpacks to more than 0 MB" in refusal(content, replace(LIMITS, unpacked=20_000))


def test_a_workbook_with_more_tags_than_anybody_types_is_refused_before_it_is_looked_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = one_sheet(**{f"A{row}": row for row in range(1, 1_000)})
    assert len(read_workbook(content, "back.xlsx").sheets[0].rows) == 999
    monkeypatch.setattr(workbook_file, "_scanned", lambda *_: pytest.fail("it was looked through"))

    said = refusal(content, replace(LIMITS, tags=1_000))

    assert said == "This workbook holds more than 1,000 tags, more than levelbook reads."


def test_more_parts_cells_or_text_than_the_limits_are_refused() -> None:
    assert "parts; at most 5 are read" in refusal(one_sheet(A1=1), replace(LIMITS, parts=5))
    far = refusal(one_sheet(A1=1, Z99=1), replace(LIMITS, cells=1_000))
    assert far == "A sheet of this workbook reaches to row 99 and column 26; at most 1,000 cells are read."
    shared = one_sheet(**{f"A{row}": "the same text" for row in range(1, 100)})
    assert refusal(shared, replace(LIMITS, text=500)) == "This workbook holds more than 500 characters."
    assert len(read_workbook(shared, "back.xlsx", replace(LIMITS, text=5_000)).sheets[0].rows) == 99


def test_limits_hold_for_all_sheets_together() -> None:
    def fill(book: Any) -> None:
        for sheet in (book.active, book.create_sheet("Second")):
            sheet["A1"], sheet["C20"] = "the same text", "the same text"

    content = workbook(fill)

    assert len(read_workbook(content, "back.xlsx", replace(LIMITS, cells=120, text=60)).sheets) == 2
    assert "row 20 and column 3, after others; at most 119 cells" in refusal(content, replace(LIMITS, cells=119))
    assert "more than 50 characters" in refusal(content, replace(LIMITS, text=50))


def test_texts_that_no_cell_uses_do_not_hide_the_length_of_those_that_are_used() -> None:
    content = shared_by_cells(in_pieces=False)
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with_unused = io.BytesIO(content)
    with zipfile.ZipFile(with_unused, "a") as packed:
        packed.writestr("xl/unused.xml", b'<sst xmlns="' + main + b'">' + b"<si><t>a</t></si>" * 5 + b"</sst>")

    assert "more than 8 characters" in refusal(content, replace(LIMITS, text=8))
    assert "more than 8 characters" in refusal(with_unused.getvalue(), replace(LIMITS, text=8))


def test_merged_cells_count_as_far_as_the_sheet_reaches_and_once_for_each_time_that_they_are_declared() -> None:
    def fill(book: Any) -> None:
        book.active["A1"], book.active["B3"] = "words", "more"
        book.active.merge_cells("A1:A2")
        book.active.merge_cells("B3:Z99")

    def declare_again(part: bytes) -> bytes:
        return part.replace(b'<mergeCell ref="A1:A2"', b'<mergeCell ref="A1:A2" />' * 9 + b'<mergeCell ref="A1:A2"')

    once = workbook(fill)
    again = changed(once, "xl/worksheets/sheet1.xml", declare_again)

    [sheet] = read_workbook(once, "back.xlsx").sheets
    assert [sheet.cell_problem(row, 0) for row in (0, 1, 2)] == [MERGED, MERGED, ""]
    assert sheet.cell_problem(2, 1) == MERGED
    assert "overlap: more than 10 of them" in refusal(again, replace(LIMITS, cells=10))
    assert read_workbook(once, "back.xlsx", replace(LIMITS, cells=10)).sheets


def test_a_cell_far_away_is_refused_before_anything_is_laid_out() -> None:
    content = one_sheet(A1=1, XFD1048576="stray")

    assert "reaches to row 1048576 and column 16384" in refusal(content)


@pytest.mark.parametrize("place", ["ABCD1", "A12345678", "A", "1", "", "A1B2", "Ａ1", "A0"])
def test_a_place_that_no_sheet_has_is_refused(place: str) -> None:
    content = changed(one_sheet(A1=1), SHEET, lambda part: part.replace(b'r="A1"', f'r="{place}"'.encode()))

    assert refusal(content) == f"This workbook has a cell or row at “{place}”, which no sheet has."


@pytest.mark.parametrize("row", ["12345678", "x", "-1", "0"])
def test_a_row_that_no_sheet_has_is_refused(row: str) -> None:
    content = changed(one_sheet(A1=1), SHEET, lambda part: part.replace(b'<row r="1"', f'<row r="{row}"'.encode()))

    assert refusal(content) == f"This workbook has a cell or row at “{row}”, which no sheet has."


def test_what_is_no_workbook_is_refused_with_a_word() -> None:
    assert refusal(b"id,rev\n").startswith("This is not an .xlsx workbook")
    assert refusal(b"\xd0\xcf\x11\xe0 and more").startswith("This is an old workbook, or one with a password")
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert refusal(empty.getvalue()) == "This is not an .xlsx workbook."
    cut = one_sheet(A1="words")
    assert refusal(cut[: len(cut) // 2]).startswith("This is not an .xlsx workbook")


def test_a_part_with_a_document_type_or_broken_xml_is_refused() -> None:
    sheet, content = "xl/worksheets/sheet1.xml", one_sheet(A1="words")

    typed = changed(content, sheet, lambda data: b"<!DOCTYPE worksheet>" + data)
    assert "declares a document type" in refusal(typed)
    broken = changed(content, sheet, lambda data: data.replace(b"</sheetData>", b""))
    assert "broken XML" in refusal(broken)


@pytest.mark.parametrize("encoding", [b"bogus", b"gbk", b"idna"])
def test_a_part_in_an_encoding_that_no_workbook_has_is_refused(encoding: bytes) -> None:
    def declare(data: bytes) -> bytes:
        return b'<?xml version="1.0" encoding="' + encoding + b'"?>' + re.sub(rb"<\?xml.*?\?>", b"", data)

    odd = changed(one_sheet(A1="words"), "xl/worksheets/sheet1.xml", declare)

    assert "broken XML" in refusal(odd)


@pytest.mark.parametrize(
    ("part", "named", "otherwise", "missing"),
    [
        ("_rels/.rels", b'/officeDocument"', b'/otherDocument"', "which part is the workbook"),
        ("xl/workbook.xml", b"r:id=", b"rid=", "which part a sheet is"),
    ],
)
def test_a_workbook_that_does_not_name_its_parts_is_refused(
    part: str, named: bytes, otherwise: bytes, missing: str
) -> None:
    nameless = changed(one_sheet(A1="words"), part, lambda data: data.replace(named, otherwise))

    assert missing in refusal(nameless)
