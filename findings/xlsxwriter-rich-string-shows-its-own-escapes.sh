#!/usr/bin/env bash
# XlsxWriter escapes a text of several formats twice, so a reader sees the escape where a line break was.
#
# Version:  XlsxWriter 3.3.1; openpyxl 3.1.5 and python-calamine 0.9.1 read what comes out.
# Expected: write_rich_string takes the same texts as write_string. A carriage return is written `_x000D_`, and a text
#           that looks like such an escape gets `_x005F_` for its underscore (ECMA-376 part 1, 22.9.2.19, ST_Xstring):
#           every reader gives back what was written.
# Seen:     write_string does so. write_rich_string writes `_x005F_x000D_` for a carriage return, which is the text
#           "_x000D_", and `_x005F_x005F_x000D_` for that text. So a Windows line end becomes seven letters in the cell
#           as soon as one word of the text is bold. There is no warning, and the call returns 0.
# Output:   'a\r\nb' -> plain 'a_x000D_\nb', in bold 'a_x005F_x000D_\nb'
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1

venv/bin/python -W error - <<'PY'
import re
import zipfile

import openpyxl
import python_calamine
import xlsxwriter

TEXT = "a\r\nb"
with xlsxwriter.Workbook("book.xlsx") as book:
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    returned = [sheet.write_string("A1", TEXT), sheet.write_rich_string("A2", bold, "Note ", TEXT)]
assert returned == [0, 0], returned

with zipfile.ZipFile("book.xlsx") as packed:
    plain, note, rich = re.findall(r"<t[^>]*>([^<]*)</t>", packed.read("xl/sharedStrings.xml").decode())
print(repr(TEXT), "-> plain", repr(plain) + ", in bold", repr(rich))
assert plain == "a_x000D_\nb", plain
assert rich == "a_x005F_x000D_\nb", rich

[[first], [second]] = python_calamine.CalamineWorkbook.from_path("book.xlsx").get_sheet_by_index(0).to_python()
assert first == TEXT, first
assert second == "Note a_x000D_\nb", second
assert openpyxl.load_workbook("book.xlsx").active["A2"].value == "Note a_x000D_\nb"
PY
