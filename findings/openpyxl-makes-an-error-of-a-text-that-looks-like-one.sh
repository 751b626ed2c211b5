#!/usr/bin/env bash
# openpyxl writes the text #N/A as an error of a formula, and calamine then reads nothing.
#
# Version:  openpyxl 3.1.5, read back with python-calamine 0.9.1; XlsxWriter 3.3.1 for comparison.
# Expected: the text, as for any other str that is no formula. In OOXML (ECMA-376 part 1, 18.18.11) a cell of type "e"
#           holds an error, and a text that spells one is an ordinary text.
# Seen:     a str that equals one of seven error names gets the type "e". A count of texts or a lookup in a spreadsheet
#           then meets an error where somebody typed a word, and calamine gives an empty cell. A text that was read from
#           a cell with the type "s" becomes an error when its value is assigned to another cell. Setting data_type to
#           "s" afterwards, or XlsxWriter, keeps it.
# Output:   ['n/a', '#N/A', '#N/A '] is read as ['n/a', '', '#N/A ']
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1 XlsxWriter==3.3.1

venv/bin/python - <<'PY'
import openpyxl
import python_calamine
import xlsxwriter

texts = ["n/a", "#N/A", "#N/A "]


def read(path):
    return [row[0] for row in python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]


book = openpyxl.Workbook()
for text in texts:
    book.active.append([text])
book.save("openpyxl.xlsx")
print(texts, "is read as", read("openpyxl.xlsx"))
assert read("openpyxl.xlsx") == ["n/a", "", "#N/A "]
assert [cell.data_type for cell in openpyxl.load_workbook("openpyxl.xlsx").active["A"]] == ["s", "e", "s"]

with xlsxwriter.Workbook("xlsxwriter.xlsx") as other:
    other.add_worksheet().write_column("A1", texts)
assert read("xlsxwriter.xlsx") == texts

book = openpyxl.load_workbook("xlsxwriter.xlsx")
source, target = book.active["A2"], book.active["B2"]
target.value = source.value
assert (source.data_type, target.data_type) == ("s", "e")
target.data_type = "s"
book.save("mended.xlsx")
assert openpyxl.load_workbook("mended.xlsx").active["B2"].data_type == "s"
PY
