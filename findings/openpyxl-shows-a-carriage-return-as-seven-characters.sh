#!/usr/bin/env bash
# openpyxl reads the line end of Windows as the text _x000D_ and a line feed.
#
# Version:  openpyxl 3.1.5; XlsxWriter 3.3.1 writes the workbook, python-calamine 0.9.1 reads it too.
# Expected: what was written. OOXML (ECMA-376 part 1, 22.9.2.19, ST_Xstring) writes a character that XML cannot keep as
#           _xHHHH_, and a reader turns it back.
# Seen:     openpyxl gives the escape out as text, while calamine gives back the carriage return. The other way round,
#           openpyxl does not escape a text that looks like an escape, so that calamine reads a carriage return where
#           somebody wrote about one.
# Output:   'two_x000D_\nlines' and '\r'
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 XlsxWriter==3.3.1 python-calamine==0.9.1

venv/bin/python - <<'PY'
import openpyxl
import python_calamine
import xlsxwriter


def with_openpyxl(path):
    return openpyxl.load_workbook(path).active["A1"].value


def with_calamine(path):
    return python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0][0]


with xlsxwriter.Workbook("xlsxwriter.xlsx") as book:
    book.add_worksheet().write_string("A1", "two\r\nlines")
read = with_openpyxl("xlsxwriter.xlsx"), with_calamine("xlsxwriter.xlsx")
print("written by XlsxWriter, read by openpyxl and calamine:", read)
assert read == ("two_x000D_\nlines", "two\r\nlines"), read

book = openpyxl.Workbook()
book.active["A1"] = "_x000D_"
book.save("openpyxl.xlsx")
read = with_openpyxl("openpyxl.xlsx"), with_calamine("openpyxl.xlsx")
print("written by openpyxl, read by openpyxl and calamine:", read)
assert read == ("_x000D_", "\r"), read
PY
