#!/usr/bin/env bash
# XlsxWriter and openpyxl write a float with 16 digits, so that it comes back as another number.
#
# Version:  XlsxWriter 3.3.1 and openpyxl 3.1.5, read back with python-calamine 0.9.1.
# Expected: the same number. The documentation of XlsxWriter's write_number says that numbers are stored as IEEE 754
#           doubles, and OOXML (ECMA-376 part 1, 18.18.11) keeps a cell's number as the text of a double, which takes 17
#           digits to be exact.
# Seen:     0.1 + 0.2 is written as 0.3. Of 1,000 quotients of small integers, more than 300 come back as a different
#           float.
# Output:   0.30000000000000004 becomes 0.3
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1

venv/bin/python - <<'PY'
import openpyxl
import python_calamine
import xlsxwriter

numbers = [0.1 + 0.2] + [top / bottom for top in range(1, 41) for bottom in range(1, 26)]

with xlsxwriter.Workbook("xlsxwriter.xlsx") as book:
    book.add_worksheet().write_column("A1", numbers)

book = openpyxl.Workbook()
for number in numbers:
    book.active.append([number])
book.save("openpyxl.xlsx")

for path in "xlsxwriter.xlsx", "openpyxl.xlsx":
    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    read = [float(row[0]) for row in sheet.to_python()]
    changed = sum(before != after for before, after in zip(numbers, read, strict=True))
    print(path, repr(numbers[0]), "->", read[0], f"and {changed} of {len(numbers)} changed")
    assert read[0] == 0.3 != numbers[0]
    assert changed > 100
    assert all(abs(before - after) < 1e-14 for before, after in zip(numbers, read, strict=True))
PY
