#!/usr/bin/env bash
# python-calamine reads a cell that shows an error as an empty one.
#
# Version:  python-calamine 0.9.1; XlsxWriter 3.3.1 writes the workbook, openpyxl 3.1.5 reads it too.
# Expected: something that tells an error from a blank. In OOXML (ECMA-376 part 1, 18.18.11) a cell of type "e" holds
#           the error as its value, and the Rust library underneath has a variant for it. The documentation of
#           python-calamine names no value for errors.
# Seen:     #DIV/0!, #N/A and #REF! all come out as "", just as a cell that nobody filled in. A mean over the column
#           leaves them out.
# Output:   [[1.0], [''], [''], ['']]
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-calamine==0.9.1 XlsxWriter==3.3.1 openpyxl==3.1.5

venv/bin/python - <<'PY'
import openpyxl
import python_calamine
import xlsxwriter

with xlsxwriter.Workbook("book.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_number("A1", 1)
    sheet.write_formula("A2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("A3", "=NA()", None, "#N/A")
    sheet.write_formula("A4", "=#REF!+1", None, "#REF!")

rows = python_calamine.CalamineWorkbook.from_path("book.xlsx").get_sheet_by_index(0).to_python()
print(rows)
assert rows == [[1.0], [""], [""], [""]], rows
cells = openpyxl.load_workbook("book.xlsx", data_only=True).active["A"]
assert [cell.value for cell in cells] == [1, "#DIV/0!", "#N/A", "#REF!"]
PY
